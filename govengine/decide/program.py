"""The rules for one kind of decision, compiled: each distinct clause once, in two tables.

Clauses that read `actor.*` are apart, so that asking the same question for other people (MEANING rule 7)
costs only those.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property

from govengine.decide.clause_table import ClauseTable, unpacked
from govengine.decide.matching import Matcher, matcher
from govengine.decide.truths import Truth, Truths
from govengine.feel import OPEN, UNKNOWN, Compiler, Expression, Value, build, text_of
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
        bearing = {
            rule.id: rule
            for name in own | classes | {"all"}
            for rule in stack.rules_on.get(name, ())
            if isinstance(rule, BoundSafeguard) or rule.bears_on & granted
        }
        self._set_rules(sorted(bearing.values(), key=lambda rule: rule.order))
        self._index: dict[Expression, int] = {}
        self.clauses: dict[int, Clause] = {}
        """Each distinct clause by its number, which is the place of its bit."""
        self._settled_false = 0
        self.clauses_of: dict[str, tuple[int, ...]] = {
            rule.id: tuple(self._number(clause) for clause in rule.clauses) for rule in self.rules
        }
        self.figures = {
            number: {name: text_of(value) for name, value in clause.figures.items()}
            for number, clause in self.clauses.items()
        }
        """What an explanation shows of the figures in a clause, by its number."""
        self.first_rule = len(self.clauses)
        """The bits from here on are the rules', in their order: each is set where the bit of one of its clauses is."""
        self._width = self.first_rule + len(self.rules)
        self._all = (1 << self._width) - 1
        self.mask_of = {rule.id: 1 << self.first_rule + place for place, rule in enumerate(self.rules)}
        bits = [1 << number for number in range(self.first_rule)]
        for rule, numbers in self.clauses_of.items():
            for number in numbers:
                bits[number] |= self.mask_of[rule]
        marked = list(zip(bits, self.clauses.values(), strict=True))
        of_actor = [(bits, clause) for bits, clause in marked if clause.about_actor]
        of_case = [(bits, clause) for bits, clause in marked if not clause.about_actor]
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
        self.facts = frozenset(name for clause in self.clauses.values() for name in clause.facts)
        self.confirmable = {
            name: fact.met for name in self.facts if (fact := stack.facts[name]).confirm is not None
        }

    def _set_rules(self, rules: Iterable[BoundGrant | BoundSafeguard]) -> None:
        self.rules: tuple[BoundGrant | BoundSafeguard, ...] = tuple(rules)
        """By layer, then id."""
        self.grants = tuple(rule for rule in self.rules if isinstance(rule, BoundGrant))
        self.safeguards = tuple(rule for rule in self.rules if isinstance(rule, BoundSafeguard))
        self.timed = any(
            rule.since or rule.until or (isinstance(rule, BoundGrant) and rule.scope_until)
            for rule in self.rules
        )
        """Whether some rule has a window of its own, so that the moment counts."""

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
        for made in ("matcher", "tells_apart"):
            vars(program).pop(made, None)
        program._put(changed)  # noqa: SLF001 - another of the same class
        return program

    def _put(self, changed: BoundGrant | BoundSafeguard) -> None:
        self._set_rules([changed if one.id == changed.id else one for one in self.rules])
        self.clauses = {**self.clauses}
        numbers = tuple(map(self._known_or_settled, changed.clauses))
        self.clauses_of = {**self.clauses_of, changed.id: numbers}
        # Not the rule's own bit, which stands for the clauses that it had.
        self.mask_of = {**self.mask_of, changed.id: _mask(numbers)}

    def _known_or_settled(self, clause: Clause) -> int:
        number = self._index.get(clause.tree)
        if number is None:
            assert isinstance(clause.tree, Literal)
            number = self._width + len(self.clauses)
            self.clauses[number] = clause
            self._settled_false |= 0 if clause.tree.value else 1 << number
        return number

    def _number(self, clause: Clause) -> int:
        number = self._index.setdefault(clause.tree, len(self.clauses))
        self.clauses.setdefault(number, clause)
        return number

    def evaluate(self, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> Truths:
        """Every clause's truth. `absent` stands for facts that are not there."""
        return self.with_actor(self.evaluate_case(facts, absent), facts, absent)

    def evaluate_case(self, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> int:
        """What the clauses that are not about the actor come to, for `with_actor`."""
        return self._of_case.evaluate(facts.get, absent)

    def false_rules(self, of_case: int) -> int:
        """The rules that are false by what `evaluate_case` gave: the first has the lowest bit."""
        return (of_case & self._all) >> self.first_rule

    def with_actor(self, of_case: int, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> Truths:
        """Every clause's truth: of those about the actor by these facts, of the others as they have been evaluated."""
        if self._of_actor is not None:
            of_case |= self._of_actor.evaluate(facts.get, absent)
        truths = unpacked(of_case, self._width)
        return truths._replace(false=truths.false | self._settled_false) if self._settled_false else truths

    @cached_property
    def matcher(self) -> Matcher:
        """Gives the rules whose every clause is true by some facts."""
        return matcher(self.rules)

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
