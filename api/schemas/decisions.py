"""Proposed decisions, answers and lists of them."""

from marshmallow import RAISE, Schema, fields, validate

from govengine.decide import Basis
from govengine.scheme import At, Layer, Level

EXAMPLE = {
    "scheme": "neighbourhood-support",
    "outcome": "settled_home",
    "reference": "CASE-1932/7",
    "facts": {
        "actor": {"ref": "w-2041", "role": "support_worker", "body": "northbridge-council"},
        "person": {"ref": "p-88120", "consent": True},
        "decision": {"kind": "hardship_payment", "amount": "620.00", "other_help_tried": True},
    },
}
"""A real request about a shipped scheme, which works as it stands."""

_PERSON = {"role": "support_worker"}


def _said(text: str, **more: object) -> dict[str, object]:
    return {"description": text, **more}


class By(Schema):
    """Who did it."""

    class Meta:
        unknown = RAISE

    ref = fields.String(metadata=_said("Who, as your system knows them."))
    role = fields.String(metadata=_said("The role they did it in."))


class DoneDuty(Schema):
    """A duty that has been done."""

    class Meta:
        unknown = RAISE

    duty = fields.String(required=True, metadata=_said("The duty's id, from an answer."))
    at = fields.String(metadata=_said("When: a date, or a date and time with its offset."))
    by = fields.Nested(By, metadata=_said("By whom."))
    ref = fields.String(metadata=_said("Where the evidence is."))


class Proposal(Schema):
    """A proposed decision. Members nobody knows are an error, so that a misspelt one is not a missing one."""

    class Meta:
        unknown = RAISE

    scheme = fields.String(required=True, metadata=_said("The scheme that is asked about."))
    as_of = fields.String(
        metadata=_said(
            "When the decision is taken: a date and time with its offset, or a date. Now, if left out."
        )
    )
    with_schemes = fields.List(
        fields.String(), metadata=_said("Schemes of other bodies that are to agree to it as well.")
    )
    outcome = fields.String(metadata=_said("The shared outcome it serves."))
    reference = fields.String(metadata=_said("Your own reference. Kept as personal."))
    facts = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(),
        required=True,
        metadata=_said(
            "What is known, as nested objects: the dots in a fact's name are its path. Amounts are numbers or text. "
            "Leave out what nobody has established."
        ),
    )
    done = fields.List(fields.Nested(DoneDuty), metadata=_said("Duties that have been done."))
    supersedes = fields.String(metadata=_said("The id of the earlier answer this one replaces."))


class Evaluation(Proposal):
    """A what-if. History and other computed facts may be sent too."""


class Company(Schema):
    """Somebody to hear, or to agree."""

    id = fields.String(metadata=_said("The duty that says it has been done."))
    role = fields.String()
    body = fields.String()
    how = fields.String(validate=validate.OneOf(["consulted", "agrees", "recommends"]))
    second_person = fields.Boolean(
        metadata=_said("Somebody other than the actor, whatever the actor's role.")
    )
    within = fields.String(allow_none=True, metadata=_said("An ISO 8601 duration."))
    done = fields.Boolean()


class Duty(Schema):
    """Something owed because of the decision."""

    id = fields.String()
    at = fields.String(validate=validate.OneOf(list(At)))
    do = fields.String(allow_none=True, metadata=_said("What, in plain words."))
    tell = fields.String(allow_none=True, metadata=_said("The body or role it goes to."))
    within = fields.String(allow_none=True, metadata=_said("An ISO 8601 duration."))
    certain = fields.Boolean(metadata=_said("False while it is not established that it is owed."))
    done = fields.Boolean()


class Decider(Schema):
    """Who decides."""

    role = fields.String()
    body = fields.String()
    level = fields.String(validate=validate.OneOf(list(Level)))
    company = fields.List(fields.Nested(Company), data_key="with")
    duties = fields.List(fields.Nested(Duty))
    must = fields.List(fields.String(), metadata=_said("What they would have to hold or be."))
    provisional = fields.Boolean(metadata=_said("True while facts are missing."))


class Ask(Schema):
    """Whom to ask where nobody holds it. It claims no authority."""

    role = fields.String()
    body = fields.String()
    other_person = fields.Boolean()


class Place(Schema):
    """A role of a body."""

    role = fields.String()
    body = fields.String()


