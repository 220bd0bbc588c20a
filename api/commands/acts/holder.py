"""With whom a decision is that somebody handed over: whoever accepted it stands where the person stood who asked."""

from dataclasses import replace

import orjson

from api.commands.answered_once import Person
from api.store.subjects import stored_about
from api.store.transaction import Transaction
from govengine.decide import Question
from govengine.record import Kind
from govengine.scheme import Stack

DECISION = "decision"
"""What is handed over, where it is a decision and not something owed about one."""


def holder_of(tx: Transaction, decision_index: int) -> Person | None:
    """Whoever accepted the decision last; None where nobody took it over, or who it was has been erased."""
    found = None
    for stored in stored_about(tx.connection, decision_index, [Kind.HANDOVER_ANSWERED]):
        leaf = orjson.loads(stored.leaf)
        values = orjson.loads(stored.side)["values"] if stored.side else {}
        if leaf["accepted"] and leaf["obligation"] == DECISION:
            found = Person(values["by"], leaf["by_role"]) if "by" in values else None
    return found


def as_held(question: Question, holder: Person | None, stack: Stack) -> Question:
    """The same question for whoever holds the decision now: what was known of the person before is not of them."""
    if holder is None:
        return question
    theirs = {
        "actor.ref": holder.ref,
        "actor.role": (holder.role,),
        "actor.body": stack.roles[holder.role].body,
    }
    shared = {name: value for name, value in question.facts.items() if name not in stack.facts_about_actor}
    return replace(question, facts={**shared, **theirs})
