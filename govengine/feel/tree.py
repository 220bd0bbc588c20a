"""The typed, frozen tree every reading of a rule starts from.

A node knows its place in the text (`start`, `end`: offsets from 0) and, once checked, its type. Adding a
node class must break every reading at type-check time: readings end their `match` in `assert_never`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from operator import is_
from typing import Any, TypeAlias, TypeVar

from govengine.feel.types import ANY, Type
from govengine.feel.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes have. `type` is ANY until the checker has been over it."""

    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    type: Type = field(default=ANY, compare=False)


_N = TypeVar("_N", bound=Node)


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, string, boolean, or null (None)."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A fact, value, condition or bound variable, by its whole name (`decision.amount`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """`-x`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`+ - * / **`."""

    operator: str
    left: "Expression"
    right: "Expression"


MIRRORED = {"=": "=", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
"""Each comparison as it is called from its other side: `5 < x` is `x > 5`."""


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`= != < <= > >=`."""

    operator: str
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class And(Node):
    """`a and b and c`: two or more operands."""

    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """`a or b or c`: two or more operands."""

    operands: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not(x)`."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class In(Node):
    """`x in <= 5`, `x in [1..5]`, `x in (1, 2)`: any of the tests holds."""

    subject: "Expression"
    tests: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One unary test. With an operator it compares; without, the operand is a value, list or range."""

    operator: str | None
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """`[low..high]`, and with `(` or `)` an end that is not included."""

    low: "Expression"
    high: "Expression"
    includes_low: bool
    includes_high: bool


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b]`."""

    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if c then a else b`."""

    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some x in xs satisfies c`, `every x in xs satisfies c`."""

    every: bool
    variable: str
    source: "Expression"
    condition: "Expression"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A built-in applied to arguments."""

    function: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Property(Node):
    """`d.year`, `d.month`, `d.day` of a date or date-time."""

    operand: "Expression"
    name: str


@dataclass(frozen=True, slots=True)
class Wide(Node):
    """What only DMN models may write (`feel.wide_tree`): the rules' parser makes none, and their readings refuse it."""

    def parts(self) -> tuple["Expression", ...]:
        """The expressions directly below, which a node holds alone, in a row, or each with its name."""
        held = [getattr(self, one.name) for one in fields(self) if one.name not in ("start", "end", "type")]
        rows = [one if isinstance(one, tuple) else (one,) for one in held]
        last = [one[-1] if isinstance(one, tuple) and one else one for row in rows for one in row]
        return tuple(one for one in last if isinstance(one, Expression))


Expression: TypeAlias = (
    Literal
    | Name
    | Negate
    | Arithmetic
    | Comparison
    | And
    | Or
    | Not
    | In
    | RangeOf
    | ListOf
    | If
    | Quantified
    | Call
    | Property
    | Wide
)


def children(node: Expression | Test) -> tuple[Expression, ...]:
    """The expressions directly below a node, in the order of the text."""
    match node:
        case Literal() | Name():
            return ()
        case Negate() | Not() | Test() | Property():
            return (node.operand,)
        case Arithmetic() | Comparison():
            return (node.left, node.right)
        case And() | Or():
            return node.operands
        case In():
            return (node.subject, *(test.operand for test in node.tests))
        case RangeOf():
            return (node.low, node.high)
        case ListOf():
            return node.items
        case If():
            return (node.condition, node.then, node.otherwise)
        case Quantified():
            return (node.source, node.condition)
        case Call():
            return node.arguments
        case Wide():
            return node.parts()


DEEPEST = 60
"""How deep a tree may be: far beyond any rule a person can read. Python itself nests 200 brackets, and a
level of a tree becomes at most two."""


def nodes_of(node: Expression) -> Iterator[Expression]:
    """A node and everything below it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += children(one)


def levels_of(node: Expression) -> Iterator[tuple[Expression, int]]:
    """`nodes_of`, each with its level from 1. Without recursion: a row of operators may make thousands."""
    waiting, depth = [node], 1
    while waiting:
        below: list[Expression] = []
        for one in waiting:
            yield one, depth
            below += children(one)
        waiting, depth = below, depth + 1


def depth_of(node: Expression) -> int:
    """Levels of a tree."""
    return max(depth for _, depth in levels_of(node))


def names_in(node: Expression, bound: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names a tree reads from outside itself; variables of `some` and `every` are not among them."""
    if isinstance(node, Name):
        return frozenset() if node.name in bound else frozenset({node.name})
    if isinstance(node, Quantified):
        return names_in(node.source, bound) | names_in(node.condition, bound | {node.variable})
    return frozenset().union(*(names_in(child, bound) for child in children(node)))


def conjuncts(node: Expression) -> tuple[Expression, ...]:
    """The clauses of a condition: what its outermost `and`s join."""
    return node.operands if isinstance(node, And) else (node,)


def rewrite(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """The tree with `change` applied to every node, from the leaves up. Bound variables are nodes as well.

    What does not change is not made anew: most rules name no figure and no condition.
    """

    def each(nodes: tuple[Expression, ...]) -> tuple[Expression, ...]:
        return kept(nodes, tuple(rewrite(one, change) for one in nodes))

    match node:
        case Literal() | Name():
            pass
        case Negate() | Not() | Property():
            node = with_parts(node, operand=rewrite(node.operand, change))
        case Arithmetic() | Comparison():
            node = with_parts(node, left=rewrite(node.left, change), right=rewrite(node.right, change))
        case And() | Or():
            node = with_parts(node, operands=each(node.operands))
        case In():
            tests = tuple(with_parts(test, operand=rewrite(test.operand, change)) for test in node.tests)
            node = with_parts(node, subject=rewrite(node.subject, change), tests=kept(node.tests, tests))
        case RangeOf():
            node = with_parts(node, low=rewrite(node.low, change), high=rewrite(node.high, change))
        case ListOf():
            node = with_parts(node, items=each(node.items))
        case If():
            node = with_parts(
                node,
                condition=rewrite(node.condition, change),
                then=rewrite(node.then, change),
                otherwise=rewrite(node.otherwise, change),
            )
        case Quantified():
            node = with_parts(
                node, source=rewrite(node.source, change), condition=rewrite(node.condition, change)
            )
        case Call():
            node = with_parts(node, arguments=each(node.arguments))
    return change(node)


def with_parts(node: _N, **parts: Any) -> _N:
    """The node with these parts; the node itself where they are the very parts it has."""
    return (
        node if all(getattr(node, name) is part for name, part in parts.items()) else replace(node, **parts)
    )


def kept(before: tuple[_N, ...], after: tuple[_N, ...]) -> tuple[_N, ...]:
    """`after`, or `before` itself where nothing in it is another."""
    return before if all(map(is_, before, after)) else after
