"""What the register of authorisations says of whoever decides."""

from collections.abc import Mapping

from api.store.authorisations import held_by
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.feel import Value
from govengine.record import lookup_key
from govengine.scheme import Stack


def registered_facts(
    tx: Transaction, stack: Stack, facts: Mapping[str, Value], as_of: str, *, secret: bytes
) -> tuple[dict[str, bool], list[str]]:
    """What the register says of the actor, for every registered fact, and the authorisations that say so.

    One counts when it holds at the moment of the decision (`as_of`, as `instant_text`) and when it is recorded
    (MEANING rule 1). Where nobody said who is asking nothing is known.
    """
    names = stack.registered_facts
    actor, body = facts.get(ACTOR), facts.get("actor.body")
    if not names or actor is None or body is None:
        return {}, []
    moments = [as_of, tx.recorded_at]
    held = [
        one
        for one in held_by(tx, lookup_key(secret, ACTOR, actor), names, str(body))
        if all(one.at(moment) for moment in moments)
    ]
    said = {name: any(one.fact == name for one in held) for name in names}
    return said, sorted(one.id for one in held)
