"""What compiled conditions call: FEEL's operators over known and missing values.

INVARIANT (soundness of unknown, MEANING §1): whatever an operation returns with holes in its operands, other
than `UNKNOWN` and `OPEN`, it returns for every way of filling the holes. Operands have been type-checked, so
the only surprises left are missing values and operations without a result, such as a division by zero.
"""

from collections.abc import Callable, Iterable
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from decimal import Decimal, DecimalException
from typing import Any

from govengine.feel.values import ARITHMETIC, UNKNOWN, Missing, Months, Range, Value, missing

_MICROSECOND = timedelta(microseconds=1)

Truth = Any
"""True, False, UNKNOWN or OPEN."""


def and_(left: Truth, right: Truth) -> Truth:
    """False as soon as either is false."""
    if left is False or right is False:
        return False
    if left is True and right is True:
        return True
    return missing(left, right)


def or_(left: Truth, right: Truth) -> Truth:
    """True as soon as either is true."""
    if left is True or right is True:
        return True
    if left is False and right is False:
        return False
    return missing(left, right)


def not_(operand: Truth) -> Truth:
    """The other of true and false."""
    if operand is True:
        return False
    if operand is False:
        return True
    return missing(operand)


def if_(condition: Truth, then: Value, otherwise: Value) -> Value:
    """One branch. With the condition missing: the value both branches agree on, if they do."""
    if condition is True:
        return then
    if condition is False:
        return otherwise
    return then if equal(then, otherwise) is True else missing(condition, then, otherwise)


def equal(left: Value, right: Value) -> Truth:
    """Equality. Lists of different lengths differ, whatever is missing inside them."""
    if isinstance(left, Missing) or isinstance(right, Missing):
        return missing(left, right)
    if isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) != len(right):
            return False
        return every(equal(a, b) for a, b in zip(left, right, strict=True))
    return bool(left == right)


def not_equal(left: Value, right: Value) -> Truth:
    """Not `equal`."""
    return not_(equal(left, right))


def less(left: Value, right: Value) -> Truth:
    """`<`."""
    if isinstance(left, Missing) or isinstance(right, Missing):
        return missing(left, right)
    return bool(left < right)


def less_or_equal(left: Value, right: Value) -> Truth:
    """`<=`."""
    if isinstance(left, Missing) or isinstance(right, Missing):
        return missing(left, right)
    return bool(left <= right)


def greater(left: Value, right: Value) -> Truth:
    """`>`."""
    return less(right, left)


def greater_or_equal(left: Value, right: Value) -> Truth:
    """`>=`."""
    return less_or_equal(right, left)


def in_range(value: Value, low: Value, high: Value, includes_low: bool, includes_high: bool) -> Truth:  # noqa: FBT001
    """Whether a value lies in a range; one end that excludes it is enough for false."""
    return and_(
        less_or_equal(low, value) if includes_low else less(low, value),
        less_or_equal(value, high) if includes_high else less(value, high),
    )


def in_range_value(value: Value, bounds: Range | Missing) -> Truth:
    """`in_range` of a range that is a value by itself."""
    if isinstance(bounds, Missing):
        return missing(bounds)
    return in_range(value, bounds.low, bounds.high, bounds.includes_low, bounds.includes_high)


def among(value: Value, constants: frozenset[Value]) -> Truth:
    """`contains`, of values that are known when the rule is compiled."""
    return missing(value) if isinstance(value, Missing) else value in constants


def contains(items: Value, value: Value) -> Truth:
    """Whether a list has an item equal to the value."""
    if isinstance(items, Missing):
        return missing(items)
    return some(equal(item, value) for item in items)


def some(truths: Iterable[Truth]) -> Truth:
    """`or_` over any number of truths; false of none."""
    found: Truth = False
    for truth in truths:
        found = or_(found, truth)
        if found is True:
            return True
    return found


def every(truths: Iterable[Truth]) -> Truth:
    """`and_` over any number of truths; true of none."""
    found: Truth = True
    for truth in truths:
        found = and_(found, truth)
        if found is False:
            return False
    return found


