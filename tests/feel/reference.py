"""A slow, obvious evaluator of checked trees: it walks, and shares no code with the compiled form.

Anything missing (`Hole`) is told apart as `UNKNOWN` or `OPEN`, whichever the package's values say.
"""

import calendar
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from govengine.feel import OPEN, UNKNOWN, Expression, Value
from govengine.feel.tree import (
    And,
    Arithmetic,
    Call,
    Comparison,
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
)
from govengine.feel.values import (
    Months,
    date_from_text,
    date_time_from_text,
    duration_from_text,
    number_from_text,
)


def hole(value: Value) -> bool:
    return value is UNKNOWN or value is OPEN


def holes(*values: Value) -> Value:
    """UNKNOWN if any is, or if none is a hole at all (no result); else OPEN."""
    found = [v for v in values if hole(v)]
    return OPEN if found and all(v is OPEN for v in found) else UNKNOWN


def evaluate(node: Expression, values: Mapping[str, Value]) -> Value:
    match node:
        case Literal():
            return UNKNOWN if node.value is None else node.value
        case Name():
            return values.get(node.name, UNKNOWN)
        case Not():
            operand = evaluate(node.operand, values)
            return operand if hole(operand) else not operand
        case And():
            return conjunction([evaluate(o, values) for o in node.operands])
        case Or():
            return disjunction([evaluate(o, values) for o in node.operands])
        case If():
            condition, then, otherwise = (
                evaluate(one, values) for one in (node.condition, node.then, node.otherwise)
            )
            if not hole(condition):
                return then if condition else otherwise
            return then if compare("=", then, otherwise) is True else holes(condition, then, otherwise)
        case ListOf():
            return tuple(evaluate(item, values) for item in node.items)
        case RangeOf():
            low, high = evaluate(node.low, values), evaluate(node.high, values)
            return holes(low, high) if hole(low) or hole(high) else ("range", low, high, node)
        case Negate():
            operand = evaluate(node.operand, values)
            if hole(operand):
                return operand
            if isinstance(operand, Months):
                return Months(-operand.months)
            return rounded(-Fraction(operand), operand) if isinstance(operand, Decimal) else -operand
        case Arithmetic():
            return arithmetic(node.operator, evaluate(node.left, values), evaluate(node.right, values))
        case Comparison():
            return compare(node.operator, evaluate(node.left, values), evaluate(node.right, values))
        case In():
            subject = evaluate(node.subject, values)
            return disjunction([one_test(t, subject, node.subject, values) for t in node.tests])
        case Quantified():
            items = evaluate(node.source, values)
            if hole(items):
                return items
            truths = [evaluate(node.condition, {**values, node.variable: item}) for item in items]
            return conjunction(truths) if node.every else disjunction(truths)
        case Property():
            operand = evaluate(node.operand, values)
            return operand if hole(operand) else Decimal(getattr(operand, node.name))
        case Call():
            return call(node.function, [evaluate(a, values) for a in node.arguments])
    raise AssertionError(node)


def conjunction(truths: list[Value]) -> Value:
    if any(t is False for t in truths):
        return False
    return True if all(t is True for t in truths) else holes(*truths)


def disjunction(truths: list[Value]) -> Value:
    if any(t is True for t in truths):
        return True
    return False if all(t is False for t in truths) else holes(*truths)


def negation(truth: Value) -> Value:
    return truth if hole(truth) else not truth


def compare(operator: str, left: Value, right: Value) -> Value:
    if operator == "!=":
        return negation(compare("=", left, right))
    if hole(left) or hole(right):
        return holes(left, right)
    match operator:
        case "=" if (
            isinstance(left, tuple) and isinstance(right, tuple) and "range" not in (*left[:1], *right[:1])
        ):
            if len(left) != len(right):
                return False
            return conjunction([compare("=", a, b) for a, b in zip(left, right, strict=True)])
        case "=":
            return left == right
        case "<":
            return left < right
        case "<=":
            return left < right or left == right
        case ">":
            return right < left
        case _:
            return right < left or left == right


def within(value: Value, low: Value, high: Value, bounds: RangeOf) -> Value:
    return conjunction(
        [
            compare("<=" if bounds.includes_low else "<", low, value),
            compare("<=" if bounds.includes_high else "<", value, high),
        ]
    )


def one_test(test: Any, subject: Value, tested: Expression, values: Mapping[str, Value]) -> Value:
    """Membership is by any item; what is a list is known from the types, also when the list is missing."""
    many = tested.type.name == "list"
    if isinstance(test.operand, RangeOf) and test.operator is None:
        low, high = evaluate(test.operand.low, values), evaluate(test.operand.high, values)
        if many and hole(subject):
            return subject
        found = [within(item, low, high, test.operand) for item in (subject if many else [subject])]
        return disjunction(found)
    operand = evaluate(test.operand, values)
    listed = test.operand.type.name == "list"
    if test.operator not in (None, "=", "!="):
        return compare(test.operator, subject, operand)
    if test.operator is None and many and listed:
        if hole(subject):
            return subject
        return disjunction([member(operand, item) for item in subject])
    if many and not listed:
        found = member(subject, operand)
    elif listed and not many:
        found = member(operand, subject)
    else:
        found = compare("=", subject, operand)
    return negation(found) if test.operator == "!=" else found


def member(items: Value, value: Value) -> Value:
    return items if hole(items) else disjunction([compare("=", item, value) for item in items])


def rounded(exact: Fraction, *_: Decimal) -> Value:
    """34 significant digits, half even."""
    with localcontext() as context:
        context.prec, context.rounding, context.Emax, context.Emin = 34, ROUND_HALF_EVEN, 6144, -6143
        return Decimal(exact.numerator) / Decimal(exact.denominator) if _fits(exact) else _long(exact)


