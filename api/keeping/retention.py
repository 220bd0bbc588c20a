"""The ordinary path of erasure: what its class of record need not keep any longer goes, and an entry says so.

A decision's background papers (its reference, the evidence of what was done) may go before the decision itself.
Never under a hold. Kept replies are only copies: they go without an entry.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from api.commands.erase import Basis, Struck, record_erased
from api.commands.erasure_selection import loses, written_about
from api.desk import Desk
from api.keeping.erasing import after_erasing
from api.keeping.retention_periods import (
    AUTHORISATION,
    BACKGROUND_PAPER,
    HOLD_OR_PROPOSAL,
    READING_RECORD,
    REPLY_COPY,
    SHARED_WORK,
    SUSPENSION,
    Periods,
)
from api.store.authorisations import over_before
from api.store.erasing import (
    acts_before,
    count_decisions_before,
    decisions_before,
    drop_keys,
    drop_replies,
    names_held,
    readings_before,
    strike,
    subjects_of,
)
from api.store.holds import holds_on
from api.store.idempotency import count_before, forget
from api.store.outcome_entries import shared_work_before
from api.store.suspensions import suspensions_over
from api.store.transaction import Transaction
from govengine.record import instant, instant_text
from govengine.record.entry import SIDE_PREFIX

Progress = Callable[[int, int], None]

PAGE = 200
"""Decisions in one transaction: others record in between."""


@dataclass(frozen=True, slots=True)
class Due:
    """An entry whose period is over, the class of record it is over for, and the names that go."""

    index: int
    class_of_record: str
    names: tuple[str, ...]
    whole: bool
    """Whether all of it goes, and with it what leads to it and the replies that tell of it."""


@dataclass(slots=True)
class Outcome:
    """What a run came to, or would come to."""

    dry_run: bool
    values: dict[str, int] = field(default_factory=dict)
    """By class of record."""
    entries: int = 0
    held: int = 0
    replies: int = 0

    def add(self, due: Sequence[Due]) -> None:
        """Count what is due."""
        self.entries += len(due)
        for one in due:
            self.values[one.class_of_record] = self.values.get(one.class_of_record, 0) + len(one.names)

    def to_json(self) -> dict[str, Any]:
        """The outcome as JSON."""
        return {
            "dry_run": self.dry_run,
            "values": dict(sorted(self.values.items())),
            "entries": self.entries,
            "held": self.held,
            "kept_replies": self.replies,
        }

    def text(self) -> str:
        """The outcome in a few lines."""
        verb = "Would erase" if self.dry_run else "Erased"
        classes = ", ".join(f"{number} of {name}" for name, number in sorted(self.values.items()))
        lines = [
            f"{verb} {sum(self.values.values())} values of {self.entries} entries"
            + (f": {classes}" if classes else "")
        ]
        lines.append(f"{verb} {self.replies} kept replies")
        if self.held:
            lines.append(f"Left {self.held} decisions under a hold")
        return "\n".join(lines)


def run_retention(desk: Desk, progress: Progress, *, dry_run: bool = False) -> Outcome:
    """Erase what is due, a page at a time. `progress` is told decisions looked at, and of how many."""
    outcome = Outcome(dry_run)
    now = desk.clock()
    for page in _pages(desk, now, progress):
        _turn(desk, partial(_due_decisions, page=page, periods=desk.periods, now=now), outcome)
    before = instant_text(desk.periods.of(READING_RECORD).begin(now))
    for indexes in _reading_pages(desk, before):
        _turn(desk, partial(_due_readings, indexes=indexes), outcome)
    acts = instant_text(desk.periods.of(HOLD_OR_PROPOSAL).begin(now))
    _turn(desk, partial(_due_acts, before=acts), outcome)
    over = instant_text(desk.periods.of(AUTHORISATION).begin(now))
    _turn(desk, partial(_due_authorisations, before=over), outcome)
    ended = instant_text(desk.periods.of(SUSPENSION).begin(now))
    _turn(desk, partial(_due_suspensions, before=ended), outcome)
    done = instant_text(desk.periods.of(SHARED_WORK).begin(now))
    _turn(desk, partial(_due_shared_work, before=done), outcome)
    old = instant_text(desk.periods.of(REPLY_COPY).begin(now))
    if dry_run:
        with desk.engine.connect() as connection:
            outcome.replies += count_before(connection, old)
    else:
        outcome.replies += desk.appender.submit(lambda tx: forget(tx, old))
        after_erasing(desk)
    return outcome


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due of a page, how many decisions are under a hold, and how many kept replies went along."""

    due: Sequence[Due]
    held: int = 0
    replies: int = 0


def _turn(desk: Desk, plan: Callable[[Connection], Plan], outcome: Outcome) -> None:
    if outcome.dry_run:
        with desk.engine.connect() as connection:
            planned = plan(connection)
    else:
        planned = desk.appender.submit(partial(_erase, plan=plan))
    outcome.add(planned.due)
    outcome.held += planned.held
    outcome.replies += planned.replies


