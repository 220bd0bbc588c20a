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


class ValueSetBelow(Schema):
    """A value as a scheme below sets it."""

    scheme = fields.String(required=True)
    title = fields.String(required=True)
    owner = fields.String(required=True)
    layer = fields.String(required=True, validate=validate.OneOf(list(Layer)))
    version = fields.String(required=True)
    is_ = fields.String(data_key="is", required=True)
    since = fields.String(
        required=True, metadata={"description": "The first day of an unbroken run with this figure."}
    )
    until = fields.String(
        allow_none=True, metadata={"description": "The version's last day; null where it has no end."}
    )
    within = fields.Boolean(
        metadata={
            "description": "false where the bounds have moved since: the lower version no longer loads."
        }
    )
    adopted_at = fields.String(allow_none=True)


class SchemeValue(Schema):
    """A value, its bounds, and who below has set it."""

    name = fields.String(required=True)
    is_ = fields.String(data_key="is", required=True)
    bounds = fields.String(
        allow_none=True, metadata={"description": "null where no scheme below may set it."}
    )
    set_below = fields.List(fields.Nested(ValueSetBelow), required=True)


class SchemeValues(Schema):
    """The values of the version in force now."""

    scheme = fields.String(required=True)
    version = fields.String(required=True)
    values = fields.List(fields.Nested(SchemeValue), required=True)


class PilotInForce(Schema):
    """A pilot of the version in force."""

    rule = fields.String(required=True)
    title = fields.String(allow_none=True)
    step = fields.String(required=True)
    teams = fields.List(fields.String())
    places = fields.List(fields.String())
    until = fields.String(allow_none=True)
    days_left = fields.Integer(allow_none=True)
    due = fields.Boolean(required=True, metadata={"description": "It ends within thirty days."})
    ended = fields.Boolean(required=True)
    pilot = fields.Dict(
        allow_none=True, metadata={"description": "aim, stop, owner and host, as the scheme says them."}
    )


class Pilots(Schema):
    """The pilots of a scheme, those that end first at the top."""

    scheme = fields.String(required=True)
    version = fields.String(required=True)
    host = fields.String(required=True, metadata={"description": "The body whose scheme it is."})
    pilots = fields.List(fields.Nested(PilotInForce), required=True)


class Agreed(Schema):
    """How often people decided what a rule in shadow would have allowed."""

    decided = fields.Integer(required=True)
    agree = fields.Integer(required=True, metadata={"description": "It went ahead."})
    differ = fields.Integer(required=True, metadata={"description": "Somebody declined it, or it was left."})
    rate = fields.Float(required=True, allow_none=True, metadata={"description": "agree in decided, 0 to 1."})
    open = fields.Integer(required=True)
    ended = fields.Integer(required=True, metadata={"description": "Withdrawn or replaced."})
    departed = fields.Integer(
        required=True, metadata={"description": "How many went ahead although the answer was another."}
    )


class TeamAgreed(Agreed):
    """Of one team; of all with fewer than five together where team is null."""

    team = fields.String(required=True, allow_none=True)


class ReasonGiven(Schema):
    """What people wrote when they departed or declined."""

    said = fields.String(required=True)
    count = fields.Integer(required=True)


class RuleAgreed(Agreed):
    """Of one rule in shadow."""

    rule = fields.String(required=True)
    teams = fields.List(fields.Nested(TeamAgreed), required=True)
    reasons = fields.List(fields.Nested(ReasonGiven), required=True)
    reasons_erased = fields.Integer(required=True)


class Agreement(Schema):
    """Rules in shadow beside what people decided. Nothing in it is by person."""

    scheme = fields.String(required=True)
    rules = fields.List(fields.Nested(RuleAgreed), required=True)
    whole = fields.Boolean(
        required=True,
        metadata={"description": "False where there are older decisions that were not looked at."},
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
