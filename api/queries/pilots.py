"""The pilots of a scheme as it is in force now: what each is for, until when, and whether that is due."""

from datetime import date, datetime
from typing import Any

from api.desk import Desk
from govengine.scheme import Version
from govengine.scheme.checks.due import day_of
from govengine.scheme.checks.pilots import is_pilot
from govengine.scheme.pilot import NOTICE, Pilot
from govengine.scheme.rules import Grant
from govengine.scheme.shape import Record

Json = dict[str, Any]
_PILOT: Any = Record(Pilot)


def pilots_of(desk: Desk, scheme: str, at: datetime) -> Json | None:
    """The pilots of the version in force at a moment, those that end first at the top; None for no such version."""
    at_hand = desk.rules.in_force.library.version_at(scheme, at)
    if at_hand is None:
        return None
    version, day = at_hand
    found = [_pilot(grant, version, day) for grant in version.text.grants if is_pilot(grant)]
    found.sort(key=lambda one: (one["until"] or "9999", one["rule"]))
    return {
        "scheme": scheme,
        "version": version.version,
        "host": version.text.owner.value,
        "pilots": [one | {"rule": f"{scheme}/{one['rule']}"} for one in found],
    }


def _pilot(grant: Grant, version: Version, day: date) -> Json:
    until = grant.scope.until if grant.scope else None
    last = None if until is None else day_of(until, version)
    said = None if grant.pilot is None else _PILOT.canonical(grant.pilot)
    return {
        "rule": grant.id.value,
        "title": grant.title.value if grant.title else None,
        "step": str(grant.step),
        "teams": [team.value for team in grant.scope.teams] if grant.scope else [],
        "places": [place.value for place in grant.scope.places] if grant.scope else [],
        "until": last.isoformat() if last else None,
        "days_left": max(0, (last - day).days) if last else None,
        "due": last is not None and day <= last <= day + NOTICE,
        "ended": last is not None and last < day,
        "pilot": said,
    }
