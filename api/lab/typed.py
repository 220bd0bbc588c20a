"""A value as somebody would have typed it: what `reading` reads back as the same value."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.lab.fields import NONE, NOT_KNOWN, Field, Widget
from govengine.feel import UNKNOWN, Value, text_of
from govengine.feel.values import Months

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def typed_for(field: Field, value: Value, zone: str) -> Mapping[str, list[str]]:
    """By the names of the field's parts; UNKNOWN is typed as not known."""
    if value is UNKNOWN:
        return {name: [NOT_KNOWN] if field.widget in _CHOSEN else [""] for name in field.names}
    return dict(zip(field.names, ([*part] for part in _parts(field, value, zone)), strict=True))


_CHOSEN = (Widget.YES_NO, Widget.CHOICE, Widget.CHOICES)


def _parts(field: Field, value: Any, zone: str) -> list[list[str]]:
    match field.widget:
        case Widget.YES_NO:
            return [["yes" if value else "no"]]
        case Widget.CHOICES:
            return [[text_of(one) for one in value] or [NONE]]
        case Widget.TEXTS:
            return [["\n".join(text_of(one) for one in value) or NONE]]
        case Widget.DATE:
            return _day(value)
        case Widget.MOMENT:
            there: datetime = value.astimezone(ZoneInfo(zone))
            return [*_day(there.date()), [f"{there:%H:%M}"]]
        case Widget.LENGTH:
            return [[text] for text in _length(value)]
        case _:
            return [[text_of(value)]]


def _day(day: date) -> list[list[str]]:
    return [[str(day.day)], [str(day.month)], [f"{day.year:04}"]]


def _length(value: timedelta | Months) -> tuple[str, str]:
    if isinstance(value, Months):
        return str(value.months), "months"
    if value % _DAY:
        return str(value // _HOUR), "hours"
    return str(value // _DAY), "days"
