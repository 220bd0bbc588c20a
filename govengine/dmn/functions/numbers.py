"""Numbers and truth: DMN 1.5 tables 74 and 77."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from govengine.dmn.functions.signature import boolean, builtin, number, whole
from govengine.dmn.temporal import Duration
from govengine.dmn.values import Undefined, Value
from govengine.feel.builtins import MORE_DIGITS
from govengine.feel.values import ARITHMETIC, Months

_LEAST, _MOST = -6111, 6176
"""The scales that decimal128 has (DMN 1.5 table 77)."""


def _rounded(rounding: str) -> Callable[..., Decimal]:
    def run(value: Value, scale: Value = Decimal(0)) -> Decimal:
        places = int(number(scale))
        if not _LEAST <= places <= _MOST:
            raise Undefined("numbers have no such scale")
        found = number(value).quantize(Decimal(1).scaleb(-places, MORE_DIGITS), rounding, MORE_DIGITS)
        return ARITHMETIC.plus(found)

    return run


def _abs(value: Value) -> Value:
    match value:
        case Months():
            return Months(abs(value.months))
        case Duration():
            return Duration(abs(value.nanoseconds))
    return number(value).copy_abs()


def _modulo(dividend: Value, divisor: Value) -> Decimal:
    by = number(divisor)
    rest = MORE_DIGITS.remainder(number(dividend), by)
    if rest and rest.is_signed() != by.is_signed():
        rest = MORE_DIGITS.add(rest, by)
    return ARITHMETIC.plus(_finite(rest))


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise Undefined("there is no such number")
    return number


def _log(value: Value) -> Decimal:
    if number(value) <= 0:
        raise Undefined("only what is more than nothing has a logarithm")
    return _finite(ARITHMETIC.ln(value))


NUMBERS = (
    builtin("not", "negand", run=lambda value: not boolean(value)),
    builtin("decimal", "n, scale", run=_rounded(ROUND_HALF_EVEN)),
    builtin("floor", "n, scale?", run=_rounded(ROUND_FLOOR)),
    builtin("ceiling", "n, scale?", run=_rounded(ROUND_CEILING)),
    builtin("round up", "n, scale", run=_rounded(ROUND_UP)),
    builtin("round down", "n, scale", run=_rounded(ROUND_DOWN)),
    builtin("round half up", "n, scale", run=_rounded(ROUND_HALF_UP)),
    builtin("round half down", "n, scale", run=_rounded(ROUND_HALF_DOWN)),
    builtin("abs", "n", run=_abs),
    builtin("modulo", "dividend, divisor", run=_modulo),
    builtin("sqrt", "number", run=lambda value: _finite(ARITHMETIC.sqrt(number(value)))),
    builtin("log", "number", run=_log),
    builtin("exp", "number", run=lambda value: _finite(ARITHMETIC.exp(number(value)))),
    builtin("odd", "number", run=lambda value: whole(value) % 2 == 1),
    builtin("even", "number", run=lambda value: whole(value) % 2 == 0),
)
