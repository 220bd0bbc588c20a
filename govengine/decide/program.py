"""The rules for one kind of decision, compiled: each distinct clause once, in two tables.

Clauses that read `actor.*` are apart, so that asking the same question for other people (MEANING rule 7)
costs only those.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property

from govengine.decide.clause_table import ClauseTable, unpacked
from govengine.decide.truths import Truth, Truths
from govengine.feel import OPEN, UNKNOWN, Compiler, Expression, Value, build
from govengine.feel.tree import Literal
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Stack


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
        self._settled_false = 0
        self.clauses_of: dict[str, tuple[int, ...]] = {
            rule.id: tuple(self._number(clause) for clause in rule.clauses) for rule in self.rules
        }
        self.mask_of = {rule: _mask(numbers) for rule, numbers in self.clauses_of.items()}
        self._width = len(self._clauses)
        of_actor = {i: clause for i, clause in enumerate(self._clauses) if clause.about_actor}
        of_case = {i: clause for i, clause in enumerate(self._clauses) if not clause.about_actor}
        self._of_case = ClauseTable(of_case, self._width)
        self._of_actor = ClauseTable(of_actor, self._width) if of_actor else None
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
        return self._of_actor is not None

    def with_rule(self, changed: BoundGrant | BoundSafeguard) -> "Program":
        """The same program with this rule for the one of its id; clauses that it does not know are true or false."""
        program = copy(self)
        program._put(changed)  # noqa: SLF001 - another of the same class
        return program

    def _put(self, changed: BoundGrant | BoundSafeguard) -> None:
        self.rules = tuple(changed if one.id == changed.id else one for one in self.rules)
        self.grants = tuple(rule for rule in self.rules if isinstance(rule, BoundGrant))
        self.safeguards = tuple(rule for rule in self.rules if isinstance(rule, BoundSafeguard))
        self._clauses = [*self._clauses]
        numbers = tuple(map(self._known_or_settled, changed.clauses))
        self.clauses_of = {**self.clauses_of, changed.id: numbers}
        self.mask_of = {**self.mask_of, changed.id: _mask(numbers)}

    def _known_or_settled(self, clause: Clause) -> int:
        number = self._index.get(clause.tree)
        if number is None:
            assert isinstance(clause.tree, Literal)
            number = len(self._clauses)
            self._clauses.append(clause)
            self._settled_false |= 0 if clause.tree.value else 1 << number
        return number

    def _number(self, clause: Clause) -> int:
        number = self._index.setdefault(clause.tree, len(self._clauses))
        if number == len(self._clauses):
            self._clauses.append(clause)
        return number

    def evaluate(self, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> Truths:
        """Every clause's truth. `absent` stands for facts that are not there."""
        return self.with_actor(self.evaluate_case(facts, absent), facts, absent)

    def evaluate_case(self, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> int:
        """What the clauses that are not about the actor come to, for `with_actor`."""
        return self._of_case.evaluate(facts.get, absent)

    def with_actor(self, of_case: int, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> Truths:
        """Every clause's truth: of those about the actor by these facts, of the others as they have been evaluated."""
        if self._of_actor is not None:
            of_case |= self._of_actor.evaluate(facts.get, absent)
        truths = unpacked(of_case, self._width)
        return truths._replace(false=truths.false | self._settled_false) if self._settled_false else truths

    def held(self, facts: Mapping[str, Value]) -> list[str]:
        """The rules whose every clause is true."""
        false, unknown, open_ = self.evaluate(facts)
        not_true = false | unknown | open_
        return [rule for rule, mask in self.mask_of.items() if not mask & not_true]

    def truth_of(self, rule: str, truths: Truths) -> Truth:
        """A rule's truth: false if a clause is, else unknown if one is, else open if one is, else true."""
        return truths.of(self.mask_of[rule])


def _mask(numbers: Iterable[int]) -> int:
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


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


__all__ = ["Program", "truth_of_clauses"]
