"""The ledger the watcher reads and writes: the log itself."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from api.desk import Desk
from api.rule_store import InForce
from api.store.cursors import move_cursor, next_index
from api.store.decisions import find
from api.store.findings import last_of_group, mark_seen, put_finding, seen
from api.store.reading import entry
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from api.store.watch_groups import (
    Grouped,
    GroupMember,
    how_many,
    members_of,
    next_entries,
    proposals,
    put_groups,
    waiting_since,
    with_entry,
)
from api.watching.due import next_missed
from api.watching.groups import (
    LOOKED_AT,
    Recorded,
    day_of,
    is_against,
    is_of,
    local_day,
    shared_by,
    shared_by_reviews,
)
from api.watching.ledger import Look, Round
from govengine.errors import Problem
from govengine.feel import Value
from govengine.feel.plain import leaves
from govengine.life import Act
from govengine.record import Kind, instant_text
from govengine.scheme import Stack
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.vocabulary import Unfit, value_of
from govengine.scheme.words import Lacking
from govengine.watch.finding import Finding
from govengine.watch.limits import MAX_EVENTS, WatchError
from govengine.watch.matter import Matter
from govengine.watch.window import Window, fits, misses, window_of

Json = Mapping[str, Any]

CONSUMER = "watch"
ROUND = 500
"""Entries looked at in one round, before the cursor moves."""


class LogLedger:
    """`api.watching.Ledger` over a desk. With `consumer` another reader of the log, which begins at entry `start`."""

    def __init__(self, desk: Desk, *, consumer: str = CONSUMER, start: int = 0) -> None:
        self._desk, self._consumer, self._start = desk, consumer, start
        self._read: InForce | None = None
        self._stacks: dict[str, Stack] = {}
        self._watches: list[BoundWatch] = []
        self._grants: dict[str, frozenset[str]] = {}

    def cursor(self) -> int:
        """Index of the last entry looked at; -1 before the first."""
        with self._desk.engine.connect() as connection:
            return max(next_index(connection, self._consumer), self._start) - 1

    def save_cursor(self, index: int) -> None:
        """Keep the cursor."""
        self._desk.appender.submit(lambda tx: move_cursor(tx, self._consumer, index + 1))

    def next_round(self, after_index: int) -> Round:
        """What to look for because of the next entries. Notes what they share, for the windows of later ones."""
        watches = self.watches()
        with self._desk.engine.connect() as connection:
            last, rows = next_entries(connection, after_index, LOOKED_AT, ROUND)
            about = {row.entry_index if row.about is None else row.about for row in rows}
            decided = proposals(connection, about) if watches else {}
        grouped, looks = [], []
        for row in rows if watches else ():
            if row.kind == Kind.OUTCOME_LEFT:
                for watch in watches:
                    left = self._left(watch, row)
                    grouped += left
                    looks += [Look(row.entry_index, row.id, watch, one.shared, one.day) for one in left]
                continue
            decision_index = row.entry_index if row.about is None else row.about
            if decision_index not in decided:
                continue
            on_day, decision, side = decided[decision_index]
            leaf = orjson.loads(row.leaf)
            own = leaf if row.about is None else orjson.loads(decision)
            values = {} if side is None else orjson.loads(side)["values"]
            one = Recorded(row.entry_index, row.kind, leaf, row.recorded_at, decision_index, own, on_day)
            for watch in watches:
                against = is_against(watch, one)
                if not against and not (is_of(watch, one) and self._may_fit(watch, own, values)):
                    continue
                day = day_of(one, self._zone(watch))
                for shared in shared_by(watch, one, self._grants[watch.id]):
                    grouped.append(Grouped(one.index, watch.id, shared, day, decision_index, one.by, against))
                    if not against:
                        looks.append(Look(one.index, own["id"], watch, shared, day))
        if last > after_index and (grouped or self._start):
            self._desk.appender.submit(lambda tx: put_groups(tx, (after_index + 1, last), grouped))
        return Round(last, looks)

    def due_cursor(self) -> int:
        """The last day looked at for what fell due; the day before the first entry, where none was."""
        with self._desk.engine.connect() as connection:
            kept = next_index(connection, f"{self._consumer} due")
            first = entry(connection, self._start)
        recorded_at = self._desk.clock() if first is None else datetime.fromisoformat(first.recorded_at)
        return (kept or recorded_at.toordinal()) - 1

    def save_due_cursor(self, day: int) -> None:
        """Keep the day."""
        self._desk.appender.submit(lambda tx: move_cursor(tx, f"{self._consumer} due", day + 1))

    def next_due(self, after_day: int) -> Round:
        """What to look for because of the next day on which something fell due."""
        watches = [watch for watch in self.watches() if misses(watch)]
        now = instant_text(self._desk.clock())
        today = min((local_day(now, self._zone(watch)) for watch in watches), default=after_day)
        if today <= after_day:
            return Round(after_day, [])
        with self._desk.engine.connect() as connection:
            return next_missed(connection, [(one, self._zone(one)) for one in watches], after_day, today)

    def window(self, look: Look) -> Window | None:
        """The group's entries of these days, up to the entry in hand."""
        reach = look.watch.days - 1
        days = (look.day - reach, look.day + reach)
        with self._desk.engine.connect() as connection:
            of = connection, look.watch.id, look.shared, days, look.index
            if how_many(*of) < look.watch.count:
                return None
            found = members_of(*of, most=MAX_EVENTS + 1)
            answered = self._answered(connection, look, found)
        against = [one.day for one in found if one.against]
        reads = look.watch.when is not None or look.watch.total is not None
        matters = [
            Matter(
                one.entry_index,
                one.decision,
                one.day,
                self._facts(
                    look.watch,
                    orjson.loads(one.leaf) if reads else {},
                    orjson.loads(one.side)["values"] if reads and one.side else {},
                ),
                one.by_key,
                one.entry_index in answered,
            )
            for one in found
            if not one.against
        ]
        named = [one for one in matters if one.index == look.index]
        missing = [one for one in matters if not one.answered]  # of what fell due the newest stands for all
        trigger = next(reversed(missing or matters), None) if not named else named[0]
        if trigger is None:
            return None
        return window_of(look.watch, trigger, matters, against, seen=(look.day, look.index))

    def record_finding(self, look: Look, finding: Finding) -> bool:
        """Append `finding.raised`, once for each identity, and not again for fewer of the same decisions."""
        watch, stack = look.watch, self._stacks[look.watch.id]

        def command(tx: Transaction) -> bool:
            if seen(tx.connection, finding.identity) is not None:
                return False
            if misses(watch):
                earlier = last_of_group(tx.connection, watch.id, look.shared)
                if earlier is not None and set(finding.members) <= set(orjson.loads(earlier)["members"]):
                    return False
            body = stack.roles[watch.asks].body
            due_at = instant_text(tx.now + timedelta(days=watch.answer_days))
            fields = {
                "asks": watch.asks,
                "asks_for": str(watch.asks_for),
                "at_least": finding.at_least,
                "body": body,
                "count": finding.count,
                "due_at": due_at,
                "first_day": date.fromordinal(finding.first_day).isoformat(),
                "identity": finding.identity,
                "last_day": date.fromordinal(finding.last_day).isoformat(),
                "members": list(finding.members),
                "pattern": finding.pattern,
                "sentence": finding.sentence,
                "shared": look.shared,
                "trigger": finding.trigger,
            }
            made = tx.append(Kind.FINDING_RAISED, fields)
            mark_seen(tx, finding.identity, made.index)
            put_finding(
                tx, made, watch=watch.id, shared=look.shared, body=body, role=watch.asks, due_at=due_at
            )
            mark_about(tx, made.index, self._about(tx, finding))
            return True

        return self._desk.appender.submit(command)

    def record_failure(self, look: Look, code: str) -> None:
        """Append `watch.failed`."""
        fields = {"pattern": look.watch.id, "code": code, "decision": look.decision}
        self._desk.appender.submit(lambda tx: tx.append(Kind.WATCH_FAILED, fields))

    def _about(self, tx: Transaction, finding: Finding) -> list[int]:
        found = (find(tx.connection, one) for one in finding.members)
        return [one.entry_index for one in found if one is not None]

    def watches(self) -> Sequence[BoundWatch]:
        """The watches of all adopted schemes, each as its newest version has it."""
        self._desk.rules.reload_if_changed()
        in_force = self._desk.rules.in_force
        if self._read is not in_force:
            self._stacks, self._watches, self._read = {}, [], in_force
            for name in in_force.library.schemes:
                newest = in_force.library.newest(name)
                stack = in_force.library.stack_of(newest, newest.text.effective.since)
                for watch in stack.watches:
                    if watch.id.partition("/")[0] == newest.id:
                        self._stacks[watch.id] = stack
                        self._grants[watch.id] = frozenset(grant.id for grant in stack.grants)
                        self._watches.append(watch)
        return self._watches

    def _answered(self, connection: Any, look: Look, found: Sequence[GroupMember]) -> set[int]:
        """The entries that do not miss what the watch looks for: it has come, or its time is not over."""
        watch = look.watch
        match watch.without:
            case Lacking.OUTCOME:
                about = {one.decision_index for one in found}
                come = with_entry(connection, about, str(Act.RECORD_OUTCOME), look.index)
                return {
                    one.entry_index
                    for one in found
                    if one.decision_index in come or look.day < one.day + watch.after_days
                }
            case Lacking.ANSWER:
                indexes = [one.entry_index for one in found]
                waiting = waiting_since(connection, watch.id.partition("/")[0], indexes, look.index)
                zone = self._zone(watch)
                return {one.entry_index for one in found if not _is_missed(watch, look, one, waiting, zone)}
        return set()

    def _left(self, watch: BoundWatch, row: Any) -> list[Grouped]:
        """The groups of an entry by which a body left a shared outcome."""
        day = local_day(row.recorded_at, self._zone(watch))
        shared = shared_by_reviews(watch, orjson.loads(row.leaf), self._stacks[watch.id].grants)
        return [
            Grouped(row.entry_index, watch.id, one, day, row.entry_index, "", against=False) for one in shared
        ]

    def _zone(self, watch: BoundWatch) -> ZoneInfo:
        return ZoneInfo(self._stacks[watch.id].zone)

    def _may_fit(self, watch: BoundWatch, leaf: Json, values: Json) -> bool:
        """Whether the entry can be one the watch looks for: what is not is kept in no group and never sent.

        What cannot be read fits: the run about it fails, and says so.
        """
        try:
            facts = self._facts(watch, leaf, values)
        except WatchError:
            return True
        return fits(watch, facts)

    def _facts(self, watch: BoundWatch, leaf: Json, values: Json) -> dict[str, Value]:
        """What is known of the facts the watch reads, from a decision's leaf and the values of its side row."""
        names = {one.fact for one in leaves(watch.when)} if watch.when else set()
        names |= {watch.total[0]} if watch.total else set()
        sent = (
            {name: leaf["facts"][name]["value"] for name in names if name in leaf["facts"]} if names else {}
        )
        sent |= {name: values[name] for name in names if name in values}
        vocabulary = self._stacks[watch.id].facts
        try:
            return {name: value_of(vocabulary[name], value) for name, value in sent.items()}
        except Unfit as unfit:
            raise WatchError(
                [Problem("watch-value", unfit.message, "Look at the decisions by hand.")]
            ) from None


def _is_missed(
    watch: BoundWatch, look: Look, one: GroupMember, waiting: Mapping[int, str | None], zone: ZoneInfo
) -> bool:
    if one.entry_index not in waiting:
        return False
    if watch.after_days:
        return look.day >= one.day + watch.after_days
    due_at = waiting[one.entry_index]
    return due_at is not None and look.day > local_day(due_at, zone)
