"""A condition as plain tests: facts compared with constants, joined by *all* and *any*, without *not*.

What a reader needs that knows nothing else, such as a rule engine. `not` is pushed down to the comparisons, which
keeps the meaning of *unknown*: where a fact is missing its comparison does not hold, and neither does its opposite.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from govengine.feel.compiler import compile_expression
from govengine.feel.tree import (
    MIRRORED,
    And,
    Comparison,
    Expression,
    In,
    Literal,
    Name,
    Not,
    Or,
    RangeOf,
    Test,
    names_in,
)
from govengine.feel.tree import ListOf as ListNode
from govengine.feel.types import BOOLEAN, DATE, NUMBER, STRING
from govengine.feel.values import Value

Constant: TypeAlias = Decimal | str | bool | date

COMPARABLE = (NUMBER, STRING, BOOLEAN, DATE)
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True, slots=True)
class Plain:
    """One fact compared with a constant. Does not hold where the fact is missing."""

    fact: str
    operator: str
    value: Constant


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple["PlainTest", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["PlainTest", ...]


PlainTest: TypeAlias = Plain | AllOf | AnyOf


class NotPlainError(ValueError):
    """A condition says more than plain tests can."""


def plain(tree: Expression, *, opposite: bool = False) -> PlainTest:
    """A checked condition, or its `opposite`, as plain tests. Raises NotPlainError with what it cannot say."""
    match tree:
        case Not():
            return plain(tree.operand, opposite=not opposite)
        case And() | Or():
            parts = tuple(plain(operand, opposite=opposite) for operand in tree.operands)
            return AllOf(parts) if isinstance(tree, And) is not opposite else AnyOf(parts)
        case Name():
            return _compared(tree, "=", value=True, opposite=opposite)
        case Comparison():
            return _comparison(tree, opposite=opposite)
        case In():
            found = tuple(
                part for test in tree.tests for part in _tests(tree.subject, test, opposite=opposite)
            )
            return AllOf(found) if opposite else AnyOf(found)
        case _:
            raise NotPlainError("something other than a comparison of a fact with a figure")


def leaves(test: PlainTest) -> tuple[Plain, ...]:
    """The comparisons in it."""
    if isinstance(test, Plain):
        return (test,)
    return tuple(leaf for part in test.parts for leaf in leaves(part))


def holds(test: PlainTest, facts: Mapping[str, Value]) -> bool:
    """Whether it holds for these facts. A fact that is missing, or of another type, meets no comparison."""
    match test:
        case AllOf():
            return all(holds(part, facts) for part in test.parts)
        case AnyOf():
            return any(holds(part, facts) for part in test.parts)
    value = facts.get(test.fact)
    if type(value) is not type(test.value):
        return False
    match test.operator:
        case "=":
            return bool(value == test.value)
        case "!=":
            return bool(value != test.value)
        case "<":
            return bool(value < test.value)
        case "<=":
            return bool(value <= test.value)
        case ">":
            return bool(value > test.value)
    return bool(value >= test.value)


def _comparison(tree: Comparison, *, opposite: bool) -> PlainTest:
    left, right, operator = tree.left, tree.right, tree.operator
    if not isinstance(left, Name):
        left, right, operator = right, left, MIRRORED[operator]
    return _compared(left, operator, value=_constant(right), opposite=opposite)


def _tests(subject: Expression, test: Test, *, opposite: bool) -> tuple[PlainTest, ...]:
    if test.operator is not None:
        return (_compared(subject, test.operator, value=_constant(test.operand), opposite=opposite),)
    match test.operand:
        case RangeOf(low=low, high=high, includes_low=from_low, includes_high=to_high):
            ends = (
                _compared(subject, ">=" if from_low else ">", value=_constant(low), opposite=opposite),
                _compared(subject, "<=" if to_high else "<", value=_constant(high), opposite=opposite),
            )
            return (AnyOf(ends) if opposite else AllOf(ends),)
        case ListNode(items=items):
            return tuple(_compared(subject, "=", value=_constant(item), opposite=opposite) for item in items)
    return (_compared(subject, "=", value=_constant(test.operand), opposite=opposite),)


def _compared(subject: Expression, operator: str, *, value: Constant, opposite: bool) -> Plain:
    if not isinstance(subject, Name):
        raise NotPlainError("something other than a fact on one side of a comparison")
    if subject.type not in COMPARABLE:
        raise NotPlainError(f"{subject.name}, which is a {subject.type}")
    return Plain(subject.name, _OPPOSITE[operator] if opposite else operator, value)


def _constant(tree: Expression) -> Constant:
    if names_in(tree):
        raise NotPlainError("a comparison of two facts")
    value = tree.value if isinstance(tree, Literal) else compile_expression(tree)({})
    if not isinstance(value, bool | Decimal | str | date):
        raise NotPlainError("a comparison with something that is no number, text, date, true or false")
    return value
