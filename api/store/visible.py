"""Which entries hold personal values that a body may see: decisions it is party to, and what corrected them."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from api.store.reading import ROWS_AT_A_TIME
from api.store.tables import decision_parties, entries, entry_subjects
from govengine.record import Kind


class VisibleTo:
    """Asked entry by entry, in log order, so that it needs no memory."""

    def __init__(self, connection: Connection, body: str) -> None:
        self._indexes = _indexes(connection, body)
        self._next = next(self._indexes, None)

    def __contains__(self, index: int) -> bool:
        while self._next is not None and self._next < index:
            self._next = next(self._indexes, None)
        return self._next == index


def _indexes(connection: Connection, body: str) -> Iterator[int]:
    own = select(decision_parties.c.entry_index).where(decision_parties.c.body == body)
    corrections = (
        select(entry_subjects.c.entry_index)
        .join(decision_parties, decision_parties.c.entry_index == entry_subjects.c.subject_index)
        .join(entries, entries.c.entry_index == entry_subjects.c.entry_index)
        .where(decision_parties.c.body == body, entries.c.kind == Kind.DECISION_CORRECTED)
    )
    both = own.union(corrections).subquery()
    statement = select(both.c.entry_index).order_by(both.c.entry_index)
    with connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(statement) as rows:
        for row in rows:
            yield int(row.entry_index)
