"""Hit policies: from the rows that hold to the result of a table (DMN 1.5 §8.2.10)."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from govengine.dmn.functions import FUNCTIONS
from govengine.dmn.model import DecisionTable
from govengine.dmn.operations import equal
from govengine.dmn.values import Undefined, Value

Result = tuple[Value, ...]
"""The values of one row, a value for each output."""

Rank = Callable[[int, Value], int]
"""Where a value stands in the order that an output's values are listed in; smaller comes first."""

_AGGREGATIONS = {"SUM": "sum", "MIN": "min", "MAX": "max"}


def settled(table: DecisionTable, results: Sequence[Result], rank: Rank, default: Result | None) -> Value:
    """What a table says when these rows hold, in the order of the table. Raises Undefined for a clash."""

    def shown(result: Result) -> Value:
        if len(table.outputs) == 1:
            return result[0]
        return {output.name: value for output, value in zip(table.outputs, result, strict=True)}

    if not results and default is not None:
        return shown(default)
    match table.hit_policy:
        case "COLLECT":
            return _collected(table, [shown(result) for result in results])
        case "RULE ORDER":
            return tuple(map(shown, results)) or None
        case "OUTPUT ORDER":
            return tuple(map(shown, sorted(results, key=lambda result: _ranks(result, rank)))) or None
    if not results:
        return None
    match table.hit_policy:
        case "FIRST":
            return shown(results[0])
        case "PRIORITY":
            return shown(min(results, key=lambda result: _ranks(result, rank)))
        case "ANY":
            if any(equal(results[0], other) is not True for other in results[1:]):
                raise Undefined("rows that hold differ in what they say")
            return shown(results[0])
        case _:
            if len(results) > 1:
                raise Undefined("more than one row holds")
            return shown(results[0])


def _ranks(result: Result, rank: Rank) -> tuple[int, ...]:
    return tuple(rank(place, value) for place, value in enumerate(result))


def _collected(table: DecisionTable, values: list[Value]) -> Value:
    if table.aggregation is None:
        return tuple(values) or None
    if table.aggregation == "COUNT":
        return Decimal(len(values))
    return FUNCTIONS[_AGGREGATIONS[table.aggregation]](tuple(values)) if values else None
