"""`findings.open`: the watches with an open finding about what a decision shares, read as it is recorded."""

from collections.abc import Mapping

from api.store.findings import open_about
from api.store.transaction import Transaction
from api.store.watch_groups import KEYED
from govengine.decide import Question
from govengine.decide.case import program_for
from govengine.feel import Value
from govengine.scheme import Stack
from govengine.scheme.vocabulary import FINDINGS


def findings_facts(
    tx: Transaction, stack: Stack, question: Question, keys: Mapping[str, str]
) -> dict[str, Value]:
    """The fact, for schemes in which a rule reads it; nothing is looked up for others.

    It lists watches of these schemes, by name, with an open finding about the decision's kind, its scheme, the roles
    of whoever asks, or a fact that a watch tells decisions apart by. `keys` are the look-up keys of those.
    """
    stacks = (*stack.beside, stack)
    if not any(FINDINGS in program_for(one, question).facts for one in stacks):
        return {}
    watches = {watch.id for one in stacks for watch in one.watches}
    watched = {fact for one in stacks for fact in one.watched_facts}
    shared = {f"{KEYED}{fact}:{key}" for fact, key in keys.items() if fact in watched}
    shared |= {f"kind:{question.kind}", *(f"role:{role}" for role in question.roles)}
    shared |= {f"scheme:{version.id}" for one in stacks for version in one.versions}
    found = open_about(tx.connection, watches, shared) if watches else []
    return {FINDINGS: tuple(sorted({watch for watch, _ in found}))}
