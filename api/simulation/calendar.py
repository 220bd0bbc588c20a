"""When decisions are recorded: working days and quiet ones, winters, growth from year to year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")

WEEKDAYS = (1.1, 1.05, 1.0, 1.0, 0.9, 0.12, 0.06)
"""Monday to Sunday."""

MONTHS = (1.3, 1.2, 1.1, 0.95, 0.9, 0.85, 0.85, 0.8, 0.95, 1.05, 1.2, 1.05)
"""January to December: need is greatest when it is cold."""

HOLIDAYS = frozenset({(1, 1), (12, 24), (12, 25), (12, 26), (12, 31)})
QUIET = 0.1
GROWTH = 0.2
"""More decisions each year, of the first year's."""

OPENS, OPEN_FOR = 7.5 * 3600, 10.5 * 3600
"""Seconds. Nothing happens near midnight, so a moment's local day never depends on its offset."""

YEARS = 3
"""How long a history is when nobody names a rate."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day with the moments (UTC, ascending) at which decisions are recorded on it."""

    day: date
    moments: tuple[datetime, ...]


def weight(day: date, start: date) -> float:
    """How busy a day is; an ordinary working day of the first year is about 1."""
    if (day.month, day.day) in HOLIDAYS:
        return QUIET
    grown = 1 + GROWTH * ((day - start).days / 365)
    return WEEKDAYS[day.weekday()] * MONTHS[day.month - 1] * grown


def rate_for(decisions: int, start: date) -> float:
    """Decisions on an ordinary working day, so that a history takes about three years."""
    days = (start + timedelta(days=n) for n in range(365 * YEARS))
    return max(decisions / sum(weight(day, start) for day in days), 0.01)


def days(start: date, decisions: int, rate: float, random: Random) -> Iterator[Day]:
    """Day after day until there have been so many decisions."""
    day, left = start, decisions
    while left:
        expected = rate * weight(day, start) * (0.85 + 0.3 * random.random())
        count = min(int(expected + random.random()), left)
        midnight = datetime.combine(day, time(12), ZONE).astimezone(UTC) - timedelta(hours=12)
        spread = sorted(
            int(1e6 * (OPENS + OPEN_FOR * (random.random() + random.random()) / 2)) for _ in range(count)
        )
        yield Day(day, tuple([midnight + timedelta(microseconds=one) for one in spread]))
        day += timedelta(days=1)
        left -= count
