"""`/v1/outcomes`: what bodies have agreed to work towards together, and who has signed."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.answered_once import Answered
from api.commands.doing import Doing
from api.commands.outcome_signing import Signing, leave_outcome, sign_outcome
from api.problems import problem
from api.queries import outcomes as query
from api.routes.doing import done_once
from api.routes.request import HttpError, caller_for, service
from api.schemas import outcomes as told
from api.schemas.documented import documented
from api.store.outcomes import Words
from api.store.transaction import Transaction

blueprint = Blueprint("outcomes", __name__, url_prefix="/v1/outcomes")

PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 503)


@blueprint.get("")
@documented(
    "List shared outcomes",
    "Every outcome that a body has signed or a scheme in force shares, and whose signatures it lacks.",
    answers={200: told.Outcomes},
    problems=(401, 403),
)
def list_all() -> dict[str, Any]:
    """List shared outcomes."""
    caller = caller_for(Act.READ_OWED)
    return {"outcomes": query.outcomes(service().desk(sandbox=caller.sandbox))}


@blueprint.get("/<string:outcome>")
@documented(
    "Read a shared outcome",
    "Its words, who has signed with which share, its story in order, and what is owed about it.",
    answers={200: told.OutcomeStory},
    problems=(401, 403, 404),
)
def read(outcome: str) -> dict[str, Any]:
    """Read a shared outcome."""
    caller = caller_for(Act.READ_OWED)
    found = query.outcome(service().desk(sandbox=caller.sandbox), outcome)
    if found is None:
        raise HttpError([problem("no-outcome")])
    return found


@blueprint.post("/<string:outcome>/signatures")
@documented(
    "Sign a shared outcome",
    "By a person in a role of your body: the words that every body signs, and what yours takes on.",
    body=told.SignBody,
    example=told.SIGN_EXAMPLE,
    answers={201: told.Signed},
    problems=PROBLEMS,
    recording=True,
)
def sign(outcome: str) -> Response:
    """Sign a shared outcome."""

    def command(tx: Transaction, body: dict[str, Any], doing: Doing) -> Answered:
        if not told.is_name(outcome):
            raise HttpError([problem("no-outcome")])
        words = Words(body["title"], body.get("measure"), tuple(dict.fromkeys(body["shared_by"])))
        return sign_outcome(tx, Signing(outcome, words, body["share"], doing.by, body["follow_up"]), doing)

    return done_once(Act.SIGN, told.SignBody, command)


@blueprint.post("/<string:outcome>/leave")
@documented(
    "Withdraw your body's signature",
    "From now on. Whoever answers for a grant that serves the outcome owes a review of it.",
    body=told.LeaveBody,
    example=told.LEAVE_EXAMPLE,
    answers={201: told.Signed},
    problems=PROBLEMS,
    recording=True,
)
def leave(outcome: str) -> Response:
    """Withdraw a signature."""
    return done_once(
        Act.SIGN,
        told.LeaveBody,
        lambda tx, body, doing: leave_outcome(tx, outcome, body["why"], doing),
    )
