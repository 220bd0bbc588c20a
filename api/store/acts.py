"""Where a decision stands, and whether it counts towards limits: as its last act left it."""

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from api.store.tables import acts, entries
from api.store.transaction import Appended, Transaction
from govengine.life import State


@dataclass(frozen=True, slots=True)
class Course:
    """Where a decision stands. `last` is the id of the entry that left it there: its version, for If-Match."""

    state: State
    counts: bool
    last: str


_LAST = (
    select(acts.c.state, acts.c.counts, entries.c.id)
    .join(entries, entries.c.entry_index == acts.c.entry_index)
    .where(acts.c.decision_index == bindparam("decision"))
    .order_by(acts.c.entry_index.desc())
    .limit(1)
)


def course_of(connection: Connection, decision_index: int, *, proposed: str, may_act: bool) -> Course:
    """Where the decision at this entry stands. `proposed` and `may_act` are its own id and answer."""
    row = connection.execute(_LAST, {"decision": decision_index}).one_or_none()
    return (
        Course(State.PROPOSED, may_act, proposed)
        if row is None
        else Course(State(row.state), row.counts, row.id)
    )


def record_act(
    tx: Transaction, appended: Appended, decision_index: int, *, state: State, counts: bool
) -> None:
    """Note where the entry just appended leaves the decision."""
    row = {
        "entry_index": appended.index,
        "decision_index": decision_index,
        "state": str(state),
        "counts": counts,
    }
    tx.insert(acts, row)
