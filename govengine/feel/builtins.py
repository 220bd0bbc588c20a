"""The built-in functions conditions may call (DMN 1.5 §10.3.4), each with its types.

`now()` and `today()` are not among them: a rule that reads the clock could not be decided again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, DecimalException

from govengine.feel import operations
from govengine.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    MONTHS_DURATION,
    NUMBER,
    STRING,
    Type,
    list_of,
)
from govengine.feel.values import (
    ARITHMETIC,
    UNKNOWN,
    Missing,
    Months,
    Value,
    date_from_text,
    date_time_from_text,
    duration_from_text,
    missing,
    number_from_text,
)

MORE_DIGITS = ARITHMETIC.copy()
MORE_DIGITS.prec = 6200
"""For steps that must be exact before their result is rounded: more digits than any exponent allows."""


@dataclass(frozen=True, slots=True)
class Builtin:
    """A function. A parameter given as several types takes any of them; `result` of ANY is the type of the
    arguments' items.

    `ordered` functions compare the items, so these must have an order. `variadic` functions take one list or any number of items. `lenient` ones look at missing arguments
    themselves; for all others a missing argument, or a missing item of a list, makes the result missing.
    """

    parameters: tuple[Type | tuple[Type, ...], ...]
    result: Type
    run: Callable[..., Value]
    variadic: bool = False
    lenient: bool = False
    ordered: bool = False

    def __call__(self, *arguments: Value) -> Value:
        """Apply the function. Never raises: without a result it is UNKNOWN."""
        if not self.lenient:
            holes = [a for argument in arguments for a in _parts(argument) if isinstance(a, Missing)]
            if holes:
                return missing(*holes)
        try:
            return self.run(*arguments)
        except (ValueError, OverflowError, DecimalException, IndexError):
            return UNKNOWN


def _parts(argument: Value) -> tuple[Value, ...]:
    return argument if isinstance(argument, tuple) else (argument,)


def _items(arguments: tuple[Value, ...]) -> tuple[Value, ...]:
    if len(arguments) == 1 and isinstance(arguments[0], tuple):
        return arguments[0]
    return arguments


def _sum(*arguments: Value) -> Decimal:
    items = _items(arguments)
    if not items:
        raise ValueError("nothing to add")
    total = Decimal(0)
    for item in items:
        total = ARITHMETIC.add(total, item)
    return total


def _mean(*arguments: Value) -> Decimal:
    items = _items(arguments)
    return ARITHMETIC.divide(_sum(items), Decimal(len(items)))


def _count(items: Value) -> Value:
    return missing(items) if isinstance(items, Missing) else Decimal(len(items))


def _all(*arguments: Value) -> Value:
    # A list that is missing as a whole is one missing item: nothing follows from it either.
    return operations.every(_items(arguments))


def _any(*arguments: Value) -> Value:
    return operations.some(_items(arguments))


def _round(rounding: str) -> Callable[[Decimal, Decimal], Decimal]:
    def run(value: Decimal, places: Decimal) -> Decimal:
        return value.quantize(Decimal(1).scaleb(-int(places)), rounding=rounding, context=MORE_DIGITS)

    return run


def _whole(rounding: str) -> Callable[[Decimal], Decimal]:
    return lambda value: value.to_integral_value(rounding=rounding)


def _months_between(start: date, end: date) -> Months:
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return Months(months)


def _date(value: str | date) -> date:
    if isinstance(value, str):
        return date_from_text(value)
    return value.date() if isinstance(value, datetime) else value


def _modulo(number: Decimal, divisor: Decimal) -> Decimal:
    rest = MORE_DIGITS.remainder(number, divisor)  # of the sign of the number, and exact
    if rest and rest.is_signed() != divisor.is_signed():
        rest = MORE_DIGITS.add(rest, divisor)
    return ARITHMETIC.plus(rest)


_TEXT_TEST = (STRING, STRING)
_ITEMS = (list_of(ANY),)

BUILTINS: dict[str, Builtin] = {
    "abs": Builtin((NUMBER,), NUMBER, lambda number: number.copy_abs()),
    "floor": Builtin((NUMBER,), NUMBER, _whole("ROUND_FLOOR")),
    "ceiling": Builtin((NUMBER,), NUMBER, _whole("ROUND_CEILING")),
    "modulo": Builtin((NUMBER, NUMBER), NUMBER, _modulo),
    "decimal": Builtin((NUMBER, NUMBER), NUMBER, _round(ROUND_HALF_EVEN)),
    "round half up": Builtin((NUMBER, NUMBER), NUMBER, _round(ROUND_HALF_UP)),
    "number": Builtin((STRING,), NUMBER, number_from_text),
    "count": Builtin(_ITEMS, NUMBER, _count, lenient=True),
    "sum": Builtin((list_of(NUMBER),), NUMBER, _sum, variadic=True),
    "mean": Builtin((list_of(NUMBER),), NUMBER, _mean, variadic=True),
    "min": Builtin(_ITEMS, ANY, lambda *a: min(_items(a)), variadic=True, ordered=True),
    "max": Builtin(_ITEMS, ANY, lambda *a: max(_items(a)), variadic=True, ordered=True),
    "all": Builtin((list_of(BOOLEAN),), BOOLEAN, _all, variadic=True, lenient=True),
    "any": Builtin((list_of(BOOLEAN),), BOOLEAN, _any, variadic=True, lenient=True),
    "list contains": Builtin((list_of(ANY), ANY), BOOLEAN, operations.contains, lenient=True),
    "contains": Builtin(_TEXT_TEST, BOOLEAN, lambda text, part: part in text),
    "starts with": Builtin(_TEXT_TEST, BOOLEAN, lambda text, part: text.startswith(part)),
    "ends with": Builtin(_TEXT_TEST, BOOLEAN, lambda text, part: text.endswith(part)),
    "string length": Builtin((STRING,), NUMBER, lambda text: Decimal(len(text))),
    "upper case": Builtin((STRING,), STRING, lambda text: text.upper()),
    "lower case": Builtin((STRING,), STRING, lambda text: text.lower()),
    "date": Builtin(((STRING, DATE_TIME, DATE),), DATE, _date),
    "date and time": Builtin((STRING,), DATE_TIME, date_time_from_text),
    "duration": Builtin((STRING,), ANY, duration_from_text),
    "years and months duration": Builtin((DATE, DATE), MONTHS_DURATION, _months_between),
}

CLOCK = frozenset({"now", "today"})
"""FEEL's functions that read the clock: refused by name, with the reason."""

READERS = frozenset({"date", "date and time", "duration", "number"})
"""Functions that read a text: one that is written out is tried when the rule is loaded."""
