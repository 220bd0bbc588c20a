"""Corrections of decisions."""

from marshmallow import RAISE, Schema, fields, validate

from api.schemas.erasures import Act, Someone

CORRECTION_EXAMPLE = {
    "facts": {"decision.other_help_tried": False},
    "why": "The fund had not been tried; the worker ticked the wrong box.",
    "by": {"ref": "w-2041", "role": "support_worker"},
}


class CorrectionBody(Schema):
    """What a decision rested on, as it should have been."""

    class Meta:
        unknown = RAISE

    facts = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 100)),
        values=fields.Raw(allow_none=True),
        required=True,
        validate=validate.Length(1, 50),
        metadata={"description": "Facts by their dotted names, such as person.consent."},
    )
    why = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)
    new_decision = fields.String(
        validate=validate.Length(1, 100),
        metadata={"description": "The id of the decision made because of it, if one was."},
    )


class Corrected(Act):
    """A correction. The decision stands as it was made; both readings are shown with it."""

    decision = fields.String(required=True)
