"""What to take of facts nobody has said, so that a map shows the limits and not what is missing: as the rules would have it.

Each fact gets the value at which the most clauses of grants hold and the fewest of safeguards do. It is a setting for
pictures of made-up cases, said on them; no answer about a case is ever made so.
"""

from collections.abc import Mapping, Sequence

from govengine.decide.program import truth_of_clauses
from govengine.decide.question import facts_that_can_matter
from govengine.decide.trial import bearing, values_to_try
from govengine.feel import Value
from govengine.feel.types import BOOLEAN, NUMBER
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, FactType, Level, Stack

_NEVER = frozenset(
    {"actor.ref", "actor.role", "actor.body", "person.ref", "decision.kind", "decision.classes"}
)


def as_met(stacks: Sequence[Stack], kind: str, known: Mapping[str, Value]) -> dict[str, Value]:
    """A value for each fact that can matter and is not `known`; facts that no value would help stay out."""
    weighed = [one for stack in stacks for one in _weighed(stack, kind)]
    facts = {fact.name: fact for stack in stacks for fact in facts_that_can_matter(stack, kind)}
    by_fact: dict[str, list[tuple[Clause, int]]] = {}
    for clause, weight in weighed:
        for name in clause.facts:
            by_fact.setdefault(name, []).append((clause, weight))
    found: dict[str, Value] = {}
    for name in sorted(facts.keys() - known.keys() - _NEVER):
        fact, about = facts[name], by_fact.get(name, [])
        best: tuple[int, int, Value] | None = None
        for place, value in enumerate(_values(fact, [clause for clause, _ in about])):
            case = {**known, **found, name: value}
            score = sum(weight * _counted(truth_of_clauses((clause,), case)) for clause, weight in about)
            if best is None or score > best[0]:
                best = (score, place, value)
        if best is not None:
            found[name] = best[2]
    return found


def _counted(truth: object) -> int:
    return 1 if truth is True else -1 if truth is False else 0


def _weighed(stack: Stack, kind: str) -> list[tuple[Clause, int]]:
    """Clauses that a grant would have true, and a safeguard false."""
    found: list[tuple[Clause, int]] = []
    for rule in bearing(stack, kind).values():
        match rule:
            case BoundGrant():
                found += [(clause, 1) for clause in rule.clauses]
            case BoundSafeguard() if rule.level is not Level.ACT:
                found += [(clause, -1) for clause in rule.clauses]
    return found


def _values(fact: FactType, clauses: Sequence[Clause]) -> list[Value]:
    """The plainest first: of equals that one is taken."""
    if fact.met is not None:
        return [fact.met]
    if fact.type == BOOLEAN:
        return [False, True]
    tried = list(values_to_try(fact, clauses)[1:])
    if fact.type == NUMBER:
        return sorted(tried)
    return tried