def any_of(*truths: Truth) -> Truth:
    """`a or b or c`."""
    return some(truths)


def all_of(*truths: Truth) -> Truth:
    """`a and b and c`."""
    return every(truths)


def with_subject(tests: Callable[[Value], Truth], subject: Value) -> Truth:
    """Several tests of one value."""
    return tests(subject)


def quantify(every_one: bool, items: Value, holds: Callable[[Value], Truth]) -> Truth:  # noqa: FBT001
    """`some … satisfies` and `every … satisfies`."""
    if isinstance(items, Missing):
        return missing(items)
    return (every if every_one else some)(holds(item) for item in items)


def list_(*items: Value) -> Value:
    """A list; its items may be missing."""
    return items


def range_(low: Value, high: Value, includes_low: bool, includes_high: bool) -> Value:  # noqa: FBT001
    """A range as a value."""
    if isinstance(low, Missing) or isinstance(high, Missing):
        return missing(low, high)
    return Range(low, high, includes_low, includes_high)


def negate(operand: Value) -> Value:
    """`-x`."""
    if isinstance(operand, Missing):
        return missing(operand)
    if isinstance(operand, Months):
        return Months(-operand.months)
    return ARITHMETIC.minus(operand) if isinstance(operand, Decimal) else -operand


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """`+ - * / **` over numbers, dates, durations and text; UNKNOWN where there is no result."""
    if isinstance(left, Missing) or isinstance(right, Missing):
        return missing(left, right)
    try:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return of_numbers(operator, left, right)
        return _of_times(operator, left, right)
    except (DecimalException, OverflowError, ValueError, ZeroDivisionError):
        return UNKNOWN


def of_numbers(operator: str, left: Decimal, right: Decimal) -> Decimal:
    """Arithmetic of 34 digits, half even. Raises DecimalException, and ZeroDivisionError for what is no number."""
    match operator:
        case "+":
            return ARITHMETIC.add(left, right)
        case "-":
            return ARITHMETIC.subtract(left, right)
        case "*":
            return ARITHMETIC.multiply(left, right)
        case "/":
            found = ARITHMETIC.divide(left, right)
        case _:
            found = ARITHMETIC.power(left, right)
    if not found.is_finite():
        raise ZeroDivisionError  # 0 ** -1, which decimal does not trap
    return found


def _of_times(operator: str, left: Value, right: Value) -> Value:
    match operator, left, right:
        case "+", str(), str():
            return left + right
        case "+" | "-", date(), Months():
            return add_months(left, right.months if operator == "+" else -right.months)
        case "+", Months(), date():
            return add_months(right, left.months)
        case "+" | "-", Months(), Months():
            return Months(left.months + (right.months if operator == "+" else -right.months))
        case "*", Months(), Decimal():
            return Months(int(ARITHMETIC.multiply(Decimal(left.months), right)))
        case "*", timedelta(), Decimal():
            return timedelta(microseconds=int(ARITHMETIC.multiply(Decimal(left // _MICROSECOND), right)))
        case "+", timedelta(), date():
            return _shift(right, left)
        case "+" | "-", date(), timedelta():
            return _shift(left, right if operator == "+" else -right)
        case "+", timedelta(), timedelta():
            return left + right
        case "-", _, _:
            return left - right
        case _:
            raise ValueError(operator)


def _shift(moment: date, by: timedelta) -> date:
    if isinstance(moment, datetime):
        return moment + by
    # A date moved by part of a day stays on the day the moment falls on (DMN 1.5, table 53).
    return (datetime(moment.year, moment.month, moment.day) + by).date()  # noqa: DTZ001


def add_months(moment: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            if not MINYEAR <= year <= MAXYEAR:
                raise
    return moment.replace(year=year, month=month + 1, day=min(moment.day, 28))


def part(operand: Value, name: str) -> Value:
    """`.year`, `.month`, `.day`."""
    if isinstance(operand, Missing):
        return missing(operand)
    return Decimal(getattr(operand, name))
