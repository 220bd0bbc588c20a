"""The constructs that DMN models may write and rules may not (DMN 1.5 §10.3.1.2)."""

from dataclasses import dataclass

from govengine.feel.tree import Expression, Wide


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as written after `instance of`: `list<number>` has one part, `context<a: number>` named ones.

    The last part of a function type is what it returns.
    """

    name: str
    parts: tuple[tuple[str, "TypeName"], ...] = ()


@dataclass(frozen=True, slots=True)
class Temporal(Wide):
    """`@"2026-02-28"`: a date, time, date and time or duration, read when evaluated."""

    text: str


@dataclass(frozen=True, slots=True)
class UnaryRange(Wide):
    """`(< 10)` as a value: a range with one end, or a test for equality."""

    operator: str
    operand: Expression


@dataclass(frozen=True, slots=True)
class ContextOf(Wide):
    """`{a: 1, b: a + 1}`: each entry sees those before it."""

    entries: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Filter(Wide):
    """`list[1]`, `list[item > 3]`."""

    operand: Expression
    condition: Expression


@dataclass(frozen=True, slots=True)
class Path(Wide):
    """`operand.name` of a context, a list of contexts, or a temporal value."""

    operand: Expression
    name: str


@dataclass(frozen=True, slots=True)
class For(Wide):
    """`for x in xs, y in 1..3 return x + y`: later variables vary fastest; `partial` is what there is so far."""

    variables: tuple[tuple[str, Expression], ...]
    result: Expression


@dataclass(frozen=True, slots=True)
class InstanceOf(Wide):
    """`x instance of number`."""

    operand: Expression
    wanted: TypeName


@dataclass(frozen=True, slots=True)
class FunctionOf(Wide):
    """`function(a: number, b) a + b`."""

    parameters: tuple[tuple[str, TypeName | None], ...]
    body: Expression


@dataclass(frozen=True, slots=True)
class Invoke(Wide):
    """`f(1, 2)`, or `f(a: 1, b: 2)` when `names` is not empty."""

    function: Expression
    arguments: tuple[Expression, ...]
    names: tuple[str, ...] = ()