def _fits(exact: Fraction) -> bool:
    return max(abs(exact.numerator), exact.denominator) < 10**34


def _long(exact: Fraction) -> Decimal:
    """Long division by hand: 60 digits more than are wanted, a sticky last digit, one rounding."""
    sign, numerator, denominator = (-1 if exact < 0 else 1), abs(exact.numerator), exact.denominator
    shift = max(0, 100 - len(str(numerator)) + len(str(denominator)))
    digits, rest = divmod(numerator * 10**shift, denominator)
    digits = digits * 10 + (1 if rest else 0)
    return +Decimal(sign * digits).scaleb(-shift - 1)


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    if hole(left) or hole(right):
        return holes(left, right)
    try:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return of_numbers(operator, left, right)
        return of_others(operator, left, right)
    except (OverflowError, ValueError, ZeroDivisionError, ArithmeticError):
        return UNKNOWN


def of_numbers(operator: str, left: Decimal, right: Decimal) -> Value:
    a, b = Fraction(left), Fraction(right)
    match operator:
        case "+":
            return rounded(a + b)
        case "-":
            return rounded(a - b)
        case "*":
            return rounded(a * b)
        case "/":
            return rounded(a / b)
    with localcontext() as context:
        context.prec, context.rounding, context.Emax, context.Emin = 34, ROUND_HALF_EVEN, 6144, -6143
        power = left**right
        if not power.is_finite():
            raise ZeroDivisionError
        return power


def of_others(operator: str, left: Value, right: Value) -> Value:
    sign = 1 if operator == "+" else -1
    if isinstance(right, date) and not isinstance(left, date):
        left, right = right, left
    if isinstance(left, str):
        return left + right
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.months + sign * right.months)
    if isinstance(left, Months):
        return Months(int(rounded(Fraction(left.months) * Fraction(right))))
    if isinstance(left, timedelta) and isinstance(right, Decimal):
        micro = left // timedelta(microseconds=1)
        return timedelta(microseconds=int(rounded(Fraction(micro) * Fraction(right))))
    if isinstance(right, Months):
        index = left.year * 12 + left.month - 1 + sign * right.months
        year, month = index // 12, index % 12 + 1
        if not 1 <= year <= 9999:
            raise OverflowError
        return left.replace(year=year, month=month, day=min(left.day, calendar.monthrange(year, month)[1]))
    if isinstance(right, timedelta) and isinstance(left, datetime):
        return left + sign * right
    if isinstance(right, timedelta) and isinstance(left, date):
        return left + timedelta(days=(sign * right).days)
    return left + right if operator == "+" else left - right


def call(name: str, arguments: list[Value]) -> Value:
    listed = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], tuple) else tuple(arguments)
    if name in ("all", "any"):
        if len(arguments) == 1 and hole(arguments[0]):
            return arguments[0]
        return (conjunction if name == "all" else disjunction)(list(listed))
    if name == "list contains":
        return member(*arguments)
    if name == "count":
        return arguments[0] if hole(arguments[0]) else Decimal(len(arguments[0]))
    flat = [part for a in arguments for part in (a if isinstance(a, tuple) else (a,))]
    if any(map(hole, flat)):
        return holes(*flat)
    try:
        return FUNCTIONS[name](*arguments)
    except (ValueError, OverflowError, ArithmeticError):
        return UNKNOWN


def _items(arguments: tuple[Value, ...]) -> tuple[Value, ...]:
    found = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], tuple) else arguments
    if not found:
        raise ValueError
    return found


def _sum(*arguments: Value) -> Value:
    total = Decimal(0)
    for item in _items(arguments):
        total = rounded(Fraction(total) + Fraction(item))
    return total


def _quantized(value: Decimal, places: Decimal, rounding: str) -> Value:
    with localcontext() as context:
        context.prec, context.Emax, context.Emin = 6200, 6144, -6143
        return value.quantize(Decimal(1).scaleb(-int(places)), rounding=rounding)


def _modulo(a: Decimal, b: Decimal) -> Value:
    return rounded(Fraction(a) - Fraction(b) * (Fraction(a) / Fraction(b)).__floor__())


def _months(start: date, end: date) -> Months:
    """Whole months, towards zero."""
    if end < start:
        return Months(-_months(end, start).months)
    whole = (end.year - start.year) * 12 + end.month - start.month
    return Months(whole - (end.day < start.day))


FUNCTIONS: dict[str, Any] = {
    "abs": lambda n: n.copy_abs(),
    "floor": lambda n: n.to_integral_value(ROUND_FLOOR),
    "ceiling": lambda n: n.to_integral_value(ROUND_CEILING),
    "modulo": _modulo,
    "decimal": lambda n, p: _quantized(n, p, ROUND_HALF_EVEN),
    "round half up": lambda n, p: _quantized(n, p, ROUND_HALF_UP),
    "number": number_from_text,
    "sum": _sum,
    "mean": lambda *a: rounded(Fraction(_sum(*a)) / len(_items(a))),
    "min": lambda *a: sorted(_items(a))[0],
    "max": lambda *a: sorted(_items(a), reverse=True)[0],
    "contains": lambda text, part: text.find(part) >= 0,
    "starts with": lambda text, part: text[: len(part)] == part,
    "ends with": lambda text, part: part == "" or text[-len(part) :] == part,
    "string length": lambda text: Decimal(len(list(text))),
    "upper case": str.upper,
    "lower case": str.lower,
    "date": lambda v: date_from_text(v) if isinstance(v, str) else date(v.year, v.month, v.day),
    "date and time": date_time_from_text,
    "duration": duration_from_text,
    "years and months duration": _months,
}
