"""Schemes in force, and the facts they ask about."""

from marshmallow import RAISE, Schema, fields, validate

from govengine.scheme import Layer


class SchemeVersion(Schema):
    """An adopted version."""

    version = fields.String(required=True)
    digest = fields.String(required=True)
    adopted_at = fields.String(required=True)
    effective_from = fields.String(required=True)
    effective_to = fields.String(allow_none=True)
    review_by = fields.String(allow_none=True)


class Scheme(Schema):
    """A scheme with its adopted versions, oldest first."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    owner = fields.String(required=True)
    layer = fields.String(required=True, validate=validate.OneOf(list(Layer)))
    jurisdiction = fields.String(required=True)
    purpose = fields.String(allow_none=True)
    under = fields.List(fields.String())
    newest = fields.String(
        required=True,
        metadata={
            "description": "The version that governs, or will: a change that was rolled back is not it."
        },
    )
    versions = fields.List(fields.Nested(SchemeVersion), required=True)


class Schemes(Schema):
    """The schemes in force."""

    schemes = fields.List(fields.Nested(Scheme), required=True)


class Named(Schema):
    """Something with a name and what people call it."""

    id = fields.String()
    title = fields.String()


class VersionDetail(SchemeVersion):
    """A version with its words."""

    scheme = fields.String(required=True)
    source = fields.Dict()
    leaves_out = fields.List(fields.Dict())
    kinds = fields.List(fields.Nested(Named))
    roles = fields.List(fields.Dict())
    files = fields.Dict(keys=fields.String(), values=fields.String())


class Fact(Schema):
    """A fact that can matter."""

    name = fields.String(required=True)
    type = fields.String(required=True)
    ask = fields.String(required=True)
    unit = fields.String(allow_none=True)
    one_of = fields.List(fields.String())
    least = fields.String(allow_none=True)
    most = fields.String(allow_none=True)
    personal = fields.Boolean(required=True)
    confirm = fields.Boolean(required=True)
    computed = fields.Boolean(required=True)


class Budgets(Schema):
    """Pooled budgets as they stand."""

    budgets = fields.List(
        fields.Dict(),
        required=True,
        metadata={
            "description": "amount, spent, reserved, left and over as text in pounds, null where an amount is not "
            "known; partners, each with percent, of_budget, of_spent and bears; overspend, in its agreed order."
        },
    )


class Facts(Schema):
    """Exactly the facts that can matter for a kind."""

    kind = fields.String(allow_none=True)
    facts = fields.List(fields.Nested(Fact), required=True)


class FactsQuery(Schema):
    """Which kind."""

    class Meta:
        unknown = RAISE

    kind = fields.String(validate=validate.Length(1, 100))


class Health(Schema):
    """Whether the service can answer."""

    status = fields.String(required=True)
    log_size = fields.Integer()
    schemes = fields.Integer()
    watch = fields.Dict()
    outside_copy = fields.Dict()


class ProblemBody(Schema):
    """RFC 9457, with what to do."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    code = fields.String(required=True)
    pointer = fields.String()
    did_you_mean = fields.String()
    what_to_do = fields.String()
    problems = fields.List(fields.Dict())
