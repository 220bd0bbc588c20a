"""The entries that tell of a shared outcome."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, union

from api.store.obligations import What
from api.store.tables import (
    entries,
    finding_acts,
    obligation_ends,
    obligations,
    outcome_signature_ends,
    outcome_signatures,
)
from govengine.record import Kind


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


def shared_work_before(connection: Connection, recorded_before: str) -> list[int]:
    """The entries, recorded by a moment, in which a finding was answered, a shared outcome left, followed up or handed
    over; and those of signatures that had been withdrawn by then. In log order."""
    of_outcome = obligations.c.outcome.is_not(None)
    left = (
        select(outcome_signatures.c.entry_index)
        .join(outcome_signature_ends, outcome_signature_ends.c.signature == outcome_signatures.c.id)
        .join(entries, entries.c.entry_index == outcome_signature_ends.c.entry_index)
        .where(entries.c.recorded_at <= recorded_before)
    )
    said = union(
        left,
        select(finding_acts.c.entry_index),
        select(outcome_signature_ends.c.entry_index),
        select(obligations.c.entry_index).where(of_outcome, obligations.c.what == str(What.ACCEPT)),
        select(obligation_ends.c.entry_index)
        .join(obligations, obligations.c.id == obligation_ends.c.obligation)
        .where(of_outcome),
    )
    statement = select(entries.c.entry_index).where(
        entries.c.entry_index.in_(said),
        entries.c.recorded_at <= recorded_before,
        entries.c.kind != Kind.SCHEME_ADOPTED,  # it has the signatures of other bodies too, which stand
    )
    return list(connection.scalars(statement.order_by(entries.c.entry_index)))
