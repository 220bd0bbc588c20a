"""`/v1/holds`: what may not be erased."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.hold import HoldRequest, lift, place_hold
from api.queries.registers import holds_page
from api.routes.doing import done_once
from api.routes.paging import link_to_next
from api.routes.request import caller_for, query_of, service
from api.schemas.documented import documented
from api.schemas.erasures import (
    HOLD_EXAMPLE,
    LIFT_EXAMPLE,
    HoldBody,
    HoldLifted,
    HoldPlaced,
    Holds,
    ReasonBody,
    RegisterQuery,
)

blueprint = Blueprint("holds", __name__, url_prefix="/v1/holds")


@blueprint.post("")
@documented(
    "Place a hold",
    "Nothing it covers is erased while it stands, whatever the basis or the period.",
    body=HoldBody,
    example=HOLD_EXAMPLE,
    answers={201: HoldPlaced},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
    recording=True,
)
def place() -> Response:
    """Place a hold."""
    return done_once(
        Act.HOLD,
        HoldBody,
        lambda tx, body, doing: place_hold(tx, HoldRequest(body["reason"], **body["covers"]), doing),
    )


@blueprint.get("")
@documented(
    "List holds",
    "Those of your body in the order of the record, each with its state.",
    query=RegisterQuery,
    answers={200: Holds},
    problems=(400, 401, 403),
)
def list_all() -> tuple[dict[str, Any], int, dict[str, str]]:
    """List holds."""
    caller = caller_for(Act.HOLD)
    desk = service().desk(sandbox=caller.sandbox)
    found, following = holds_page(desk, caller.body, **query_of(RegisterQuery))
    return {"holds": found}, 200, link_to_next(following)


@blueprint.post("/<string:hold_id>/lift")
@documented(
    "Lift a hold",
    "What it covered can be erased again, where no other hold stands.",
    body=ReasonBody,
    example=LIFT_EXAMPLE,
    answers={201: HoldLifted},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
    recording=True,
)
def lift_one(hold_id: str) -> Response:
    """Lift a hold."""
    return done_once(Act.HOLD, ReasonBody, lambda tx, body, doing: lift(tx, hold_id, body["reason"], doing))
