"""Reading the log back: one entry, or all of them in constant memory for verification."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, FromClause, func, select

from api.store.database import is_sqlite
from api.store.head import read_head
from api.store.tables import entries, side_rows, tree_nodes
from govengine.record import Report, StoredEntry, verify_entries

ROWS_AT_A_TIME = 500

STORED = (
    entries.c.entry_index,
    entries.c.id,
    entries.c.kind,
    entries.c.recorded_at,
    entries.c.leaf,
    entries.c.leaf_hash,
    tree_nodes.c.hashes,
    side_rows.c.body,
)
"""In the order of StoredEntry: by place, because by name costs as much as the rest of the reading."""


def whole(rows: FromClause = entries) -> FromClause:
    """`rows`, which have entries in them, with what `STORED` reads beside each entry."""
    return rows.outerjoin(tree_nodes, tree_nodes.c.entry_index == entries.c.entry_index).outerjoin(
        side_rows, side_rows.c.entry_index == entries.c.entry_index
    )


_STORED = select(*STORED).select_from(whole())


def stored_entries(
    connection: Connection, *, from_index: int = 0, before: int | None = None
) -> Iterator[StoredEntry]:
    """The entries from `from_index` on, to that of index `before`, in their order, as stored. Constant memory."""
    statement = _STORED.where(entries.c.entry_index >= from_index).order_by(entries.c.entry_index)
    if before is not None:
        statement = statement.where(entries.c.entry_index < before)
    streaming = connection.execution_options(yield_per=ROWS_AT_A_TIME)
    with streaming.execute(statement) as result:
        for row in result:
            yield stored_entry(row)


def last_index(connection: Connection) -> int:
    """The index of the last entry, whatever the head says; -1 where there is none."""
    found: int | None = connection.scalar(select(func.max(entries.c.entry_index)))
    return -1 if found is None else found


def leaves(connection: Connection, from_index: int, limit: int) -> Iterator[bytes]:
    """The hashed bytes of at most `limit` entries."""
    statement = (
        select(entries.c.leaf)
        .where(entries.c.entry_index >= from_index)
        .order_by(entries.c.entry_index)
        .limit(limit)
    )
    with connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(statement) as result:
        for row in result:
            yield bytes(row.leaf)


def entry(connection: Connection, index: int) -> StoredEntry | None:
    """The entry at `index`, or None."""
    row = connection.execute(_STORED.where(entries.c.entry_index == index)).one_or_none()
    return None if row is None else stored_entry(row)


def entry_by_id(connection: Connection, entry_id: str) -> StoredEntry | None:
    """The entry with identifier `entry_id`, or None."""
    row = connection.execute(_STORED.where(entries.c.id == entry_id)).one_or_none()
    return None if row is None else stored_entry(row)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the log as it stands at one moment, while the service goes on appending."""
    with engine.connect() as connection:
        if not is_sqlite(connection):  # which reads one snapshot in any case
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def verify_log(engine: Engine, *, progress: Callable[[int], None] | None = None) -> Report:
    """Verify the whole log as it stands at one moment."""
    with snapshot(engine) as connection:
        head = read_head(connection)
        return verify_entries(stored_entries(connection), head, progress=progress)


def stored_entry(row: Sequence[Any]) -> StoredEntry:
    """The entry in a row that holds its columns in the order of StoredEntry."""
    index, entry_id, kind, recorded_at, leaf, leaf_hash, nodes, side = row
    # PostgreSQL's driver gives a memoryview for what SQLite gives as bytes.
    read = None if side is None else bytes(side)
    stored = bytes(nodes or b"")  # a row that is gone has none, which verification names
    return StoredEntry(index, entry_id, kind, recorded_at, bytes(leaf), bytes(leaf_hash), stored, read)
