"""FEEL's operators with null as the specification says: whatever is ill-typed or undefined is null.

DMN 1.5 §10.3.2.3 (types), tables 51 to 55 (operators). The rules' operators, over unknown values, are in
`govengine.feel.operations`.
"""

from collections.abc import Iterable
from decimal import Decimal

from govengine.dmn.temporal import DAY, SECOND, Date, DateTime, Duration, Time
from govengine.dmn.values import Bound, Function, Undefined, Value, kind_of
from govengine.feel.operations import of_numbers
from govengine.feel.values import ARITHMETIC, Months, Range

Truth = bool | None


def and_(operands: Iterable[Value]) -> Truth:
    """False as soon as one is false, else null as soon as one is not true."""
    found: Truth = True
    for operand in operands:
        if operand is False:
            return False
        if operand is not True:
            found = None
    return found


def or_(operands: Iterable[Value]) -> Truth:
    """True as soon as one is true, else null as soon as one is not false."""
    found: Truth = False
    for operand in operands:
        if operand is True:
            return True
        if operand is not False:
            found = None
    return found


def not_(operand: Value) -> Truth:
    """The other of true and false; null for all else."""
    return not operand if isinstance(operand, bool) else None


def equal(left: Value, right: Value) -> Truth:
    """Equality; null between different types, except that nothing but null equals null."""
    if left is None or right is None:
        return left is right
    if kind_of(left) != kind_of(right):
        return None
    match left:
        case tuple():
            return len(left) == len(right) and all(
                equal(a, b) is True for a, b in zip(left, right, strict=True)
            )
        case dict():
            return left.keys() == right.keys() and all(equal(left[key], right[key]) is True for key in left)
        case DateTime():
            if (left.offset is None) != (right.offset is None):
                return False
            return bool(left.instant // SECOND == right.instant // SECOND)
        case Time():
            return _second(left) == _second(right)
        case Function():
            return True if left is right else None
        case Range() | Bound():
            return type(left) is type(right) and _ends(left) == _ends(right)
    return bool(left == right)


def _clock(time: Time) -> int:
    return time.nanoseconds - (time.offset or 0) * SECOND


def _second(time: Time) -> tuple[int, bool, str]:
    # Moments are equal when their parts are, and the last part is the whole second (DMN 1.5 table 53). A named
    # zone is its own clock: what it is ahead of Greenwich depends on the day.
    named = time.zone if isinstance(time.zone, str) else ""
    return _clock(time) // SECOND, time.zone is None, named


def _ends(one: Range | Bound) -> tuple[Value, ...]:
    if isinstance(one, Bound):
        return one.operator, one.end
    return one.low, one.high, one.includes_low, one.includes_high


def less(left: Value, right: Value) -> Truth:
    """`<`; null unless both are of one type that has an order."""
    if kind_of(left) != kind_of(right):
        return None
    match left:
        case bool() | None | tuple() | dict() | Range() | Bound() | Function():
            return None
        case Date():
            return bool(left.number < right.number)
        case DateTime():
            return (
                None
                if (left.offset is None) != (right.offset is None)
                else bool(left.instant < right.instant)
            )
        case Time():
            if (left.zone is None) != (right.zone is None):
                return None
            return bool(_clock(left) < _clock(right))
    return bool(left < right)


def compare(operator: str, left: Value, right: Value) -> Truth:
    """`= != < <= > >=`."""
    match operator:
        case "=":
            return equal(left, right)
        case "!=":
            return not_(equal(left, right))
        case "<":
            return less(left, right)
        case ">":
            return less(right, left)
        case "<=":
            return not_(less(right, left))
        case _:
            return not_(less(left, right))


def within(value: Value, bounds: Range | Bound) -> Truth:
    """Whether a value lies in a range; null where it cannot be compared with an end."""
    if isinstance(bounds, Bound):
        return compare(bounds.operator, value, bounds.end)
    low = compare(">=" if bounds.includes_low else ">", value, bounds.low)
    high = compare("<=" if bounds.includes_high else "<", value, bounds.high)
    return None if low is None or high is None else low and high


def matches(subject: Value, found: Value) -> Truth:
    """A unary test that is no comparison: a value, a range, or a list of either that has the subject."""
    if isinstance(found, Range | Bound) and not isinstance(subject, Range | Bound):
        return within(subject, found)
    if isinstance(found, tuple):
        return equal(subject, found) is True or or_(
            matches(subject, one) is True
            for one in found
            if not isinstance(one, tuple) or isinstance(subject, tuple)
        )
    if isinstance(subject, tuple) and not isinstance(found, tuple) and found is not None:
        return any(equal(one, found) is True for one in subject) if len(subject) == 1 else None
    return equal(subject, found)


def negate(operand: Value) -> Value:
    """`-x`. Raises Undefined."""
    match operand:
        case Decimal():
            return ARITHMETIC.minus(operand)
        case Months():
            return Months(-operand.months)
        case Duration():
            return Duration(-operand.nanoseconds)
    raise Undefined("only numbers and durations have a negative")


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """`+ - * / **`. Raises Undefined."""
    try:
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return of_numbers(operator, left, right)
        return _of_others(operator, left, right)
    except (ArithmeticError, ValueError) as error:
        raise Undefined(str(error)) from error


def _of_others(operator: str, left: Value, right: Value) -> Value:
    sign = -1 if operator == "-" else 1
    match operator, left, right:
        case "+", str(), str():
            return left + right
        case "+" | "-", Months(), Months():
            return Months(left.months + sign * right.months)
        case "+" | "-", Duration(), Duration():
            return Duration(left.nanoseconds + sign * right.nanoseconds)
        case "+" | "-", Date() | DateTime() | Time(), Months() | Duration():
            return _shifted(left, right, sign)
        case "+", Months() | Duration(), Date() | DateTime() | Time():
            return _shifted(right, left, 1)
        case "-", Time(), Time():
            if (left.zone is None) != (right.zone is None):
                raise Undefined("one time has a zone and the other has none")
            return Duration(_clock(left) - _clock(right))
        case "-", Date() | DateTime(), Date() | DateTime():
            return _between(left, right)
        case "*", Months() | Duration(), Decimal():
            return _times(left, right)
        case "*", Decimal(), Months() | Duration():
            return _times(right, left)
        case "/", Months() | Duration(), Decimal():
            return _scaled(left, ARITHMETIC.divide(_amount(left), right))
        case "/", Months() | Duration(), Months() | Duration() if type(left) is type(right):
            return ARITHMETIC.divide(_amount(left), _amount(right))
    raise Undefined(f"{operator} has no meaning between a {kind_of(left)} and a {kind_of(right)}")


def _amount(duration: Months | Duration) -> Decimal:
    return Decimal(duration.months if isinstance(duration, Months) else duration.nanoseconds)


def _times(duration: Months | Duration, factor: Decimal) -> Months | Duration:
    return _scaled(duration, ARITHMETIC.multiply(_amount(duration), factor))


def _scaled(duration: Months | Duration, amount: Decimal) -> Months | Duration:
    if amount.adjusted() > 30:  # noqa: PLR2004 - far beyond the ages of all calendars
        raise Undefined("this duration is too long")
    return Months(int(amount)) if isinstance(duration, Months) else Duration(int(amount))


def _shifted(moment: Date | DateTime | Time, by: Months | Duration, sign: int) -> Date | DateTime | Time:
    if isinstance(by, Months):
        match moment:
            case Date():
                return moment.plus_months(sign * by.months)
            case DateTime():
                return DateTime(moment.date.plus_months(sign * by.months), moment.time)
        raise Undefined("a time of day has no months")
    if isinstance(moment, DateTime):
        return moment.plus(sign * by.nanoseconds)
    if isinstance(moment, Date):
        # A date moved by part of a day stays on the day the moment falls on (table 53).
        return DateTime(moment, Time(0)).plus(sign * by.nanoseconds).date
    return Time((moment.nanoseconds + sign * by.nanoseconds) % DAY, moment.zone)


def _between(left: Date | DateTime, right: Date | DateTime) -> Duration:
    first, second = (one if isinstance(one, DateTime) else DateTime(one, Time(0, 0)) for one in (left, right))
    if (first.offset is None) != (second.offset is None):
        raise Undefined("one moment has a zone and the other has none")
    return Duration(first.instant - second.instant)
