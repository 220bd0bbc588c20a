"""What a table leaves out between the cases it speaks of, shown as a row that is not there.

A scheme of delegation speaks of amounts up to a limit, and what lies beyond goes to whoever `ask` names: that
is no gap. A gap lies between two covered areas, or within the least and greatest value a fact is declared to
have, or is one of its listed values. Every rule of the stack that opens or reserves a kind counts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govengine.errors import Problem
from govengine.feel import Value
from govengine.feel.types import BOOLEAN
from govengine.scheme.checks.domain import Choice, Domain, Span, Spans, holds, meet, moved, step_of, universe
from govengine.scheme.checks.example import in_words
from govengine.scheme.checks.region import Box, decimals_in, region_of
from govengine.scheme.checks.rows import Row, tables_of
from govengine.scheme.checks.written import Written
from govengine.scheme.layering import kinds_of
from govengine.scheme.vocabulary import FactType
from govengine.scheme.words import Level

MOST_NAMED = 3
"""Gaps named for one table."""

MOST_STEPS = 40_000
"""Boxes looked at for one kind of a table; beyond, nothing more is claimed about it."""


def gaps(written: Written) -> Iterator[Problem]:
    """A warning for each case no rule speaks of, a few for each table."""
    spoken = _spoken(written)
    for table, rows in tables_of(written):
        named = 0
        for kind in sorted({kind for row in rows for kind in row.kinds}):
            own = [row for row in rows if kind in row.kinds]
            for case in _gaps_of(own, spoken.get(kind, ()), written):
                message = f"No rule speaks of {kind} with {in_words(case)}."
                what_to_do = (
                    f"Add a row to {table.file.value}, or leave it so: it then goes to whoever `ask` names."
                )
                yield Problem("gap", message, what_to_do, own[0].grant.place, severity="warning")
                named += 1
                if named == MOST_NAMED:
                    break
            if named == MOST_NAMED:
                break


def _spoken(written: Written) -> dict[str, list[Box]]:
    """By kind, where some rule grants, reserves or stops."""
    stack = written.stack
    speaking = [*stack.grants, *(s for s in stack.safeguards if s.to or s.level is Level.STOP)]
    wanted = {kind for _, rows in tables_of(written) for row in rows for kind in row.kinds}
    found: dict[str, list[Box]] = {kind: [] for kind in wanted}
    for rule in speaking if wanted else ():
        region = region_of(rule.clauses, stack.facts)
        for kind in kinds_of(rule, stack) & wanted:
            found[kind] += region
    return found


@dataclass(frozen=True, slots=True)
class _Axis:
    """A column, with a value for each part of it that the boxes tell apart."""

    fact: FactType
    values: tuple[Value, ...]


def _gaps_of(rows: Sequence[Row], boxes: Sequence[Box], written: Written) -> Iterator[dict[str, Value]]:
    columns = [
        name
        for name in dict.fromkeys(name for row in rows for name in row.columns)
        if any(name in box.domains for box in boxes)
    ]
    axes = [axis for name in columns if (axis := _axis(written.stack.facts[name], boxes)) is not None]
    if axes:
        yield from _Search(axes).gaps(list(boxes))


def _axis(fact: FactType, boxes: Sequence[Box]) -> _Axis | None:
    """The values between what the boxes cover, and within the fact's own limits where it has them."""
    whole = universe(fact)
    told = [domain for box in boxes if (domain := box.domains.get(fact.name)) is not None]
    match whole:
        case None:
            return None
        case Choice(inside=True) if fact.type != BOOLEAN:
            return _Axis(fact, tuple(sorted(whole.values)))
        case Choice():
            chosen = {value for d in told if isinstance(d, Choice) and d.inside for value in d.values}
            return _Axis(fact, tuple(sorted(chosen))) if chosen else None
        case Spans():
            spans = [span for domain in told if isinstance(domain, Spans) for span in domain.spans]
            return _Axis(fact, tuple(_values_among(spans, fact, boxes))) if spans else None


