"""The register of proposed erasures: which are waiting for another person, and which entry settled the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from api.store.tables import erasure_proposals
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class ErasureProposal:
    """A proposed erasure. `settled_by` is the index of the entry that carried it out, or withdrew it."""

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


def proposals_of(
    connection: Connection, body: str, *, only_open: bool, after_index: int | None, limit: int
) -> Sequence[ErasureProposal]:
    """The proposals of a body after an entry, in the order of the record; `only_open` those nobody has settled."""
    wanted = (
        select(erasure_proposals)
        .where(erasure_proposals.c.body == body)
        .order_by(erasure_proposals.c.entry_index)
        .limit(limit)
    )
    if only_open:
        wanted = wanted.where(erasure_proposals.c.settled_by.is_(None))
    if after_index is not None:
        wanted = wanted.where(erasure_proposals.c.entry_index > after_index)
    return [ErasureProposal(**row) for row in connection.execute(wanted).mappings()]


def settle(tx: Transaction, proposal: ErasureProposal, by_index: int) -> None:
    """Note which entry carried it out, or withdrew it."""
    tx.connection.execute(
        update(erasure_proposals)
        .where(erasure_proposals.c.entry_index == proposal.entry_index)
        .values(settled_by=by_index)
    )
