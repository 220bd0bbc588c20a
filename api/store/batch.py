"""One transaction under the log lock, and the rows it has not written yet.

Most commands write a handful of rows that nobody reads before the commit. Writing each at once costs a round
trip a row and two more for a savepoint; kept back, they go out as one statement a table for the whole batch,
which more than doubled what PostgreSQL takes. Who reads calls `flush` first, or looks at `pending` too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Dialect, Table, insert

from govengine.record import Frontier, Growth

Asked: TypeAlias = tuple[str, str]
"""A client and its Idempotency-Key."""

History: TypeAlias = tuple[str, str]
"""A fact and a look-up key: whose decisions are counted."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a command is going to look up. What a batch foresees is read together, in one statement each.

    `histories` are from which day on (2026-05-02) it counts whose decisions. What it did not foresee, it finds
    all the same.
    """

    asked: Asked
    histories: Mapping[History, str] = field(default_factory=dict)


Kept: TypeAlias = dict[Table, list[Mapping[str, Any]]]
Mark: TypeAlias = Mapping[Table, int]


@dataclass(slots=True)
class Seal:
    """What the batch came to, once it is committed: enough for the receipt of each of its entries."""

    note: str = ""
    growth: Growth | None = None


@dataclass(slots=True)
class Batch:
    """The state every command of the batch builds on: the tree so far, and the moment of its last leaf."""

    connection: Connection
    frontier: Frontier
    recorded_at: datetime | None
    verifier: str | None = None
    """The key that will sign the batch; None before anything was signed."""
    growth: list[tuple[bytes, ...]] = field(default_factory=list)
    """The nodes that each leaf of the batch completed."""
    answers: dict[Asked, Mapping[str, Any] | None] = field(default_factory=dict)
    """What is known of the Idempotency-Keys the batch was asked under: the row kept for each, or None."""
    histories: dict[History, tuple[str, Sequence[Any]]] = field(default_factory=dict)
    """Decisions as they were before the batch, from a day on; only until the batch writes rows of its own."""
    memo: dict[str, Any] = field(default_factory=dict)
    """What commands of the batch have read and need not read again; dropped when one is undone."""
    seal: Seal = field(default_factory=Seal)
    _kept: Kept = field(default_factory=dict)
    failure: BaseException | None = None
    """Why rows that were kept could not be written. Until they are undone nothing may be committed."""

    def keep(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write `row` before the commit, or before the next `flush`."""
        self._kept.setdefault(table, []).append(row)

    def pending(self, table: Table) -> Sequence[Mapping[str, Any]]:
        """The rows of `table` that are not written yet."""
        return self._kept.get(table, ())

    def flush(self) -> None:
        """Write what was kept back, tables in the order they came up: an entry before what points at it."""
        kept, self._kept = self._kept, {}
        self.histories.clear()  # whoever flushes may go on to write by other ways
        try:
            for table, rows in kept.items():
                if rows:
                    _write(self.connection, table, rows)
        except BaseException as error:
            # Remembered as well as raised: whoever asked may be another command, and may catch it.
            self.failure = error
            raise

    def mark(self) -> Mark:
        """A point that `take` can go back to."""
        return {table: len(rows) for table, rows in self._kept.items()}

    def take(self, mark: Mark) -> Kept:
        """The rows kept since `mark`, which are then no longer kept."""
        taken = {table: rows[mark.get(table, 0) :] for table, rows in self._kept.items()}
        for table, rows in self._kept.items():
            del rows[mark.get(table, 0) :]
        return taken

    def restore(self, taken: Kept) -> None:
        """Keep again what was taken."""
        for table, rows in taken.items():
            self._kept.setdefault(table, []).extend(rows)


def _write(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    # Handed to the driver as they are: none of these columns has a type that needs putting into another form, and
    # looking at each value of each row takes longer than writing it.
    statement, order = _compiled(table, tuple(rows[0]), connection.dialect)
    if order is None:
        connection.exec_driver_sql(statement, rows)
    else:
        connection.exec_driver_sql(statement, [tuple([row[name] for name in order]) for row in rows])


@cache
def _compiled(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, Sequence[str] | None]:
    """The statement, and the order of its values where they go by their place."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(columns))
    return compiled.string, compiled.positiontup