class Route(Schema):
    """Another way."""

    rule = fields.String()
    do = fields.String()
    to = fields.Nested(Place, allow_none=True)


class Need(Schema):
    """Something that would settle it: a fact or a duty."""

    fact = fields.String()
    duty = fields.String()
    ask = fields.String(allow_none=True)
    rules = fields.List(fields.String())


class Clause(Schema):
    """One clause of a rule, and the values it saw."""

    text = fields.String()
    value = fields.String(validate=validate.OneOf(["true", "false", "unknown"]))
    seen = fields.Dict(keys=fields.String(), values=fields.String())


class Because(Schema):
    """A rule that bears on the answer."""

    rule = fields.String()
    effect = fields.String(validate=validate.OneOf(["grant", "safeguard"]))
    held = fields.String(validate=validate.OneOf(["true", "false", "unknown"]))
    authority = fields.String(allow_none=True)
    clauses = fields.List(fields.Nested(Clause))
    why = fields.String(metadata=_said("The author's reason, where one is given."))


class SchemeUsed(Schema):
    """A scheme that applied."""

    id = fields.String()
    version = fields.String()
    layer = fields.String(validate=validate.OneOf(list(Layer)))
    digest = fields.String()


class BindSide(Schema):
    """One side of a double bind: a duty, or the scheme of a body."""

    scheme = fields.String(required=True)
    body = fields.String(required=True)
    says = fields.String(required=True)
    rule = fields.String()
    duty = fields.String()
    at = fields.String(validate=validate.OneOf(list(At)))
    rules = fields.List(fields.String())
    stops = fields.Boolean()


class BindOption(Schema):
    """What can be kept."""

    keep = fields.String(required=True)
    says = fields.String(required=True)


class Resolver(Schema):
    """Who can resolve it, as can those above them."""

    role = fields.String(required=True)
    body = fields.String(required=True)


class Bind(Schema):
    """A double bind. Its id is the same for everybody who meets the same."""

    id = fields.String(required=True)
    about = fields.String(required=True, validate=validate.OneOf(["duties", "lines"]))
    between = fields.List(fields.Nested(BindSide), required=True)
    options = fields.List(fields.Nested(BindOption), required=True)
    resolved_by = fields.List(fields.Nested(Resolver), required=True)


class Resolved(Schema):
    """How it was resolved. `decision` is there for a body that is party to it: its story has the words."""

    id = fields.String(required=True)
    keeps = fields.String(required=True)
    role = fields.String(required=True)
    body = fields.String(required=True)
    recorded_at = fields.String(required=True)
    decision = fields.String(required=True, allow_none=True)


class ToldBind(Bind):
    """A double bind with how it was resolved: here, and by others who met the same."""

    resolutions = fields.List(fields.Nested(Resolved), required=True)


class Determination(Schema):
    """The engine's whole answer. A level or basis you do not know means: do not act on it."""

    level = fields.String(required=True, validate=validate.OneOf(list(Level)))
    may_act = fields.Boolean(required=True, allow_none=True, metadata=_said("null in a what-if."))
    would_allow = fields.Boolean(metadata=_said("In a what-if: what may_act would have been."))
    complete = fields.Boolean(
        required=True, metadata=_said("False while more facts could change the answer.")
    )
    basis = fields.String(required=True, validate=validate.OneOf(list(Basis)))
    decided_by = fields.List(fields.Nested(Decider), required=True)
    ask = fields.Nested(Ask, required=True, allow_none=True)
    route = fields.List(fields.Nested(Route), required=True)
    company = fields.List(fields.Nested(Company), required=True, data_key="with")
    duties = fields.List(fields.Nested(Duty), required=True)
    needed = fields.List(fields.Nested(Need), required=True)
    relies_on = fields.List(fields.String(), required=True)
    because = fields.List(fields.Nested(Because), required=True)
    would_change = fields.List(fields.Dict(), required=True)
    would_have = fields.List(fields.Dict(), required=True)
    notices = fields.List(
        fields.Dict(),
        metadata={
            "description": "Rules this rests on that end within thirty days; left out where there are none."
        },
    )
    accountability = fields.Dict(required=True)
    schemes = fields.List(fields.Nested(SchemeUsed), required=True)
    semantics = fields.Integer(required=True)
    as_of = fields.String(required=True)
    binds = fields.List(
        fields.Nested(Bind),
        metadata=_said(
            "Where one duty excludes another, or two bodies' lines pull apart. Left out where none do."
        ),
    )


