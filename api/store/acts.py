"""Where a decision stands, and whether it counts towards limits: as its last act left it."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, exists, select, union_all

from api.store.decisions import DecisionRow
from api.store.tables import acts, decisions, entries
from api.store.transaction import Appended, Transaction
from govengine.life import State


@dataclass(frozen=True, slots=True)
class Course:
    """Where a decision stands. `last` is the id of the entry that left it there: its version, for If-Match.

    `counts` is whether it counts towards limits, until `reserved_until` where that is set.
    """

    state: State
    counts: bool
    last: str
    reserved_until: str | None = None

    def at(self, now: str) -> "Course":
        """As it is by now: a reservation that has lapsed counts no more."""
        over = self.reserved_until is not None and self.reserved_until <= now
        return replace(self, counts=False, reserved_until=None) if over else self


_LAST = (
    select(acts.c.state, acts.c.counts, acts.c.reserved_until, entries.c.id)
    .join(entries, entries.c.entry_index == acts.c.entry_index)
    .where(acts.c.decision_index == bindparam("decision"))
    .order_by(acts.c.entry_index.desc())
    .limit(1)
)


def course_of(connection: Connection, decision: DecisionRow) -> Course:
    """Where a decision stands, as its last entry says."""
    row = connection.execute(_LAST, {"decision": decision.entry_index}).one_or_none()
    return (
        Course(State.PROPOSED, decision.may_act, decision.id, decision.reserved_until)
        if row is None
        else Course(State(row.state), row.counts, row.id, row.reserved_until)
    )


def lapsed(connection: Connection, since: str, now: str, limit: int) -> list[tuple[DecisionRow, str]]:
    """Decisions whose reservation was over from `since` to `now` although the last entry about them says it counts.

    Each with the moment it was over, in that order.
    """
    later = acts.alias("later")
    replaced = decisions.alias("replaced")
    last = ~exists().where(
        later.c.decision_index == acts.c.decision_index, later.c.entry_index > acts.c.entry_index
    )
    over = acts.c.reserved_until
    acted = select(acts.c.decision_index, over.label("over")).where(
        over >= since, over <= now, acts.c.counts.is_(True), last
    )
    begun = decisions.c.reserved_until
    untouched = select(decisions.c.entry_index, begun.label("over")).where(
        begun >= since, begun <= now, ~exists().where(acts.c.decision_index == decisions.c.entry_index)
    )
    replaced_since = exists().where(replaced.c.supersedes == decisions.c.id)
    found = union_all(untouched, acted).subquery("found")
    statement = (
        select(decisions, found.c.over)
        .join(found, found.c.entry_index == decisions.c.entry_index)
        .where(~replaced_since)
        .order_by(found.c.over, decisions.c.entry_index)
        .limit(limit)
    )
    rows = connection.execute(statement).mappings()
    return [(DecisionRow(**{name: row[name] for name in row if name != "over"}), row["over"]) for row in rows]


def record_act(
    tx: Transaction,
    appended: Appended,
    decision_index: int,
    *,
    state: State,
    counts: bool,
    reserved_until: str | None = None,
) -> None:
    """Note where the entry just appended leaves the decision."""
    row = {
        "entry_index": appended.index,
        "decision_index": decision_index,
        "state": str(state),
        "counts": counts,
        "reserved_until": reserved_until,
    }
    tx.insert(acts, row)
