"""How far each reader of the log has got: an outbox is a cursor over the log, in log order.

The sweeper's rounds have cursors too, over what falls due: in microseconds since 1970.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from api.store.head import read_head
from api.store.tables import cursors
from api.store.transaction import Transaction
from govengine.record import instant, instant_text


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


def swept_to(connection: Connection, consumer: str) -> str:
    """The moment up to which `consumer` has done what fell due; as `instant_text`."""
    return instant_text(_EPOCH + timedelta(microseconds=next_index(connection, consumer)))


def sweep_to(tx: Transaction, consumer: str, last: str | None) -> None:
    """Note that `consumer` has done all that fell due before `last`, or where that is None by the last entry.

    Not by now: what is recorded next falls due after the last entry, also where the clock is set back meanwhile.
    """
    upto = read_head(tx.connection).recorded_at if last is None else last
    if upto and upto > swept_to(tx.connection, consumer):
        move_cursor(tx, consumer, (instant(upto) - _EPOCH) // timedelta(microseconds=1))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
