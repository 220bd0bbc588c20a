"""The values a condition computes with, and how they read as text.

| FEEL type | Python value |
|---|---|
| number | `decimal.Decimal`, at most 34 significant digits |
| string | `str` |
| boolean | `bool` |
| date | `datetime.date` |
| date and time | `datetime.datetime`, with an offset |
| days and time duration | `datetime.timedelta` |
| years and months duration | `Months` |
| list | `tuple` |
| range | `Range` |
| not known | `UNKNOWN` or `OPEN` (MEANING rule 4) |

Numbers follow DMN 1.5 §10.3.2.3.1 (IEEE 754 decimal128, half even).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from typing import Any

DIGITS = 34
"""Significant digits of a number: decimal128, DMN 1.5 §10.3.2.3.1."""

ARITHMETIC = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN, Emax=6144, Emin=-6143)
"""Every arithmetic operation is rounded in this context, which no thread shares by accident."""

_LONGEST_NUMBER = 1000
"""Characters, so that nobody pays for reading a number of a million digits."""

_EXACT = Context(prec=10 * DIGITS, Emax=MAX_EMAX, Emin=MIN_EMIN)


class Missing:
    """A value nobody has supplied. It is neither true nor false, and nothing but itself follows from it."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name

    def __bool__(self) -> bool:
        raise TypeError(f"{self._name} is neither true nor false; compare with `is True`")


UNKNOWN = Missing("UNKNOWN")
"""Not supplied: counts as not established."""

OPEN = Missing("OPEN")
"""Not supplied, and to be read in favour of whoever is asked about (MEANING rule 7). It yields to UNKNOWN:
what depends on both is UNKNOWN, so that OPEN means *unknown only because of what was left open*."""

Value = Any
"""One of the Python values of the table above."""


def missing(*operands: Value) -> Missing:
    """The result of an operation over operands of which at least one is `UNKNOWN`, `OPEN` or undefined.

    An operation without a result (a division by zero, a 30 February) has no operand that is missing. It
    is UNKNOWN as well: nothing may follow from it.
    """
    if any(operand is UNKNOWN for operand in operands) or not any(operand is OPEN for operand in operands):
        return UNKNOWN
    return OPEN


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A years and months duration, in whole months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """`[low..high]`; an end that is None is unbounded."""

    low: Value
    high: Value
    includes_low: bool = True
    includes_high: bool = True


def number_from_text(text: str) -> Decimal:
    """A number as somebody wrote it, read without floats.

    Raises ValueError with the reason in plain words for NaN, infinities, minus zero, and for anything that
    needs more than 34 digits when written out (so 1e400 as well).
    """
    if not re.fullmatch(r"-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        raise ValueError("it is not a number written with digits and a full stop")
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"it has more than {DIGITS} digits")
    value = _EXACT.create_decimal(text)
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # the pattern admits neither NaN nor infinity
    if value.is_zero():
        if value.is_signed():
            raise ValueError("minus zero is not an amount")
        digits = (0,)
    if max(len(digits) + max(exponent, 0), -exponent) > DIGITS:
        raise ValueError(f"written out it has more than {DIGITS} digits")
    return value


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})")
_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<years>\d{1,6})Y)?(?:(?P<months>\d{1,6})M)?(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?:(?P<hours>\d{1,6})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,6})S)?)?"
)


def date_from_text(text: str) -> date:
    """`2026-02-28`. Raises ValueError for anything else and for days that do not exist."""
    if not _DATE.fullmatch(text):
        raise ValueError("a date is written 2026-02-28")
    return date.fromisoformat(text)


def date_time_from_text(text: str) -> datetime:
    """`2026-02-28T10:15:00+00:00`. The offset is required. Raises ValueError."""
    if not _DATE_TIME.fullmatch(text):
        raise ValueError("a date and time is written 2026-02-28T10:15:00+00:00, with its offset")
    return datetime.fromisoformat(text)


def duration_from_text(text: str) -> timedelta | Months:
    """`P90D`, `PT48H`, `P1W` (days and time) or `P1Y6M` (years and months). Raises ValueError."""
    match = _DURATION.fullmatch(text)
    parts = {} if match is None else {k: int(v) for k, v in match.groupdict().items() if v and k != "sign"}
    if match is None or not parts or text.endswith("T"):
        raise ValueError("a duration is written P90D, PT48H or P1Y6M")
    sign = -1 if match["sign"] else 1
    years, months = parts.pop("years", 0), parts.pop("months", 0)
    if parts and (years or months):
        raise ValueError("a duration counts either years and months or days and hours, because months differ")
    if parts:
        try:
            return sign * timedelta(**parts)
        except OverflowError as error:
            raise ValueError("this duration is too long") from error
    return Months(sign * (12 * years + months))


def text_of(value: Value) -> str:
    """How a value is shown and stored: numbers as written, dates in ISO 8601, lists as JSON-like text."""
    match value:
        case Missing():
            return "unknown"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case str():
            return value
        case datetime():
            return value.isoformat().replace("+00:00", "Z") if value.tzinfo is UTC else value.isoformat()
        case date():
            return value.isoformat()
        case timedelta():
            return _days_and_time(value)
        case Months():
            return _years_and_months(value)
        case tuple():
            return "[" + ", ".join(map(text_of, value)) + "]"
        case Range():
            low, high = ("" if end is None else text_of(end) for end in (value.low, value.high))
            return f"{'[' if value.includes_low else '('}{low}..{high}{']' if value.includes_high else ')'}"
        case _:
            raise TypeError(f"not a FEEL value: {value!r}")


def _days_and_time(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"


def _years_and_months(value: Months) -> str:
    sign, total = ("-", -value.months) if value.months < 0 else ("", value.months)
    years, months = divmod(total, 12)
    if not years:
        return f"{sign}P{months}M"
    return f"{sign}P{years}Y{f'{months}M' if months else ''}"
