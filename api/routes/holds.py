"""`/v1/holds`: what may not be erased."""

from functools import partial

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.answered_once import Person
from api.commands.hold import HoldRequest, lift, place_hold
from api.routes.recording import keyed_body, read_as, recorded
from api.routes.request import caller_for
from api.schemas.documented import documented
from api.schemas.erasures import HOLD_EXAMPLE, LIFT_EXAMPLE, HoldBody, HoldLifted, HoldPlaced, LiftBody

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
    caller = caller_for(Act.HOLD)
    sent, keyed = keyed_body()
    body = read_as(HoldBody, sent)
    request = HoldRequest(body["reason"], Person(**body["by"]), **body["covers"])
    return recorded(
        caller,
        keyed,
        lambda desk: desk.record(
            partial(place_hold, request=request, caller=caller, keyed=keyed, secret=desk.secret)
        ),
    )


@blueprint.post("/<string:hold_id>/lift")
@documented(
    "Lift a hold",
    "What it covered can be erased again, where no other hold stands.",
    body=LiftBody,
    example=LIFT_EXAMPLE,
    answers={201: HoldLifted},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
    recording=True,
)
def lift_one(hold_id: str) -> Response:
    """Lift a hold."""
    caller = caller_for(Act.HOLD)
    sent, keyed = keyed_body()
    body = read_as(LiftBody, sent)
    command = partial(
        lift, hold_id=hold_id, reason=body["reason"], by=Person(**body["by"]), caller=caller, keyed=keyed
    )
    return recorded(caller, keyed, lambda desk: desk.record(command))
