"""Acts on a decision: what each takes, and what it answers."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.commands.acts.follow_up import Came, Finding
from api.commands.acts.reply import View
from api.commands.acts.their_asking import Asker
from api.commands.acts.their_side import Publication, Told
from api.schemas.erasures import Act, ByBody

_WORKER = {"ref": "w-2041", "role": "support_worker"}
_MANAGER = {"ref": "w-77", "role": "service_manager"}

ASK_EXAMPLE: dict[str, Any] = {"duty": "regular-support/second", "by": _WORKER}
REPLY_EXAMPLE: dict[str, Any] = {
    "view": "agrees",
    "said": "The arrears would cost the household its home.",
    "by": {"ref": "w-31", "role": "team_manager"},
}
DISCHARGE_EXAMPLE: dict[str, Any] = {
    "duty": "hardship-worker/tell-landlord",
    "ref": "LETTER-77",
    "by": _WORKER,
}
RESOLVE_EXAMPLE: dict[str, Any] = {
    "bind": "family-help/confidence/say-nothing + family-help/hardship/tell-landlord",
    "keep": "family-help/confidence/say-nothing",
    "why": "She is not safe if anybody knows where the help comes from.",
    "kept": "The landlord is told that the rent is paid, and by whom is left open.",
    "by": {"ref": "w-1", "role": "section_151_officer"},
}
APPROVE_EXAMPLE: dict[str, Any] = {"said": "Agreed with the worker by telephone.", "by": _MANAGER}
DECLINE_EXAMPLE: dict[str, Any] = {"why": "The fund is for households with children.", "by": _MANAGER}
WHY_EXAMPLE: dict[str, Any] = {"why": "The landlord has dropped the claim.", "by": _WORKER}
TAKE_EXAMPLE: dict[str, Any] = {"said": "Paid to the landlord today.", "by": _WORKER}
OUTCOME_EXAMPLE: dict[str, Any] = {
    "came": "yes",
    "said": "The household is still in its home.",
    "by": _WORKER,
}
REVIEW_EXAMPLE: dict[str, Any] = {
    "finding": "sound",
    "said": "The need was plain and other help had been tried.",
    "by": {"ref": "w-31", "role": "team_manager"},
}
NOTICE_EXAMPLE: dict[str, Any] = {
    "at": "2026-05-04T09:00:00+01:00",
    "how": "letter",
    "review_days": 21,
    "by": _WORKER,
}
THEIR_WORDS_EXAMPLE: dict[str, Any] = {
    "said": "You did not ask about the arrears.",
    "asker": "person",
    "by": _WORKER,
}
ACKNOWLEDGE_EXAMPLE: dict[str, Any] = {
    "said": "Your complaint is with the section 151 officer, who writes to you by the end of May.",
    "by": {"ref": "w-1", "role": "section_151_officer"},
}
RATIFY_EXAMPLE: dict[str, Any] = {"ratified": True, "by": _MANAGER}

_WORDS = validate.Length(1, 2000)


def _words(description: str, *, required: bool = False) -> fields.String:
    return fields.String(required=required, validate=_WORDS, metadata={"description": description})


class AskBody(ByBody):
    """Somebody is asked to be heard, to recommend or to agree."""

    duty = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "Its id in `with` of the answer, or of an entry of decided_by."},
    )
    question = _words("What else is said to them.")


class ReplyBody(ByBody):
    """The view of somebody who was asked."""

    view = fields.String(required=True, validate=validate.OneOf(list(View)))
    said = _words("Their view, in their own words.", required=True)


class DischargeBody(ByBody):
    """A duty that was done."""

    duty = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "Its id in `duties` of the answer."},
    )
    ref = fields.String(validate=validate.Length(1, 200), metadata={"description": "What shows it."})


class ResolveBody(ByBody):
    """Which side of a double bind is kept."""

    bind = fields.String(
        required=True,
        validate=validate.Length(1, 1000),
        metadata={"description": "Its id in `binds` of the answer."},
    )
    keep = fields.String(
        required=True,
        validate=validate.Length(1, 300),
        metadata={"description": "`keep` of one of its options."},
    )
    why = _words("Why.", required=True)
    kept = _words("What is kept for the other side.", required=True)


class ApproveBody(ByBody):
    """The decision of somebody else's, by whoever it is for."""

    facts = fields.Dict(
        load_default=dict,
        metadata={"description": "Facts about who decides, and what they confirm, nested as in a proposal."},
    )
    said = _words("What they say about it.")


class WhyBody(ByBody):
    """A reason, in somebody's own words."""

    why = _words("Why.", required=True)


class MaybeWhyBody(ByBody):
    """A reason, if there is one to give."""

    why = _words("Why.")


class DepartureBody(Schema):
    """Why somebody decides other than the answer."""

    class Meta:
        unknown = RAISE

    need = _words("What the person needs.", required=True)
    options = fields.List(
        fields.String(validate=_WORDS),
        required=True,
        validate=validate.Length(1, 10),
        metadata={"description": "What else was considered, and why not."},
    )
    why = _words("Why this all the same.", required=True)


