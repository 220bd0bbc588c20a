"""Two versions asked the same questions: whose level fell, whose rose.

The questions are made from what the rules compare with: the values on both sides of every limit, both answers
of every boolean, each text a rule names and one it does not, and every fact left out; for each role, and for
each kind. Facts that the rules in question do not read are held at a few settings. The count is bounded: a
larger grid is walked in even steps, always the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import gcd, prod
from typing import Any

from govengine.decide.case import case_of
from govengine.decide.people import actor
from govengine.decide.question import Question, facts_that_can_matter
from govengine.decide.standing import Standings
from govengine.feel import Value, text_of
from govengine.feel.tree import Literal, nodes_of
from govengine.feel.types import BOOLEAN, NUMBER, STRING
from govengine.feel.values import Months
from govengine.scheme import FactType, Level, Stack
from govengine.scheme.change import Tried
from govengine.scheme.stack import Clause, Rule

MOST = 12_000
"""Cases in one trial: some seconds of work."""

_ABSENT = object()
_PENNY = Decimal("0.01")
_SECOND_WALK = 7_919
"""A prime: steps of about this size meet values of every fact early in a walk over part of a grid."""


def try_out(before: Stack, after: Stack, moment: datetime, most: int = MOST) -> Tried:
    """Ask both versions, as of a moment, and count whose answer became tighter and whose looser.

    An answer is compared by its level; at the same level, by whether the actor may act; then by what
    safeguards ask to be done. (What a grant asks comes with the authority it gives.)
    """
    kinds = sorted({*before.kinds, *after.kinds})
    roles = sorted(name for name, role in {**before.roles, **after.roles}.items() if role.human)
    grids = [(kind, _Grid(before, after, kind)) for kind in kinds]
    grids = [(kind, grid) for kind, grid in grids if grid.differs]
    share = max(most // max(len(grids) * len(roles), 1), 1)
    cases = tighter = looser = 0
    whole = all(grid.size <= share for _, grid in grids)
    examples: dict[bool, str] = {}
    for kind, grid in grids:
        for facts in grid.walk(share):
            for role in roles:
                one, other = (_strictness(stack, kind, role, facts, moment) for stack in (before, after))
                cases += 1
                for rose in _ways(one, other):
                    tighter, looser = tighter + rose, looser + (not rose)
                    title = (after if role in after.roles else before).title_of(role)
                    known = ", ".join(f"{name} {text_of(value)}" for name, value in sorted(facts.items()))
                    asked = f"{title}, {kind}{': ' if known else ''}{known}"
                    examples.setdefault(rose, f"{asked}: {_change_in_words(one, other)}")
    return Tried(cases, tighter, looser, examples.get(True), examples.get(False), whole)


@dataclass(frozen=True, slots=True)
class _Strictness:
    """How far the actor is from acting, and what safeguards ask of them."""

    level: Level
    ready: bool
    owed: frozenset[str]


def _strictness(
    stack: Stack, kind: str, role: str, facts: Mapping[str, Value], moment: datetime
) -> _Strictness:
    """A role the version does not have holds nothing."""
    known = {name: value for name, value in facts.items() if name in stack.facts}
    known |= {"decision.kind": kind, "actor.role": ()}
    if role in stack.roles:
        known |= {"actor.role": (role,), "actor.body": stack.roles[role].body}
    question = Question(kind, moment, known)
    case = case_of(stack, question)
    standing = Standings(case).of(actor(case))
    owed = frozenset(duty.id for b in standing.bearing for duty in b.duties if duty.certain)
    return _Strictness(standing.level, standing.ready, owed)


def _ways(one: _Strictness, other: _Strictness) -> tuple[bool, ...]:
    """True where the second is tighter, false where it is looser; both where each asks for something else."""
    if one.level is not other.level:
        return (other.level.rank > one.level.rank,)
    if one.ready is not other.ready:
        return (one.ready,)
    return (*[True] * bool(other.owed - one.owed), *[False] * bool(one.owed - other.owed))


def _change_in_words(one: _Strictness, other: _Strictness) -> str:
    if one.level is not other.level:
        return f"{one.level} → {other.level}"
    if one.ready is not other.ready:
        return f"{one.level}, {_ready(one)} → {_ready(other)}"
    added = ", ".join(sorted(other.owed - one.owed))
    gone = ", ".join(sorted(one.owed - other.owed))
    return f"{one.level}, to do{f', added: {added}' if added else ''}{f', no longer: {gone}' if gone else ''}"


def _ready(strictness: _Strictness) -> str:
    return "to be acted on" if strictness.ready else "not yet to be acted on"


@dataclass(frozen=True, slots=True)
class Axis:
    """A fact with the values to try; the first is that nobody has said."""

    name: str
    values: tuple[Any, ...]


class Walk:
    """Sets of facts: every combination of the axes in focus, with a few settings of the rest."""

    def __init__(self, focus: Sequence[Axis], rest: Sequence[Axis]) -> None:
        self._focus, self._rest = focus, rest

    @property
    def size(self) -> int:
        """How many sets of facts there are."""
        return len(self._settings()) * prod(len(axis.values) for axis in self._focus)

    def cases(self, most: int) -> Iterator[Mapping[str, Value]]:
        """At most so many sets of facts."""
        settings, total = self._settings(), self.size
        step = 1 if total <= most else _coprime(max(total // most, 1) + _SECOND_WALK, total)
        for number in range(min(total, most)):
            yield self._facts(number * step % total, settings)

    def _facts(self, number: int, settings: Sequence[Mapping[str, Value]]) -> Mapping[str, Value]:
        number, setting = divmod(number, len(settings))
        facts = dict(settings[setting])
        for axis in self._focus:
            number, index = divmod(number, len(axis.values))
            if axis.values[index] is not _ABSENT:
                facts[axis.name] = axis.values[index]
        return facts

    def _settings(self) -> list[Mapping[str, Value]]:
        """A few ways the other facts may be: not said, all at their first value, at their last, and mixed."""
        found: list[Mapping[str, Value]] = [{}]
        for turn in range(6):
            chosen = {
                axis.name: axis.values[1 + (turn + place * (turn // 2)) % (len(axis.values) - 1)]
                for place, axis in enumerate(self._rest)
                if len(axis.values) > 1
            }
            if chosen not in found:
                found.append(chosen)
        return found


class _Grid:
    """The questions about one kind."""

    def __init__(self, before: Stack, after: Stack, kind: str) -> None:
        self._stacks = (before, after)
        rules = [bearing(stack, kind) for stack in self._stacks]
        changed = {
            rule_id for rule_id in {**rules[0], **rules[1]} if rules[0].get(rule_id) != rules[1].get(rule_id)
        }
        facts = {fact.name: fact for stack in self._stacks for fact in facts_to_try(stack, kind)}
        clauses = [clause for one in rules for rule in one.values() for clause in clauses_of(rule)]
        focus = {
            name
            for one in rules
            for rule_id, rule in one.items()
            if rule_id in changed
            for clause in clauses_of(rule)
            for name in clause.facts
        }
        redeclared = {name for name in facts if before.facts.get(name) != after.facts.get(name)}
        self.differs = bool(changed or redeclared or before.kinds.get(kind) != after.kinds.get(kind))
        axes = [Axis(name, values_to_try(fact, clauses)) for name, fact in sorted(facts.items())]
        in_focus = [axis for axis in axes if axis.name in focus | redeclared] or axes
        self._walk = Walk(in_focus, [axis for axis in axes if axis not in in_focus])

    @property
    def size(self) -> int:
        """How many sets of facts there are."""
        return self._walk.size

    def walk(self, most: int) -> Iterator[Mapping[str, Value]]:
        """At most so many sets of facts."""
        return self._walk.cases(most)


def facts_to_try(stack: Stack, kind: str) -> list[FactType]:
    """The facts that rules for a kind read, but for those every question has."""
    settled = ("actor.ref", "actor.role", "actor.body", "decision.kind")
    return [fact for fact in facts_that_can_matter(stack, kind) if fact.name not in settled]


def _coprime(step: int, total: int) -> int:
    while gcd(step, total) != 1:
        step += 1
    return step


def bearing(stack: Stack, kind: str) -> dict[str, Rule]:
    """The rules for a kind by id, without what does not change an answer."""
    own = {kind, "all", *stack.kinds.get(kind, ())}
    rules = (rule for rule in (*stack.grants, *stack.safeguards) if rule.bears_on & own)
    return {rule.id: replace(rule, place="", title=None, authority=None, because=None) for rule in rules}


def clauses_of(rule: Rule) -> list[Clause]:
    """Every clause of a rule: its own, its duties' and its company's."""
    found = list(rule.clauses)
    for duty in rule.duties:
        found += [*(duty.when or ()), *(duty.done_when or ())]
    if rule.company is not None:
        found += rule.company.done_when or ()
    return found


def values_to_try(fact: FactType, clauses: Sequence[Clause]) -> tuple[Any, ...]:
    """Values of a fact that the clauses tell apart, with one on each side of every limit."""
    about = [clause for clause in clauses if fact.name in clause.facts]
    literals = [node.value for clause in about for node in nodes_of(clause.tree) if isinstance(node, Literal)]
    found: list[Any] = []
    if fact.type == BOOLEAN:
        found = [True, False]
    elif fact.type == NUMBER:
        numbers = sorted({value for value in literals if isinstance(value, Decimal)})
        found = [near for value in numbers for near in (value - _PENNY, value, value + _PENNY)]
        found += [Decimal(0), *([numbers[-1] * 2] if numbers else [Decimal(1)])]
    elif fact.type == STRING:
        texts = sorted({value for value in literals if isinstance(value, str)})
        found = list(fact.one_of) or [*texts, "another"]
    elif fact.type.name == "list":
        items = sorted({value for value in literals if isinstance(value, str | Decimal | date)}, key=str)
        found = [(), *((item,) for item in fact.one_of or items)]
    else:
        found = _times(literals)
    allowed = [value for value in dict.fromkeys(found) if _fits(fact, value)]
    return (_ABSENT, *allowed)


def _times(literals: Sequence[Value]) -> list[Value]:
    found: list[Value] = []
    for value in literals:
        if isinstance(value, date | datetime | timedelta):
            found += [value - timedelta(days=1), value, value + timedelta(days=1)]
        elif isinstance(value, Months):
            found += [Months(value.months - 1), value, Months(value.months + 1)]
    return found


def _fits(fact: FactType, value: Value) -> bool:
    if isinstance(value, Decimal):
        return (fact.least is None or value >= fact.least) and (fact.most is None or value <= fact.most)
    return True