def _erase(tx: Transaction, plan: Callable[[Connection], Plan]) -> Plan:
    # Planned under the log lock, so that a hold placed a moment ago counts.
    planned = plan(tx.connection)
    struck: list[Struck] = []
    replies = 0
    for one in planned.due:
        names = strike(tx, one.index, set(one.names).__contains__)
        if one.whole:
            drop_keys(tx, one.index)
            replies += drop_replies(tx, one.index)
        struck.append((one.index, names))
    classes = sorted({one.class_of_record for one in planned.due})
    fields = {"attested": "service", "basis": str(Basis.RETENTION), "classes": classes}
    record_erased(tx, sorted((index, names) for index, names in struck if names), fields, {})
    return replace(planned, replies=replies)


def _pages(desk: Desk, now: datetime, progress: Progress) -> Iterator[Sequence[tuple[int, str, str]]]:
    periods = desk.periods
    shortest = [periods.of(BACKGROUND_PAPER), *(periods.of_decision(kind) for kind in ("", *periods.classes))]
    before = instant_text(max(one.begin(now) for one in shortest))
    with desk.engine.connect() as connection:
        total = count_decisions_before(connection, before)
    done, after = 0, -1
    while True:
        with desk.engine.connect() as connection:
            page = decisions_before(connection, before, after, PAGE)
        if not page:
            return
        yield page
        done, after = done + len(page), page[-1][0]
        progress(done, total)


def _reading_pages(desk: Desk, before: str) -> Iterator[Sequence[int]]:
    after = -1
    while True:
        with desk.engine.connect() as connection:
            indexes = readings_before(connection, before, after, PAGE)
        if not indexes:
            return
        yield indexes
        after = indexes[-1]


def _due_decisions(
    connection: Connection, page: Sequence[tuple[int, str, str]], periods: Periods, now: datetime
) -> Plan:
    due: list[Due] = []
    held = 0
    for index, kind, recorded_at in page:
        found = list(
            _due(connection, index, kind, recorded_at=instant(recorded_at), periods=periods, now=now)
        )
        if found and holds_on(connection, index):
            held += 1
        else:
            due += found
    # A page may hold two decisions that one entry is about.
    return Plan(list({one.index: one for one in due}.values()), held)


def _due(
    connection: Connection, index: int, kind: str, *, recorded_at: datetime, periods: Periods, now: datetime
) -> Iterator[Due]:
    if periods.of_decision(kind).end(recorded_at) <= now:
        name = periods.class_of(kind)
        if names := names_held(connection, index):
            yield Due(index, name, names, whole=True)
        for about in sorted(written_about(connection, [index])):
            if names := tuple(filter(loses, names_held(connection, about))):
                yield Due(about, name, names, whole=True)
    elif periods.of(BACKGROUND_PAPER).end(recorded_at) <= now:
        papers = tuple(name for name in names_held(connection, index) if name.startswith(SIDE_PREFIX))
        if papers:
            yield Due(index, BACKGROUND_PAPER, papers, whole=False)


def _due_readings(connection: Connection, indexes: Sequence[int]) -> Plan:
    due = []
    for index in indexes:
        names = names_held(connection, index)
        if names and not any(holds_on(connection, subject) for subject in subjects_of(connection, index)):
            due.append(Due(index, READING_RECORD, names, whole=False))
    return Plan(due)


def _all_of(connection: Connection, indexes: Iterable[int], class_of_record: str) -> Plan:
    """All that these entries hold of people and of their words, where they still do."""
    held = ((index, tuple(filter(loses, names_held(connection, index)))) for index in indexes)
    return Plan([Due(index, class_of_record, names, whole=True) for index, names in held if names])


def _due_acts(connection: Connection, before: str) -> Plan:
    """Holds that were lifted and proposals, with what was written about them: they name people too."""
    indexes = acts_before(connection, before)
    return _all_of(connection, sorted({*indexes, *written_about(connection, indexes)}), HOLD_OR_PROPOSAL)


def _due_authorisations(connection: Connection, before: str) -> Plan:
    """Authorisations that were over long ago: who held them, who agreed, what showed it, why they were ended."""
    return _all_of(connection, over_before(connection, before), AUTHORISATION)


def _due_suspensions(connection: Connection, before: str) -> Plan:
    """Suspensions and stops that were over long ago: who asked for them, who ended them, and why."""
    return _all_of(connection, suspensions_over(connection, before), SUSPENSION)


def _due_shared_work(connection: Connection, before: str) -> Plan:
    """What was said of findings, and of outcomes that bodies share; of a signature once its body has left."""
    return _all_of(connection, shared_work_before(connection, before), SHARED_WORK)
