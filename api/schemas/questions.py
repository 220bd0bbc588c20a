"""The question list."""

from marshmallow import RAISE, Schema, fields, validate

from api.store.questions import ASKING


class RoleCounted(Schema):
    """A role, and how often."""

    role = fields.String(required=True)
    body = fields.String(required=True, allow_none=True)
    count = fields.Integer(required=True)


class Question(Schema):
    """What was asked of a scheme about one kind of decision."""

    scheme = fields.String(required=True)
    kind = fields.String(required=True)
    classes = fields.List(fields.String(), required=True)
    basis = fields.String(
        required=True,
        validate=validate.OneOf(ASKING),
        metadata={
            "description": "silence: no rule spoke. not_met: rules spoke, and nobody could do it as the case stood."
        },
    )
    asked = fields.Integer(required=True)
    open = fields.Integer(required=True, metadata={"description": "How many nobody has answered since."})
    first_asked_at = fields.String(required=True)
    last_asked_at = fields.String(required=True)
    latest_decision = fields.String(required=True)
    named = fields.List(
        fields.Nested(RoleCounted),
        required=True,
        metadata={"description": "Whom the answers named to be asked."},
    )
    answered = fields.List(
        fields.Nested(RoleCounted),
        required=True,
        metadata={"description": "Who decided since: by a proposal in its place, or by an act."},
    )
    reply_due = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Ten working days after it was asked; the earliest that is open."},
    )
    overdue = fields.Integer(required=True)


class Questions(Schema):
    """Questions the schemes leave open, those whose reply is overdue first."""

    questions = fields.List(fields.Nested(Question), required=True)
    left_out = fields.Integer(required=True, metadata={"description": "Questions beyond the 200 listed."})
    whole = fields.Boolean(
        required=True, metadata={"description": "False where there are older ones that were not looked at."}
    )


class QuestionsQuery(Schema):
    """How the list is narrowed."""

    class Meta:
        unknown = RAISE

    scheme = fields.String(validate=validate.Length(1, 100))
    kind = fields.String(validate=validate.Length(1, 100))
    basis = fields.String(validate=validate.OneOf(ASKING))
