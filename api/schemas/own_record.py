"""What somebody reads of themselves."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

OWN_RECORD_EXAMPLE: dict[str, Any] = {"ref": "w-2041"}


class OwnRecordBody(Schema):
    """Whose record. In the body and not in the address, which proxies write down."""

    class Meta:
        unknown = RAISE

    ref = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "Who, as your system knows them: the person who asks."},
    )
    cursor = fields.String(load_default=None, validate=validate.Length(1, 100))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class OwnEntry(Schema):
    """An entry: what was asked, done, held, or found about what was asked; with what the act says besides."""

    id = fields.String(required=True)
    act = fields.String(required=True)
    recorded_at = fields.String(required=True)
    decision = fields.String(required=True, allow_none=True)


class OwnRecord(Schema):
    """A page of what is recorded, oldest first."""

    entries = fields.List(fields.Nested(OwnEntry), required=True)
    next = fields.String(
        required=True, allow_none=True, metadata={"description": "The cursor of the next page."}
    )
