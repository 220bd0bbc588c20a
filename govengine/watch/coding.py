"""The facts of an entry as integers, and a watch's condition as tests of those integers.

No text of anybody's goes to the engine: it compares lengths in 16 bits and coerces types. A text is the number of the
text in the watch's own condition that it equals, or 0; a number is counted in hundredths of a penny; a date in days.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from govengine.errors import Problem
from govengine.feel.plain import AllOf, AnyOf, Constant, Plain, PlainTest, leaves
from govengine.feel.values import Value
from govengine.scheme.bound_watch import BoundWatch
from govengine.watch.limits import MAX_INTEGER, SCALE, ZERO, WatchError

_OPERATORS = {"!=": "$neq", "<": "$lt", "<=": "$lte", ">": "$gt", ">=": "$gte"}


class Coding:
    """How one watch's facts are told to the engine: `p0`, `p1`, … in the order of their names."""

    def __init__(self, watch: BoundWatch) -> None:
        self._when = watch.when
        found = () if watch.when is None else leaves(watch.when)
        self._properties = {name: f"p{n}" for n, name in enumerate(sorted({one.fact for one in found}))}
        self._types = {one.fact: type(one.value) for one in found}
        texts = sorted({(one.fact, one.value) for one in found if isinstance(one.value, str)})
        self._texts = {text: number for number, text in enumerate(texts, start=1)}

    def tests(self) -> list[dict[str, Any]]:
        """The condition, for a rule's `$and`."""
        return [] if self._when is None else [self._test(self._when)]

    def encoded(self, facts: Mapping[str, Value]) -> dict[str, int]:
        """What is known of the facts that are tested. Raises WatchError for a value that cannot be compared."""
        known = {}
        for name, property_ in self._properties.items():
            if name in facts:
                if type(facts[name]) is not self._types[name]:
                    raise _cannot(name)
                known[property_] = self._integer(name, facts[name])
        return known

    def _test(self, test: PlainTest) -> dict[str, Any]:
        match test:
            case AllOf():
                return {"$and": [self._test(part) for part in test.parts]}
            case AnyOf():
                return {"$or": [self._test(part) for part in test.parts]}
            case Plain():
                compared = {self._properties[test.fact]: self._integer(test.fact, test.value)}
                return compared if test.operator == "=" else {_OPERATORS[test.operator]: compared}

    def _integer(self, name: str, value: Constant) -> int:
        match value:
            case bool():
                return int(value)
            case str():
                return self._texts.get((name, value), 0)
            case date():
                return value.toordinal()
        return ZERO + scaled(name, value)


def scaled(name: str, value: Value) -> int:
    """A number in hundredths of a penny. Raises WatchError for what is no number, too large or too fine."""
    if not isinstance(value, Decimal):
        raise _cannot(name)
    whole = value * SCALE
    if whole != whole.to_integral_value() or abs(whole) >= MAX_INTEGER - ZERO:
        raise _cannot(name)
    return int(whole)


def _cannot(name: str) -> WatchError:
    message = f"A recorded value of {name} cannot be compared by the watch."
    return WatchError([Problem("watch-value", message, "Look at the decisions by hand.")])
