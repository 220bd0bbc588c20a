"""What somebody who owns the database can do to it, with the triggers out of the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text, update

from api.store.tables import checkpoints, entries, head, metadata, side_rows, tree_nodes
from govengine.record import Frontier

Tamper = Callable[[Connection], None]


@contextmanager
def unlocked(engine: Engine) -> Iterator[Connection]:
    """A transaction without triggers or foreign keys."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
            for name in connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
        yield connection
        connection.commit()
        connection.invalidate()  # what was switched off must not come back from the pool


def other(value: Any) -> Any:
    """The value with one bit flipped; a truth turned round."""
    match value:
        case bool():
            return not value
        case int():
            return value ^ 1 << 20  # a number that no row has
        case bytes() | memoryview():
            flipped = bytearray(value)
            flipped[len(flipped) // 2] ^= 1
            return bytes(flipped)
        case str():
            middle = len(value) // 2
            return value[:middle] + chr(ord(value[middle]) ^ 1) + value[middle + 1 :] if value else "\x01"
        case _:
            return "\x01"  # there was nothing


def flip(connection: Connection, table: Table, column: str, number: int) -> bool:
    """Flip one bit in the `number`-th row, by its key. Whether there is such a row."""
    rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings().all()
    if not rows:
        return False
    row = rows[min(number, len(rows) - 1)]
    where = [key == row[key] for key in table.primary_key.columns]
    connection.execute(update(table).where(*where).values({column: other(row[table.c[column]])}))
    return True


def about(table: Table) -> bool:
    """Whether rows of this table belong to one entry."""
    return "entry_index" in table.c and table is not entries


def drop_entry(connection: Connection, index: int) -> None:
    """An entry goes, with all that belongs to it."""
    for table in metadata.tables.values():
        if about(table):
            connection.execute(delete(table).where(table.c.entry_index == index))
    connection.execute(delete(entries).where(entries.c.entry_index == index))


def swap(connection: Connection, one: int, two: int) -> None:
    """Two entries change places, side rows with them."""
    for table in (entries, tree_nodes, side_rows):
        for before, after in ((one, -1), (two, one), (-1, two)):
            connection.execute(update(table).where(table.c.entry_index == before).values(entry_index=after))


def duplicate(connection: Connection, index: int) -> None:
    """An entry stands there a second time, at the end, and the head counts it."""
    row = dict(connection.execute(select(entries).where(entries.c.entry_index == index)).mappings().one())
    size = connection.scalar(select(func.count()).select_from(entries)) or 0
    connection.execute(insert(entries), row | {"entry_index": size, "id": row["id"][:-1] + "~"})
    for table in (tree_nodes, side_rows):
        found = select(table).where(table.c.entry_index == index)
        beside = connection.execute(found).mappings().one_or_none()
        if beside is not None:
            connection.execute(insert(table), dict(beside) | {"entry_index": size})
    rewrite_head(connection)


def cut_tail(connection: Connection, left: int) -> None:
    """Everything from entry `left` on goes, and the head is made to agree: the log agrees with itself."""
    for table in metadata.tables.values():
        if about(table):
            connection.execute(delete(table).where(table.c.entry_index >= left))
    connection.execute(delete(entries).where(entries.c.entry_index >= left))
    connection.execute(delete(checkpoints).where(checkpoints.c.size > left))
    rewrite_head(connection)


def rewrite_head(connection: Connection) -> None:
    """Make the head say what the entries come to."""
    tree, last = Frontier(), ""
    for row in connection.execute(select(entries).order_by(entries.c.entry_index)):
        tree, _ = tree.append(bytes(row.leaf_hash))
        last = row.recorded_at
    connection.execute(update(head).values(size=tree.size, root=tree.root(), recorded_at=last))