class Receipt(Schema):
    """Where the entry stands in the log (RFC 6962)."""

    format = fields.String(required=True)
    index = fields.Integer(required=True)
    size = fields.Integer(required=True)
    leaf_hash = fields.String(required=True)
    proof = fields.List(fields.String(), required=True, metadata=_said("The inclusion proof, as hex."))
    checkpoint = fields.String(required=True, metadata=_said("The signed note of the tree of that size."))
    entry = fields.String(metadata=_said("The bytes that were hashed; in a receipt that was asked for."))


class Recorded(Schema):
    """A recorded answer."""

    id = fields.String(required=True)
    recorded_at = fields.String(required=True)
    determination = fields.Nested(Determination, required=True)
    summary = fields.String(required=True)
    receipt = fields.Nested(Receipt, required=True)


class WhatIf(Schema):
    """The answer to a what-if. Nothing was recorded."""

    what_if = fields.Boolean(required=True)
    determination = fields.Nested(Determination, required=True)
    summary = fields.String(required=True)


class Story(Recorded):
    """A recorded decision with what was proposed."""

    scheme = fields.String()
    body = fields.String()
    as_of = fields.String()
    supersedes = fields.String(allow_none=True)
    reference = fields.String(allow_none=True)
    facts = fields.Dict(metadata=_said("Each fact with its value and where it came from."))
    state = fields.String(
        required=True, metadata=_said("Where it stands: proposed, approved, taken and so on.")
    )
    version = fields.String(required=True, metadata=_said("For If-Match: the entry that left it so."))
    reserved_until = fields.String(
        allow_none=True, metadata=_said("When it counts towards limits no more, unless it was taken by then.")
    )
    possible = fields.List(fields.String(), required=True, metadata=_said("What can be done with it now."))
    may_act_now = fields.Boolean(
        required=True, allow_none=True, metadata=_said("As worked out when the engine was last asked.")
    )
    acts = fields.List(fields.Dict(), required=True, metadata=_said("What was done about it, oldest first."))
    owed = fields.List(
        fields.Dict(), required=True, metadata=_said("What is still owed about it, and by whom.")
    )
    budgets = fields.List(
        fields.Dict(),
        required=True,
        metadata=_said("The pooled budgets it counts towards, as they stand now."),
    )
    binds = fields.List(fields.Nested(ToldBind), required=True)
    corrections = fields.List(
        fields.Dict(), required=True, metadata=_said("What was put right since: both readings, who and why.")
    )
    erased = fields.List(fields.String(), required=True, metadata=_said("The names of what was erased."))


class Line(Schema):
    """A decision in a list."""

    id = fields.String()
    scheme = fields.String()
    kind = fields.String()
    as_of = fields.String()
    recorded_at = fields.String()
    level = fields.String(validate=validate.OneOf(list(Level)))
    basis = fields.String(validate=validate.OneOf(list(Basis)))
    may_act = fields.Boolean()
    outcome = fields.String(allow_none=True)
    supersedes = fields.String(allow_none=True)


class Page(Schema):
    """A page of decisions."""

    decisions = fields.List(fields.Nested(Line), required=True)


DAY = _said("A local date, such as 2026-05-02; inclusive.", format="date")


class ListQuery(Schema):
    """How a list of decisions is narrowed."""

    class Meta:
        unknown = RAISE

    kind = fields.String(validate=validate.Length(1, 100))
    level = fields.String(validate=validate.OneOf(list(Level)))
    basis = fields.String(validate=validate.OneOf(list(Basis)))
    scheme = fields.String(validate=validate.Length(1, 100))
    from_day = fields.String(data_key="from", validate=validate.Regexp(r"^\d{4}-\d{2}-\d{2}\Z"), metadata=DAY)
    to_day = fields.String(data_key="to", validate=validate.Regexp(r"^\d{4}-\d{2}-\d{2}\Z"), metadata=DAY)
    cursor = fields.String(validate=validate.Length(1, 100))
    limit = fields.Integer(load_default=50, strict=False, validate=validate.Range(1, 200))
