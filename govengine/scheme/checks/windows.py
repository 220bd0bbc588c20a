"""Windows that never open: rules that end before they begin, or hold on no day of their version."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from govengine.errors import Problem
from govengine.scheme.checks.written import Written
from govengine.scheme.stack import BoundGrant, Rule

Moment = date | datetime


def closed_windows(written: Written) -> Iterator[Problem]:
    """An error for each rule of the version that is in force on no day."""
    window = written.version.text.effective
    zone = ZoneInfo(written.stack.zone)
    for rule in written.own():
        since, until = _first(rule.since, zone), _last(rule.until, zone)
        if since is not None and until is not None and until < since:
            yield _never(rule, f"it ends ({rule.until}) before it begins ({rule.since})")
        elif since is not None and window.until is not None and since > window.until:
            yield _never(rule, f"it begins on {since}, and the version ends on {window.until}")
        elif until is not None and until < window.since:
            yield _never(rule, f"it ends on {until}, and the version begins on {window.since}")
        elif isinstance(rule, BoundGrant):
            ends = _last(rule.scope_until, zone)
            begins = max(since or window.since, window.since)
            if ends is not None and ends < begins:
                yield _never(rule, f"its scope ends on {ends}, and it begins on {begins}")


def _never(rule: Rule, why: str) -> Problem:
    message = f"{rule.id} is in force on no day: {why}."
    return Problem("never-in-force", message, "Correct the dates, or remove the rule.", rule.place)


def _first(moment: Moment | None, zone: ZoneInfo) -> date | None:
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


def _last(moment: Moment | None, zone: ZoneInfo) -> date | None:
    """The last day on which it may still hold; a moment is not included, the day it falls on is."""
    return _first(moment, zone)
