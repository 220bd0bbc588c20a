"""What somebody says about a rule that did not fit, and what becomes of it."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.commands.answer_suggestion import Answer
from api.schemas.erasures import Act, Someone

SUGGEST_EXAMPLE: dict[str, Any] = {
    "rules": ["neighbourhood-support/hardship-worker"],
    "said": "A boiler costs £650 now. At £500 every winter repair waits for the service manager.",
    "by": {"ref": "w-2041", "role": "support_worker"},
}
ANSWER_EXAMPLE: dict[str, Any] = {
    "answer": "taken_up",
    "why": "Three teams say the same. The limit goes to £700, for the next panel.",
    "led_to": "neighbourhood-support/2026-10",
    "by": {"ref": "m-7", "role": "service_manager"},
}


class SuggestBody(Schema):
    """That rules of the answer did not fit, and what would have."""

    class Meta:
        unknown = RAISE

    rules = fields.List(
        fields.String(validate=validate.Length(1, 250)),
        load_default=list,
        validate=validate.Length(max=20),
        metadata={"description": "The rules, by their ids in the answer; none where no rule spoke."},
    )
    said = fields.String(
        required=True,
        validate=validate.Length(1, 2000),
        metadata={
            "description": "What did not fit and what would have, in their own words. Another body may read it: leave the person out."
        },
    )
    by = fields.Nested(Someone, required=True)


class SuggestionAnswerBody(Schema):
    """What becomes of a suggestion."""

    class Meta:
        unknown = RAISE

    answer = fields.String(required=True, validate=validate.OneOf(list(Answer)))
    why = fields.String(required=True, validate=validate.Length(1, 2000))
    led_to = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(1, 200),
        metadata={"description": "The draft or version it led to, as scheme/version or by its id."},
    )
    by = fields.Nested(Someone, required=True)


class Suggested(Act):
    """A suggestion on the record, and who owes a reply by when."""

    decision = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    owes = fields.List(fields.Dict(), required=True)


class SuggestionAnswered(Act):
    """What becomes of it."""

    suggestion = fields.String(required=True)
    answer = fields.String(required=True)
    led_to = fields.String(required=True, allow_none=True)


class ReplyOwed(Schema):
    """A reply that is or was owed, for the rules of one scheme."""

    id = fields.String(required=True)
    scheme = fields.String(required=True)
    body = fields.String(required=True)
    role = fields.String(required=True, allow_none=True)
    due_at = fields.String(required=True, allow_none=True)
    open = fields.Boolean(required=True)
    overdue = fields.Boolean(required=True)


class Replied(Schema):
    """What was replied."""

    id = fields.String(required=True)
    recorded_at = fields.String(required=True)
    by = fields.Dict(required=True)
    answer = fields.String(required=True, validate=validate.OneOf(list(Answer)))
    led_to = fields.String(required=True, allow_none=True)
    why = fields.String(required=True, allow_none=True)


class SuggestionTold(Schema):
    """A suggestion. Who made it is told by role and body, not by name."""

    id = fields.String(required=True)
    recorded_at = fields.String(required=True)
    decision = fields.String(required=True)
    rules = fields.List(fields.String(), required=True)
    by = fields.Dict(required=True)
    said = fields.String(
        required=True, allow_none=True, metadata={"description": "null where it has been erased."}
    )
    owed = fields.List(fields.Nested(ReplyOwed), required=True)
    answers = fields.List(fields.Nested(Replied), required=True)


class SuggestionPage(Schema):
    """Suggestions that roles of your body reply to, the latest first."""

    suggestions = fields.List(fields.Nested(SuggestionTold), required=True)


class SuggestionsQuery(Schema):
    """Which of them."""

    class Meta:
        unknown = RAISE

    scheme = fields.String(load_default=None, validate=validate.Length(1, 100))
    all = fields.Boolean(load_default=False, metadata={"description": "Those answered as well."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
