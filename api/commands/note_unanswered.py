"""Nobody answered in time: an entry says so, and the next role up the line is asked (`request.unanswered`).

Whoever was asked first may still answer; one reply answers for all who were asked the same. In an emergency advice that
nobody gave stands in nobody's way: the entry says that too. It is done once, whichever process comes to it first.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import orjson

from api.rule_store import RuleStore
from api.store.adoptions import last_adoption
from api.store.cursors import sweep_to, swept_to
from api.store.obligations import Obligation, Owing, What, find_obligation, open_about, owe
from api.store.reading import entry
from api.store.reply_links import note_unanswered, unnoted
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.errors import GovengineError
from govengine.record import Kind, StoredEntry, instant, instant_text
from govengine.scheme import Library, Stack

AT_A_TIME = 200
"""Everybody who wants to record waits meanwhile; the next round takes the rest."""

CONSUMER = "requests"

ADVICE = (What.CONSULT, What.RECOMMEND)
SERVICE = "service"


def ask_the_next(tx: Transaction, rules: RuleStore) -> None:
    """Note every request whose time is over, and ask the next role."""
    since = swept_to(tx.connection, CONSUMER)
    late = unnoted(tx.connection, since, tx.recorded_at, AT_A_TIME)
    sweep_to(tx, CONSUMER, late[-1][1] if len(late) == AT_A_TIME else None)
    if not late:
        return
    in_force = rules.in_force if last_adoption(tx) == rules.in_force.upto else rules.reload()
    for request_id, _ in late:
        found = find_obligation(tx.connection, request_id)
        assert found is not None  # it was just listed
        _note(tx, found[0], in_force.library)


def _note(tx: Transaction, request: Obligation, library: Library) -> None:
    decision = entry(tx.connection, request.decision_index)
    began = entry(tx.connection, request.entry_index)
    assert decision is not None  # a request is about a decision
    assert began is not None  # and began with an entry
    leaf = orjson.loads(decision.leaf)
    waiting = {
        (one.role, one.body)
        for one in open_about(tx.connection, request.decision_index)
        if one.duty == request.duty
    }
    owes = [one for one in _next(tx, request, began, leaf, library) if (one.role, one.body) not in waiting]
    emergency = leaf["facts"].get("decision.emergency", {}).get("value") is True
    fields: dict[str, Any] = {
        "about": decision.entry_id,
        "asked": {"how": str(request.what), "role": request.role},
        "attested": SERVICE,
        "body": leaf["body"],
        "by_role": SERVICE,
        "client": SERVICE,
        "decision": decision.entry_id,
        "duty": request.duty,
        "ends": [],
        "goes_ahead": emergency and request.what in ADVICE,
        "owes": [one.to_json() for one in owes],
        "request": request.id,
    }
    made = tx.append(Kind.REQUEST_UNANSWERED, fields)
    note_unanswered(tx, made, request.id)
    owe(tx, made, request.decision_index, owes)
    mark_about(tx, made.index, [request.decision_index])


def _next(
    tx: Transaction, request: Obligation, began: StoredEntry, leaf: dict[str, Any], library: Library
) -> Iterator[Owing]:
    """The same asked of the role above on each line, with as long a time. Nobody where nobody is above."""
    assert request.due_at is not None  # it was over, so it had an end
    as_of = datetime.fromisoformat(leaf["as_of"])
    try:
        stack = library.stack(leaf["scheme"], as_of, None, leaf["with_schemes"])
    except (
        GovengineError
    ):  # what was adopted since stands in the way: it is noted, and shown to the next role all the same
        return
    time = instant(request.due_at) - instant(began.recorded_at)
    for role in _above(stack, str(request.role)):
        body = stack.roles[role].body
        yield Owing(request.what, request.duty, body, role, instant_text(tx.now + time))


def _above(stack: Stack, role: str) -> list[str]:
    lines = [line for one in (stack, *stack.beside) for line in one.lines.values()]
    return sorted({senior for line in lines for junior, senior in pairwise(line) if junior == role})
