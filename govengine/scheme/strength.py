"""Whether one condition asks for more than another, as far as that can be seen from their form.

`implies(a, b)` is sound in the order false < unknown < true: wherever it says yes, `a` is never nearer to true
than `b`, whatever the facts and whichever of them are missing. It says no wherever it cannot tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from govengine.feel import Expression
from govengine.feel.tree import MIRRORED, And, Comparison, In, Literal, Name, Not, Or, RangeOf, Test
from govengine.scheme.stack import Clause


class Strength(Enum):
    """How a condition compares with another."""

    SAME = "same"
    STRONGER = "stronger"
    WEAKER = "weaker"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Region:
    """The values of `subject` for which a condition holds: an interval, or some of a few texts."""

    subject: Expression
    low: Any = None
    high: Any = None
    includes_low: bool = False
    includes_high: bool = False
    texts: frozenset[str] | None = None

    def within(self, other: "Region") -> bool:
        """Whether every value of this region is one of the other's."""
        if self.subject != other.subject:
            return False
        if self.texts is not None or other.texts is not None:
            return self.texts is not None and other.texts is not None and self.texts <= other.texts
        return self._above(other) and self._below(other)

    def _above(self, other: "Region") -> bool:
        if other.low is None:
            return True
        if self.low is None:
            return False
        return bool(
            self.low > other.low or (self.low == other.low and (other.includes_low or not self.includes_low))
        )

    def _below(self, other: "Region") -> bool:
        if other.high is None:
            return True
        if self.high is None:
            return False
        return bool(
            self.high < other.high
            or (self.high == other.high and (other.includes_high or not self.includes_high))
        )


def strength(before: Sequence[Clause], after: Sequence[Clause]) -> Strength:
    """How the clauses `after` compare with those `before`."""
    old, new = [c.tree for c in before], [c.tree for c in after]
    stronger, weaker = _all_imply(new, old), _all_imply(old, new)
    if stronger and weaker:
        return Strength.SAME
    return Strength.STRONGER if stronger else Strength.WEAKER if weaker else Strength.UNCLEAR


def _all_imply(these: Sequence[Expression], those: Sequence[Expression]) -> bool:
    return all(any(implies(one, other) for one in these) for other in those)


def implies(one: Expression, other: Expression) -> bool:
    """Whether `other` holds wherever `one` does, seen from their form."""
    if one == other:
        return True
    match one, other:
        case _, And():
            return all(implies(one, part) for part in other.operands)
        case Or(), _:
            return all(implies(part, other) for part in one.operands)
        case And(), _:
            return any(implies(part, other) for part in one.operands)
        case _, Or():
            return any(implies(one, part) for part in other.operands)
        case Not(), Not():
            return implies(other.operand, one.operand)
        case _:
            first, second = region_of(one), region_of(other)
            return first is not None and second is not None and first.within(second)


def region_of(tree: Expression) -> Region | None:
    """The region a comparison describes; None where it is no simple one."""
    match tree:
        case Comparison(operator=operator, left=subject, right=Literal(value=value)) if operator != "!=":
            return _compared(subject, operator, value)
        case Comparison(operator=operator, left=Literal(value=value), right=subject) if operator != "!=":
            return _compared(subject, MIRRORED[operator], value)
        case In(subject=Name() as subject, tests=(Test(operator=None, operand=RangeOf() as ends),)):
            match ends.low, ends.high:
                case Literal(value=low), Literal(value=high):
                    return Region(subject, low, high, ends.includes_low, ends.includes_high)
        case In(
            subject=Name() as subject, tests=(Test(operator=str() as operator, operand=Literal(value=value)),)
        ):
            if operator != "!=":
                return _compared(subject, operator, value)
        case In(subject=Name() as subject, tests=tests):
            texts = [
                test.operand.value
                for test in tests
                if test.operator in (None, "=") and isinstance(test.operand, Literal)
            ]
            if len(texts) == len(tests) and all(isinstance(text, str) for text in texts):
                return Region(subject, texts=frozenset(texts))
    return None


def _compared(subject: Expression, operator: str, value: Any) -> Region | None:
    match operator:
        case "<" | "<=":
            return Region(subject, high=value, includes_high=operator == "<=")
        case ">" | ">=":
            return Region(subject, low=value, includes_low=operator == ">=")
        case _:
            return Region(subject, texts=frozenset({value})) if isinstance(value, str) else None
