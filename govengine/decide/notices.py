"""That what an answer rests on ends soon: a pilot's last day is said thirty days before it comes.

It tells people and changes nothing: after that day the scheme's other grants answer (MEANING rule 12).
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from govengine.decide.case import Case
from govengine.decide.determination import Json
from govengine.decide.standing import Standing
from govengine.scheme.pilot import NOTICE


def notices_of(case: Case, standings: Iterable[Standing]) -> tuple[Json, ...]:
    """`{rule, what: ends, on: <the last day>}` of each grant with a scope that one of these relies on, by rule."""
    zone = ZoneInfo(case.stack.zone)
    ends = {
        held.grant.id: held.grant.scope_until
        for standing in standings
        for held in standing.relied_on
        if held.grant.scope_until is not None
    }
    found = []
    for rule, until in sorted(ends.items()):
        last = until.astimezone(zone).date() if isinstance(until, datetime) else until
        if last - case.day <= NOTICE:
            found.append({"rule": rule, "what": "ends", "on": last.isoformat()})
    return tuple(found)
