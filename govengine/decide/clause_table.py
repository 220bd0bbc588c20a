"""Many clauses, evaluated together: a look-up for each fact, not a comparison for each clause.

A clause that reads one fact, and only compares it, is a function of which of its constants the fact equals and
exceeds. So for every value the truths of all clauses that read a fact so are worked out once and looked up from
then on. Clauses that read more than one fact, or compute, are evaluated each time.

Truths are packed into one number: of `width` clauses the bits of those that are false, above them those that are
unknown, above these those that are open. A clause may have more bits than its own: those of the rules it belongs to.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
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

_COMPARING = (And, Or, Not, Comparison, In, ListOf, RangeOf, Literal, Name)


class ClauseTable:
    """Some clauses of a program, each with its bits; those of all of them fit into `width`."""

    def __init__(self, clauses: Mapping[int, Clause], width: int) -> None:
        self._width = width
        by_fact: dict[str, dict[int, Clause]] = {}
        others: dict[int, Clause] = {}
        for bits, clause in clauses.items():
            if _only_compares(clause):
                by_fact.setdefault(clause.facts[0], {})[bits] = clause
            else:
                others[bits] = clause
        tables: dict[str, Value] = {}
        parts: list[str] = []
        for place, (name, some) in enumerate(by_fact.items()):
            tables[f"t{place}"] = self._values(some)
            parts.append(f"t{place}[get({name!r}, absent)]")
        if others:
            tables["others"] = _Evaluation(others, width)
            parts.append("others(get, absent)")
        self.evaluate: Callable[[Get, Value], int] = build(
            f"lambda get, absent: {' | '.join(parts) or 0}", tables
        )
        """The clauses' truths, packed. What is given beside `get` stands for facts that are not there."""

    def _values(self, clauses: Mapping[int, Clause]) -> "_Values | _Limits":
        trees = [node for clause in clauses.values() for node in nodes_of(clause.tree)]
        run = _Evaluation(clauses, self._width)
        if all(node.type == NUMBER for node in trees if isinstance(node, Name)):
            literals = {node.value for node in trees if isinstance(node, Literal)}
            if all(isinstance(value, Decimal) for value in literals):
                return _Limits(run, sorted(literals))
        return _Values(run)


def unpacked(packed: int, width: int) -> Truths:
    """The three masks."""
    each = (1 << width) - 1
    return Truths(packed & each, packed >> width & each, packed >> 2 * width)


def _only_compares(clause: Clause) -> bool:
    """Whether values that are equal, or on the same side of every constant, give the clause the same truth."""
    return len(clause.facts) == 1 and all(
        isinstance(node, _COMPARING) or (isinstance(node, Call) and node.function == "list contains")
        for node in nodes_of(clause.tree)
    )


class _Evaluation:
    """Clauses that are compiled into one function, when they are first evaluated."""

    def __init__(self, clauses: Mapping[int, Clause], width: int) -> None:
        self._clauses = clauses
        self._bits = [(bits, bits << width, bits << 2 * width) for bits in clauses]

    @cached_property
    def _run(self) -> Callable[[Get, Value], tuple[Truth, ...]]:
        compiler = Compiler(lambda name: f"get({name!r}, absent)")
        sources = [compiler.source(clause.tree) for clause in self._clauses.values()]
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


class _Limits:
    """The truths by where a number lies among the constants it is compared with."""

    def __init__(self, run: _Evaluation, limits: Sequence[Decimal]) -> None:
        self._missing, self._run, self._limits = _Values(run), run, limits
        self._on: list[int | None] = [None] * len(limits)
        self._below: list[int | None] = [None] * (len(limits) + 1)

    def __getitem__(self, value: Value) -> int:
        if not isinstance(value, Decimal):
            return self._missing[value]
        place = bisect_left(self._limits, value)
        known = self._on if place < len(self._on) and self._limits[place] == value else self._below
        found = known[place]
        if found is None:
            found = known[place] = self._run(lambda _name, _absent: value, UNKNOWN)
        return found
