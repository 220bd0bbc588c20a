"""Whoever stands in for somebody counts as them, where two people are wanted: else one of them could be both."""

from collections.abc import Iterable

from api.commands.acts.on_decision import OnDecision
from api.store.authorisations import stood_in_for
from api.store.tables import ACTOR
from govengine.record import lookup_key


def counts_as(on: OnDecision, people: Iterable[str | None]) -> frozenset[str]:
    """The look-up keys of these people, and of whom they stand in for: now, or when the decision was asked about."""
    keys = {lookup_key(on.asking.secret, ACTOR, ref) for ref in people if ref is not None}
    moments = (on.tx.recorded_at, on.row.recorded_at)
    return frozenset(keys | stood_in_for(on.tx.connection, keys, moments))
