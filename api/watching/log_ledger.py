"""The ledger the watcher reads and writes: the log itself."""

import json
from collections.abc import Sequence
from datetime import date, timedelta

from api.desk import Desk
from api.store.cursors import move_cursor, next_index
from api.store.decisions import find, recorded_after
from api.store.findings import mark_seen, seen
from api.store.histories import members
from api.store.reading import entry
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from api.watching.ledger import RecordedDecision
from govengine.record import Kind
from govengine.scheme.stack import BoundWatch
from govengine.watch import Event, Finding, Pattern

CONSUMER = "watch"
ROUND = 500
"""Decisions looked at in one round, before the cursor moves."""


class LogLedger:
    """`api.watching.Ledger` over a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asks: dict[str, BoundWatch] = {}

    def cursor(self) -> int:
        """Index of the last decision looked at; -1 before the first."""
        with self._desk.engine.connect() as connection:
            return next_index(connection, CONSUMER) - 1

    def save_cursor(self, index: int) -> None:
        """Keep the cursor."""
        self._desk.appender.submit(lambda tx: move_cursor(tx, CONSUMER, index + 1))

    def new_decisions(self, after_index: int) -> Sequence[RecordedDecision]:
        """The next decisions, in log order."""
        with self._desk.engine.connect() as connection:
            rows = recorded_after(connection, after_index, ROUND)
        found = []
        for row, leaf_bytes in rows:
            leaf = json.loads(leaf_bytes)
            schemes = tuple(scheme["id"] for scheme in leaf["schemes"])
            day = date.fromisoformat(row.on_day).toordinal()
            found.append(
                RecordedDecision(
                    row.entry_index, row.id, row.kind, row.body, schemes, leaf["keys"], day, row.may_act
                )
            )
        return found

    def patterns(self) -> Sequence[Pattern]:
        """The watches of all adopted schemes."""
        self._asks = {}
        patterns = []
        for versions in self._desk.rules.in_force.library.schemes.values():
            newest = versions[-1]
            stack = self._desk.rules.in_force.library.stack_of(newest, newest.text.effective.since)
            for watch in stack.watches:
                if watch.id.partition("/")[0] == newest.id and isinstance(watch.within, timedelta):
                    self._asks[watch.id] = watch
                    patterns.append(
                        Pattern(
                            watch.id,
                            tuple(sorted(watch.kinds)),
                            watch.same,
                            watch.count,
                            watch.within.days,
                            asks=watch.because,
                        )
                    )
        return patterns

    def window(
        self, pattern: Pattern, fact: str, key_hash: str, kinds: Sequence[str], *, from_day: int, to_day: int
    ) -> Sequence[Event]:
        """The group's decisions of these days."""
        with self._desk.engine.connect() as connection:
            found = members(
                connection,
                fact,
                key_hash,
                kinds=kinds,
                from_day=date.fromordinal(from_day).isoformat(),
                to_day=date.fromordinal(to_day).isoformat(),
            )
            leaves = [entry(connection, member.entry_index) for member in found]
        events = []
        for member, stored in zip(found, leaves, strict=True):
            assert stored is not None
            leaf = json.loads(stored.leaf)
            if pattern.scheme in {scheme["id"] for scheme in leaf["schemes"]}:
                events.append(
                    Event(
                        member.entry_index,
                        member.id,
                        leaf["kind"],
                        date.fromisoformat(member.on_day).toordinal(),
                    )
                )
        return events

    def record_finding(self, finding: Finding) -> bool:
        """Append `finding.raised`, once for each identity."""

        def command(tx: Transaction) -> bool:
            if seen(tx.connection, finding.identity) is not None:
                return False
            fields = {
                "pattern": finding.pattern,
                "identity": finding.identity,
                "members": list(finding.members),
                "trigger": finding.trigger,
                "first_day": date.fromordinal(finding.first_day).isoformat(),
                "last_day": date.fromordinal(finding.last_day).isoformat(),
                "count": finding.count,
                "at_least": finding.at_least,
                "sentence": finding.sentence,
                "asks": self._asks[finding.pattern].asks,
            }
            made = tx.append(Kind.FINDING_RAISED, fields)
            mark_seen(tx, finding.identity, made.index)
            members = [find(tx.connection, one) for one in finding.members]
            mark_about(tx, made.index, [one.entry_index for one in members if one is not None])
            return True

        return self._desk.appender.submit(command)

    def record_failure(self, pattern: Pattern, code: str, decision: RecordedDecision) -> None:
        """Append `watch.failed`."""
        fields = {"pattern": pattern.id, "code": code, "decision": decision.id}
        self._desk.appender.submit(lambda tx: tx.append(Kind.WATCH_FAILED, fields))
