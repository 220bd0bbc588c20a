"""Powers taken back and given back."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.commands.authorise import How
from api.schemas.erasures import Act, Someone

_LEAD = {"ref": "u-17", "role": "section_151_officer"}

SUSPEND_EXAMPLE: dict[str, Any] = {
    "scheme": "neighbourhood-support",
    "grant": "hardship-worker",
    "why": "The fund is spent until the committee meets.",
    "by": _LEAD,
}
RESTORE_EXAMPLE: dict[str, Any] = {"why": "The committee has met.", "by": _LEAD}


class SuspendBody(Schema):
    """A grant, or every grant of a scheme, that opens nothing from now on."""

    class Meta:
        unknown = RAISE

    scheme = fields.String(required=True, validate=validate.Length(1, 100))
    grant = fields.String(
        validate=validate.Length(1, 200),
        metadata={"description": "Its id in the scheme; every grant of the scheme where it is left out."},
    )
    until = fields.AwareDateTime(
        metadata={"description": "When it ends by itself; until restored if left out."}
    )
    why = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)


class Suspended(Act):
    """A suspension. The next answer shows it."""

    scheme = fields.String(required=True)
    grant = fields.String(required=True, allow_none=True)
    until = fields.String(required=True, allow_none=True)


class RestoreBody(Schema):
    """Why a power is given back."""

    class Meta:
        unknown = RAISE

    why = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)


class Restored(Act):
    """The end of a suspension."""

    suspension = fields.String(required=True)


class SuspensionLine(Schema):
    """A suspension, and whether it holds now."""

    id = fields.String(required=True)
    scheme = fields.String(required=True)
    grant = fields.String(required=True, allow_none=True)
    since = fields.String(required=True)
    until = fields.String(required=True, allow_none=True)
    holds = fields.Boolean(required=True)


class Suspensions(Schema):
    """Every suspension there has been, oldest first."""

    suspensions = fields.List(fields.Nested(SuspensionLine), required=True)


AUTHORISE_EXAMPLE: dict[str, Any] = {
    "scheme": "neighbourhood-support",
    "fact": "actor.earned_autonomy",
    "how": "earned",
    "holder": {"ref": "w-2041", "role": "support_worker"},
    "until": "2027-03-31T00:00:00+01:00",
    "evidence": "SUPERVISION-2026-04",
    "by": {"ref": "w-31", "role": "team_manager"},
}
END_EXAMPLE: dict[str, Any] = {"why": "Moved to another team.", "by": {"ref": "w-31", "role": "team_manager"}}


class AuthoriseBody(Schema):
    """What somebody may, from when to when; agreed by somebody above them."""

    class Meta:
        unknown = RAISE

    scheme = fields.String(required=True, validate=validate.Length(1, 100))
    fact = fields.String(
        required=True,
        validate=validate.Length(1, 100),
        metadata={"description": "A fact the scheme declares with registered: true."},
    )
    how = fields.String(required=True, validate=validate.OneOf(list(How)))
    holder = fields.Nested(Someone, required=True)
    since = fields.AwareDateTime(metadata={"description": "Now, if it is left out."})
    until = fields.AwareDateTime(required=True, metadata={"description": "Within three years."})
    evidence = fields.String(validate=validate.Length(1, 200), metadata={"description": "What shows it."})
    stands_in_for = fields.String(
        validate=validate.Length(1, 200),
        metadata={
            "description": "The person for whom the holder substitutes or acts up. Neither approves, agrees to, "
            "ratifies or reviews what the other asked."
        },
    )
    by = fields.Nested(Someone, required=True)


class Authorised(Act):
    """An authorisation. Answers rest on it from its beginning to its end."""

    fact = fields.String(required=True)
    since = fields.String(required=True)
    until = fields.String(required=True)


class AuthorisationEnded(Act):
    """The end of an authorisation."""

    authorisation = fields.String(required=True)
