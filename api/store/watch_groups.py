"""Which entries are of which group of which watch: what a window is read from, made from the log by the watch."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, update

from api.store.tables import (
    decisions,
    entries,
    entry_subjects,
    obligation_ends,
    obligations,
    side_rows,
    watch_groups,
)
from api.store.transaction import Transaction

KEYED = "key:"
"""Begins what is shared where it is a keyed hash, of a person's reference or of another fact."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """An entry as a member of one group. `day` is a proleptic ordinal; `against` is what must not have happened."""

    entry_index: int
    watch: str
    shared: str
    day: int
    decision_index: int
    by_key: str
    against: bool


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A member of a window, with the leaf and side row of its decision."""

    entry_index: int
    day: int
    by_key: str
    against: bool
    decision: str
    leaf: bytes
    side: bytes | None
    decision_index: int


def put_groups(tx: Transaction, upto: tuple[int, int], rows: Sequence[Grouped]) -> None:
    """The groups of the entries from the first to the last index of `upto`, in place of what was kept of them."""
    first, last = upto
    tx.connection.execute(
        delete(watch_groups).where(watch_groups.c.entry_index >= first, watch_groups.c.entry_index <= last)
    )
    if rows:
        values = [{name: getattr(row, name) for name in Grouped.__slots__} for row in rows]
        tx.connection.execute(insert(watch_groups), values)


def drop_people(tx: Transaction, decision_index: int) -> None:
    """Nobody finds a decision in a group by a person any more."""
    about = watch_groups.c.decision_index == decision_index
    tx.connection.execute(
        delete(watch_groups).where(about, watch_groups.c.shared.startswith(KEYED, autoescape=True))
    )
    tx.connection.execute(update(watch_groups).where(about).values(by_key=""))


_GROUP = (
    watch_groups.c.watch == bindparam("watch"),
    watch_groups.c.shared == bindparam("group"),
    watch_groups.c.day >= bindparam("since"),
    watch_groups.c.day <= bindparam("until"),
    watch_groups.c.entry_index <= bindparam("upto"),
)
"""Statements are put together once: that takes as long as the database does, and the watch asks for each group."""
_HOW_MANY = select(func.count()).select_from(watch_groups).where(*_GROUP)
_MEMBERS = (
    select(
        watch_groups.c.entry_index,
        watch_groups.c.day,
        watch_groups.c.by_key,
        watch_groups.c.against,
        entries.c.id,
        entries.c.leaf,
        side_rows.c.body,
        watch_groups.c.decision_index,
    )
    .join(entries, entries.c.entry_index == watch_groups.c.decision_index)
    .outerjoin(side_rows, side_rows.c.entry_index == watch_groups.c.decision_index)
    .where(*_GROUP)
    .order_by(watch_groups.c.entry_index.desc())
    .limit(bindparam("most"))
)


def how_many(connection: Connection, watch: str, shared: str, days: tuple[int, int], upto: int) -> int:
    """How many entries of the group there are, of these days, up to entry `upto`."""
    return connection.execute(_HOW_MANY, _of(watch, shared, days, upto)).scalar_one()


def members_of(
    connection: Connection, watch: str, shared: str, days: tuple[int, int], upto: int, *, most: int
) -> Sequence[GroupMember]:
    """The entries of the group of these days, up to entry `upto`: the `most` that were recorded last."""
    rows = connection.execute(_MEMBERS, {**_of(watch, shared, days, upto), "most": most})
    return [
        GroupMember(
            index,
            day,
            by_key,
            against,
            decision,
            bytes(leaf),
            None if side is None else bytes(side),
            decision_index,
        )
        for index, day, by_key, against, decision, leaf, side, decision_index in rows
    ]


def _of(watch: str, shared: str, days: tuple[int, int], upto: int) -> dict[str, Any]:
    return {"watch": watch, "group": shared, "since": days[0], "until": days[1], "upto": upto}


def waiting_since(
    connection: Connection, scheme: str, indexes: Iterable[int], upto: int
) -> dict[int, str | None]:
    """Of the entries that began something owed: those not all of which was ended by entry `upto`, and since when
    the first of it is due. Of what is owed about a shared outcome, the reviews of grants of the scheme."""
    ended = and_(obligation_ends.c.obligation == obligations.c.id, obligation_ends.c.entry_index <= upto)
    ours = or_(obligations.c.outcome.is_(None), obligations.c.duty.startswith(f"{scheme}/", autoescape=True))
    rows = connection.execute(
        select(obligations.c.entry_index, func.min(obligations.c.due_at))
        .outerjoin(obligation_ends, ended)
        .where(obligations.c.entry_index.in_(list(indexes)), obligation_ends.c.obligation.is_(None), ours)
        .group_by(obligations.c.entry_index)
    )
    return {row[0]: row[1] for row in rows}


def first_due(connection: Connection, watch: str, since: str, until: str) -> str | None:
    """When the first thing fell due, from a moment to before another, that an entry of the watch's groups began."""
    statement = select(obligations.c.due_at).where(*_due(watch, since, until)).order_by(obligations.c.due_at)
    return connection.scalar(statement.limit(1))