def _values_among(spans: Sequence[Span], fact: FactType, boxes: Sequence[Box]) -> Iterator[Value]:
    """Every end, and a value between each two where there is room for one that somebody would write."""
    step = step_of(fact, decimals_in(tuple(boxes), fact.name))
    ends = {end for span in spans for end in (span.low, span.high) if end is not None}
    ends |= {end for end in (fact.least, fact.most) if end is not None}
    reach = _reach(spans, fact)
    before: Value = None
    for end in sorted(ends):
        inner = moved(end, step, -1) if before is None else moved(before, step)
        if inner is not None and inner < end and holds(reach, inner):
            yield inner
        if holds(reach, end):
            yield end
        before = end
    beyond = None if before is None else moved(before, step)
    if beyond is not None and holds(reach, beyond):
        yield beyond


def _reach(spans: Sequence[Span], fact: FactType) -> Domain:
    """From the least to the greatest that is spoken of or declared."""
    whole = universe(fact)
    lowest = min(
        spans, key=lambda s: (s.low is not None, s.low if s.low is not None else 0, not s.includes_low)
    )
    highest = max(spans, key=lambda s: (s.high is None, s.high if s.high is not None else 0, s.includes_high))
    low, includes_low = (lowest.low, lowest.includes_low) if fact.least is None else (fact.least, True)
    high, includes_high = (highest.high, highest.includes_high) if fact.most is None else (fact.most, True)
    reach = Spans((Span(low, high, includes_low, includes_high),))
    return reach if whole is None else meet(reach, whole)


class _Search:
    """Walks the columns one after the other, with the boxes that are left at each value."""

    def __init__(self, axes: Sequence[_Axis]) -> None:
        self._axes = axes
        self._steps = 0

    def gaps(self, boxes: list[Box], depth: int = 0) -> Iterator[dict[str, Value]]:
        """Cases that no box holds."""
        rest = [axis.fact.name for axis in self._axes[depth:]]
        if any(not any(name in box.domains for name in rest) for box in boxes):
            return  # this box holds whatever the other columns say
        if not boxes or not rest:
            # Of the columns that no longer matter any value is an example.
            yield {axis.fact.name: axis.values[0] for axis in self._axes[depth:]}
            return
        axis = self._axes[depth]
        seen: set[frozenset[int]] = set()
        before: frozenset[int] | None = None
        for value, left in self._at_each(axis, boxes):
            self._steps += len(left) + 1
            if self._steps > MOST_STEPS:
                return
            same = frozenset(map(id, left))
            # The same boxes leave the same gaps; where there are none, each stretch is a gap of its own.
            if same != before and (not same or same not in seen):
                seen.add(same)
                for case in self.gaps(left, depth + 1):
                    yield {axis.fact.name: value, **case}
            before = same

    def _at_each(self, axis: _Axis, boxes: list[Box]) -> Iterator[tuple[Value, list[Box]]]:
        """Each value of a column, with the boxes that hold it: found in one walk along the values."""
        begins: dict[int, list[Box]] = {}
        ends: dict[int, list[Box]] = {}
        for box in boxes:
            for first, last in _places(box.domains.get(axis.fact.name), axis.values):
                begins.setdefault(first, []).append(box)
                ends.setdefault(last, []).append(box)
        active: dict[int, Box] = {}
        for place, value in enumerate(axis.values):
            for box in ends.get(place, ()):
                active.pop(id(box), None)
            active |= {id(box): box for box in begins.get(place, ())}
            yield value, list(active.values())


def _places(domain: Domain | None, values: Sequence[Value]) -> Iterator[tuple[int, int]]:
    """From which place to before which the values are in a domain."""
    match domain:
        case None:
            yield 0, len(values)
        case Choice():
            for place, value in enumerate(values):
                if holds(domain, value):
                    yield place, place + 1
        case Spans():
            for span in domain.spans:
                first, last = 0, len(values)
                if span.low is not None:
                    first = (bisect_left if span.includes_low else bisect_right)(values, span.low)
                if span.high is not None:
                    last = (bisect_right if span.includes_high else bisect_left)(values, span.high)
                if first < last:
                    yield first, last
