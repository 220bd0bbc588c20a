"""Erasures and holds."""

from marshmallow import RAISE, Schema, fields, validate

from api.commands.erase import Basis
from api.schemas.decisions import Receipt

_LEAD = {"ref": "u-17", "role": "information_governance_lead"}

PROPOSAL_EXAMPLE = {
    "selector": {"person_ref": "p-88120"},
    "basis": "unlawful",
    "overrides": ["officer_decision"],
    "note": "Recorded under another person's reference.",
    "by": _LEAD,
}
APPROVAL_EXAMPLE = {"by": {"ref": "u-42", "role": "data_protection_officer"}}
HOLD_EXAMPLE = {
    "covers": {"person_ref": "p-88120"},
    "reason": "A complaint to the ombudsman is open.",
    "by": _LEAD,
}
WITHDRAWAL_EXAMPLE = {"reason": "The person has changed their mind.", "by": _LEAD}
LIFT_EXAMPLE = {"reason": "The ombudsman has closed the complaint.", "by": _LEAD}

NAME = validate.Regexp(r"^[A-Za-z0-9_-]{1,100}\Z", error="Use letters, digits, _ and -.")
"""What goes into the record for ever is a name, with no room for what somebody might say about a person."""

DAY = r"^\d{4}-\d{2}-\d{2}\Z"


class Someone(Schema):
    """Who does it. Not the key: several people may work through one system."""

    class Meta:
        unknown = RAISE

    ref = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "Who, as your system knows them."},
    )
    role = fields.String(
        required=True,
        validate=NAME,
        metadata={"description": "The role they do it in. Never personal."},
    )


class Selector(Schema):
    """One of three: decision; person_ref; kind and before."""

    class Meta:
        unknown = RAISE

    decision = fields.String(validate=validate.Length(1, 100), metadata={"description": "A decision's id."})
    person_ref = fields.String(
        validate=validate.Length(1, 200),
        metadata={"description": "Everything your body recorded about this person."},
    )
    kind = fields.String(validate=NAME, metadata={"description": "With before: a kind."})
    before = fields.String(
        validate=validate.Regexp(DAY),
        metadata={"description": "With kind: decided before this local date.", "format": "date"},
    )


class ErasureBody(Schema):
    """What is to be erased, and why."""

    class Meta:
        unknown = RAISE

    selector = fields.Nested(Selector, required=True)
    basis = fields.String(
        required=True, validate=validate.OneOf([basis for basis in Basis if basis is not Basis.RETENTION])
    )
    overrides = fields.List(
        fields.String(validate=NAME),
        load_default=list,
        metadata={"description": "Classes of record whose period is set aside, by name (unlawful, order)."},
    )
    note = fields.String(
        required=True,
        validate=validate.Length(1, 2000),
        metadata={"description": "Why, for whoever approves it. Erased with the rest."},
    )
    by = fields.Nested(Someone, required=True)
    dry_run = fields.Boolean(load_default=False, metadata={"description": "Only say what it would erase."})


class Counts(Schema):
    """How much of what."""

    decisions = fields.Integer(required=True)
    entries = fields.Integer(required=True)
    values = fields.Integer(required=True)
    look_up_keys = fields.Integer(required=True)
    kept_replies = fields.Integer(required=True)


class Obstacle(Schema):
    """Something in the way."""

    code = fields.String(required=True)
    detail = fields.String(required=True)
    what_to_do = fields.String(required=True)


class DryRun(Schema):
    """What it would erase. Nothing was recorded."""

    dry_run = fields.Boolean(required=True)
    would_erase = fields.Nested(Counts, required=True)
    in_the_way = fields.List(fields.Nested(Obstacle), required=True)


class Act(Schema):
    """An act and its entry."""

    id = fields.String(required=True)
    recorded_at = fields.String(required=True)
    receipt = fields.Nested(Receipt, required=True)


class ErasureProposed(Act):
    """A proposed erasure. Nothing is erased until another person approves it."""

    would_erase = fields.Nested(Counts, required=True)


class Erased(Act):
    """An erasure that was carried out."""

    proposal = fields.String(required=True)
    erased = fields.Nested(Counts, required=True)
    entries = fields.List(fields.String(), required=True)


class ErasureWithdrawn(Act):
    """A proposed erasure that was withdrawn. Nothing was erased."""

    proposal = fields.String(required=True)


class RegisterQuery(Schema):
    """Which of them."""

    class Meta:
        unknown = RAISE

    only_open = fields.Boolean(
        data_key="open",
        load_default=False,
        metadata={"description": "Only those that wait, or holds that stand."},
    )
    cursor = fields.String(load_default=None, validate=validate.Length(1, 100))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ErasureLine(Schema):
    """A proposed erasure in a list. Nothing personal."""

    id = fields.String(required=True)
    recorded_at = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["waiting", "erased", "withdrawn"]))
    settled_at = fields.String(
        required=True, allow_none=True, metadata={"description": "When it was erased or withdrawn."}
    )
    basis = fields.String(required=True)
    overrides = fields.List(fields.String(), required=True)
    by_role = fields.String(required=True)
    found = fields.Nested(
        Counts, required=True, metadata={"description": "What it found when it was proposed."}
    )


class Erasures(Schema):
    """A page of proposed erasures."""

    erasures = fields.List(fields.Nested(ErasureLine), required=True)


class ErasureStory(Schema):
    """A proposed erasure, for whoever is to approve it."""

    id = fields.String(required=True)
    selector = fields.Nested(Selector, required=True)
    basis = fields.String(required=True)
    overrides = fields.List(fields.String(), required=True)
    note = fields.String(required=True)
    by = fields.Nested(Someone, required=True)
    would_erase = fields.Nested(Counts, required=True)
    in_the_way = fields.List(fields.Nested(Obstacle), required=True)


class ByBody(Schema):
    """Who does it."""

    class Meta:
        unknown = RAISE

    by = fields.Nested(Someone, required=True)


class HoldCover(Schema):
    """One of: decision; person_ref; kind; or nothing, for everything of your body."""

    class Meta:
        unknown = RAISE

    decision = fields.String(validate=validate.Length(1, 100))
    person_ref = fields.String(validate=validate.Length(1, 200))
    kind = fields.String(validate=NAME)


class HoldBody(Schema):
    """What may not be erased, and why."""

    class Meta:
        unknown = RAISE

    covers = fields.Nested(HoldCover, required=True)
    reason = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)


class ReasonBody(Schema):
    """Why a hold is lifted, or a proposed erasure withdrawn."""

    class Meta:
        unknown = RAISE

    reason = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)


class HoldLine(Schema):
    """A hold in a list. Nothing personal: whom it is about is not said."""

    id = fields.String(required=True)
    recorded_at = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(["standing", "lifted"]))
    lifted_at = fields.String(required=True, allow_none=True)
    covers = fields.String(
        required=True, metadata={"description": "decision, kind, body, or person.ref for a person."}
    )
    decision = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, allow_none=True)
    by_role = fields.String(required=True)


class Holds(Schema):
    """A page of holds."""

    holds = fields.List(fields.Nested(HoldLine), required=True)


class HoldPlaced(Act):
    """A hold that was placed."""

    covers = fields.String(required=True)


class HoldLifted(Act):
    """A hold that was lifted."""

    hold = fields.String(required=True)
