"""Which entry is about which decision, so that whatever was written about it is found again."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, select

from api.store.reading import STORED, stored_entry, whole
from api.store.tables import entries, entry_subjects
from api.store.transaction import Transaction
from govengine.record import StoredEntry


def mark_about(tx: Transaction, entry_index: int, subjects: Iterable[int]) -> None:
    """Note that the entry just appended is about these decisions, by the index of their entries."""
    for subject in sorted(set(subjects)):
        tx.insert(entry_subjects, {"entry_index": entry_index, "subject_index": subject})


def entries_about(connection: Connection, subject_index: int) -> Sequence[int]:
    """The entries about a decision, in log order."""
    statement = (
        select(entry_subjects.c.entry_index)
        .where(entry_subjects.c.subject_index == subject_index)
        .order_by(entry_subjects.c.entry_index)
    )
    return list(connection.scalars(statement))


def stored_about(
    connection: Connection, subject_index: int, kinds: Collection[str] | None = None
) -> list[StoredEntry]:
    """The same with all that is stored of them; with `kinds`, those of these kinds."""
    rows = entries.join(entry_subjects, entry_subjects.c.entry_index == entries.c.entry_index)
    statement = (
        select(*STORED)
        .select_from(whole(rows))
        .where(entry_subjects.c.subject_index == subject_index)
        .order_by(entries.c.entry_index)
    )
    if kinds is not None:
        statement = statement.where(entries.c.kind.in_([str(kind) for kind in kinds]))
    return [stored_entry(row) for row in connection.execute(statement)]
