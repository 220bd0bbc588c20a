"""What the watch found, and what is said about it."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.commands.answer_finding import Answer
from api.schemas.erasures import Act, Someone

ANSWER_EXAMPLE: dict[str, Any] = {
    "answer": "accepted",
    "why": "The team talks on Thursday about whether the limit fits.",
    "by": {"ref": "w-31", "role": "team_manager"},
}


class FindingsQuery(Schema):
    """Whose findings."""

    class Meta:
        unknown = RAISE

    to_role = fields.String(
        required=True,
        validate=validate.Length(1, 100),
        metadata={
            "description": "The role of your body that asks; it sees what it is asked, and what rose to it."
        },
    )
    all = fields.Boolean(load_default=False, metadata={"description": "Closed ones as well."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class FindingQuery(Schema):
    """Who reads it."""

    class Meta:
        unknown = RAISE

    to_role = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={
            "description": "The role of your body that reads it; without one there is nothing to read."
        },
    )


class FindingSaid(Schema):
    """What somebody said about a finding."""

    answer = fields.String(required=True, metadata={"description": "accepted, explained or resolved."})
    recorded_at = fields.String(required=True)
    by = fields.Dict(required=True)
    why = fields.String(required=True, allow_none=True)


class FindingTold(Schema):
    """A question about a rule or an arrangement. Nothing in it is about a person."""

    id = fields.String(required=True)
    recorded_at = fields.String(required=True)
    pattern = fields.String(required=True, metadata={"description": "The watch, by scheme and name."})
    sentence = fields.String(required=True)
    asks = fields.String(required=True, metadata={"description": "The role that is asked."})
    asks_for = fields.String(required=True)
    members = fields.List(fields.String(), required=True, metadata={"description": "The decisions, by id."})
    count = fields.Integer(required=True)
    at_least = fields.Boolean(required=True)
    first_day = fields.String(required=True)
    last_day = fields.String(required=True)
    due_at = fields.String(required=True)
    open = fields.Boolean(required=True)
    overdue = fields.Boolean(required=True)
    rose_from = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The role it was first for, where nobody there answered in time."},
    )
    said = fields.List(fields.Nested(FindingSaid), required=True)


class FindingPage(Schema):
    """Findings, oldest first."""

    findings = fields.List(fields.Nested(FindingTold), required=True)


class AnswerBody(Schema):
    """What is said about a finding."""

    class Meta:
        unknown = RAISE

    answer = fields.String(required=True, validate=validate.OneOf(list(Answer)))
    why = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)


class FindingAnswered(Act):
    """What was said, and whether the finding is still open."""

    finding = fields.String(required=True)
    answer = fields.String(required=True)
    open = fields.Boolean(required=True)
