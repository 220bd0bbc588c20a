"""Which findings were raised already, so that a pattern seen twice is raised once."""

from sqlalchemy import Connection, insert, select

from api.store.tables import finding_seen
from api.store.transaction import Transaction


def seen(connection: Connection, identity: str) -> int | None:
    """The index of the entry that raised the finding `identity`, or None."""
    return connection.execute(
        select(finding_seen.c.entry_index).where(finding_seen.c.identity == identity)
    ).scalar_one_or_none()


def mark_seen(tx: Transaction, identity: str, entry_index: int) -> None:
    """Note that the entry just appended raised `identity`."""
    tx.connection.execute(insert(finding_seen), {"identity": identity, "entry_index": entry_index})