class NoticeBody(Schema):
    """That the person was told."""

    class Meta:
        unknown = RAISE

    at = fields.AwareDateTime(required=True)
    how = fields.String(required=True, validate=validate.OneOf(list(Told)))


class PublicationBody(Schema):
    """Whether the decision is published; if it is exempt, under which paragraph."""

    class Meta:
        unknown = RAISE

    exemption = fields.String(
        validate=validate.Regexp(r"^[A-Za-z0-9 ().,/-]{1,60}\Z", error="Name the paragraph only."),
        metadata={"description": "The paragraph relied on. Never personal."},
    )

    class_ = fields.String(
        required=True, data_key="class", attribute="class", validate=validate.OneOf(list(Publication))
    )


class TakeBody(ByBody):
    """A decision as it was taken."""

    at = fields.AwareDateTime(metadata={"description": "When it was done; now if it is left out."})
    departure = fields.Nested(DepartureBody)
    said = _words("What was done.")
    matters = _words("What matters to the person, in their words.")
    interests = _words("Interests declared, or that there are none.")
    capacity = _words("On what basis the person consents, or somebody for them, and their capacity to.")
    notice = fields.Nested(NoticeBody, metadata={"description": "When and how the person was told."})
    review_until = fields.Date(
        metadata={"description": "The last day on which the person may ask for a review."}
    )
    publication = fields.Nested(PublicationBody)
    follow_up = fields.List(
        fields.Date(),
        load_default=list,
        validate=validate.Length(0, 20),
        metadata={"description": "The days on which somebody looks at what came of it."},
    )


class OutcomeBody(ByBody):
    """What came of it."""

    came = fields.String(required=True, validate=validate.OneOf(list(Came)))
    said = _words("What came of it.", required=True)


class ReviewBody(ByBody):
    """What a review came to. None of its findings is a mark for anybody."""

    finding = fields.String(required=True, validate=validate.OneOf(list(Finding)))
    said = _words("What was found.", required=True)


class TellBody(ByBody):
    """That the person was told, later than when it was taken."""

    at = fields.AwareDateTime(required=True)
    how = fields.String(required=True, validate=validate.OneOf(list(Told)))
    review_days = fields.Integer(
        validate=validate.Range(1, 366),
        metadata={
            "description": "For how many days after this one they may ask for a review: 21 by some statutes."
        },
    )


class TheirWordsBody(ByBody):
    """What the person asks for or complains of, or somebody for them."""

    said = _words("What they say, in their words.", required=True)
    asker = fields.String(load_default=str(Asker.PERSON), validate=validate.OneOf(list(Asker)))


class AcknowledgeBody(ByBody):
    """That a complaint is heard."""

    said = _words("What the person was told.", required=True)


class RatifyBody(ByBody):
    """What was done in an emergency, confirmed or not."""

    ratified = fields.Boolean(required=True)
    said = _words("What they say about it.")


class Owed(Schema):
    """What somebody owes about a decision."""

    id = fields.String(required=True)
    what = fields.String(
        required=True,
        metadata={
            "description": "consult, recommend, agree, duty, ratify, review, follow_up; acknowledge for a complaint; accept for an offer of a handover; suggestion for a reply to what was said of a rule."
        },
    )
    duty = fields.String(required=True)
    body = fields.String(required=True)
    role = fields.String(required=True, allow_none=True)
    due_at = fields.String(required=True, allow_none=True)


class Acted(Act):
    """An act and where it leaves the decision."""

    decision = fields.String(required=True)
    state = fields.String(required=True)
    version = fields.String(required=True, metadata={"description": "For If-Match."})
    possible = fields.List(fields.String(), required=True, metadata={"description": "What can be done now."})
    owes = fields.List(fields.Nested(Owed), required=True)
    determination = fields.Dict(
        required=True,
        allow_none=True,
        metadata={"description": "The answer as it is now, where it was asked."},
    )
    departs = fields.Boolean()
    within = fields.Boolean()


class OwedQuery(Schema):
    """Which requests, or what else is owed."""

    class Meta:
        unknown = RAISE

    to_body = fields.String(metadata={"description": "The key's own body, if it is given."})
    to_role = fields.String(metadata={"description": "Only what is for this role; what rose to it included."})
    overdue = fields.Boolean(load_default=False)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class Waiting(Owed):
    """What is owed, with the decision or the shared outcome it is about."""

    decision = fields.String(required=True, allow_none=True)
    outcome = fields.String(required=True, allow_none=True)
    overdue = fields.Boolean(required=True)
    rose_from = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The role it was first for, where nobody there answered in time."},
    )


class WaitingPage(Schema):
    """What is owed, oldest clock first."""

    owed = fields.List(fields.Nested(Waiting), required=True)
