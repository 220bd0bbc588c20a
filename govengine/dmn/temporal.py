"""Dates, times and durations as DMN models have them (DMN 1.5 §10.3.2.3).

Years run from -999999999 to 999999999, seconds to the nanosecond, and a time may have an offset, a named
zone or none: more than Python's own types hold. The rules' types are in `govengine.feel.values`.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from govengine.feel.values import Months

LAST_YEAR = 999_999_999
"""DMN 1.5 §10.3.2.3.4 takes years as XML Schema does; this is where the TCK and Java stop."""

SECOND = 1_000_000_000
"""Nanoseconds."""
DAY = 86_400 * SECOND

Zone = int | str | None
"""An offset in seconds, the name of a zone, or none."""


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the proleptic Gregorian calendar. Raises ValueError for a day that does not exist."""

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        if not (abs(self.year) <= LAST_YEAR and 1 <= self.month <= 12):  # noqa: PLR2004
            raise ValueError("no such month")
        if not 1 <= self.day <= days_in(self.year, self.month):
            raise ValueError("no such day")

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        year = self.year - (self.month <= 2)  # noqa: PLR2004 - a year counted from March
        era, of_era = divmod(year, 400)
        of_year = (153 * ((self.month + 9) % 12) + 2) // 5 + self.day - 1
        return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468

    @property
    def weekday(self) -> int:
        """0 is Monday."""
        return (self.number + 3) % 7

    @staticmethod
    def numbered(number: int) -> "Date":
        """The day so many days after 1970-01-01."""
        era, of_era = divmod(number + 719_468, 146_097)
        year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
        of_year = of_era - (365 * year + year // 4 - year // 100)
        shifted = (5 * of_year + 2) // 153
        month = (shifted + 2) % 12 + 1
        return Date(year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1)  # noqa: PLR2004

    def plus_months(self, months: int) -> "Date":
        """The same day of another month, or that month's last."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Date(year, month + 1, min(self.day, days_in(year, month + 1)))

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04d}-{self.month:02d}-{self.day:02d}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, in nanoseconds after midnight."""

    nanoseconds: int
    zone: Zone = None

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich; a named zone has the one it has on 1970-01-01."""
        return offset_at(self.zone, Date(1970, 1, 1), self.nanoseconds)

    def __str__(self) -> str:
        seconds, rest = divmod(self.nanoseconds, SECOND)
        fraction = f".{rest:09d}".rstrip("0") if rest else ""
        return (
            f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{fraction}{_zone(self.zone)}"
        )


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of day."""

    date: Date
    time: Time

    @property
    def offset(self) -> int | None:
        """Seconds east of Greenwich at that moment."""
        return offset_at(self.time.zone, self.date, self.time.nanoseconds)

    @property
    def instant(self) -> int:
        """Nanoseconds since 1970-01-01T00:00:00Z; a moment without a zone is counted as if it were UTC."""
        return self.date.number * DAY + self.time.nanoseconds - (self.offset or 0) * SECOND

    def plus(self, nanoseconds: int) -> "DateTime":
        """So much later on the clock of the same place."""
        days, rest = divmod(self.time.nanoseconds + nanoseconds, DAY)
        return DateTime(Date.numbered(self.date.number + days), Time(rest, self.time.zone))

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A days and time duration, in nanoseconds."""

    nanoseconds: int

    def __str__(self) -> str:
        sign, total = ("-", -self.nanoseconds) if self.nanoseconds < 0 else ("", self.nanoseconds)
        seconds, rest = divmod(total, SECOND)
        days, clock = divmod(seconds, 86_400)
        hours, minutes, seconds = clock // 3600, clock // 60 % 60, clock % 60
        fraction = f".{rest:09d}".rstrip("0") if rest else ""
        last = f"{seconds}{fraction}S" if seconds or fraction else ""
        time = f"{f'{hours}H' if hours else ''}{f'{minutes}M' if minutes else ''}{last}"
        if not days and not time:
            return "PT0S"
        return f"{sign}P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"


Moment = Date | Time | DateTime


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:  # noqa: PLR2004
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def offset_at(zone: Zone, day: Date, nanoseconds: int) -> int | None:
    """What a zone's clock is ahead of UTC, in seconds, at a moment of that clock."""
    if not isinstance(zone, str):
        return zone
    # The calendar repeats every 400 years; what a zone did before or after the years Python counts is a guess.
    year = day.year if 1 < day.year < 9999 else 2000 + day.year % 400  # noqa: PLR2004
    local = datetime(year, day.month, day.day, tzinfo=UTC).replace(tzinfo=_zone_named(zone))
    shift = (local + timedelta(microseconds=nanoseconds // 1000)).utcoffset()
    return int(shift.total_seconds()) if shift is not None else None


@lru_cache(maxsize=700)
def _zone_named(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone {name!r}") from error


def _zone(zone: Zone) -> str:
    if zone is None:
        return ""
    if isinstance(zone, str):
        return f"@{zone}"
    if zone == 0:
        return "Z"
    sign, seconds = ("-", -zone) if zone < 0 else ("+", zone)
    rest = f":{seconds % 60:02d}" if seconds % 60 else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}{rest}"


_DATE = re.compile(r"(-?)([1-9]\d{4,8}|\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][\w+-]*(?:/[\w+-]+)*)?",
    re.ASCII,
)
_DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{0,9})\d*)?S)?)?",
    re.ASCII,
)
LONGEST = 200
"""Characters of a date, time or duration: the longest there is has about eighty."""


