"""Lists: DMN 1.5 table 76, and `sort`."""

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key, reduce

from govengine.dmn.functions.signature import all_items, builtin, function, items, number, whole
from govengine.dmn.operations import and_, arithmetic, equal, less, or_
from govengine.dmn.values import Function, Undefined, Value
from govengine.feel.values import ARITHMETIC


def same(left: Value, right: Value) -> bool:
    """Whether two items of a list are the same one."""
    return equal(left, right) is True


def _has(found: Value, element: Value) -> bool:
    return any(same(one, element) for one in items(found))


def _least(sign: int) -> Callable[..., Value]:
    def run(*arguments: Value) -> Value:
        best, *rest = all_items(arguments)
        for one in rest:
            before = less(one, best) if sign < 0 else less(best, one)
            if before is None:
                raise Undefined("these cannot be put in order")
            best = one if before else best
        if less(best, best) is None:
            raise Undefined("this has no order")
        return best

    return run


def _sum(*arguments: Value) -> Value:
    return reduce(lambda total, one: arithmetic("+", total, one), _addends(arguments))


def _addends(arguments: tuple[Value, ...]) -> tuple[Value, ...]:
    found = all_items(arguments)
    if not found or any(isinstance(one, str | tuple) or one is None for one in found):
        raise Undefined("there is nothing to add")
    arithmetic("+", found[0], found[0])
    return found


def _numbers(arguments: tuple[Value, ...]) -> list[Decimal]:
    found = [number(one) for one in all_items(arguments)]
    if not found:
        raise Undefined("there are no numbers")
    return found


def _mean(*arguments: Value) -> Value:
    found = _addends(arguments)
    return arithmetic("/", _sum(*found) if len(found) > 1 else found[0], Decimal(len(found)))


def _product(*arguments: Value) -> Decimal:
    return reduce(ARITHMETIC.multiply, _numbers(arguments))


def _median(*arguments: Value) -> Value:
    if not all_items(arguments):
        return None
    found = sorted(_numbers(arguments))
    half = len(found) // 2
    if len(found) % 2:
        return found[half]
    return ARITHMETIC.divide(ARITHMETIC.add(found[half - 1], found[half]), Decimal(2))


def _deviation(*arguments: Value) -> Decimal:
    found = _numbers(arguments)
    if len(found) < 2:  # noqa: PLR2004
        raise Undefined("one number deviates from nothing")
    mean = ARITHMETIC.divide(reduce(ARITHMETIC.add, found), Decimal(len(found)))
    squares = [ARITHMETIC.power(ARITHMETIC.subtract(one, mean), Decimal(2)) for one in found]
    return ARITHMETIC.sqrt(ARITHMETIC.divide(reduce(ARITHMETIC.add, squares), Decimal(len(found) - 1)))


def _mode(*arguments: Value) -> Value:
    if not all_items(arguments):
        return ()
    found = _numbers(arguments)
    counts = {one: found.count(one) for one in found}
    most = max(counts.values())
    return tuple(sorted(one for one, count in counts.items() if count == most))


def _sublist(found: Value, start: Value, length: Value = None) -> Value:
    whole_list, first = items(found), whole(start)
    size = len(whole_list) if length is None else whole(length)
    begin = first - 1 if first > 0 else len(whole_list) + first
    if first == 0 or not 0 <= begin < len(whole_list) or size < 0:
        raise Undefined("there is no such part")
    if length is not None and begin + size > len(whole_list):
        raise Undefined("the list is not so long")
    return whole_list[begin : begin + size]


def _place(found: tuple[Value, ...], position: Value) -> int:
    at = whole(position)
    if not 1 <= abs(at) <= len(found):
        raise Undefined("there is no such place")
    return at - 1 if at > 0 else len(found) + at


def _insert(found: Value, position: Value, new: Value) -> Value:
    whole_list = items(found)
    at = _place(whole_list, position)
    return (*whole_list[:at], new, *whole_list[at:])


def _remove(found: Value, position: Value) -> Value:
    whole_list = items(found)
    at = _place(whole_list, position)
    return (*whole_list[:at], *whole_list[at + 1 :])


def _replace(found: Value, where: Value, new: Value) -> Value:
    whole_list = items(found)
    if not isinstance(where, Function):
        at = _place(whole_list, where)
        return (*whole_list[:at], new, *whole_list[at + 1 :])
    chosen = [where(one, new) for one in whole_list]
    if not all(isinstance(one, bool) for one in chosen):
        raise Undefined("the match is neither true nor false")
    return tuple(new if yes else one for one, yes in zip(whole_list, chosen, strict=True))


def _distinct(found: tuple[Value, ...]) -> tuple[Value, ...]:
    kept: list[Value] = []
    for one in found:
        if not any(same(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def _flatten(found: Value) -> tuple[Value, ...]:
    flat: list[Value] = []
    for one in items(found):
        flat.extend(_flatten(one) if isinstance(one, tuple) else (one,))
    return tuple(flat)


def _concatenated(*lists: Value) -> tuple[Value, ...]:
    return tuple(one for each in lists for one in items(each))


def _sort(found: Value, precedes: Value = None) -> tuple[Value, ...]:
    before = less if precedes is None else function(precedes)

    def order(left: Value, right: Value) -> int:
        first, second = before(left, right), before(right, left)
        if first is None or second is None:
            raise Undefined("these cannot be put in order")
        return (second is True) - (first is True)

    return tuple(sorted(items(found), key=cmp_to_key(order)))


def _truths(*arguments: Value) -> tuple[Value, ...]:
    found = all_items(arguments)
    if any(one is not None and not isinstance(one, bool) for one in found):
        raise Undefined("these are neither true nor false")
    return found


def _variadic(name: str, run: Callable[..., Value]) -> Function:
    return builtin(name, "list", run=run, variadic=True)


LISTS = (
    builtin("list contains", "list, element", run=_has),
    builtin("count", "list", run=lambda found: Decimal(len(items(found)))),
    _variadic("min", _least(-1)),
    _variadic("max", _least(1)),
    _variadic("sum", _sum),
    _variadic("mean", _mean),
    _variadic("all", lambda *found: and_(_truths(*found))),
    _variadic("any", lambda *found: or_(_truths(*found))),
    _variadic("product", _product),
    _variadic("median", _median),
    _variadic("stddev", _deviation),
    _variadic("mode", _mode),
    builtin("sublist", "list, start position, length?", run=_sublist),
    builtin("append", "list, item", run=lambda found, *new: (*items(found), *new), variadic=True),
    _variadic("concatenate", _concatenated),
    builtin("insert before", "list, position, newItem", run=_insert),
    builtin("remove", "list, position", run=_remove),
    builtin("list replace", "list, position, newItem", "list, match, newItem", run=_replace),
    builtin("reverse", "list", run=lambda found: items(found)[::-1]),
    builtin(
        "index of",
        "list, match",
        run=lambda found, match: tuple(
            Decimal(place) for place, one in enumerate(items(found), 1) if same(one, match)
        ),
    ),
    _variadic("union", lambda *lists: _distinct(_concatenated(*lists))),
    builtin("distinct values", "list", run=lambda found: _distinct(items(found))),
    builtin("flatten", "list", run=_flatten),
    builtin("sort", "list, precedes?", run=_sort),
)
