"""What of the record is exported, and how."""

from marshmallow import RAISE, Schema, fields, validate

from api.exporting.log_export import Format
from api.schemas.decisions import DAY
from api.schemas.log import INDEX


class ExportQuery(Schema):
    """Which decisions, and in which form."""

    class Meta:
        unknown = RAISE

    format = fields.String(load_default=str(Format.NDJSON), validate=validate.OneOf(list(Format)))
    from_day = fields.String(
        data_key="from",
        load_default=None,
        validate=validate.Regexp(r"^\d{4}-\d{2}-\d{2}\Z"),
        metadata=DAY,
    )
    to_day = fields.String(
        data_key="to", load_default=None, validate=validate.Regexp(r"^\d{4}-\d{2}-\d{2}\Z"), metadata=DAY
    )
    from_index = fields.Integer(
        load_default=None, validate=INDEX, metadata={"description": "From the entry of this index on."}
    )
    to_index = fields.Integer(
        load_default=None, validate=INDEX, metadata={"description": "To the entry of this index, included."}
    )
    personal = fields.Boolean(
        load_default=False, metadata={"description": "Show personal values. The reading is recorded."}
    )
