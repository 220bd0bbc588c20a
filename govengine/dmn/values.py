"""The values of DMN models, and what kind each one is. FEEL's null is Python's None.

A list is a tuple, a context a dict that nobody changes, a number a Decimal of at most 34 digits.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govengine.dmn.temporal import Date, DateTime, Duration, Time
from govengine.feel.values import Months, Range
from govengine.feel.wide_tree import TypeName

Value = Any
"""One of the Python values below, or None."""


class Undefined(Exception):  # noqa: N818 - not a mistake in the program: FEEL has a value for it, null
    """An operation has no result. Whoever evaluates makes null of it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """`(< 10)` as a value: what compares with `end` so."""

    operator: str
    end: Value


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of a model or a built-in. `run` takes the arguments in order; it may raise Undefined.

    Each signature names the parameters of one way to call it; those after `required` may be left out.
    `variadic` ones take any number of arguments.
    """

    name: str
    signatures: tuple[tuple[str, ...], ...]
    run: Callable[..., Value]
    required: int = 0
    variadic: bool = False
    types: tuple[TypeName | None, ...] = ()

    def __call__(self, *arguments: Value) -> Value:
        """Apply it to arguments in order. Raises Undefined when it does not take so many."""
        fits = any(self.required <= len(arguments) <= len(one) for one in self.signatures)
        if not (self.variadic or fits):
            raise Undefined(f"{self.name} does not take {len(arguments)} arguments")
        return self.run(*arguments)

    def in_order(self, named: Mapping[str, Value]) -> tuple[Value, ...]:
        """Arguments given by name, in the order of the signature that has them all. Raises Undefined."""
        for signature in self.signatures:
            if set(named) <= set(signature) and set(signature[: self.required]) <= set(named):
                last = max((signature.index(name) for name in named), default=-1)
                return tuple(named.get(name) for name in signature[: last + 1])
        raise Undefined(f"{self.name} has no such parameters")


_KINDS: dict[type, str] = {
    bool: "boolean",
    Decimal: "number",
    str: "string",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    Duration: "days and time duration",
    Months: "years and months duration",
    tuple: "list",
    dict: "context",
    Range: "range",
    Bound: "range",
    Function: "function",
    type(None): "null",
}


def kind_of(value: Value) -> str:
    """The name of a value's type, as `instance of` writes it."""
    return _KINDS[type(value)]
