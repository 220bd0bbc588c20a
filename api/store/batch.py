"""One transaction under the log lock, and the rows it has not written yet.

Most commands write a handful of rows that nobody reads before the commit. Writing each at once costs a round
trip a row and two more for a savepoint; kept back, they go out as one statement a table for the whole batch,
five times the throughput on PostgreSQL. Whoever reads calls `flush` first, or looks at `pending` as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, Table, insert

from govengine.record import Frontier


@dataclass(slots=True)
class Batch:
    """The state every command of the batch builds on: the tree so far, and the moment of its last leaf."""

    connection: Connection
    frontier: Frontier
    recorded_at: datetime | None
    _rows: list[tuple[Table, Mapping[str, Any]]] = field(default_factory=list)
    failure: BaseException | None = None
    """Why rows that were kept could not be written. Until they are undone nothing may be committed."""

    def keep(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write `row` before the commit, or before the next `flush`."""
        self._rows.append((table, row))

    def pending(self, table: Table) -> Iterator[Mapping[str, Any]]:
        """The rows of `table` that are not written yet."""
        return (row for owner, row in self._rows if owner is table)

    def flush(self) -> None:
        """Write what was kept back, tables in the order they came up: an entry before what points at it."""
        rows, self._rows = self._rows, []
        by_table: dict[Table, list[Mapping[str, Any]]] = {}
        for table, row in rows:
            by_table.setdefault(table, []).append(row)
        try:
            for table, of_table in by_table.items():
                self.connection.execute(_insert(table), of_table)
        except BaseException as error:
            # Remembered as well as raised: whoever asked may be another command, and may catch it.
            self.failure = error
            raise

    def mark(self) -> int:
        """A point that `take` can go back to."""
        return len(self._rows)

    def take(self, mark: int) -> list[tuple[Table, Mapping[str, Any]]]:
        """The rows kept since `mark`, which are then no longer kept."""
        taken = self._rows[mark:]
        del self._rows[mark:]
        return taken

    def restore(self, rows: list[tuple[Table, Mapping[str, Any]]]) -> None:
        """Keep again what was taken."""
        self._rows.extend(rows)


_INSERTS: dict[Table, Insert] = {}


def _insert(table: Table) -> Insert:
    # Built once: SQLAlchemy finds the compiled form of a statement it has seen without walking through it
    # again.
    return _INSERTS.setdefault(table, insert(table))
