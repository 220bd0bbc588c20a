"""The values of one fact, cut where the rules cut them: each part is asked once and stands for all of its values.

The cuts of what is ordered are the values the rules compare with. Where a clause compares with more than a constant
(an amount and what was paid before), the cut is found by halving, to the smallest step anybody writes. So every cut
is exact, as long as each clause changes once at most between two values the rules name.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from govengine.decide.case import program_for
from govengine.decide.program import Program
from govengine.decide.question import Question, facts_that_can_matter
from govengine.decide.trial import bearing, clauses_of, values_to_try
from govengine.feel import UNKNOWN, Value
from govengine.feel.tree import Literal, nodes_of
from govengine.feel.types import BOOLEAN, DATE, NUMBER, STRING
from govengine.feel.values import Months
from govengine.scheme import Clause, FactType, Stack
from govengine.scheme.checks.domain import Span, moved, step_of

ROLE = "actor.role"

ORDERED = frozenset({str(NUMBER), str(DATE), "days and time duration", "years and months duration"})
"""Types whose values are cut into parts."""

_SETTLED = frozenset({"actor.ref", ROLE, "actor.body", "person.ref", "decision.kind", "decision.classes"})
_MOST_CUTS = 16
"""Cuts looked for between two values that the rules name."""
_EVEN_STEPS = 5
_FAR = 1_000
"""How many times the greatest value that the rules name is looked beyond it."""


@dataclass(frozen=True, slots=True)
class Side:
    """A version that is asked, and what is asked of it but for the facts of the axes."""

    stack: Stack
    base: Question

    def asked(self, said: dict[str, Value]) -> Question | None:
        """The question with these facts; UNKNOWN leaves one out. None where the version has no such role."""
        facts = {
            **self.base.facts,
            **{name: value for name, value in said.items() if name in self.stack.facts},
        }
        if ROLE in said:
            (role,) = said[ROLE]
            if role not in self.stack.roles:
                return None
            facts["actor.body"] = self.stack.roles[role].body
        return replace(self.base, facts={name: v for name, v in facts.items() if v is not UNKNOWN})


@dataclass(frozen=True, slots=True)
class Stop:
    """A part of an axis. `value` is asked, UNKNOWN where nobody has said; it stands for all of `span`, if there is one."""

    value: Value
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Axis:
    """A fact and its parts, in order. `left_out` counts parts beyond the most that are asked."""

    name: str
    stops: tuple[Stop, ...]
    left_out: int = 0


def role_axis(roles: Sequence[str]) -> Axis:
    """The roles that can ask, as they are given."""
    return Axis(ROLE, tuple(Stop((role,)) for role in roles))


def facts_for_axes(stack: Stack, kind: str) -> list[FactType]:
    """The facts that can be an axis, those that tell most apart first: amounts, and what most rules read."""
    clauses = _clauses(stack, kind)
    read = {
        fact.name: sum(fact.name in clause.facts for clause in clauses)
        for fact in facts_that_can_matter(stack, kind)
        if fact.name not in _SETTLED and _can_be_axis(fact, clauses)
    }

    def place(fact: FactType) -> tuple[bool, bool, int, str]:
        return str(fact.type) not in ORDERED, fact.computed, -read[fact.name], fact.name

    return sorted((stack.facts[name] for name in read), key=place)


def _can_be_axis(fact: FactType, clauses: Sequence[Clause]) -> bool:
    if str(fact.type) in ORDERED or fact.type == BOOLEAN:
        return True
    if fact.type == STRING or fact.type.name == "list":
        return bool(fact.one_of) or any(fact.name in clause.facts for clause in clauses)
    return False


def fact_axis(name: str, sides: Sequence[Side], other: Axis | None, most: int) -> Axis:
    """The axis of a fact, cut for every part of the `other` axis; at most so many parts.

    Where one clause reads both facts, no cut along one is a cut for every value of the other: cut this one after
    the other, and show the other's values as single ones (`single`).
    """
    fact = _declared(name, sides)
    stops = list(_parts(fact, sides, other))
    return Axis(name, tuple(stops[:most]), max(0, len(stops) - most))


def single(name: str, sides: Sequence[Side], most: int) -> Axis:
    """Single values of a fact, and nothing between them: those the rules name, and of a number some in even steps."""
    fact = _declared(name, sides)
    if str(fact.type) not in ORDERED:
        return fact_axis(name, sides, None, most)
    values = set(_ends(fact, sides))
    if fact.type == NUMBER:
        values |= {Decimal(0)} if _within(fact, Decimal(0)) else set()
        low, high = min(values), max(values)
        values |= {low + (high - low) * part / _EVEN_STEPS for part in range(1, _EVEN_STEPS)}
    stops = [Stop(value) for value in sorted(values)]
    return Axis(name, tuple(stops[:most]), max(0, len(stops) - most))


def read_together(one: str, other: str, sides: Sequence[Side]) -> bool:
    """Whether some clause reads both facts."""
    return any(
        {one, other} <= set(clause.facts) for side in sides for clause in _clauses(side.stack, side.base.kind)
    )


def _declared(name: str, sides: Sequence[Side]) -> FactType:
    return next(side.stack.facts[name] for side in sides if name in side.stack.facts)


def _clauses(stack: Stack, kind: str) -> list[Clause]:
    return [clause for rule in bearing(stack, kind).values() for clause in clauses_of(rule)]


def _about(fact: FactType, sides: Sequence[Side]) -> list[Clause]:
    return [
        clause
        for side in sides
        for clause in _clauses(side.stack, side.base.kind)
        if fact.name in clause.facts
    ]


def _parts(fact: FactType, sides: Sequence[Side], other: Axis | None) -> Iterator[Stop]:
    if str(fact.type) not in ORDERED:
        yield from (Stop(value) for value in values_to_try(fact, _about(fact, sides))[1:])
        yield Stop(UNKNOWN)
        return
    ends = _ends(fact, sides)
    step = step_of(fact, _finest(ends))
    seen = _seen(fact.name, sides, other)
    for span, least, most in _segments(fact, ends, step):
        yield from _cut(span, least, most, step, seen)


def _ends(fact: FactType, sides: Sequence[Side]) -> list[Value]:
    """Every value of the fact's type that a clause about it names, and its own limits; at least one."""
    named = {
        node.value
        for clause in _about(fact, sides)
        for node in nodes_of(clause.tree)
        if isinstance(node, Literal) and _is_of(fact, node.value)
    }
    limits = {limit for limit in (fact.least, fact.most) if limit is not None}
    found = sorted(value for value in named | limits if _within(fact, value))
    return found or [_ORIGINS[str(fact.type)]]


