"""A reservation that nobody took in time lapses: the sweeper says so, in an entry.

Limits do not wait for it: what has lapsed counts no more from that moment on. The decision can still be taken,
where limits allow it by then.
"""

from api.store.acts import course_of, lapsed, record_act
from api.store.cursors import sweep_to, swept_to
from api.store.decisions import DecisionRow
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.life import Act, next_state

A_ROUND = 200
"""How many are said in one turn under the log lock."""

CONSUMER = "reservations"


def lapse_what_is_over(tx: Transaction) -> None:
    """Say of each reservation whose time is over that it has lapsed, once. The sweeper's purge."""
    since = swept_to(tx.connection, CONSUMER)
    found = lapsed(tx.connection, since, tx.recorded_at, A_ROUND)
    sweep_to(tx, CONSUMER, found[-1][1] if len(found) == A_ROUND else None)
    for decision, _ in found:
        _lapse(tx, decision)


def _lapse(tx: Transaction, decision: DecisionRow) -> None:
    course = course_of(tx.connection, decision)
    state = next_state(course.state, Act.LAPSE)
    if state is None:
        return
    fields: dict[str, object] = {
        "attested": "service",
        "body": decision.body,
        "by_role": None,
        "client": None,
        "counts": False,
        "decision": decision.id,
        "ends": [],
        "keys": {},
        "lapsed_at": course.reserved_until,
        "owes": [],
        "state": str(state),
    }
    made = tx.append(Act.LAPSE, fields, {})
    record_act(tx, made, decision.entry_index, state=state, counts=False)
    mark_about(tx, made.index, [decision.entry_index])
