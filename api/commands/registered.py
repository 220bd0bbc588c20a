"""What the register of authorisations says of whoever decides."""

from api.store.authorisations import held_by
from api.store.transaction import Transaction
from govengine.decide import Question
from govengine.record import instant_text, lookup_key
from govengine.scheme import Stack

ACTOR = "actor.ref"


def registered_facts(
    tx: Transaction, stack: Stack, question: Question, *, secret: bytes
) -> tuple[dict[str, bool], list[str]]:
    """What the register says of the actor, for every registered fact, and the authorisations that say so.

    One counts when it holds at the moment of the decision and when it is recorded (MEANING rule 1). Where nobody
    said who is asking nothing is known.
    """
    names = [fact.name for fact in stack.facts.values() if fact.registered]
    actor, body = question.facts.get(ACTOR), question.facts.get("actor.body")
    if not names or actor is None or body is None:
        return {}, []
    moments = [instant_text(question.as_of), tx.recorded_at]
    held = [
        one
        for one in held_by(tx, lookup_key(secret, ACTOR, actor), names, str(body))
        if all(one.at(moment) for moment in moments)
    ]
    facts = {name: any(one.fact == name for one in held) for name in names}
    return facts, sorted(one.id for one in held)
