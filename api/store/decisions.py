"""The read model of decisions: found, listed, and counted without opening a leaf."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, insert, select

from api.store.tables import decision_keys, decision_parties, decisions, entries, side_rows
from api.store.transaction import Transaction

_INSERT = insert(decisions)
_INSERT_PARTY = insert(decision_parties)
_INSERT_KEY = insert(decision_keys)
_superseding = decisions.alias("superseding")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One proposed decision as it is looked up; its entry says the rest. Nothing in it is personal.

    `as_of` and `recorded_at` are UTC (`instant_text`), `on_day` is the local date of `as_of` (2026-05-02), by
    which history windows count. `body` proposed it, through `client`. `supersedes` is the id of an earlier
    decision.
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


@dataclass(frozen=True, slots=True)
class Member:
    """A decision that a history aggregate counts: its leaf, and its side row (None when it has none)."""

    entry_index: int
    id: str
    leaf: bytes
    side: bytes | None


def record_decision(
    tx: Transaction, row: DecisionRow, *, parties: Iterable[str], keys: Iterable[tuple[str, str]]
) -> None:
    """Put a decision just appended into the read model.

    `parties` are the bodies that may read it, its own among them. `keys` are (fact, look-up key) for each
    personal reference it can be found by (`govengine.record.lookup_key`).
    """
    tx.connection.execute(_INSERT, asdict(row))
    bodies = [{"entry_index": row.entry_index, "body": body} for body in sorted({row.body, *parties})]
    tx.connection.execute(_INSERT_PARTY, bodies)
    hashes = [
        {"entry_index": row.entry_index, "fact": fact, "key_hash": key} for fact, key in sorted(set(keys))
    ]
    if hashes:
        tx.connection.execute(_INSERT_KEY, hashes)


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


def members(
    connection: Connection,
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
    re-deciding an old entry counts what it counted then. Exact when called under the log lock.
    """
    superseded = exists().where(_superseding.c.supersedes == decisions.c.id)
    if before_index is not None:
        superseded = superseded.where(_superseding.c.entry_index < before_index)
    statement = (
        select(decisions.c.entry_index, decisions.c.id, entries.c.leaf, side_rows.c.body)
        .select_from(decision_keys)
        .join(decisions, decisions.c.entry_index == decision_keys.c.entry_index)
        .join(entries, entries.c.entry_index == decision_keys.c.entry_index)
        .outerjoin(side_rows, side_rows.c.entry_index == decision_keys.c.entry_index)
        .where(
            decision_keys.c.fact == fact,
            decision_keys.c.key_hash == key_hash,
            decisions.c.kind.in_(sorted(kinds)),
            decisions.c.may_act.is_(True),
            ~superseded,
            *_within(from_day, to_day),
        )
        .order_by(decisions.c.entry_index)
    )
    if exclude_ids:
        statement = statement.where(decisions.c.id.not_in(sorted(exclude_ids)))
    if before_index is not None:
        statement = statement.where(decisions.c.entry_index < before_index)
    return [
        Member(index, decision_id, bytes(leaf), None if side is None else bytes(side))
        for index, decision_id, leaf, side in connection.execute(statement)
    ]


def _party(statement: Select[Any], body: str) -> Select[Any]:
    return statement.join(
        decision_parties,
        and_(decision_parties.c.entry_index == decisions.c.entry_index, decision_parties.c.body == body),
    )


def _within(from_day: str | None, to_day: str | None) -> list[ColumnElement[bool]]:
    first = [] if from_day is None else [decisions.c.on_day >= from_day]
    return first if to_day is None else [*first, decisions.c.on_day <= to_day]
