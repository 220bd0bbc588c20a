"""The log as anybody may check it."""

from marshmallow import RAISE, Schema, fields, validate

from api.schemas.decisions import Receipt

INDEX = validate.Range(0, 2**53 - 1)
SIZE = validate.Range(1, 2**53 - 1)


class SizeQuery(Schema):
    """Which tree."""

    class Meta:
        unknown = RAISE

    size = fields.Integer(
        validate=SIZE, metadata={"description": "Entries in a tree the log has signed; the default depends."}
    )


class InclusionQuery(SizeQuery):
    """Which entry, in which tree."""

    index = fields.Integer(required=True, validate=INDEX, metadata={"description": "The entry's index."})


class ConsistencyQuery(Schema):
    """Which two trees."""

    class Meta:
        unknown = RAISE

    old = fields.Integer(required=True, validate=SIZE, metadata={"description": "Entries in the older tree."})
    new = fields.Integer(required=True, validate=SIZE, metadata={"description": "Entries in the newer tree."})


class EntriesQuery(Schema):
    """Which entries."""

    class Meta:
        unknown = RAISE

    from_index = fields.Integer(data_key="from", load_default=0, validate=INDEX)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class Consistency(Schema):
    """That a tree only grew: hashes of RFC 6962 §2.1.2, as hex."""

    old = fields.Integer(required=True)
    new = fields.Integer(required=True)
    proof = fields.List(fields.String(), required=True)


__all__ = ["Consistency", "ConsistencyQuery", "EntriesQuery", "InclusionQuery", "Receipt", "SizeQuery"]
