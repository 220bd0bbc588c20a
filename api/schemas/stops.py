"""Stops over a whole body."""

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.schemas.erasures import Act, Someone

_OFFICER = {"ref": "u-17", "role": "section_151_officer"}

STOP_EXAMPLE: dict[str, Any] = {
    "since": "2031-03-31T17:00:00+01:00",
    "until": "2031-04-01T08:30:00+01:00",
    "why": "The ledger is closed at the end of the year.",
    "by": _OFFICER,
}
LIFT_EXAMPLE: dict[str, Any] = {"why": "The ledger is open again.", "by": _OFFICER}


class StopBody(Schema):
    """Nobody of your body decides on their own authority, but for whoever calls the stop."""

    class Meta:
        unknown = RAISE

    since = fields.AwareDateTime(metadata={"description": "When it begins: now, if it is left out."})
    until = fields.AwareDateTime(required=True, metadata={"description": "When it ends: within a year."})
    why = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)


class Stopped(Act):
    """A stop."""

    body = fields.String(required=True)
    since = fields.String(required=True)
    until = fields.String(required=True)


class LiftBody(Schema):
    """Why a stop is lifted."""

    class Meta:
        unknown = RAISE

    why = fields.String(required=True, validate=validate.Length(1, 2000))
    by = fields.Nested(Someone, required=True)


class StopLifted(Act):
    """The end of a stop."""

    stop = fields.String(required=True)


class StopLine(Schema):
    """A stop, and whether it holds now."""

    id = fields.String(required=True)
    body = fields.String(required=True)
    role = fields.String(required=True)
    since = fields.String(required=True)
    until = fields.String(required=True)
    holds = fields.Boolean(required=True)


class Stops(Schema):
    """Every stop there has been, oldest first."""

    stops = fields.List(fields.Nested(StopLine), required=True)
