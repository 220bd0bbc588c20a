"""The read model of decisions: found and listed without opening a leaf."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select

from api.store.tables import decision_keys, decision_parties, decisions, entries
from api.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One proposed decision as it is looked up; its entry says the rest. Nothing in it is personal.

    `as_of` and `recorded_at` are UTC (`instant_text`), `on_day` is the local date of `as_of` (2026-05-02), by
    which history windows count. `body` proposed it, through `client`. `supersedes` is an earlier decision's
    id. `reserved_until` is when it counts no more unless it was taken, where its scheme says so (`reserve:`).
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
    figures: str | None = None
    """Its numbers that are not personal: {name: number as text}, JSON. None for one from before they were kept."""
    reserved_until: str | None = None


_COLUMNS = tuple(one.name for one in fields(DecisionRow))


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


def is_superseded(connection: Connection, decision_id: str) -> bool:
    """Whether a later proposal replaces this one."""
    found = connection.execute(select(decisions.c.id).where(decisions.c.supersedes == decision_id).limit(1))
    return found.first() is not None


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


def _party(statement: Select[Any], body: str) -> Select[Any]:
    return statement.join(
        decision_parties,
        and_(decision_parties.c.entry_index == decisions.c.entry_index, decision_parties.c.body == body),
    )


def _within(from_day: str | None, to_day: str | None) -> list[ColumnElement[bool]]:
    first = [] if from_day is None else [decisions.c.on_day >= from_day]
    return first if to_day is None else [*first, decisions.c.on_day <= to_day]
