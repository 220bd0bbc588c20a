"""`/v1/owed/{id}/…`: what is owed about a shared outcome done, and duties and follow-ups handed over."""

from functools import partial

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.acts.follow_up import Came
from api.commands.answered_once import Person
from api.commands.hand_over import Offer, answer_handover, offer_handover
from api.commands.owed_done import OwedDone, do_owed
from api.routes.outcomes import PROBLEMS
from api.routes.recording import keyed_body, read_as, recorded
from api.routes.request import caller_for
from api.schemas import outcomes as told
from api.schemas.documented import documented

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
    caller = caller_for(Act.DECIDE)
    sent, keyed = keyed_body()
    body = read_as(told.DoneBody, sent)
    done = OwedDone(body["said"], Came(body["came"]) if "came" in body else None)
    return recorded(
        caller,
        keyed,
        lambda desk: desk.record(
            partial(
                do_owed,
                owed_id=owed_id,
                done=done,
                by=Person(**body["by"]),
                caller=caller,
                keyed=keyed,
                rules=desk.rules,
                secret=desk.secret,
            )
        ),
    )


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
    caller = caller_for(Act.DECIDE)
    sent, keyed = keyed_body()
    body = read_as(told.OfferBody, sent)
    offered = Offer(body["to"]["body"], body["to"]["role"], body["said"])
    return recorded(
        caller,
        keyed,
        lambda desk: desk.record(
            partial(
                offer_handover,
                owed_id=owed_id,
                offer=offered,
                by=Person(**body["by"]),
                caller=caller,
                keyed=keyed,
                rules=desk.rules,
                secret=desk.secret,
            )
        ),
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
    caller = caller_for(Act.REPLY)
    sent, keyed = keyed_body()
    body = read_as(told.AcceptBody, sent)
    return recorded(
        caller,
        keyed,
        lambda desk: desk.record(
            partial(
                answer_handover,
                offer_id=owed_id,
                said=body["said"],
                by=Person(**body["by"]),
                accepted=body["accepted"],
                caller=caller,
                keyed=keyed,
                rules=desk.rules,
                secret=desk.secret,
            )
        ),
    )
