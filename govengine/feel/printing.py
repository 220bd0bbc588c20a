"""Tree to text: what the rules' parser reads back as the same tree.

Whatever has parts stands in brackets inside something else, so nothing hangs on how strongly an operator binds. A
tree near the limit of depth may so print to a text beyond it.
"""

from decimal import Decimal
from typing import assert_never

from govengine.feel.tree import (
    And,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    If,
    In,
    ListOf,
    Literal,
    Name,
    Negate,
    Not,
    Or,
    Property,
    Quantified,
    RangeOf,
    Test,
    Wide,
)
from govengine.feel.values import Value, text_of

_CLOSED = (Literal, Name, Call, Not, ListOf, RangeOf)
"""What needs no brackets: its own text ends where it does."""


def printed(node: Expression) -> str:
    """The text of a tree that the rules' parser made."""
    match node:
        case Literal():
            return _literal(node.value)
        case Name():
            return node.name
        case Negate():
            return f"-{_inside(node.operand)}"
        case Not():
            return f"not({printed(node.operand)})"
        case Arithmetic() | Comparison():
            return f"{_inside(node.left)} {node.operator} {_inside(node.right)}"
        case And():
            return " and ".join(map(_inside, node.operands))
        case Or():
            return " or ".join(map(_inside, node.operands))
        case In():
            return f"{_inside(node.subject)} in ({', '.join(map(_test, node.tests))})"
        case RangeOf():
            opening, closing = "[" if node.includes_low else "(", "]" if node.includes_high else ")"
            return f"{opening}{_inside(node.low)}..{_inside(node.high)}{closing}"
        case ListOf():
            return f"[{', '.join(map(_inside, node.items))}]"
        case If():
            parts = (node.condition, node.then, node.otherwise)
            return "if {} then {} else {}".format(*map(_inside, parts))
        case Quantified():
            word = "every" if node.every else "some"
            return f"{word} {node.variable} in {_inside(node.source)} satisfies {_inside(node.condition)}"
        case Call():
            return f"{node.function}({', '.join(map(_inside, node.arguments))})"
        case Property():
            return f"({printed(node.operand)}).{node.name}"
        case Wide():
            raise TypeError("a rule has no such construct; its parser makes none")
        case _:
            assert_never(node)


def quoted(text: str) -> str:
    """A text as it is written in a condition."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _inside(node: Expression) -> str:
    return printed(node) if isinstance(node, _CLOSED) else f"({printed(node)})"


def _test(test: Test) -> str:
    return _inside(test.operand) if test.operator is None else f"{test.operator} {_inside(test.operand)}"


def _literal(value: Value) -> str:
    match value:
        case None:
            return "null"
        case bool() | Decimal():
            return text_of(value)
        case str():
            return quoted(value)
        case _:
            return f'@"{text_of(value)}"'