_ORIGINS: dict[str, Any] = {
    "number": Decimal(0),
    "date": date(2026, 1, 1),
    "days and time duration": timedelta(0),
    "years and months duration": Months(0),
}
_TYPES: dict[str, type] = {
    "number": Decimal,
    "date": date,
    "days and time duration": timedelta,
    "years and months duration": Months,
}


def _is_of(fact: FactType, value: Value) -> bool:
    return type(value) is _TYPES[str(fact.type)]


def _within(fact: FactType, value: Value) -> bool:
    return (fact.least is None or value >= fact.least) and (fact.most is None or value <= fact.most)


def _finest(ends: Sequence[Value]) -> int:
    exponents = [end.normalize().as_tuple().exponent for end in ends if isinstance(end, Decimal)]
    return max((-e for e in exponents if isinstance(e, int) and e < 0), default=0)


def _segments(fact: FactType, ends: Sequence[Value], step: Value) -> Iterator[tuple[Span, Value, Value]]:
    """Before, at, between and beyond the ends: each with the least and the greatest value to ask in it."""
    far = _far(ends, step)
    if fact.least is None:
        before, most = moved(ends[0], step, -far), moved(ends[0], step, -1)
        if before is not None and most is not None:
            yield Span(None, ends[0], includes_low=False, includes_high=False), before, most
    for place, end in enumerate(ends):
        yield Span(end, end, includes_low=True, includes_high=True), end, end
        if place + 1 < len(ends):
            following = ends[place + 1]
            least, most = moved(end, step), moved(following, step, -1)
            if least is not None and most is not None and least <= most:
                yield Span(end, following, includes_low=False, includes_high=False), least, most
    if fact.most is None:
        least, most = moved(ends[-1], step), moved(ends[-1], step, far)
        if least is not None and most is not None:
            yield Span(ends[-1], None, includes_low=False, includes_high=False), least, most


def _far(ends: Sequence[Value], step: Value) -> int:
    """In steps."""
    if isinstance(step, Decimal):
        return int(max(abs(ends[0]), abs(ends[-1]), Decimal(_FAR)) * _FAR / step)
    return _FAR * 10


Seen = Callable[[Value], Hashable]


def _seen(name: str, sides: Sequence[Side], other: Axis | None) -> Seen:
    """What the clauses make of a value: their truths, on each side, at each part of the other axis."""
    runs: dict[Hashable, tuple[Program, dict[str, Value]]] = {}
    for number, side in enumerate(sides):
        for stop in other.stops if other else (None,):
            said = {} if other is None or stop is None else {other.name: stop.value}
            asked = side.asked(said)
            if asked is not None:
                program = program_for(side.stack, asked)
                read = {fact: value for fact, value in asked.facts.items() if fact in program.facts}
                runs[number, tuple(sorted(read.items(), key=lambda one: one[0]))] = program, read

    def seen(value: Value) -> Hashable:
        return tuple([program.evaluate({**read, name: value}) for program, read in runs.values()])

    return seen


def _cut(span: Span, least: Value, most: Value, step: Value, seen: Seen) -> Iterator[Stop]:
    for _ in range(_MOST_CUTS):
        here = seen(least)
        if least == most or seen(most) == here:
            break
        same, other = 0, _steps(least, most, step)
        while other - same > 1:
            middle = (same + other) // 2
            value = moved(least, step, middle)
            same, other = (middle, other) if value is not None and seen(value) == here else (same, middle)
        last = moved(least, step, same)
        part = Span(span.low, last, span.includes_low, includes_high=True)
        yield Stop(standing_for(part, step), part)
        span = Span(last, span.high, includes_low=False, includes_high=span.includes_high)
        least = moved(last, step)
    yield Stop(standing_for(span, step), span)


def _steps(least: Value, most: Value, step: Value) -> int:
    if isinstance(least, Months):
        return int(most.months - least.months)
    return int((most - least) / step)


def standing_for(span: Span, step: Value) -> Value:
    """A value in a part that may be asked for all of it: at an end, where a limit shows."""
    if span.high is not None and span.includes_high:
        return span.high
    if span.low is None:
        return moved(span.high, step, -1)
    return span.low if span.includes_low else moved(span.low, step)
