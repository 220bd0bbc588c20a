"""`/v1/owed/{id}/…`: what is owed about a shared outcome done, and duties and follow-ups handed over."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.acts.follow_up import Came
from api.commands.answered_once import Answered
from api.commands.doing import Doing
from api.commands.hand_over import Offer, answer_handover, offer_handover
from api.commands.owed_done import OwedDone, do_owed
from api.routes.doing import done_once
from api.routes.outcomes import PROBLEMS
from api.schemas import outcomes as told
from api.schemas.documented import documented
from api.store.transaction import Transaction

blueprint = Blueprint("owed", __name__, url_prefix="/v1/owed/<string:owed_id>")


@blueprint.post("/done")
@documented(
    "Do what is owed about a shared outcome",
    "A follow-up on its day, or the review of a grant that serves an outcome which a body has left.",
    body=told.DoneBody,
    example=told.DONE_EXAMPLE,
    answers={201: told.OwedDone},
    problems=PROBLEMS,
    recording=True,
)
def do(owed_id: str) -> Response:
    """Do what is owed."""

    def command(tx: Transaction, body: dict[str, Any], doing: Doing) -> Answered:
        came = Came(body["came"]) if "came" in body else None
        return do_owed(tx, owed_id, OwedDone(body["said"], came), doing)

    return done_once(Act.DECIDE, told.DoneBody, command)


@blueprint.post("/offer")
@documented(
    "Offer a handover",
    "A duty or a follow-up, to a role of a body that has a part in it. It is yours until they accept.",
    body=told.OfferBody,
    example=told.OFFER_EXAMPLE,
    answers={201: told.HandedOver},
    problems=PROBLEMS,
    recording=True,
)
def offer(owed_id: str) -> Response:
    """Offer a handover."""
    return done_once(
        Act.DECIDE,
        told.OfferBody,
        lambda tx, body, doing: offer_handover(tx, owed_id, offer_of(body), doing),
    )


@blueprint.post("/answer")
@documented(
    "Answer a handover",
    "Accept what is offered, and it is yours from now on; or do not, and it stays theirs. The id is that of the offer.",
    body=told.AcceptBody,
    example=told.ACCEPT_EXAMPLE,
    answers={201: told.HandedOver},
    problems=PROBLEMS,
    recording=True,
)
def answer(owed_id: str) -> Response:
    """Answer an offer."""
    return done_once(
        Act.REPLY,
        told.AcceptBody,
        lambda tx, body, doing: answer_handover(tx, owed_id, body["said"], doing, accepted=body["accepted"]),
    )


def offer_of(body: dict[str, Any]) -> Offer:
    """The offer that was sent."""
    return Offer(body["to"]["body"], body["to"]["role"], body["said"])
