"""What the watch found, for the roles it asks: in order, with what was said about each."""

from itertools import pairwise
from typing import Any

import orjson
from sqlalchemy import Connection

from api.commands.acts.on_decision import ActError
from api.desk import Desk
from api.problems import problem
from api.store.findings import FindingRow, acts_on, finding, findings_of
from api.store.reading import entry
from govengine.record import instant_text
from govengine.scheme import Library, Stack

Json = dict[str, Any]

_TOLD = ("pattern", "sentence", "asks_for", "members", "count", "at_least", "first_day", "last_day", "due_at")


def findings_for(desk: Desk, body: str, role: str, *, open_only: bool, limit: int) -> list[Json]:
    """The findings that this role is asked about, oldest first. What was not answered in time rose to it too."""
    now = instant_text(desk.clock())
    with desk.engine.connect() as connection:
        found = [
            (row, risen)
            for row in findings_of(connection, body, open_only=open_only)
            if (risen := _risen(desk, row, role, now)) is not None
        ]
        return [_told(connection, row, now, risen=risen) for row, risen in found[:limit]]


def one_finding(desk: Desk, finding_id: str, body: str, role: str) -> Json:
    """One of them. Raises ActError `unknown-finding`, also for one that this role is not asked about."""
    now = instant_text(desk.clock())
    with desk.engine.connect() as connection:
        row = finding(connection, finding_id)
        risen = None if row is None or row.body != body else _risen(desk, row, role, now)
        if row is None or risen is None:
            raise ActError([problem("unknown-finding")])
        return _told(connection, row, now, risen=risen)


def stack_of_watch(library: Library, watch: str) -> Stack | None:
    """The newest version of the scheme that asks for a watch, with those above it."""
    scheme = watch.partition("/")[0]
    if scheme not in library.schemes:
        return None
    newest = library.newest(scheme)
    return library.stack_of(newest, newest.text.effective.since)


def _risen(desk: Desk, row: FindingRow, role: str, now: str) -> bool | None:
    """Whether it rose to this role, or was theirs from the first; None when it is not theirs."""
    if row.role == role:
        return False
    stack = stack_of_watch(desk.rules.in_force.library, row.watch)
    over = row.open and row.due_at < now
    lines = () if stack is None or not over else stack.lines.values()
    return True if any((row.role, role) in pairwise(line) for line in lines) else None


def _told(connection: Connection, row: FindingRow, now: str, *, risen: bool) -> Json:
    raised = entry(connection, row.entry_index)
    leaf = {} if raised is None else orjson.loads(raised.leaf)
    return {
        "id": row.id,
        "recorded_at": "" if raised is None else raised.recorded_at,
        **{name: leaf.get(name) for name in _TOLD},
        "asks": row.role,
        "open": row.open,
        "overdue": row.open and row.due_at < now,
        "rose_from": row.role if risen else None,
        "said": [_said(connection, index) for index in acts_on(connection, row.id)],
    }


def _said(connection: Connection, index: int) -> Json:
    stored = entry(connection, index)
    if stored is None:
        return {}
    leaf = orjson.loads(stored.leaf)
    side = orjson.loads(stored.side) if stored.side else {"values": {}}
    return {
        "answer": stored.kind.partition(".")[2],
        "recorded_at": stored.recorded_at,
        "by": {"ref": side["values"].get("by"), "role": leaf["by_role"]},
        "why": side.get("why"),
    }
