"""`/v1/decisions/{id}/…`: what people do about a decision, each an entry of its own."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response
from marshmallow import Schema

from api.auth.caller import Act
from api.commands.acts.approve import Approval, approve, decline
from api.commands.acts.ask import Question, ask
from api.commands.acts.discharge import Discharge, discharge
from api.commands.acts.follow_up import Came, Finding, Review, ratify, record_outcome, review
from api.commands.acts.on_decision import Asking, Deed, OnDecision
from api.commands.acts.once import act_once
from api.commands.acts.resolve import Resolution, resolve
from api.commands.acts.take import Departure, Taking, leave, reopen, take, withdraw
from api.commands.acts.their_asking import Asker, Notice, Words, acknowledge, ask_for_review, complain, tell
from api.commands.acts.their_side import Publication, TheirSide, Told
from api.commands.answered_once import Person
from api.routes.recording import keyed_body, read_as, recorded
from api.routes.request import caller_for, if_match, service
from api.schemas import acts as told
from api.schemas.documented import documented

blueprint = Blueprint("acts", __name__, url_prefix="/v1/decisions/<string:decision_id>")

Sent = Mapping[str, Any]
PROBLEMS = (400, 401, 403, 404, 409, 412, 413, 415, 422, 503)
_SAID: dict[str, Any] = {
    "answers": {201: told.Acted},
    "problems": PROBLEMS,
    "recording": True,
    "versioned": True,
}


def _act(
    decision_id: str,
    act: Act,
    schema: type[Schema],
    deed: Callable[[OnDecision, Sent], Deed],
    *,
    own: bool = True,
    versioned: bool = False,
) -> Response:
    """Do one act for the caller, once for each Idempotency-Key."""
    caller = caller_for(act)
    sent, keyed = keyed_body()
    seen = if_match(required=versioned)
    body = read_as(schema, sent)
    rules = service().desk(sandbox=caller.sandbox).rules

    def run(desk: Any) -> Any:
        asking = Asking(decision_id, Person(**body["by"]), caller, rules, desk.secret, seen)
        return desk.record(
            partial(act_once, asking=asking, keyed=keyed, do=lambda on: deed(on, body), own=own)
        )

    return recorded(caller, keyed, run)


@blueprint.post("/requests")
@documented(
    "Ask somebody",
    "To be heard, to recommend or to agree, as the answer's `with` says: a request to a role in a body, with a clock.",
    body=told.AskBody,
    example=told.ASK_EXAMPLE,
    **_SAID,
)
def ask_one(decision_id: str) -> Response:
    """Ask somebody whom the answer names."""
    return _act(
        decision_id,
        Act.DECIDE,
        told.AskBody,
        lambda on, sent: ask(on, Question(sent["duty"], sent.get("question"))),
    )


@blueprint.post("/duties")
@documented(
    "Say that a duty was done",
    "Who did it and what shows it. The answer is worked out again.",
    body=told.DischargeBody,
    example=told.DISCHARGE_EXAMPLE,
    **_SAID,
)
def discharge_one(decision_id: str) -> Response:
    """Say that a duty was done."""
    return _act(
        decision_id,
        Act.DECIDE,
        told.DischargeBody,
        lambda on, sent: discharge(on, Discharge(sent["duty"], sent.get("ref"))),
        own=False,
    )


@blueprint.post("/resolve")
@documented(
    "Resolve a double bind",
    "By whoever the answer says can: which side is kept, why, and what is kept for the other. Never by who asked.",
    body=told.ResolveBody,
    example=told.RESOLVE_EXAMPLE,
    **_SAID,
)
def resolve_one(decision_id: str) -> Response:
    """Resolve a double bind."""

    def deed(on: OnDecision, sent: Sent) -> Deed:
        return resolve(on, Resolution(sent["bind"], sent["keep"], sent["why"], sent["kept"]))

    return _act(decision_id, Act.APPROVE, told.ResolveBody, deed, own=False)


@blueprint.post("/approve")
@documented(
    "Approve",
    "By whoever it is for: the same question is asked for them. Never by who asked. Needs If-Match.",
    body=told.ApproveBody,
    example=told.APPROVE_EXAMPLE,
    **_SAID | {"problems": (*PROBLEMS, 428)},
)
def approve_one(decision_id: str) -> Response:
    """Approve a decision that is yours and somebody else's to carry out."""
    return _act(
        decision_id,
        Act.APPROVE,
        told.ApproveBody,
        lambda on, sent: approve(on, Approval(sent["facts"], sent.get("said"))),
        own=False,
        versioned=True,
    )


