"""What stands after a full stop: the entries of a context, and the parts of moments, durations and ranges."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from govengine.dmn.temporal import SECOND, Date, DateTime, Duration, Time
from govengine.dmn.values import Bound, Value
from govengine.feel.values import Months, Range


def member(owner: Value, name: str) -> Value:
    """The part called so; of a list, that part of every item; null where there is none."""
    if isinstance(owner, dict):
        return owner.get(name)
    if isinstance(owner, tuple):
        return tuple(member(one, name) for one in owner)
    read = PARTS.get(type(owner), {}).get(name)
    return None if read is None else read(owner)


def _truncated(number: int, unit: int) -> Decimal:
    return Decimal(-(-number // unit) if number < 0 else number // unit)


def _seconds(nanoseconds: int) -> Decimal:
    return Decimal(nanoseconds // SECOND % 60)


def _offset(seconds: int | None) -> Duration | None:
    return None if seconds is None else Duration(seconds * SECOND)


_DATE: dict[str, Callable[[Date], Value]] = {
    "year": lambda one: Decimal(one.year),
    "month": lambda one: Decimal(one.month),
    "day": lambda one: Decimal(one.day),
    "weekday": lambda one: Decimal(one.weekday + 1),
}
_TIME: dict[str, Callable[[Time], Value]] = {
    "hour": lambda one: Decimal(one.nanoseconds // (3600 * SECOND)),
    "minute": lambda one: Decimal(one.nanoseconds // (60 * SECOND) % 60),
    "second": lambda one: _seconds(one.nanoseconds),
    "time offset": lambda one: _offset(one.offset),
    "timezone": lambda one: one.zone if isinstance(one.zone, str) else None,
}


def _of_date(read: Callable[[Date], Value]) -> Callable[[DateTime], Value]:
    return lambda one: read(one.date)


def _of_time(read: Callable[[Time], Value]) -> Callable[[DateTime], Value]:
    return lambda one: read(one.time)


_BOUND_LOW, _BOUND_HIGH = (">", ">=", "="), ("<", "<=", "=")

PARTS: Mapping[type, Mapping[str, Callable[..., Value]]] = MappingProxyType(
    {
        Date: _DATE,
        Time: _TIME,
        DateTime: {
            **{name: _of_date(read) for name, read in _DATE.items()},
            **{name: _of_time(read) for name, read in _TIME.items()},
            "time offset": lambda one: _offset(one.offset),
        },
        Duration: {
            "days": lambda one: _truncated(one.nanoseconds, 86_400 * SECOND),
            "hours": lambda one: _rest(one.nanoseconds, 3600, 24),
            "minutes": lambda one: _rest(one.nanoseconds, 60, 60),
            "seconds": lambda one: _rest(one.nanoseconds, 1, 60),
        },
        Months: {
            "years": lambda one: _truncated(one.months, 12),
            "months": lambda one: Decimal(abs(one.months) % 12 * (-1 if one.months < 0 else 1)),
        },
        Range: {
            "start": lambda one: one.low,
            "end": lambda one: one.high,
            "start included": lambda one: one.includes_low,
            "end included": lambda one: one.includes_high,
        },
        Bound: {
            "start": lambda one: one.end if one.operator in _BOUND_LOW else None,
            "end": lambda one: one.end if one.operator in _BOUND_HIGH else None,
            "start included": lambda one: one.operator in (">=", "="),
            "end included": lambda one: one.operator in ("<=", "="),
        },
    }
)
"""The parts of each type, by name."""


def _rest(nanoseconds: int, seconds: int, most: int) -> Decimal:
    """How many of a unit there are beyond the next larger one, with the sign of the whole."""
    found = abs(nanoseconds) // (seconds * SECOND) % most
    return Decimal(-found if nanoseconds < 0 else found)
