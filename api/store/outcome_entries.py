"""The entries that tell of a shared outcome."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from api.store.tables import obligation_ends, obligations, outcome_signature_ends, outcome_signatures


def entries_about_outcome(connection: Connection, outcome: str) -> Sequence[int]:
    """Where it was signed and left, and where what is owed about it began and ended, in log order."""
    signed = select(outcome_signatures.c.entry_index).where(outcome_signatures.c.outcome == outcome)
    signatures = select(outcome_signatures.c.id).where(outcome_signatures.c.outcome == outcome)
    left = select(outcome_signature_ends.c.entry_index).where(
        outcome_signature_ends.c.signature.in_(signatures)
    )
    began = select(obligations.c.entry_index).where(obligations.c.outcome == outcome)
    owed = select(obligations.c.id).where(obligations.c.outcome == outcome)
    ended = select(obligation_ends.c.entry_index).where(obligation_ends.c.obligation.in_(owed))
    return sorted(connection.scalars(signed.union(left, began, ended)))
