"""The register of proposed erasures: which are waiting for another person, and which entry settled the others."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from api.store.tables import erasure_proposals
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class ErasureProposal:
    """A proposed erasure. `settled_by` is the index of the entry that carried it out."""

    entry_index: int
    id: str
    body: str
    settled_by: int | None = None


def record_proposal(tx: Transaction, appended: Appended, body: str) -> None:
    """Put a proposal just appended into the register."""
    tx.connection.execute(
        insert(erasure_proposals), {"entry_index": appended.index, "id": appended.id, "body": body}
    )


def find_proposal(connection: Connection, proposal_id: str, body: str) -> ErasureProposal | None:
    """The proposal with this id, of this body, or None."""
    wanted = select(erasure_proposals).where(
        erasure_proposals.c.id == proposal_id, erasure_proposals.c.body == body
    )
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else ErasureProposal(**row)


def settle(tx: Transaction, proposal: ErasureProposal, by_index: int) -> None:
    """Note which entry carried it out."""
    tx.connection.execute(
        update(erasure_proposals)
        .where(erasure_proposals.c.entry_index == proposal.entry_index)
        .values(settled_by=by_index)
    )
