"""Many clauses, evaluated together: a look-up for each fact, not a comparison for each clause.

A clause that reads one fact, and only compares it, is a function of which of its constants the fact equals and
exceeds. So for every value the truths of all clauses that read a fact so are worked out once and looked up from
then on. Clauses that read more than one fact, or compute, are evaluated each time.

Truths are packed into one number: of `width` clauses the bits of those that are false, above them those that are
unknown, above these those that are open. A clause may have more bits than its own: those of the rules it belongs to.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal
from functools import cached_property

from govengine.decide.truths import Truth, Truths
from govengine.feel import UNKNOWN, Compiler, Value, build
from govengine.feel.tree import And, Call, Comparison, In, ListOf, Literal, Name, Not, Or, RangeOf, nodes_of
from govengine.feel.types import NUMBER
from govengine.scheme import Clause

Get = Callable[[str, Value], Value]
"""A fact by its name, or what was given in its place: `dict.get`."""

MOST_VALUES = 256
"""Values remembered for one fact; beyond that all are let go."""

_COMPARING = frozenset({And, Or, Not, Comparison, In, ListOf, RangeOf, Literal, Name})


Marked = tuple[int, Clause]
"""A clause and its bits."""


class ClauseTable:
    """Some clauses of a program; the bits of all of them fit into `width`."""

    def __init__(self, clauses: Iterable[Marked], width: int) -> None:
        by_fact: dict[str, list[Marked]] = {}
        others: list[Marked] = []
        for bits, clause in clauses:
            some = by_fact.setdefault(clause.facts[0], []) if _only_compares(clause) else others
            some.append((bits, clause))
        tables: dict[str, Value] = {"low": bisect_left, "number": Decimal}
        parts: list[str] = []
        for place, (name, some) in enumerate(by_fact.items()):
            run = _Evaluation(some, width)
            fact, values = f"get({name!r}, absent)", f"t{place}"
            tables[values] = _Values(run)
            limits = _limits(clause for _, clause in some)
            if limits is None:
                parts.append(f"{values}[{fact}]")
                continue
            tables[f"l{place}"], tables[f"n{place}"] = [*limits, _INFINITE], _Places(run, limits)
            found = f"n{place}[2 * (at := low(l{place}, v)) + (l{place}[at] == v)]"
            parts.append(f"({found} if (v := {fact}).__class__ is number else {values}[v])")
        if others:
            tables["others"] = _Evaluation(others, width)
            parts.append("others(get, absent)")
        source = " | ".join(parts) or "0"
        self.evaluate: Callable[[Get, Value], int] = build(f"lambda get, absent: {source}", tables)
        """The clauses' truths, packed. What is given beside `get` stands for facts that are not there."""


def _limits(clauses: Iterable[Clause]) -> list[Decimal] | None:
    """The numbers that the one fact of these clauses is compared with, in order; None where it is no number."""
    trees = [node for clause in clauses for node in nodes_of(clause.tree)]
    literals = {node.value for node in trees if isinstance(node, Literal)}
    if all(node.type == NUMBER for node in trees if isinstance(node, Name)):
        numbers = [value for value in literals if isinstance(value, Decimal)]
        return sorted(numbers) if len(numbers) == len(literals) else None
    return None


def unpacked(packed: int, width: int) -> Truths:
    """The three masks."""
    each = (1 << width) - 1
    return Truths(packed & each, packed >> width & each, packed >> 2 * width)


def _only_compares(clause: Clause) -> bool:
    """Whether values that are equal, or on the same side of every constant, give the clause the same truth."""
    return len(clause.facts) == 1 and all(
        type(node) in _COMPARING or (isinstance(node, Call) and node.function == "list contains")
        for node in nodes_of(clause.tree)
    )


class _Evaluation:
    """Clauses that are compiled into one function, when they are first evaluated."""

    def __init__(self, clauses: Sequence[Marked], width: int) -> None:
        self._clauses = [clause for _, clause in clauses]
        self._bits = [(bits, bits << width, bits << 2 * width) for bits, _ in clauses]

    @cached_property
    def _run(self) -> Callable[[Get, Value], tuple[Truth, ...]]:
        compiler = Compiler(lambda name: f"get({name!r}, absent)")
        sources = [compiler.source(clause.tree) for clause in self._clauses]
        return build(
            f"lambda get, absent: ({''.join(source + ', ' for source in sources)})", compiler.namespace
        )

    def __call__(self, get: Get, absent: Value) -> int:
        packed = 0
        for truth, (false, unknown, open_) in zip(self._run(get, absent), self._bits, strict=True):
            if truth is not True:
                packed |= false if truth is False else unknown if truth is UNKNOWN else open_
        return packed


class _Values(dict[Value, int]):
    """The truths by the value of the fact."""

    def __init__(self, run: _Evaluation) -> None:
        super().__init__()
        self._run = run

    def __missing__(self, value: Value) -> int:
        if len(self) >= MOST_VALUES:
            self.clear()
        found = self[value] = self._run(lambda _name, _absent: value, UNKNOWN)
        return found


class _Places(dict[int, int]):
    """The truths by where a number lies among those it is compared with: below the first 0, on it 1, above it 2."""

    def __init__(self, run: _Evaluation, limits: Sequence[Decimal]) -> None:
        super().__init__()
        self._run = run
        self._ends = [-_INFINITE, *limits, _INFINITE]

    def __missing__(self, place: int) -> int:
        value = self._one_at(place)
        found = self[place] = self._run(lambda _name, _absent: value, UNKNOWN)
        return found

    def _one_at(self, place: int) -> Decimal:
        below, on = divmod(place, 2)
        if on:
            return self._ends[below + 1]
        between = _EXACT.add(self._ends[below], self._ends[below + 1])
        return Decimal(0) if between.is_nan() else _EXACT.divide(between, 2)  # no limits at all: any will do


_INFINITE = Decimal("Infinity")
_EXACT = Context(prec=100, traps=[])
"""So that there is room between any two numbers that can be written in a rule."""
