"""The rules for one kind of decision, compiled: each distinct clause once, in two functions.

Clauses that read `actor.*` are apart, so that asking the same question for other people (MEANING rule 7)
costs only those.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from govengine.feel import UNKNOWN, Compiler, Expression, Value, build
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Stack

Truth = Any
"""True, False, UNKNOWN or OPEN."""

Facts = Mapping[str, Value]

Clauses = Callable[[Callable[..., Value], Value], tuple[Truth, ...]]


class Program:
    """Grants and safeguards that bear on a kind and on the classes sent with it.

    A kind's own classes count for grants and safeguards; classes sent with it for safeguards alone.
    """

    def __init__(self, stack: Stack, kind: str, classes: frozenset[str]) -> None:
        own = stack.kinds[kind] | {kind} if kind in stack.kinds else frozenset()
        self.grants: tuple[BoundGrant, ...] = tuple(g for g in stack.grants if g.bears_on & own)
        bearing = own | classes | {kind, "all"}
        self.safeguards: tuple[BoundSafeguard, ...] = tuple(
            s for s in stack.safeguards if s.bears_on & bearing
        )
        self.rules: tuple[BoundGrant | BoundSafeguard, ...] = (*self.grants, *self.safeguards)
        self.by_order = sorted(self.rules, key=lambda rule: rule.order)
        self.order_of = {rule.id: rule.order for rule in self.rules}
        self.granted = frozenset(grant.role for grant in self.grants)
        self.granted_alone = frozenset(grant.role for grant in self.grants if grant.only)
        self._index: dict[Expression, int] = {}
        self._clauses: list[Clause] = []
        self.clauses_of: dict[str, tuple[int, ...]] = {
            rule.id: tuple(self._number(clause) for clause in rule.clauses) for rule in self.rules
        }
        self._case = [i for i, clause in enumerate(self._clauses) if not clause.about_actor]
        self._actor = [i for i, clause in enumerate(self._clauses) if clause.about_actor]
        self._run_case = _compiled([self._clauses[number] for number in self._case])
        self._run_actor = _compiled([self._clauses[number] for number in self._actor])
        self.facts = frozenset(name for clause in self._clauses for name in clause.facts)
        self.confirmable = {
            name: fact.met for name in self.facts if (fact := stack.facts[name]).confirm is not None
        }
        self._due: dict[str, Clauses] = {}
        self._shown: dict[str, Clauses] = {}
        for rule in self.rules:
            for duty in rule.duties:
                if duty.when is not None:
                    self._due[duty.id] = _compiled(duty.when)
                if duty.done_when is not None:
                    self._shown[duty.id] = _compiled(duty.done_when)
            if rule.company is not None and rule.company.done_when is not None:
                self._shown[rule.company.id] = _compiled(rule.company.done_when)

    def _number(self, clause: Clause) -> int:
        number = self._index.setdefault(clause.tree, len(self._clauses))
        if number == len(self._clauses):
            self._clauses.append(clause)
        return number

    def evaluate_case(self, facts: Facts, absent: Value = UNKNOWN) -> list[Truth]:
        """The truths, by number, of the clauses that are the same whoever is asked; UNKNOWN for the others."""
        truths: list[Truth] = [UNKNOWN] * len(self._clauses)
        for number, truth in zip(self._case, self._run_case(facts.get, absent), strict=True):
            truths[number] = truth
        return truths

    def evaluate_person(self, case: list[Truth], facts: Facts, absent: Value = UNKNOWN) -> list[Truth]:
        """Those truths with the clauses about whoever is asked put in. `absent` stands for missing facts."""
        if not self._actor:
            return case
        truths = list(case)
        for number, truth in zip(self._actor, self._run_actor(facts.get, absent), strict=True):
            truths[number] = truth
        return truths

    def truth_of(self, rule: str, truths: Sequence[Truth]) -> Truth:
        """A rule's truth: false if a clause is, else unknown if one is, else open if one is, else true."""
        return _together(truths[number] for number in self.clauses_of[rule])

    def is_due(self, duty: str, facts: Facts) -> Truth:
        """Whether a duty is owed at all: its `if`."""
        run = self._due.get(duty)
        return True if run is None else _together(run(facts.get, UNKNOWN))

    def is_shown(self, duty: str, facts: Facts) -> bool:
        """Whether a fact shows that a duty, or a `with`, is done."""
        run = self._shown.get(duty)
        return run is not None and _together(run(facts.get, UNKNOWN)) is True


def _compiled(clauses: Sequence[Clause]) -> Clauses:
    compiler = Compiler(lambda name: f"get({name!r}, absent)")
    sources = [compiler.source(clause.tree) for clause in clauses]
    return build(f"lambda get, absent: ({''.join(source + ', ' for source in sources)})", compiler.namespace)


def _together(truths: Iterable[Truth]) -> Truth:
    found: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is not True and found is not UNKNOWN:
            found = truth
    return found
