"""`/v1/suspensions`: powers taken back at once, and given back."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.suspend import SuspensionRequest, restore_power, suspend_power
from api.routes.doing import done_once
from api.routes.request import caller_for, service
from api.schemas.documented import documented
from api.schemas.powers import (
    RESTORE_EXAMPLE,
    SUSPEND_EXAMPLE,
    RestoreBody,
    Restored,
    SuspendBody,
    Suspended,
    Suspensions,
)
from api.store.suspensions import suspensions_kept
from govengine.record import instant_text

blueprint = Blueprint("suspensions", __name__, url_prefix="/v1/suspensions")

PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 503)


@blueprint.post("")
@documented(
    "Suspend a power",
    "A grant, or every grant of a scheme, opens nothing from now on: by the role that delegated it or is accountable.",
    body=SuspendBody,
    example=SUSPEND_EXAMPLE,
    answers={201: Suspended},
    problems=PROBLEMS,
    recording=True,
)
def suspend() -> Response:
    """Suspend a power."""
    return done_once(
        Act.SUSPEND,
        SuspendBody,
        lambda tx, body, doing: suspend_power(
            tx,
            SuspensionRequest(body["scheme"], body["why"], body.get("grant"), body.get("until")),
            doing,
        ),
    )


@blueprint.post("/<string:suspension_id>/restore")
@documented(
    "Restore a power",
    "It opens again from now on, where no other suspension stands.",
    body=RestoreBody,
    example=RESTORE_EXAMPLE,
    answers={201: Restored},
    problems=PROBLEMS,
    recording=True,
)
def restore(suspension_id: str) -> Response:
    """Give a power back."""
    return done_once(
        Act.SUSPEND,
        RestoreBody,
        lambda tx, body, doing: restore_power(tx, suspension_id, body["why"], doing),
    )


@blueprint.get("")
@documented(
    "List suspensions",
    "Every power taken back so far, and which are not given back yet.",
    answers={200: Suspensions},
    problems=(401, 403),
)
def list_all() -> dict[str, Any]:
    """List suspensions."""
    caller = caller_for(Act.READ_SCHEMES)
    desk = service().desk(sandbox=caller.sandbox)
    now = instant_text(desk.clock())
    with desk.engine.connect() as connection:
        kept = suspensions_kept(connection)
    return {
        "suspensions": [
            {
                "id": one.id,
                "scheme": one.scheme,
                "grant": one.grant,
                "since": one.since,
                "until": one.until,
                "holds": one.at(now),
            }
            for one in kept
            if one.body is None
        ]
    }
