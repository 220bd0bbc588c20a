"""Withdraw a proposed erasure: by whoever proposed it, or somebody who could approve it. An entry says so."""

from api.auth.caller import Act
from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.commands.erase import read_proposal
from api.commands.erasure_selection import ErasureError
from api.store.proposals import settle
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.errors import Problem
from govengine.record import Kind


def withdraw_erasure(tx: Transaction, proposal_id: str, reason: str, doing: Doing) -> Answered:
    """Settle a proposal with nothing erased.

    Raises ErasureError `unknown-erasure`, `erasure-settled`, `erasure-of-another`.
    """

    def act() -> Done:
        caller = doing.caller
        proposal, _, client = read_proposal(tx.connection, proposal_id, caller.body)
        if client != caller.client and not caller.may(Act.APPROVE_ERASURE):
            message = "Another key of your body proposed this erasure."
            what_to_do = "Ask whoever proposed it, or somebody whose key could approve it."
            raise ErasureError([Problem("erasure-of-another", message, what_to_do)])
        fields = doing.who | {"proposal": proposal.id}
        made = tx.append(Kind.ERASURE_WITHDRAWN, fields, {"withdrawn_by": doing.by.ref}, {"reason": reason})
        settle(tx, proposal, made.index)
        mark_about(tx, made.index, [proposal.entry_index])
        return Done(made, {"proposal": proposal.id}, about=proposal.id)

    return answered_once(tx, doing.caller, doing.keyed, act)
