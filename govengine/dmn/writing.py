"""How a value reads as text: what `string` gives, and what reports show."""

from decimal import Decimal

from govengine.dmn.values import Bound, Function, Value
from govengine.feel.values import Months, Range, text_of


def written(value: Value, *, inside: bool = False) -> str:
    """A value as text. `inside` a list or context, a string has its quotation marks."""
    match value:
        case None:
            return "null"
        case bool() | Decimal() | Months():
            return text_of(value)
        case str():
            return f'"{value}"' if inside else value
        case tuple():
            return "[" + ", ".join(written(one, inside=True) for one in value) + "]"
        case dict():
            entries = (f"{key}: {written(one, inside=True)}" for key, one in value.items())
            return "{" + ", ".join(entries) + "}"
        case Range():
            low, high = (written(one, inside=True) for one in (value.low, value.high))
            return f"{'[' if value.includes_low else '('}{low}..{high}{']' if value.includes_high else ')'}"
        case Bound():
            return f"({value.operator} {written(value.end, inside=True)})"
        case Function():
            return f"function {value.name}".rstrip()
    return str(value)
