"""What a version owes its readers by a day: limits to be looked at again, pilots that have ended.

The engine has no clock, so whoever checks says which day it is.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from govengine.errors import Problem
from govengine.scheme.checks.pilots import is_pilot
from govengine.scheme.pilot import NOTICE
from govengine.scheme.rules import Grant
from govengine.scheme.version import Version

DEFAULT_ZONE = "Europe/London"


def overdue(version: Version, day: date) -> Iterator[Problem]:
    """Warnings about a version that is in force on a day or will be; of one that has ended nothing is due."""
    window = version.text.effective
    if window.until is not None and window.until < day:
        return
    if window.review_by is not None and window.review_by < day:
        message = f"The limits were to be looked at again by {window.review_by}."
        what_to_do = "Look at them, and give the version that confirms or changes them a new review_by."
        yield Problem("review-overdue", message, what_to_do, str(window.place), severity="warning")
    for grant in version.text.grants:
        ends = {"scope.until": grant.scope.until if grant.scope else None, "to": grant.until}
        for key, end in ends.items():
            if end is not None and day_of(end, version) < day:
                message = f"{grant.id.value} has ended: its {key} is {end}."
                what_to_do = "Leave it out of the next version, or give it a new end there."
                yield Problem("grant-ended", message, what_to_do, str(grant.place), severity="warning")
        yield from _ends_soon(grant, version, day)


def _ends_soon(grant: Grant, version: Version, day: date) -> Iterator[Problem]:
    until = grant.scope.until if grant.scope and is_pilot(grant) else None
    if until is not None and day <= day_of(until, version) <= day + NOTICE:
        message = f"{grant.id.value} is a pilot and ends on {until}; then the other grants answer again."
        what_to_do = "Let it end, or have a version adopted in which it graduates or goes on."
        yield Problem("pilot-ends", message, what_to_do, str(grant.place), severity="warning")


def day_of(moment: date | datetime, version: Version) -> date:
    """The day of a moment where the scheme applies; a day is itself."""
    if not isinstance(moment, datetime):
        return moment
    name = version.text.zone.value if version.text.zone else DEFAULT_ZONE
    try:
        return moment.astimezone(ZoneInfo(name)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return moment.date()  # that there is no such zone has been said already
