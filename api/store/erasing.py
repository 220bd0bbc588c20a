"""Taking values and salts out of the store. Only ever in the transaction that appends `record.erased`.

What stays is the leaf with its commitments, and in the side row the names of what is gone, so every proof still
verifies and nobody can take the erased value for one that was never there.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, literal, select, update

from api.store.tables import (
    COUNTED,
    EVERYTHING,
    decision_keys,
    decisions,
    entries,
    entry_subjects,
    erasure_proposals,
    erasures,
    holds,
    idempotency,
    side_rows,
)
from api.store.transaction import Appended, Transaction
from api.store.watch_groups import drop_people
from govengine.record import Kind, canonical, read_canonical
from govengine.record.entry import SIDE_MEMBERS, SIDE_PREFIX


def names_held(connection: Connection, index: int) -> tuple[str, ...]:
    """The names of the personal values an entry still holds, sorted; empty without a side row."""
    side = _side(connection, index)
    return () if side is None else tuple(sorted(side["salts"]))


def strike(
    tx: Transaction, index: int, wanted: Callable[[str], bool] = lambda _name: True
) -> tuple[str, ...]:
    """Take the wanted values of an entry and their salts out of its side row. Their names, sorted."""
    side = _side(tx.connection, index)
    names = () if side is None else tuple(sorted(filter(wanted, side["salts"])))
    if side is None or not names:
        return ()
    gone = set(names)
    kept: dict[str, Any] = {
        member: value
        for member, value in side.items()
        if member in SIDE_MEMBERS or SIDE_PREFIX + member not in gone
    }
    kept["values"] = {name: value for name, value in side["values"].items() if name not in gone}
    kept["salts"] = {name: salt for name, salt in side["salts"].items() if name not in gone}
    kept["erased"] = sorted({*side.get("erased", ()), *gone})
    tx.connection.execute(
        update(side_rows).where(side_rows.c.entry_index == index).values(body=canonical(kept))
    )
    return names


def drop_keys(tx: Transaction, index: int) -> int:
    """Nobody finds the entry by a person any more. How many look-up keys went.

    A decision is still counted towards limits by them, under names that nothing else asks for. Its leaf, which
    stays, holds the same keys.
    """
    drop_people(tx, index)
    keys = decision_keys.c
    leads = (keys.entry_index == index) & (keys.fact != EVERYTHING) & ~keys.fact.startswith(COUNTED)
    counted = select(keys.entry_index, literal(COUNTED) + keys.fact, keys.key_hash).where(
        leads, exists().where(decisions.c.entry_index == index)
    )
    tx.connection.execute(insert(decision_keys).from_select(["entry_index", "fact", "key_hash"], counted))
    return tx.connection.execute(delete(decision_keys).where(leads)).rowcount


def drop_replies(tx: Transaction, index: int) -> int:
    """Forget the replies kept for Idempotency-Keys about a decision, hold or proposal. How many."""
    about = select(entries.c.id).where(entries.c.entry_index == index).scalar_subquery()
    tx.answers.clear()
    return tx.connection.execute(delete(idempotency).where(idempotency.c.about == about)).rowcount


def note_erasure(tx: Transaction, appended: Appended) -> None:
    """Put an erasure just appended among those the register outside the database must hold."""
    tx.connection.execute(insert(erasures), {"entry_index": appended.index, "id": appended.id})


def _side(connection: Connection, index: int) -> dict[str, Any] | None:
    body = connection.execute(
        select(side_rows.c.body).where(side_rows.c.entry_index == index)
    ).scalar_one_or_none()
    return None if body is None else read_canonical(bytes(body))


def decisions_of(
    connection: Connection,
    body: str,
    *,
    before_index: int,
    decision_id: str | None = None,
    person: tuple[str, str] | None = None,
    kind: str | None = None,
    before_day: str | None = None,
) -> Iterator[tuple[int, str, str, str]]:
    """(index, id, kind, recorded_at) of the decisions a body proposed before entry `before_index`, in log order.

    `person` is (fact, look-up key); `before_day` a local date, exclusive.
    """
    statement = (
        select(decisions.c.entry_index, decisions.c.id, decisions.c.kind, decisions.c.recorded_at)
        .where(decisions.c.body == body, decisions.c.entry_index < before_index)
        .order_by(decisions.c.entry_index)
    )
    if decision_id is not None:
        statement = statement.where(decisions.c.id == decision_id)
    if kind is not None:
        statement = statement.where(decisions.c.kind == kind)
    if before_day is not None:
        statement = statement.where(decisions.c.on_day < before_day)
    if person is not None:
        statement = statement.join(
            decision_keys, decision_keys.c.entry_index == decisions.c.entry_index
        ).where(decision_keys.c.fact == person[0], decision_keys.c.key_hash == person[1])
    for row in connection.execute(statement):
        yield row.entry_index, row.id, row.kind, row.recorded_at


def acts_about_person(connection: Connection, body: str, person: tuple[str, str]) -> Sequence[int]:
    """The holds and proposals of a body that name a person, by (fact, look-up key), in log order."""
    named = select(decision_keys.c.entry_index).where(
        decision_keys.c.fact == person[0], decision_keys.c.key_hash == person[1]
    )
    found = [
        index
        for table in (holds, erasure_proposals)
        for index in connection.scalars(
            select(table.c.entry_index).where(table.c.body == body, table.c.entry_index.in_(named))
        )
    ]
    return sorted(found)


def key_about_person(tx: Transaction, index: int, person: tuple[str, str]) -> None:
    """Let the entry just appended, a hold or a proposal, be found by the person it names."""
    tx.insert(decision_keys, {"entry_index": index, "fact": person[0], "key_hash": person[1]})


def copies_of(connection: Connection, index: int) -> tuple[int, int]:
    """How many look-up keys lead to an entry, and how many kept replies tell of it."""
    keys = select(func.count()).where(
        decision_keys.c.entry_index == index,
        decision_keys.c.fact != EVERYTHING,
        ~decision_keys.c.fact.startswith(COUNTED),
    )
    about = select(entries.c.id).where(entries.c.entry_index == index).scalar_subquery()
    replies = select(func.count()).where(idempotency.c.about == about)
    return connection.execute(keys).scalar_one(), connection.execute(replies).scalar_one()


def decisions_before(
    connection: Connection, recorded_before: str, after_index: int, limit: int
) -> Sequence[tuple[int, str, str]]:
    """(index, kind, recorded_at) of decisions of every body up to a moment, in log order, after an entry."""
    rows = connection.execute(
        select(decisions.c.entry_index, decisions.c.kind, decisions.c.recorded_at)
        .where(decisions.c.recorded_at <= recorded_before, decisions.c.entry_index > after_index)
        .order_by(decisions.c.entry_index)
        .limit(limit)
    )
    return [(row.entry_index, row.kind, row.recorded_at) for row in rows]


def count_decisions_before(connection: Connection, recorded_before: str) -> int:
    """How many `decisions_before` gives in all."""
    counted = select(func.count()).where(decisions.c.recorded_at <= recorded_before)
    return connection.execute(counted).scalar_one()


def subjects_of(connection: Connection, index: int) -> Sequence[int]:
    """The decisions an entry is about."""
    return list(
        connection.scalars(
            select(entry_subjects.c.subject_index).where(entry_subjects.c.entry_index == index)
        )
    )


def readings_before(
    connection: Connection, recorded_before: str, after_index: int, limit: int
) -> Sequence[int]:
    """The entries `record.read` about a decision, in log order, after an entry."""
    about = select(entry_subjects.c.entry_index).where(entry_subjects.c.entry_index > after_index)
    return list(
        connection.scalars(
            select(entries.c.entry_index)
            .where(
                entries.c.entry_index.in_(about),
                entries.c.kind == Kind.RECORD_READ,
                entries.c.recorded_at <= recorded_before,
            )
            .order_by(entries.c.entry_index)
            .limit(limit)
        )
    )


def acts_before(connection: Connection, recorded_before: str) -> Sequence[int]:
    """The holds that were lifted and the proposals recorded before a moment, in log order."""
    lifted = select(holds.c.entry_index).where(holds.c.lifted_by.is_not(None))
    proposed = select(erasure_proposals.c.entry_index)
    return list(
        connection.scalars(
            select(entries.c.entry_index)
            .where(
                entries.c.recorded_at <= recorded_before,
                entries.c.entry_index.in_(lifted.union(proposed)),
            )
            .order_by(entries.c.entry_index)
        )
    )
