"""The read model of decisions: found, listed, and counted without opening a leaf."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, bindparam, exists, select

from api.store.tables import decision_keys, decision_parties, decisions, entries, side_rows
from api.store.transaction import Transaction

END_OF_LOG = 2**62
"""An index no entry will have."""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One proposed decision as it is looked up; its entry says the rest. Nothing in it is personal.

    `as_of` and `recorded_at` are UTC (`instant_text`), `on_day` is the local date of `as_of` (2026-05-02), by
    which history windows count. `body` proposed it, through `client`. `supersedes` is an earlier decision's
    id.
    """

    entry_index: int
    id: str
    body: str
    scheme: str
    kind: str
    as_of: str
    on_day: str
    level: str
    basis: str
    may_act: bool
    client: str
    outcome: str | None
    supersedes: str | None
    recorded_at: str


_COLUMNS = tuple(one.name for one in fields(DecisionRow))


@dataclass(frozen=True, slots=True)
class Member:
    """A decision that a history aggregate counts: its leaf, and its side row (None when it has none)."""

    entry_index: int
    id: str
    on_day: str
    leaf: bytes
    side: bytes | None


def record_decision(
    tx: Transaction, row: DecisionRow, *, parties: Iterable[str], keys: Iterable[tuple[str, str]]
) -> None:
    """Put a decision just appended into the read model.

    `parties` are the bodies that may read it, its own among them. `keys` are (fact, look-up key) for each
    personal reference it can be found by (`govengine.record.lookup_key`).
    """
    tx.insert(decisions, {name: getattr(row, name) for name in _COLUMNS})
    for body in sorted({row.body, *parties}):
        tx.insert(decision_parties, {"entry_index": row.entry_index, "body": body})
    for fact, key_hash in sorted(set(keys)):
        tx.insert(decision_keys, {"entry_index": row.entry_index, "fact": fact, "key_hash": key_hash})


def find(connection: Connection, decision_id: str, *, body: str | None = None) -> DecisionRow | None:
    """The decision with this id, or None. With `body`, None as well when that body is not party to it."""
    statement = select(decisions).where(decisions.c.id == decision_id)
    if body is not None:
        statement = _party(statement, body)
    row = connection.execute(statement).mappings().one_or_none()
    return None if row is None else DecisionRow(**row)


def list_decisions(
    connection: Connection,
    body: str,
    *,
    kind: str | None = None,
    level: str | None = None,
    basis: str | None = None,
    scheme: str | None = None,
    from_day: str | None = None,
    to_day: str | None = None,
    after_index: int | None = None,
    limit: int = 50,
) -> Sequence[DecisionRow]:
    """At most `limit` decisions that `body` is party to, in log order, after entry `after_index`.

    Days are inclusive local dates (2026-05-02). The next page starts after the last row's `entry_index`.
    """
    statement = _party(select(decisions), body)
    wanted = {"kind": kind, "level": level, "basis": basis, "scheme": scheme}
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(decisions.c[column] == value)
    statement = statement.where(*_within(from_day, to_day))
    if after_index is not None:
        statement = statement.where(decisions.c.entry_index > after_index)
    rows = connection.execute(statement.order_by(decisions.c.entry_index).limit(limit)).mappings()
    return [DecisionRow(**row) for row in rows]


def recorded_after(connection: Connection, index: int, limit: int) -> Sequence[tuple[DecisionRow, bytes]]:
    """The next decisions after entry `index`, in log order, each with its leaf: for readers of the log."""
    statement = (
        select(decisions, entries.c.leaf)
        .join(entries, entries.c.entry_index == decisions.c.entry_index)
        .where(decisions.c.entry_index > index)
        .order_by(decisions.c.entry_index)
        .limit(limit)
    )
    found = []
    for row in connection.execute(statement).mappings():
        found.append(
            (DecisionRow(**{name: row[decisions.c[name]] for name in _COLUMNS}), bytes(row[entries.c.leaf]))
        )
    return found


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
    asked = {
        "fact": fact,
        "key_hash": key_hash,
        "from_day": from_day,
        "to_day": to_day,
        "before_index": END_OF_LOG if before_index is None else before_index,
    }
    connection = _reader(source, fact, key_hash) if isinstance(source, Transaction) else source
    return [
        Member(
            row.entry_index,
            row.id,
            row.on_day,
            bytes(row.leaf),
            None if row.body is None else bytes(row.body),
        )
        for row in connection.execute(_MEMBERS, asked)
        if row.kind in kinds and row.id not in exclude_ids
    ]


def _reader(tx: Transaction, fact: str, key_hash: str) -> Connection:
    # Only what this batch has not written yet, and what could change the answer, is worth writing first.
    counted = any(row["fact"] == fact and row["key_hash"] == key_hash for row in tx.pending(decision_keys))
    superseding = any(row["supersedes"] is not None for row in tx.pending(decisions))
    return tx.connection if counted or superseding else tx.reader


def _members() -> Select[Any]:
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
            decision_keys.c.fact == bindparam("fact"),
            decision_keys.c.key_hash == bindparam("key_hash"),
            decisions.c.entry_index < before,
            decisions.c.on_day.between(bindparam("from_day"), bindparam("to_day")),
            decisions.c.may_act.is_(True),
            ~superseded,
        )
        .order_by(decisions.c.entry_index)
    )


# Built once: putting it together costs ten times what running it does. Kinds and what is excluded are told apart
# afterwards, since lists of every length would have it put together again.
_MEMBERS = _members()


def _party(statement: Select[Any], body: str) -> Select[Any]:
    return statement.join(
        decision_parties,
        and_(decision_parties.c.entry_index == decisions.c.entry_index, decision_parties.c.body == body),
    )


def _within(from_day: str | None, to_day: str | None) -> list[ColumnElement[bool]]:
    first = [] if from_day is None else [decisions.c.on_day >= from_day]
    return first if to_day is None else [*first, decisions.c.on_day <= to_day]
