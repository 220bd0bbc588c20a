"""Decisions in log order for an export: each with its entry, what superseded it, and the checkpoint over it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from api.store.holds import holds_on
from api.store.reading import STORED, stored_entry, whole
from api.store.tables import (
    checkpoints,
    decision_parties,
    decisions,
    entries,
    entry_subjects,
    holds,
)
from govengine.life import Act
from govengine.record import Kind, StoredEntry

DECISIONS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which decisions: those `body` is party to, on local days from `from_day` to `to_day`, in entries from
    `from_index` to `to_index`, all included. None sets no limit.
    """

    body: str | None = None
    from_day: str | None = None
    to_day: str | None = None
    from_index: int | None = None
    to_index: int | None = None


@dataclass(frozen=True, slots=True)
class ExportedRow:
    """A decision's entry. `note` is the first checkpoint over it, None where the log has signed none.

    `about` are the entries of what was done about it, that correct it, or say who read it, `holds` the ids of the holds that stand over it.
    """

    stored: StoredEntry
    superseded_by: str | None
    note: str | None
    about: Sequence[StoredEntry]
    holds: Sequence[str]


def count_selected(connection: Connection, selection: Selection) -> int:
    """How many decisions the selection has."""
    counted = _within(select(func.count()).select_from(decisions), selection)
    return int(connection.execute(counted).scalar_one())


def indexes_of(connection: Connection, selection: Selection, limit: int) -> Sequence[int]:
    """The indexes of the first decisions of the selection, at most `limit`."""
    first = select(decisions.c.entry_index).order_by(decisions.c.entry_index).limit(limit)
    return list(connection.scalars(_within(first, selection)))


def selected(connection: Connection, selection: Selection) -> Iterator[ExportedRow]:
    """The decisions of the selection in log order. Constant memory."""
    after = -1
    while rows := page_after(connection, selection, after):
        yield from rows
        after = rows[-1].stored.index


_LATER = decisions.alias("later")
_WANTED = (
    select(
        *STORED,
        select(func.min(_LATER.c.id)).where(_LATER.c.supersedes == decisions.c.id).scalar_subquery(),
        select(func.min(checkpoints.c.size))
        .where(checkpoints.c.size > entries.c.entry_index)
        .scalar_subquery(),
    )
    .select_from(whole(decisions.join(entries, entries.c.entry_index == decisions.c.entry_index)))
    .order_by(decisions.c.entry_index)
)


def page_after(connection: Connection, selection: Selection, after: int) -> list[ExportedRow]:
    """The next decisions of the selection after the entry of an index, at most `DECISIONS_AT_A_TIME`."""
    wanted = _within(_WANTED, selection).where(decisions.c.entry_index > after)
    rows = connection.execute(wanted.limit(DECISIONS_AT_A_TIME)).all()
    indexes = [row[0] for row in rows]
    notes = _notes(connection, {size for *_, size in rows if size is not None})
    about = _about(connection, indexes)
    held = connection.execute(_ANY_HOLD).first() is not None
    return [
        ExportedRow(
            stored_entry(columns),
            superseded_by,
            notes.get(size),
            about.get(columns[0], ()),
            holds_on(connection, columns[0]) if held else (),
        )
        for *columns, superseded_by, size in rows
    ]


_TOLD = sorted(
    str(kind)
    for kind in (
        *Act,
        Kind.DECISION_CORRECTED,
        Kind.RECORD_READ,
        Kind.REQUEST_UNANSWERED,
        Kind.HANDOVER_OFFERED,
        Kind.HANDOVER_ANSWERED,
    )
)
_ANY_HOLD = select(holds.c.entry_index).where(holds.c.lifted_by.is_(None)).limit(1)


def _about(connection: Connection, indexes: Sequence[int]) -> Mapping[int, Sequence[StoredEntry]]:
    statement = (
        select(*STORED, entry_subjects.c.subject_index)
        .select_from(
            whole(entry_subjects.join(entries, entries.c.entry_index == entry_subjects.c.entry_index))
        )
        .where(
            entry_subjects.c.subject_index.in_(indexes),
            entries.c.kind.in_(_TOLD),
        )
        .order_by(entry_subjects.c.entry_index)
    )
    found: dict[int, list[StoredEntry]] = {}
    for *columns, subject in connection.execute(statement):
        found.setdefault(subject, []).append(stored_entry(columns))
    return found


def _notes(connection: Connection, sizes: set[int]) -> Mapping[int, str]:
    asked = select(checkpoints.c.size, checkpoints.c.note).where(checkpoints.c.size.in_(sorted(sizes)))
    return {row.size: row.note for row in connection.execute(asked)}


def _within(statement: Select[Any], selection: Selection) -> Select[Any]:
    if selection.body is not None:
        statement = statement.where(
            exists().where(
                decision_parties.c.entry_index == decisions.c.entry_index,
                decision_parties.c.body == selection.body,
            )
        )
    if selection.from_day is not None:
        statement = statement.where(decisions.c.on_day >= selection.from_day)
    if selection.to_day is not None:
        statement = statement.where(decisions.c.on_day <= selection.to_day)
    if selection.from_index is not None:
        statement = statement.where(decisions.c.entry_index >= selection.from_index)
    if selection.to_index is not None:
        statement = statement.where(decisions.c.entry_index <= selection.to_index)
    return statement
