"""The rules for one kind of decision, compiled: each distinct clause once, in two functions.

Clauses that read `actor.*` are apart, so that asking the same question for other people (MEANING rule 7)
costs only those.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any

from govengine.feel import OPEN, UNKNOWN, Compiler, Expression, Value, build
from govengine.feel.tree import Literal
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Stack

Truth = Any
"""True, False, UNKNOWN or OPEN."""

Clauses = Callable[[Callable[..., Value], Value], tuple[Truth, ...]]


class Program:
    """Grants and safeguards that bear on a kind and on the classes sent with it.

    A kind's own classes count for grants and safeguards; classes sent with it for safeguards alone.
    """

    def __init__(self, stack: Stack, kind: str, classes: frozenset[str]) -> None:
        own = stack.kinds.get(kind, frozenset()) | {kind}
        # A kind nobody declared has no grants, even if it is called as a class is.
        granted = own if kind in stack.kinds else frozenset()
        self.grants: tuple[BoundGrant, ...] = tuple(g for g in stack.grants if g.bears_on & granted)
        bearing = own | classes | {"all"}
        self.safeguards: tuple[BoundSafeguard, ...] = tuple(
            s for s in stack.safeguards if s.bears_on & bearing
        )
        both: list[BoundGrant | BoundSafeguard] = [*self.grants, *self.safeguards]
        self.rules: tuple[BoundGrant | BoundSafeguard, ...] = tuple(sorted(both, key=lambda rule: rule.order))
        self._index: dict[Expression, int] = {}
        self._clauses: list[Clause] = []
        self._settled: dict[int, bool] = {}
        self.clauses_of: dict[str, tuple[int, ...]] = {
            rule.id: tuple(self._number(clause) for clause in rule.clauses) for rule in self.rules
        }
        self.conditions: dict[tuple[Clause, ...], tuple[int, ...]] = {}
        self._case = [i for i, clause in enumerate(self._clauses) if not clause.about_actor]
        self._actor = [i for i, clause in enumerate(self._clauses) if clause.about_actor]
        self._run_case = self._compile(self._case)
        self._run_actor = self._compile(self._actor)
        self._run_all = self._compile(range(len(self._clauses))) if self._actor else self._run_case
        self.asks_of_each = frozenset(
            rule.id
            for rule in self.safeguards
            for duty in rule.duties
            if any(clause.about_actor for clause in duty.when or ())
        )
        """Safeguards whose duties depend on who is asked."""
        self.open_actor = dict.fromkeys(stack.facts_about_actor, OPEN)
        self.facts = frozenset(name for clause in self._clauses for name in clause.facts)
        self.confirmable = {
            name: fact.met for name in self.facts if (fact := stack.facts[name]).confirm is not None
        }

    @cached_property
    def tells_apart(self) -> bool:
        """Whether two people of one role could stand differently: by facts of their own, or as second person."""
        company = [company for rule in self.rules if (company := rule.company) is not None]
        return self.asks_about_actor or bool(self.asks_of_each) or any(one.second_person for one in company)

    @property
    def asks_about_actor(self) -> bool:
        """Whether some rule reads what the actor is or holds."""
        return bool(self._actor)

    def with_rule(self, changed: BoundGrant | BoundSafeguard) -> "Program":
        """The same program with this rule for the one of its id; clauses that it does not know are true or false."""
        program = copy(self)
        program._put(changed)  # noqa: SLF001 - another of the same class
        return program

    def _put(self, changed: BoundGrant | BoundSafeguard) -> None:
        self.rules = tuple(changed if one.id == changed.id else one for one in self.rules)
        self.grants = tuple(rule for rule in self.rules if isinstance(rule, BoundGrant))
        self.safeguards = tuple(rule for rule in self.rules if isinstance(rule, BoundSafeguard))
        self._clauses, self._settled = [*self._clauses], {**self._settled}
        self.clauses_of = {**self.clauses_of, changed.id: tuple(map(self._known_or_settled, changed.clauses))}

    def _known_or_settled(self, clause: Clause) -> int:
        number = self._index.get(clause.tree)
        if number is None:
            assert isinstance(clause.tree, Literal)
            number = len(self._clauses)
            self._clauses.append(clause)
            self._settled[number] = clause.tree.value
        return number

    def _number(self, clause: Clause) -> int:
        number = self._index.setdefault(clause.tree, len(self._clauses))
        if number == len(self._clauses):
            self._clauses.append(clause)
        return number

    def _compile(self, numbers: Sequence[int]) -> Clauses:
        compiler = Compiler(lambda name: f"get({name!r}, absent)")
        sources = [compiler.source(self._clauses[number].tree) for number in numbers]
        return build(
            f"lambda get, absent: ({''.join(source + ', ' for source in sources)})", compiler.namespace
        )

    def evaluate(self, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> list[Truth]:
        """Every clause's truth, by number. `absent` stands for facts that are not there."""
        truths = [*self._run_all(facts.get, absent)]
        for number, settled in self._settled.items():
            truths.insert(number, settled)
        return truths

    def evaluate_case(self, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> list[Truth]:
        """As `evaluate`, with the clauses about the actor left unknown."""
        truths: list[Truth] = [UNKNOWN] * len(self._clauses)
        for number, truth in zip(self._case, self._run_case(facts.get, absent), strict=True):
            truths[number] = truth
        for number, settled in self._settled.items():
            truths[number] = settled
        return truths

    def evaluate_actor(
        self, truths: Sequence[Truth], facts: Mapping[str, Value], absent: Value = UNKNOWN
    ) -> list[Truth]:
        """`truths` with the clauses about the actor evaluated again."""
        again = list(truths)
        if self._actor:
            for number, truth in zip(self._actor, self._run_actor(facts.get, absent), strict=True):
                again[number] = truth
        return again

    def held(self, facts: Mapping[str, Value]) -> frozenset[str]:
        """The rules whose every clause is true."""
        truths = self.evaluate(facts)
        return frozenset(rule.id for rule in self.rules if self.truth_of(rule.id, truths) is True)

    def truth_of(self, rule: str, truths: Sequence[Truth]) -> Truth:
        """A rule's truth: false if a clause is, else unknown if one is, else open if one is, else true."""
        found: Truth = True
        for number in self.clauses_of[rule]:
            truth = truths[number]
            if truth is False:
                return False
            if truth is not True and found is not UNKNOWN:
                found = truth
        return found


def truth_of_clauses(clauses: tuple[Clause, ...], facts: Mapping[str, Value]) -> Truth:
    """The truth of a duty's `if` or `done_when`: few and short, so they are evaluated where they stand."""
    found: Truth = True
    for clause in clauses:
        truth = _compiled(clause)(facts.get, UNKNOWN)
        if truth is False:
            return False
        if truth is not True and found is not UNKNOWN:
            found = truth
    return found


_SINGLE: dict[Expression, Callable[..., Truth]] = {}


def _compiled(clause: Clause) -> Callable[..., Truth]:
    if clause.tree not in _SINGLE:
        compiler = Compiler(lambda name: f"get({name!r}, absent)")
        _SINGLE[clause.tree] = build(
            f"lambda get, absent: {compiler.source(clause.tree)}", compiler.namespace
        )
    return _SINGLE[clause.tree]


__all__ = ["OPEN", "Program", "Truth", "truth_of_clauses"]
