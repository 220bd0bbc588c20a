"""Dates, times and durations: DMN 1.5 tables 73 and 78."""

from decimal import Decimal

from govengine.dmn.functions.signature import builtin, date, number, text, whole
from govengine.dmn.operations import equal
from govengine.dmn.temporal import (
    SECOND,
    Date,
    DateTime,
    Duration,
    Time,
    Zone,
    clock_nanoseconds,
    date_of,
    date_time_of,
    duration_of,
    time_of,
)
from govengine.dmn.values import Undefined, Value, kind_of
from govengine.feel.values import Months

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _date(first: Value, *rest: Value) -> Date:
    if rest:
        year, month, day = (whole(one) for one in (first, *_exactly(rest, 2)))
        return Date(year, month, day)
    return date_of(first) if isinstance(first, str) else date(first)


def _exactly(arguments: tuple[Value, ...], wanted: int) -> tuple[Value, ...]:
    if len(arguments) != wanted:
        raise Undefined("there are too few arguments")
    return arguments


def _time(first: Value, *rest: Value) -> Time:
    if rest:
        minute, second, *offset = rest
        if not isinstance(second, Decimal):
            raise Undefined("there are too few arguments")
        seconds = number(second)
        nanoseconds = clock_nanoseconds(whole(first), whole(minute), int(seconds), int(seconds % 1 * SECOND))
        if nanoseconds == clock_nanoseconds(24, 0, 0):
            raise Undefined("24:00:00 is the next day's 00:00:00")
        return Time(nanoseconds, _zone(offset[0] if offset else None))
    match first:
        case str():
            return time_of(first)
        case Time():
            return first
        case DateTime():
            return first.time
        case Date():
            return Time(0, 0)
    raise Undefined("this is no time")


def _zone(offset: Value) -> Zone:
    if offset is None:
        return None
    if not isinstance(offset, Duration) or abs(offset.nanoseconds) > 18 * 3600 * SECOND:
        raise Undefined("this is no offset")
    return offset.nanoseconds // SECOND


def _date_time(first: Value, second: Value = None) -> DateTime:
    match first, second:
        case str(), None:
            return date_time_of(first)
        case DateTime(), None:
            return first
        case Date(), None:
            return DateTime(first, Time(0))
        case Date() | DateTime(), Time():
            return DateTime(date(first), second)
        case DateTime(), str():
            moved = date_time_of(f"1970-01-01T00:00:00@{second}").time.zone
            utc = DateTime(Date(1970, 1, 1), Time(0, 0)).plus(first.instant)
            there = DateTime(utc.date, Time(utc.time.nanoseconds, moved))
            return there.plus((there.offset or 0) * SECOND)
    raise Undefined("this is no date and time")


def _months_between(start: Value, end: Value) -> Months:
    first, second = date(start), date(end)
    months = (second.year - first.year) * 12 + second.month - first.month
    if months > 0 and second.day < first.day:
        months -= 1
    elif months < 0 and second.day > first.day:
        months += 1
    return Months(months)


def _day_of_year(value: Value) -> Decimal:
    day = date(value)
    return Decimal(day.number - Date(day.year, 1, 1).number + 1)


def _week(value: Value) -> Decimal:
    day = date(value)
    thursday = Date.numbered(day.number - day.weekday + 3)
    return Decimal((thursday.number - Date(thursday.year, 1, 1).number) // 7 + 1)


def _is(left: Value, right: Value) -> bool:
    if kind_of(left) != kind_of(right):
        return False
    match left:
        case DateTime():
            return bool(left == right) or (
                _same_place(left.time, right.time) and left.instant == right.instant
            )
        case Time():
            return left.nanoseconds == right.nanoseconds and _same_place(left, right)
    return equal(left, right) is True


def _same_place(left: Time, right: Time) -> bool:
    return left.offset == right.offset


MOMENTS = (
    builtin("date", "from", "year, month, day", run=_date),
    builtin("time", "from", "hour, minute, second, offset?", run=_time),
    builtin("date and time", "from", "date, time", "date, timezone", run=_date_time),
    builtin("duration", "from", run=lambda one: duration_of(text(one))),
    builtin("years and months duration", "from, to", run=_months_between),
    builtin("day of year", "date", run=_day_of_year),
    builtin("day of week", "date", run=lambda one: _DAYS[date(one).weekday]),
    builtin("month of year", "date", run=lambda one: _MONTHS[date(one).month - 1]),
    builtin("week of year", "date", run=_week),
    builtin("is", "value1, value2", run=_is),
)
