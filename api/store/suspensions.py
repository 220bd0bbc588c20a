"""Which powers are taken back, from when to when. Few rows, read once for each batch of the log."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from api.store.tables import suspension_ends, suspensions
from api.store.transaction import Appended, Transaction
from govengine.decide.suspension import Suspension


def suspend(
    tx: Transaction, appended: Appended, *, scheme: str, grant: str | None, until: str | None
) -> None:
    """Note the suspension just appended; it holds from now."""
    row = {
        "entry_index": appended.index,
        "id": appended.id,
        "scheme": scheme,
        "grant_id": grant,
        "since": appended.recorded_at,
        "until": until,
    }
    tx.connection.execute(insert(suspensions), row)
    tx.memo.pop(_MEMO, None)


def restore(tx: Transaction, appended: Appended, suspension: Suspension) -> None:
    """Note that the entry just appended ended a suspension."""
    row = {"entry_index": appended.index, "suspension": suspension.id, "since": appended.recorded_at}
    tx.connection.execute(insert(suspension_ends), row)
    tx.memo.pop(_MEMO, None)


def suspensions_kept(source: Connection | Transaction) -> Sequence[Suspension]:
    """All there have been, in the order of the record. Exact with a Transaction."""
    if isinstance(source, Transaction):
        if _MEMO not in source.memo:
            source.memo[_MEMO] = suspensions_kept(source.reader)
        kept: Sequence[Suspension] = source.memo[_MEMO]
        return kept
    return [
        Suspension(row.id, row.entry_index, row.scheme, row.grant_id, row.since, row.until)
        for row in source.execute(_ALL)
    ]


_MEMO = "suspensions"
_ALL = (
    select(
        suspensions.c.id,
        suspensions.c.entry_index,
        suspensions.c.scheme,
        suspensions.c.grant_id,
        suspensions.c.since,
        func.coalesce(suspension_ends.c.since, suspensions.c.until).label("until"),
    )
    .outerjoin(suspension_ends, suspension_ends.c.suspension == suspensions.c.id)
    .order_by(suspensions.c.entry_index)
)
