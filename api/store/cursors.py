"""How far each reader of the log has got: an outbox is a cursor over the log, in log order."""

from sqlalchemy import Connection, insert, select, update

from api.store.tables import cursors
from api.store.transaction import Transaction


def next_index(connection: Connection, consumer: str) -> int:
    """The first entry `consumer` has not read; 0 when it never read any."""
    found = connection.execute(
        select(cursors.c.next_index).where(cursors.c.consumer == consumer)
    ).scalar_one_or_none()
    return found or 0


def move_cursor(tx: Transaction, consumer: str, to_index: int) -> None:
    """Note that `consumer` has read every entry before `to_index`, together with what it did about them."""
    values = {"consumer": consumer, "next_index": to_index}
    moved = tx.connection.execute(
        update(cursors).where(cursors.c.consumer == consumer).values(next_index=to_index)
    )
    if moved.rowcount == 0:
        tx.connection.execute(insert(cursors), values)
