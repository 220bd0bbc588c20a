"""Which powers are taken back, and which bodies stopped, from when to when. Few rows, read once for each batch of the log."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, insert, select

from api.store.tables import stop_ends, stops, suspension_ends, suspensions
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


def call_stop(tx: Transaction, appended: Appended, *, body: str, role: str, since: str, until: str) -> None:
    """Note the stop just appended."""
    row = {
        "entry_index": appended.index,
        "id": appended.id,
        "body": body,
        "role": role,
        "since": since,
        "until": until,
    }
    tx.connection.execute(insert(stops), row)
    tx.memo.pop(_MEMO, None)


def lift_stop(tx: Transaction, appended: Appended, stop: Suspension) -> None:
    """Note that the entry just appended lifted a stop."""
    row = {"entry_index": appended.index, "stop": stop.id, "since": appended.recorded_at}
    tx.connection.execute(insert(stop_ends), row)
    tx.memo.pop(_MEMO, None)


def suspensions_kept(source: Connection | Transaction) -> Sequence[Suspension]:
    """All there have been, stops among them, in the order of the record. Exact with a Transaction."""
    if isinstance(source, Transaction):
        if _MEMO not in source.memo:
            source.memo[_MEMO] = suspensions_kept(source.reader)
        kept: Sequence[Suspension] = source.memo[_MEMO]
        return kept
    powers = [
        Suspension(row.id, row.entry_index, row.scheme, row.grant_id, row.since, row.until)
        for row in source.execute(_ALL)
    ]
    bodies = [
        Suspension(row.id, row.entry_index, None, None, row.since, row.until, row.body, row.role)
        for row in source.execute(_ALL_STOPS)
    ]
    return sorted(powers + bodies, key=lambda one: one.entry_index)


def suspensions_over(connection: Connection, before: str) -> list[int]:
    """The entries of suspensions and stops that were over before a moment, and of their ends, in log order."""
    over = {
        one.id: one.entry_index
        for one in suspensions_kept(connection)
        if one.until is not None and one.until <= before
    }
    ends = [
        row.entry_index
        for ended in (
            select(suspension_ends.c.entry_index, suspension_ends.c.suspension.label("of")),
            select(stop_ends.c.entry_index, stop_ends.c.stop.label("of")),
        )
        for row in connection.execute(ended)
        if row.of in over
    ]
    return sorted([*over.values(), *ends])


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

_ALL_STOPS = select(
    stops.c.id,
    stops.c.entry_index,
    stops.c.body,
    stops.c.role,
    stops.c.since,
    func.coalesce(stop_ends.c.since, stops.c.until).label("until"),
).outerjoin(stop_ends, stop_ends.c.stop == stops.c.id)
