"""A decision that nobody has taken, offered to somebody of the same body: whoever accepts holds it."""

from api.commands.acts.holder import DECISION
from api.commands.acts.on_decision import ActError, Asking, OnDecision, on_decision
from api.commands.acts.people import check_role
from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.commands.hand_over import Matter, Offer, put_offer
from api.store.transaction import Transaction
from govengine.errors import Problem, RequestError
from govengine.life import Act


def offer_decision(tx: Transaction, decision_id: str, offer: Offer, doing: Doing) -> Answered:
    """Ask somebody of the same body to take it over. Another body proposes in its own name.

    Raises ActError `unknown-decision`, `not-possible-now`, `not-theirs`; OutcomeError `already-offered`; RequestError.
    """

    def act() -> Done:
        on = on_decision(tx, Asking(decision_id, doing.by, doing.caller, doing.rules, doing.secret))
        check_role(on)
        on.check_possible(Act.LEAVE)  # whoever could still decide not to can hand it over
        if on.actor is not None and doing.by.ref != on.actor:
            message = "It is for whoever holds the decision to hand it over."
            raise ActError([Problem("not-theirs", message, "Ask them.", "/by/ref")])
        _check_receiver(on, offer)
        return put_offer(tx, Matter(DECISION, on.row.entry_index, on.row.id), offer, doing)

    return answered_once(tx, doing.caller, doing.keyed, act)


def _check_receiver(on: OnDecision, offer: Offer) -> None:
    known = on.stack.roles.get(offer.role)
    if known is None or not offer.body == known.body == on.row.body:
        message = f"{offer.role[:80]} is no role of {on.row.body} in this scheme."
        what_to_do = "Send a role of your body. Another body proposes the decision in its own name."
        raise RequestError([Problem("unknown-role", message, what_to_do, "/to/role")])
