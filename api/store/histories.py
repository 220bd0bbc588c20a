"""The decisions that history aggregates count; those of a batch are looked up at once.

The statements are built once: putting one together costs ten times what running it does. Kinds and what is
excluded are told apart afterwards, since lists of every length would have it put together again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, bindparam, exists, select, tuple_

from api.store.batch import History
from api.store.tables import decision_keys, decisions, entries, side_rows
from api.store.transaction import Transaction

END_OF_LOG = 2**62
"""An index no entry will have."""


@dataclass(frozen=True, slots=True)
class Member:
    """A decision that a history aggregate counts: its leaf, and its side row (None when it has none)."""

    entry_index: int
    id: str
    kind: str
    on_day: str
    leaf: bytes
    side: bytes | None


def members(
    source: Connection | Transaction,
    fact: str,
    key_hash: str,
    *,
    kinds: Collection[str],
    from_day: str,
    to_day: str,
    exclude_ids: Collection[str] = (),
    before_index: int | None = None,
) -> Sequence[Member]:
    """The decisions a history aggregate counts, in log order (MEANING §2, `history`).

    Those about the same `fact` (by look-up key), of one of `kinds`, with `may_act`, on a day from `from_day`
    to `to_day` inclusive, that no later decision supersedes and `exclude_ids` does not name (the one being
    decided, and the one it supersedes). `before_index` sees the log as it stood before that entry, so that
    re-deciding an old entry counts what it counted then. Exact with a Transaction.
    """
    found: Sequence[Member] | None = None
    if isinstance(source, Transaction):
        written = _written_meanwhile(source, fact, key_hash)
        if not written:
            found = _foreseen(source, fact, key_hash, from_day, to_day)
        connection = source.connection if written else source.reader
    else:
        connection = source
    if found is None:
        asked = {"fact": fact, "key_hash": key_hash, "from_day": from_day, "to_day": to_day}
        before = END_OF_LOG if before_index is None else before_index
        found = [_member(row) for row in connection.execute(_MEMBERS, {**asked, "before_index": before})]
    return [one for one in found if one.kind in kinds and one.id not in exclude_ids]


def histories_of(
    connection: Connection, wanted: Iterable[Mapping[History, str]]
) -> dict[History, tuple[str, Sequence[Member]]]:
    """Whose decisions were foreseen to be counted, from which day on: that day, and those decisions."""
    since: dict[History, str] = {}
    for histories in wanted:
        for history, day in histories.items():
            since[history] = min(day, since.get(history, day))
    if not since:
        return {}
    found: dict[History, list[Member]] = {history: [] for history in since}
    asked = {"histories": list(since), "from_day": min(since.values()), "before_index": END_OF_LOG}
    for row in connection.execute(_HISTORIES, asked):
        found[row.fact, row.key_hash].append(_member(row))
    return {history: (day, found[history]) for history, day in since.items()}


def _written_meanwhile(tx: Transaction, fact: str, key_hash: str) -> bool:
    """Whether this batch holds rows, not written yet, that could change what is counted."""
    return any(
        row["fact"] == fact and row["key_hash"] == key_hash for row in tx.pending(decision_keys)
    ) or any(row["supersedes"] is not None for row in tx.pending(decisions))


def _foreseen(
    tx: Transaction, fact: str, key_hash: str, from_day: str, to_day: str
) -> Sequence[Member] | None:
    since, known = tx.histories.get((fact, key_hash), (None, ()))
    if since is None or since > from_day:
        return None
    return [one for one in known if from_day <= one.on_day <= to_day]


def _member(row: Any) -> Member:
    side = None if row.body is None else bytes(row.body)
    return Member(row.entry_index, row.id, row.kind, row.on_day, bytes(row.leaf), side)


def _counted() -> Select[Any]:
    later = decisions.alias("later")
    before = bindparam("before_index", type_=BigInteger)
    superseded = exists().where(later.c.supersedes == decisions.c.id, later.c.entry_index < before)
    return (
        select(
            decisions.c.entry_index,
            decisions.c.id,
            decisions.c.kind,
            decisions.c.on_day,
            entries.c.leaf,
            side_rows.c.body,
        )
        .select_from(decision_keys)
        .join(decisions, decisions.c.entry_index == decision_keys.c.entry_index)
        .join(entries, entries.c.entry_index == decision_keys.c.entry_index)
        .outerjoin(side_rows, side_rows.c.entry_index == decision_keys.c.entry_index)
        .where(
            decisions.c.entry_index < before,
            decisions.c.on_day >= bindparam("from_day"),
            decisions.c.may_act.is_(True),
            ~superseded,
        )
        .order_by(decisions.c.entry_index)
    )


_MEMBERS = _counted().where(
    decision_keys.c.fact == bindparam("fact"),
    decision_keys.c.key_hash == bindparam("key_hash"),
    decisions.c.on_day <= bindparam("to_day"),
)

_HISTORIES = (
    _counted()
    .add_columns(decision_keys.c.fact, decision_keys.c.key_hash)
    .where(tuple_(decision_keys.c.fact, decision_keys.c.key_hash).in_(bindparam("histories", expanding=True)))
)
