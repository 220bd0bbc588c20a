"""Ranges: DMN 1.5 table 79, Allen's relations between points and ranges, and `range`."""

from collections.abc import Callable
from decimal import Decimal

from govengine.dmn.functions.signature import builtin, text
from govengine.dmn.operations import compare, less
from govengine.dmn.temporal import temporal_of
from govengine.dmn.values import Undefined, Value, kind_of
from govengine.feel.faults import SyntaxFault
from govengine.feel.tree import Expression, Literal, Name, Negate, RangeOf
from govengine.feel.values import Range
from govengine.feel.wide_parser import WideLexicon, parse_wide
from govengine.feel.wide_tree import Invoke, Temporal


def _holds(operator: str, left: Value, right: Value) -> bool:
    found = compare(operator, left, right)
    if found is None:
        raise Undefined("these cannot be put in order")
    return found


def _range(value: Value) -> Range:
    if isinstance(value, Range):
        return value
    raise Undefined("this is no range")


def _ordered(left: Value, right: Value) -> tuple[Value, Value]:
    for one in (left, right):
        if not isinstance(one, Range) and less(one, one) is None:
            raise Undefined("this has no order")
    return left, right


def _before(left: Value, right: Value) -> bool:
    match _ordered(left, right):
        case Range() as a, Range() as b:
            both = a.includes_high and b.includes_low
            return _holds("<" if both else "<=", a.high, b.low)
        case Range() as a, b:
            return _holds("<" if a.includes_high else "<=", a.high, b)
        case a, Range() as b:
            return _holds("<" if b.includes_low else "<=", a, b.low)
        case a, b:
            return _holds("<", a, b)
    raise AssertionError  # the cases above are all there are


def _meets(left: Value, right: Value) -> bool:
    a, b = _range(left), _range(right)
    return _holds("=", a.high, b.low) and a.includes_high and b.includes_low


def _overlaps(left: Value, right: Value) -> bool:
    a, b = _range(left), _range(right)
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(left: Value, right: Value) -> bool:
    a, b = _range(left), _range(right)
    starts = _holds("<", a.low, b.low) or (
        _holds("=", a.low, b.low) and a.includes_low and not b.includes_low
    )
    reaches = _holds(">", a.high, b.low) or (
        _holds("=", a.high, b.low) and a.includes_high and b.includes_low
    )
    ends = _holds("<", a.high, b.high) or (
        _holds("=", a.high, b.high) and (not a.includes_high or b.includes_high)
    )
    return starts and reaches and ends


def _overlaps_after(left: Value, right: Value) -> bool:
    a, b = _range(left), _range(right)
    starts = _holds("<", b.low, a.low) or (
        _holds("=", b.low, a.low) and b.includes_low and not a.includes_low
    )
    reaches = _holds("<", a.low, b.high) or (
        _holds("=", a.low, b.high) and a.includes_low and b.includes_high
    )
    ends = _holds("<", b.high, a.high) or (
        _holds("=", b.high, a.high) and (not b.includes_high or a.includes_high)
    )
    return starts and reaches and ends


def _finishes(left: Value, right: Value) -> bool:
    b = _range(right)
    if isinstance(left, Range):
        same = _holds("=", left.high, b.high) and left.includes_high == b.includes_high
        return same and (
            _holds(">", left.low, b.low)
            or (_holds("=", left.low, b.low) and (not left.includes_low or b.includes_low))
        )
    return _holds("=", left, b.high) and b.includes_high


def _starts(left: Value, right: Value) -> bool:
    b = _range(right)
    if isinstance(left, Range):
        same = _holds("=", left.low, b.low) and left.includes_low == b.includes_low
        return same and (
            _holds("<", left.high, b.high)
            or (_holds("=", left.high, b.high) and (not left.includes_high or b.includes_high))
        )
    return _holds("=", left, b.low) and b.includes_low


def _includes(left: Value, right: Value) -> bool:
    a = _range(left)
    if isinstance(right, Range):
        low = _holds("<", a.low, right.low) or (
            _holds("=", a.low, right.low) and (a.includes_low or not right.includes_low)
        )
        high = _holds(">", a.high, right.high) or (
            _holds("=", a.high, right.high) and (a.includes_high or not right.includes_high)
        )
        return low and high
    return _holds("<=" if a.includes_low else "<", a.low, right) and _holds(
        ">=" if a.includes_high else ">", a.high, right
    )


def _coincides(left: Value, right: Value) -> bool:
    if isinstance(left, Range) != isinstance(right, Range):
        raise Undefined("one is a range and the other is not")
    if not isinstance(left, Range):
        _ordered(left, right)
        return _holds("=", left, right)
    return (
        _holds("=", left.low, right.low)
        and _holds("=", left.high, right.high)
        and (left.includes_low, left.includes_high) == (right.includes_low, right.includes_high)
    )


def _swapped(run: Callable[[Value, Value], bool]) -> Callable[[Value, Value], bool]:
    return lambda left, right: run(right, left)


_LEXICON = WideLexicon(("date and time",))


def _read(value: Value) -> Range:
    """The range a text describes: its ends are written out, and nothing is computed."""
    try:
        tree = parse_wide(text(value), _LEXICON)
    except SyntaxFault as fault:
        raise Undefined(fault.fault.message) from fault
    if not isinstance(tree, RangeOf):
        raise Undefined("a range is written [1..10]")
    low, high = _end(tree.low), _end(tree.high)
    if (
        (low is None and high is None)
        or (low is None and tree.includes_low)
        or (high is None and tree.includes_high)
    ):
        raise Undefined("an end that is open is not included")
    if (
        low is not None
        and high is not None
        and (kind_of(low) != kind_of(high) or not _holds("<=", low, high))
    ):
        raise Undefined("a range goes from less to more")
    return Range(low, high, tree.includes_low, tree.includes_high)


def _end(node: Expression) -> Value:
    match node:
        case Literal():
            return node.value
        case Temporal():
            return temporal_of(node.text)
        case Negate(operand=Literal(value=Decimal() as value)):
            return -value
        case Invoke(function=Name(name=name), arguments=(Literal(value=str() as value),)) if name in (
            "date",
            "time",
            "date and time",
            "duration",
        ):
            return temporal_of(value)
    raise Undefined("the ends of a range are written out")


RANGES = (
    *(
        builtin(name, "point1, point2", "point, range", "range, point", "range1, range2", run=run)
        for name, run in (("before", _before), ("after", _swapped(_before)), ("coincides", _coincides))
    ),
    builtin("meets", "range1, range2", run=_meets),
    builtin("met by", "range1, range2", run=_swapped(_meets)),
    builtin("overlaps", "range1, range2", run=_overlaps),
    builtin("overlaps before", "range1, range2", run=_overlaps_before),
    builtin("overlaps after", "range1, range2", run=_overlaps_after),
    *(
        builtin(name, "point, range", "range1, range2", run=run)
        for name, run in (("finishes", _finishes), ("starts", _starts), ("during", _swapped(_includes)))
    ),
    *(
        builtin(name, "range, point", "range1, range2", run=run)
        for name, run in (
            ("finished by", _swapped(_finishes)),
            ("started by", _swapped(_starts)),
            ("includes", _includes),
        )
    ),
    builtin("range", "from", run=_read),
)
