"""What fell due although nothing was recorded: the days on which entries began to miss what a watch looks for."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from api.store.watch_groups import fell_due, first_day, first_due, first_since, of_day
from api.watching.groups import local_day
from api.watching.ledger import Look, Round
from govengine.record import instant_text
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.words import Lacking


def next_missed(
    connection: Connection, watches: Sequence[tuple[BoundWatch, ZoneInfo]], after: int, today: int
) -> Round:
    """The next day after one, up to today, on which something fell due, and the groups to look at; else today.

    Each watch has the zone its days are in. The groups are looked at as they were when that day began.
    """
    days = {watch.id: _first(connection, watch, zone, after, today) for watch, zone in watches}
    day = min((one for one in days.values() if one is not None), default=today)
    looks = []
    for watch, zone in watches:
        if days[watch.id] == day:
            upto = first_since(connection, _begins(day, zone)) - 1
            looks += [
                Look(upto, decision, watch, shared, day)
                for shared, decision in _groups(connection, watch, zone, day).items()
            ]
    return Round(day, looks)


def _first(connection: Connection, watch: BoundWatch, zone: ZoneInfo, after: int, today: int) -> int | None:
    """The first day after one, up to today, on which an entry of the watch's groups began to miss something."""
    if _by_days(watch):
        found = first_day(connection, watch.id, after + 1 - watch.after_days, today - watch.after_days)
        return None if found is None else found + watch.after_days
    due_at = first_due(connection, watch.id, _begins(after, zone), _begins(today, zone))
    return None if due_at is None else local_day(due_at, zone) + 1


def _groups(connection: Connection, watch: BoundWatch, zone: ZoneInfo, day: int) -> Mapping[str, str]:
    if _by_days(watch):
        return of_day(connection, watch.id, day - watch.after_days)
    return fell_due(connection, watch.id, _begins(day - 1, zone), _begins(day, zone))


def _by_days(watch: BoundWatch) -> bool:
    """Whether it is missed so many days after the entry, and not when what is owed is due."""
    return bool(watch.after_days) or watch.without is Lacking.OUTCOME


def _begins(day: int, zone: ZoneInfo) -> str:
    """When a local day begins."""
    return instant_text(datetime.combine(date.fromordinal(day), time(), zone))
