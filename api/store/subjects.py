"""Which entry is about which decision, so that whatever was written about it is found again."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select

from api.store.tables import entries, entry_subjects
from api.store.transaction import Transaction


def mark_about(tx: Transaction, entry_index: int, subjects: Iterable[int]) -> None:
    """Note that the entry just appended is about these decisions, by the index of their entries."""
    for subject in sorted(set(subjects)):
        tx.insert(entry_subjects, {"entry_index": entry_index, "subject_index": subject})


def entries_about(connection: Connection, subject_index: int, *, kind: str | None = None) -> Sequence[int]:
    """The entries about a decision, in log order; with `kind`, those of that kind."""
    statement = (
        select(entry_subjects.c.entry_index)
        .where(entry_subjects.c.subject_index == subject_index)
        .order_by(entry_subjects.c.entry_index)
    )
    if kind is not None:
        statement = statement.join(entries, entries.c.entry_index == entry_subjects.c.entry_index).where(
            entries.c.kind == kind
        )
    return list(connection.scalars(statement))