def fell_due(connection: Connection, watch: str, since: str, until: str) -> dict[str, str]:
    """The watch's groups in which something fell due, from a moment to before another, each with a decision."""
    return _groups(connection, *_due(watch, since, until))


def first_day(connection: Connection, watch: str, since: int, until: int) -> int | None:
    """The first day, from one to another, of an entry of the watch's groups."""
    groups = watch_groups.c
    within = groups.watch == watch, groups.day >= since, groups.day <= until
    found: int | None = connection.scalar(select(func.min(groups.day)).where(*within))
    return found


def of_day(connection: Connection, watch: str, day: int) -> dict[str, str]:
    """The watch's groups with an entry of that day, each with a decision."""
    return _groups(connection, watch_groups.c.watch == watch, watch_groups.c.day == day)


def _due(watch: str, since: str, until: str) -> list[Any]:
    return [
        watch_groups.c.entry_index == obligations.c.entry_index,
        # Not by an index of the groups: there are few obligations of these days and many groups of a watch.
        watch_groups.c.watch.concat("") == watch,
        watch_groups.c.against.is_(False),
        obligations.c.due_at >= since,
        obligations.c.due_at < until,
    ]


def _groups(connection: Connection, *where: Any) -> dict[str, str]:
    rows = connection.execute(
        select(watch_groups.c.shared, entries.c.id)
        .join(entries, entries.c.entry_index == watch_groups.c.decision_index)
        .where(*where)
        .order_by(watch_groups.c.entry_index)
    )
    return {row[0]: row[1] for row in rows}


def with_entry(connection: Connection, decision_indexes: Iterable[int], kind: str, upto: int) -> set[int]:
    """Those of the decisions about which there is an entry of this kind up to entry `upto`."""
    rows = connection.scalars(
        select(entry_subjects.c.subject_index)
        .join(entries, entries.c.entry_index == entry_subjects.c.entry_index)
        .where(
            entry_subjects.c.subject_index.in_(list(decision_indexes)),
            entries.c.kind == kind,
            entry_subjects.c.entry_index <= upto,
        )
    )
    return set(rows)


_AFTER = entries.c.entry_index > bindparam("after"), entries.c.entry_index <= bindparam("upto")
_LAST = select(func.max(entries.c.entry_index)).where(*_AFTER)
_ABOUT = (
    select(func.min(entry_subjects.c.subject_index))
    .where(entry_subjects.c.entry_index == entries.c.entry_index)
    .scalar_subquery()
)
_NEXT = (
    select(
        entries.c.entry_index,
        entries.c.id,
        entries.c.kind,
        entries.c.leaf,
        entries.c.recorded_at,
        _ABOUT.label("about"),
    )
    .where(*_AFTER, entries.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(entries.c.entry_index)
)


def next_entries(
    connection: Connection, after: int, kinds: Sequence[str], limit: int
) -> tuple[int, Sequence[Any]]:
    """The index of the last of the next `limit` entries, and those of them that are of these kinds.

    Each with its index, id, kind, leaf and time, and the index of the decision it is about (None for a proposal).
    """
    last = connection.scalar(_LAST, {"after": after, "upto": after + limit})
    if last is None:
        return after, []
    rows = connection.execute(_NEXT, {"after": after, "upto": last, "kinds": list(kinds)})
    return last, rows.all()


_PROPOSALS = (
    select(decisions.c.entry_index, decisions.c.on_day, entries.c.leaf, side_rows.c.body)
    .join(entries, entries.c.entry_index == decisions.c.entry_index)
    .outerjoin(side_rows, side_rows.c.entry_index == decisions.c.entry_index)
    .where(decisions.c.entry_index.in_(bindparam("indexes", expanding=True)))
)


def proposals(connection: Connection, indexes: Iterable[int]) -> dict[int, tuple[str, bytes, bytes | None]]:
    """The decisions at these entries: the local day, the leaf and the side row."""
    rows = connection.execute(_PROPOSALS, {"indexes": list(indexes)})
    return {
        index: (on_day, bytes(leaf), None if side is None else bytes(side))
        for index, on_day, leaf, side in rows
    }


def first_since(connection: Connection, moment: str) -> int:
    """The index of the first entry recorded at that moment or later; one past the last when there is none.

    Times never go backwards in the log, so twenty looks do for a million entries.
    """
    size = connection.scalar(select(func.max(entries.c.entry_index) + 1)) or 0
    at = select(entries.c.recorded_at).where(entries.c.entry_index == bindparam("index"))
    return bisect_left(range(size), moment, key=lambda index: connection.scalar(at, {"index": index}) or "")