@blueprint.post("/decline")
@documented(
    "Decline",
    "By whoever it is for, with the reason. Never by who asked. Needs If-Match.",
    body=told.WhyBody,
    example=told.DECLINE_EXAMPLE,
    **_SAID | {"problems": (*PROBLEMS, 428)},
)
def decline_one(decision_id: str) -> Response:
    """Decline what was proposed."""
    return _act(
        decision_id,
        Act.APPROVE,
        told.WhyBody,
        lambda on, sent: decline(on, sent["why"]),
        own=False,
        versioned=True,
    )


@blueprint.post("/take")
@documented(
    "Take",
    "The decision as a person took it. The answer is worked out once more; whoever departs from it says why.",
    body=told.TakeBody,
    example=told.TAKE_EXAMPLE,
    **_SAID,
)
def take_one(decision_id: str) -> Response:
    """Take a decision."""

    def deed(on: OnDecision, sent: Sent) -> Deed:
        departure = Departure(**sent["departure"]) if "departure" in sent else None
        taking = Taking(
            sent.get("at"),
            departure,
            sent.get("said"),
            sent.get("matters"),
            theirs=_their_side(sent),
            follow_up=sent["follow_up"],
        )
        return take(on, taking)

    return _act(decision_id, Act.DECIDE, told.TakeBody, deed)


def _their_side(sent: Sent) -> TheirSide:
    notice, published = sent.get("notice", {}), sent.get("publication", {})
    return TheirSide(
        interests=sent.get("interests"),
        capacity=sent.get("capacity"),
        notice_at=notice.get("at"),
        notice_how=Told(notice["how"]) if notice else None,
        review_until=sent.get("review_until"),
        publication=Publication(published["class"]) if published else None,
        exemption=published.get("exemption"),
    )


@blueprint.post("/not-take")
@documented(
    "Decide not to",
    "Whoever could take it decides not to. It no longer counts towards limits.",
    body=told.MaybeWhyBody,
    example=told.WHY_EXAMPLE,
    **_SAID,
)
def leave_one(decision_id: str) -> Response:
    """Decide not to take a decision."""
    return _act(decision_id, Act.DECIDE, told.MaybeWhyBody, lambda on, sent: leave(on, sent.get("why")))


@blueprint.post("/withdraw")
@documented(
    "Withdraw",
    "The proposal taken back. Everything asked of others for its sake is ended.",
    body=told.MaybeWhyBody,
    example=told.WHY_EXAMPLE,
    **_SAID,
)
def withdraw_one(decision_id: str) -> Response:
    """Withdraw a proposal."""
    return _act(decision_id, Act.DECIDE, told.MaybeWhyBody, lambda on, sent: withdraw(on, sent.get("why")))


@blueprint.post("/reopen")
@documented(
    "Reopen",
    "The decision open again, with the reason. Nothing is overwritten.",
    body=told.WhyBody,
    example=told.WHY_EXAMPLE,
    **_SAID,
)
def reopen_one(decision_id: str) -> Response:
    """Open a decision again."""
    return _act(decision_id, Act.DECIDE, told.WhyBody, lambda on, sent: reopen(on, sent["why"]))