def date_of(text: str) -> Date:
    """`2026-02-28`. Raises ValueError."""
    match = _DATE.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise ValueError("a date is written 2026-02-28")
    sign, year, month, day = match.groups()
    return Date(int(sign + year), int(month), int(day))


def time_of(text: str) -> Time:
    """`10:15:00`, with an offset, a named zone or neither. Raises ValueError."""
    moment = _clock(text)
    if moment.nanoseconds == DAY:
        raise ValueError("24:00:00 is the next day's 00:00:00")
    return moment


def _clock(text: str) -> Time:
    match = _TIME.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise ValueError("a time is written 10:15:00, 10:15:00+01:00 or 10:15:00@Europe/London")
    hours, minutes, seconds = (int(match[part]) for part in (1, 2, 3))
    nanoseconds = clock_nanoseconds(hours, minutes, seconds, int((match[4] or "0").ljust(9, "0")))
    return Time(nanoseconds, _zone_of(match[5]))


def clock_nanoseconds(hours: int, minutes: int, seconds: int, nanoseconds: int = 0) -> int:
    """A time of day after midnight. Raises ValueError for one that no clock shows; 24:00:00 is a day."""
    total = (hours * 3600 + minutes * 60 + seconds) * SECOND + nanoseconds
    fits = 0 <= hours <= 24 and 0 <= minutes < 60 and 0 <= seconds < 60 and 0 <= total <= DAY  # noqa: PLR2004
    if not fits:
        raise ValueError("no clock shows this")
    return total


def _zone_of(text: str | None) -> Zone:
    if text is None:
        return None
    if text in ("Z", "z"):
        return 0
    if text.startswith("@"):
        _zone_named(text[1:])
        return text[1:]
    hours, minutes, *rest = (int(part) for part in text[1:].split(":"))
    seconds = hours * 3600 + minutes * 60 + sum(rest)
    if hours > 18 or minutes > 59 or sum(rest) > 59 or seconds > 18 * 3600:  # noqa: PLR2004 - Java's bound
        raise ValueError("no clock is so far from Greenwich")
    return -seconds if text[0] == "-" else seconds


def date_time_of(text: str) -> DateTime:
    """`2026-02-28T10:15:00`, with an offset, a named zone or neither. Raises ValueError."""
    date, stop, time = text.partition("T")
    if not stop:
        return DateTime(date_of(date), Time(0))
    day, clock = date_of(date), _clock(time)
    if clock.nanoseconds == DAY:
        return DateTime(Date.numbered(day.number + 1), Time(0, clock.zone))
    return DateTime(day, clock)


def duration_of(text: str) -> Duration | Months:
    """`P90D`, `PT48H`, `P1Y6M`. Raises ValueError."""
    match = _DURATION.fullmatch(text) if len(text) <= LONGEST else None
    if match is None or text.endswith(("P", "T")):
        raise ValueError("a duration is written P90D, PT48H or P1Y6M")
    sign = -1 if match[1] else 1
    years, months, days, hours, minutes, seconds = (int(match[part] or 0) for part in (2, 3, 4, 6, 7, 8))
    if match[2] or match[3]:
        if match[4] or match[5]:
            raise ValueError("a duration counts either years and months or days and hours")
        return Months(sign * (12 * years + months))
    fraction = int((match[9] or "0").ljust(9, "0"))
    return Duration(sign * (days * DAY + (hours * 3600 + minutes * 60 + seconds) * SECOND + fraction))


def temporal_of(text: str) -> Moment | Duration | Months:
    """Whatever `@"…"` holds. Raises ValueError."""
    for read in (duration_of, time_of, date_of, date_time_of):
        try:
            return read(text)
        except ValueError:
            continue
    raise ValueError("this is not a date, a time, a date and time or a duration")
