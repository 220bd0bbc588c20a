"""The register of holds: what may not be erased, whatever the period or the basis."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, and_, insert, or_, select, update

from api.store.tables import decision_keys, decisions, holds
from api.store.transaction import Transaction

DECISION, KIND, BODY = "decision", "kind", "body"
"""What a hold can cover besides a person, which it does by the name of the fact: `person.ref`."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold. `covers` says what `key_hash` is: a decision's id, a kind, nothing (all of the body), or the
    look-up key of the reference of that name.
    """

    entry_index: int
    id: str
    body: str
    covers: str
    key_hash: str
    lifted_by: int | None = None


def place_hold(tx: Transaction, hold: Hold) -> None:
    """Put a hold just appended into the register."""
    tx.connection.execute(insert(holds), asdict(hold))


def find_hold(connection: Connection, hold_id: str, body: str) -> Hold | None:
    """The hold with this id, of this body, or None."""
    row = (
        connection.execute(select(holds).where(holds.c.id == hold_id, holds.c.body == body))
        .mappings()
        .one_or_none()
    )
    return None if row is None else Hold(**row)


def lift_hold(tx: Transaction, hold: Hold, by_index: int) -> None:
    """Note which entry lifted it."""
    tx.connection.execute(
        update(holds).where(holds.c.entry_index == hold.entry_index).values(lifted_by=by_index)
    )


def holds_of(
    connection: Connection, body: str, *, only_open: bool, after_index: int | None, limit: int
) -> Sequence[Hold]:
    """The holds of a body after an entry, in the order they were placed; `only_open` those that stand."""
    wanted = select(holds).where(holds.c.body == body).order_by(holds.c.entry_index).limit(limit)
    if only_open:
        wanted = wanted.where(holds.c.lifted_by.is_(None))
    if after_index is not None:
        wanted = wanted.where(holds.c.entry_index > after_index)
    return [Hold(**row) for row in connection.execute(wanted).mappings()]


def holds_on(connection: Connection, decision_index: int) -> Sequence[str]:
    """The ids of the holds that stand over a decision, in the order they were placed."""
    found = connection.scalars(
        select(holds.c.id)
        .select_from(holds.join(decisions, decisions.c.body == holds.c.body))
        .where(
            decisions.c.entry_index == decision_index,
            holds.c.lifted_by.is_(None),
            or_(
                holds.c.covers == BODY,
                and_(holds.c.covers == DECISION, holds.c.key_hash == decisions.c.id),
                and_(holds.c.covers == KIND, holds.c.key_hash == decisions.c.kind),
                select(decision_keys.c.entry_index)
                .where(
                    decision_keys.c.entry_index == decisions.c.entry_index,
                    decision_keys.c.fact == holds.c.covers,
                    decision_keys.c.key_hash == holds.c.key_hash,
                )
                .exists(),
            ),
        )
        .order_by(holds.c.entry_index)
    )
    return list(found)