@blueprint.post("/outcomes")
@documented(
    "Say what came of it",
    "As somebody sees it now. There may be several, as time goes by.",
    body=told.OutcomeBody,
    example=told.OUTCOME_EXAMPLE,
    **_SAID,
)
def outcome_one(decision_id: str) -> Response:
    """Say what came of a decision."""
    return _act(
        decision_id,
        Act.DECIDE,
        told.OutcomeBody,
        lambda on, sent: record_outcome(on, Came(sent["came"]), sent["said"]),
        own=False,
    )


@blueprint.post("/review")
@documented(
    "Review",
    "By somebody who had no part in it. A review is about the decision and the rule, never a mark for anybody.",
    body=told.ReviewBody,
    example=told.REVIEW_EXAMPLE,
    **_SAID,
)
def review_one(decision_id: str) -> Response:
    """Review a decision."""
    return _act(
        decision_id,
        Act.REVIEW,
        told.ReviewBody,
        lambda on, sent: review(on, Review(Finding(sent["finding"]), sent["said"])),
        own=False,
    )


@blueprint.post("/ratify")
@documented(
    "Ratify",
    "What was done in an emergency, confirmed or not by the role the scheme names. Never by who did it.",
    body=told.RatifyBody,
    example=told.RATIFY_EXAMPLE,
    **_SAID,
)
def ratify_one(decision_id: str) -> Response:
    """Ratify what was done in an emergency."""
    return _act(
        decision_id,
        Act.APPROVE,
        told.RatifyBody,
        lambda on, sent: ratify(on, ratified=sent["ratified"], said=sent.get("said")),
        own=False,
    )


@blueprint.post("/notice")
@documented(
    "Say that the person was told",
    "When and how, and until when they may ask for a review.",
    body=told.TellBody,
    example=told.NOTICE_EXAMPLE,
    **_SAID,
)
def tell_one(decision_id: str) -> Response:
    """Say that the person was told of a decision."""

    def deed(on: OnDecision, sent: Sent) -> Deed:
        return tell(on, Notice(sent["at"], Told(sent["how"]), sent.get("review_days")))

    return _act(decision_id, Act.DECIDE, told.TellBody, deed)


@blueprint.post("/review-asked")
@documented(
    "The person asks for a review",
    "In their words. Somebody who had no part in the decision owes them a review.",
    body=told.TheirWordsBody,
    example=told.THEIR_WORDS_EXAMPLE,
    **_SAID,
)
def ask_for_review_one(decision_id: str) -> Response:
    """Write down that the person asks for a review."""
    return _act(
        decision_id,
        Act.DECIDE,
        told.TheirWordsBody,
        lambda on, sent: ask_for_review(on, Words(sent["said"], Asker(sent["asker"]))),
        own=False,
    )


@blueprint.post("/complaints")
@documented(
    "The person complains",
    "In their words. Whoever is accountable for the scheme acknowledges it within thirty days.",
    body=told.TheirWordsBody,
    example=told.THEIR_WORDS_EXAMPLE,
    **_SAID,
)
def complain_one(decision_id: str) -> Response:
    """Write down a complaint."""
    return _act(
        decision_id,
        Act.DECIDE,
        told.TheirWordsBody,
        lambda on, sent: complain(on, Words(sent["said"], Asker(sent["asker"]))),
        own=False,
    )


@blueprint.post("/acknowledge")
@documented(
    "Acknowledge a complaint",
    "What the person was told, by whoever is accountable for the scheme or somebody above them.",
    body=told.AcknowledgeBody,
    example=told.ACKNOWLEDGE_EXAMPLE,
    **_SAID,
)
def acknowledge_one(decision_id: str) -> Response:
    """Acknowledge a complaint."""
    return _act(
        decision_id,
        Act.APPROVE,
        told.AcknowledgeBody,
        lambda on, sent: acknowledge(on, sent["said"]),
        own=False,
    )
