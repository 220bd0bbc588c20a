"""Shared outcomes, what is owed about them, and handovers."""

from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from api.commands.acts.follow_up import Came
from api.commands.answered_once import Person
from api.commands.outcome_adopting import HandedIn
from api.json_text import read_json
from api.schemas.acts import Owed
from api.schemas.erasures import NAME, Act, ByBody
from govengine.errors import Problem, RequestError


def is_name(text: str) -> bool:
    """Whether that can be the name of an outcome: it goes into the record for ever."""
    try:
        NAME(text)
    except ValidationError:
        return False
    return True


_DIRECTOR = {"ref": "u-4", "role": "director_of_housing"}
_WORDS = validate.Length(1, 2000)
_NAMES = "Send these words as every other body does: what was signed is compared letter by letter."

SIGN_EXAMPLE: dict[str, Any] = {
    "title": "People leave hospital to a home that is ready",
    "measure": "Of 100 people, how many wait more than a day.",
    "shared_by": ["northbridge-council", "harbour-housing"],
    "share": "Two support workers, and half of the adaptations fund.",
    "follow_up": ["2031-03-31"],
    "by": _DIRECTOR,
}
LEAVE_EXAMPLE: dict[str, Any] = {"why": "The board has chosen other priorities.", "by": _DIRECTOR}
DONE_EXAMPLE: dict[str, Any] = {"came": "partly", "said": "Fewer wait than a year ago.", "by": _DIRECTOR}
OFFER_EXAMPLE: dict[str, Any] = {
    "to": {"body": "harbour-housing", "role": "tenancy_manager"},
    "said": "The tenancies are yours, and so is the next look at them.",
    "by": _DIRECTOR,
}
OFFER_DECISION_EXAMPLE: dict[str, Any] = {
    "to": {"body": "northbridge-council", "role": "team_manager"},
    "said": "I am away from Monday.",
    "by": {"ref": "w-2041", "role": "support_worker"},
}
ACCEPT_EXAMPLE: dict[str, Any] = {
    "accepted": True,
    "said": "We shall see them on Monday.",
    "by": {"ref": "h-9", "role": "tenancy_manager"},
}


class SignBody(ByBody):
    """A body's signature."""

    title = fields.String(required=True, validate=validate.Length(1, 300), metadata={"description": _NAMES})
    measure = fields.String(
        validate=_WORDS, metadata={"description": "How it will be seen whether it comes about."}
    )
    shared_by = fields.List(
        fields.String(validate=NAME),
        required=True,
        validate=validate.Length(1, 20),
        metadata={"description": "Every body that shares it."},
    )
    share = fields.String(
        required=True, validate=_WORDS, metadata={"description": "What your body takes on."}
    )
    follow_up = fields.List(
        fields.Date(),
        load_default=list,
        validate=validate.Length(0, 20),
        metadata={"description": "The days on which your body looks at how it stands."},
    )


class HandedInBody(ByBody):
    """A signature given on paper, handed in with an adoption; its words are those of the scheme."""

    outcome = fields.String(required=True, validate=NAME)
    body = fields.String(required=True, validate=NAME)
    measure = fields.String(validate=_WORDS)
    share = fields.String(required=True, validate=_WORDS)
    follow_up = fields.List(fields.Date(), load_default=list, validate=validate.Length(0, 20))


def handed_in(text: bytes) -> list[HandedIn]:
    """The signatures in a file: a JSON list. Raises RequestError `not-json`, `bad-member`."""
    sent = read_json(text)
    try:
        loaded: list[dict[str, Any]] = HandedInBody(many=True).load(sent)
    except ValidationError as error:
        message = f"The signatures cannot be read: {error.messages}."
        what_to_do = (
            "Write a list of {outcome, body, by: {ref, role}, share} and, if you like, measure and follow_up."
        )
        raise RequestError([Problem("bad-member", message, what_to_do)]) from None
    return [HandedIn(**one | {"by": Person(**one["by"])}) for one in loaded]


class LeaveBody(ByBody):
    """Why a body withdraws its signature."""

    why = fields.String(required=True, validate=_WORDS)


class DoneBody(ByBody):
    """What was found or done."""

    said = fields.String(required=True, validate=_WORDS)
    came = fields.String(
        validate=validate.OneOf(list(Came)),
        metadata={"description": "How far it has come about, in a follow-up."},
    )


class Receiver(Schema):
    """To whom."""

    class Meta:
        unknown = RAISE

    body = fields.String(required=True, validate=NAME)
    role = fields.String(required=True, validate=NAME)


class OfferBody(ByBody):
    """An offer to hand over."""

    to = fields.Nested(Receiver, required=True)
    said = fields.String(required=True, validate=_WORDS)


class AcceptBody(ByBody):
    """The answer to an offer."""

    accepted = fields.Boolean(required=True)
    said = fields.String(required=True, validate=_WORDS)


class OwedOf(Owed):
    """What is owed; `outcome` where it is about a shared outcome."""

    outcome = fields.String()


class Signed(Act):
    """A signature."""

    outcome = fields.String(required=True)
    signature = fields.String(required=True)
    owes = fields.List(fields.Nested(OwedOf), required=True)


class OwedDone(Act):
    """What is owed no longer."""

    done = fields.String(required=True)
    outcome = fields.String(required=True, allow_none=True)


class HandedOver(Act):
    """An offer, or its answer: `owes` is what somebody owes because of it."""

    obligation = fields.String(required=True)
    accepted = fields.Boolean()
    owes = fields.List(fields.Nested(OwedOf), required=True)


class SignatureLine(Schema):
    """A signature: `attested` is client, adopter (handed in on paper) or example (made up to try things out)."""

    id = fields.String(required=True)
    body = fields.String(required=True)
    by = fields.Dict(required=True)
    attested = fields.String(required=True)
    share = fields.String(required=True, allow_none=True)
    since = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)


class OutcomeLine(Schema):
    """A shared outcome: its words, who signed, and which bodies' signatures it lacks."""

    outcome = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    measure = fields.String(required=True, allow_none=True)
    shared_by = fields.List(fields.String(), required=True)
    lacks = fields.List(fields.String(), required=True)
    signatures = fields.List(fields.Nested(SignatureLine), required=True)
    schemes = fields.List(fields.String(), required=True)


class OutcomeStory(OutcomeLine):
    """A shared outcome with all that was done about it."""

    story = fields.List(fields.Dict(), required=True)
    owed = fields.List(fields.Nested(OwedOf), required=True)


class Outcomes(Schema):
    """Every shared outcome."""

    outcomes = fields.List(fields.Nested(OutcomeLine), required=True)
