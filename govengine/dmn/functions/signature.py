"""How a built-in is declared: its parameters as the specification writes them, and checks of its arguments."""

from collections.abc import Callable
from decimal import Decimal

from govengine.dmn.temporal import Date, DateTime, Duration, Time
from govengine.dmn.values import Function, Undefined, Value
from govengine.feel.values import Months


def builtin(name: str, *signatures: str, run: Callable[..., Value], variadic: bool = False) -> Function:
    """A built-in. A signature is `list, position, match?`; those with a question mark may be left out."""
    parts = [[part.strip() for part in one.split(",")] if one else [] for one in signatures]
    required = min(sum(not part.endswith("?") for part in one) for one in parts)
    names = tuple(tuple(part.removesuffix("?") for part in one) for one in parts)
    return Function(name, names, run, required=required, variadic=variadic)


def text(value: Value) -> str:
    """A string. Raises Undefined."""
    if not isinstance(value, str):
        raise Undefined("this is no string")
    return value


def number(value: Value) -> Decimal:
    """A number. Raises Undefined."""
    if not isinstance(value, Decimal):
        raise Undefined("this is no number")
    return value


def whole(value: Value) -> int:
    """A number without a fraction, near enough to count with. Raises Undefined."""
    found = number(value)
    if found != found.to_integral_value() or found.adjusted() > 15:  # noqa: PLR2004 - no list is so long
        raise Undefined("this is no whole number")
    return int(found)


def boolean(value: Value) -> bool:
    """True or false. Raises Undefined."""
    if not isinstance(value, bool):
        raise Undefined("this is neither true nor false")
    return value


def items(value: Value) -> tuple[Value, ...]:
    """A list; anything else is a list of itself. Raises Undefined for null."""
    if value is None:
        raise Undefined("there is no list")
    return value if isinstance(value, tuple) else (value,)


def all_items(arguments: tuple[Value, ...]) -> tuple[Value, ...]:
    """What a function works on that takes one list or any number of items. Raises Undefined."""
    if not arguments:
        raise Undefined("there are no arguments")
    return items(arguments[0]) if len(arguments) == 1 else arguments


def context(value: Value) -> dict[str, Value]:
    """A context. Raises Undefined."""
    if not isinstance(value, dict):
        raise Undefined("this is no context")
    return value


def date(value: Value) -> Date:
    """The day of a date or a date and time. Raises Undefined."""
    match value:
        case Date():
            return value
        case DateTime():
            return value.date
    raise Undefined("this is no date")


def moment(value: Value) -> Date | Time | DateTime:
    """A date, time or date and time. Raises Undefined."""
    if not isinstance(value, Date | Time | DateTime):
        raise Undefined("this is no date or time")
    return value


def duration(value: Value) -> Months | Duration:
    """A duration. Raises Undefined."""
    if not isinstance(value, Months | Duration):
        raise Undefined("this is no duration")
    return value


def function(value: Value) -> Function:
    """A function. Raises Undefined."""
    if not isinstance(value, Function):
        raise Undefined("this is no function")
    return value
