"""`/v1/stops`: a whole body stopped from one minute to another, by whoever answers for it."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.stop import StopRequest, lift, stop_body
from api.routes.doing import done_once
from api.routes.request import caller_for, service
from api.routes.suspensions import PROBLEMS
from api.schemas import stops as told
from api.schemas.documented import documented
from api.store.suspensions import suspensions_kept
from govengine.record import instant_text

blueprint = Blueprint("stops", __name__, url_prefix="/v1/stops")


@blueprint.post("")
@documented(
    "Stop a body",
    "From one minute to another nobody of your body decides on their own authority: by whoever is accountable.",
    body=told.StopBody,
    example=told.STOP_EXAMPLE,
    answers={201: told.Stopped},
    problems=PROBLEMS,
    recording=True,
)
def call() -> Response:
    """Call a stop."""
    return done_once(
        Act.SUSPEND,
        told.StopBody,
        lambda tx, body, doing: stop_body(
            tx, StopRequest(body["until"], body["why"], body.get("since")), doing
        ),
    )


@blueprint.post("/<string:stop_id>/lift")
@documented(
    "Lift a stop",
    "Before its end, from now on.",
    body=told.LiftBody,
    example=told.LIFT_EXAMPLE,
    answers={201: told.StopLifted},
    problems=PROBLEMS,
    recording=True,
)
def lift_one(stop_id: str) -> Response:
    """Lift a stop."""
    return done_once(
        Act.SUSPEND, told.LiftBody, lambda tx, body, doing: lift(tx, stop_id, body["why"], doing)
    )


@blueprint.get("")
@documented(
    "List stops",
    "Every stop called so far, and whether it holds now.",
    answers={200: told.Stops},
    problems=(401, 403),
)
def list_all() -> dict[str, Any]:
    """List stops."""
    caller = caller_for(Act.READ_SCHEMES)
    desk = service().desk(sandbox=caller.sandbox)
    now = instant_text(desk.clock())
    with desk.engine.connect() as connection:
        kept = suspensions_kept(connection)
    names = ("id", "body", "role", "since", "until")
    return {
        "stops": [
            {name: getattr(one, name) for name in names} | {"holds": one.at(now)}
            for one in kept
            if one.body is not None
        ]
    }
