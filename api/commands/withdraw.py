"""Withdraw a proposed erasure: by whoever proposed it, or somebody who could approve it. An entry says so."""

from api.auth.caller import Act, Caller
from api.commands.answered_once import Done, Person, answered_once
from api.commands.erase import read_proposal
from api.commands.erasure_selection import ErasureError
from api.commands.propose import Keyed, Proposed
from api.store.proposals import settle
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.errors import Problem
from govengine.record import Kind


def withdraw_erasure(
    tx: Transaction, proposal_id: str, reason: str, by: Person, *, caller: Caller, keyed: Keyed
) -> Proposed:
    """Settle a proposal with nothing erased.

    Raises ErasureError `unknown-erasure`, `erasure-settled`, `erasure-of-another`.
    """

    def act() -> Done:
        proposal, _, client = read_proposal(tx.connection, proposal_id, caller.body)
        if client != caller.client and not caller.may(Act.APPROVE_ERASURE):
            message = "Another key of your body proposed this erasure."
            what_to_do = "Ask whoever proposed it, or somebody whose key could approve it."
            raise ErasureError([Problem("erasure-of-another", message, what_to_do)])
        fields = {
            "attested": caller.attested,
            "body": caller.body,
            "by_role": by.role,
            "client": caller.client,
            "proposal": proposal.id,
        }
        made = tx.append(Kind.ERASURE_WITHDRAWN, fields, {"withdrawn_by": by.ref}, {"reason": reason})
        settle(tx, proposal, made.index)
        mark_about(tx, made.index, [proposal.entry_index])
        return Done(made, {"proposal": proposal.id}, about=proposal.id)

    return answered_once(tx, caller, keyed, act)
