"""Generated expressions that type-check, over a fixed vocabulary, with values and holes for it."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from govengine.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    MONTHS_DURATION,
    NUMBER,
    STRING,
    Type,
    list_of,
)
from govengine.feel.values import Months

SCOPE: dict[str, Type] = {
    "decision.amount": NUMBER,
    "weekly rent": NUMBER,
    "n": NUMBER,
    "person.consent": BOOLEAN,
    "other-help": BOOLEAN,
    "b": BOOLEAN,
    "actor.team": STRING,
    "s": STRING,
    "d": DATE,
    "date of birth": DATE,
    "t": DATE_TIME,
    "wait": DAYS_DURATION,
    "term": MONTHS_DURATION,
    "actor.role": list_of(STRING),
    "amounts": list_of(NUMBER),
    "days": list_of(DATE),
}

_WORDS = ("", "a", "ab", "B", "east", "2026-02-28", "12.5", "ß")
_NUMBERS = ("0", "1", "2", "0.5", "100", "500.00", "3", "1e3", "9999999999999999999999999999999999", "0.01")
_DATES = ("2024-02-29", "2026-02-28", "2026-03-31", "0001-01-01", "9999-12-31", "2025-12-01")
_TIMES = (
    "2026-03-29T00:30:00+00:00",
    "2026-03-29T02:00:00+01:00",
    "0001-01-01T00:00:00+14:00",
    "2024-02-29T23:59:59Z",
)
_DAYS = ("P1D", "PT36H", "P90D", "-P2D", "PT0S", "P9999D")
_MONTHS = ("P1M", "P1Y6M", "-P13M", "P0M", "P9999Y")

VALUES: dict[Type, st.SearchStrategy[Any]] = {
    NUMBER: st.sampled_from([Decimal(n) for n in _NUMBERS]) | st.integers(-9, 9).map(Decimal),
    STRING: st.sampled_from(_WORDS),
    BOOLEAN: st.booleans(),
    DATE: st.sampled_from([date.fromisoformat(d) for d in _DATES]),
    DATE_TIME: st.sampled_from(
        [
            datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
            datetime(2024, 2, 29, 23, 59, 59, tzinfo=timezone(timedelta(hours=1))),
        ]
    ),
    DAYS_DURATION: st.sampled_from([timedelta(days=1), timedelta(hours=-36), timedelta()]),
    MONTHS_DURATION: st.sampled_from([Months(1), Months(-13), Months(0)]),
}
for _item in (STRING, NUMBER, DATE):
    VALUES[list_of(_item)] = st.lists(VALUES[_item], max_size=3).map(tuple)


def facts() -> st.SearchStrategy[dict[str, Any]]:
    """A value for every name."""
    return st.fixed_dictionaries({name: VALUES[kind] for name, kind in SCOPE.items()})


@st.composite
def expressions(draw: st.DrawFn, kind: Type = BOOLEAN, depth: int = 4) -> str:
    """The text of an expression of a type."""
    return draw(_of(kind, depth, ()))


_Bound = tuple[tuple[str, Type], ...]


@st.composite
def _of(draw: st.DrawFn, kind: Type, depth: int, bound: _Bound) -> str:
    if depth <= 0 or draw(st.integers(0, 9)) == 0:
        return draw(_leaf(kind, bound))

    def sub(of: Type, *, at: int = depth - 1) -> str:
        return draw(_of(of, at, bound))

    if draw(st.integers(0, 7)) == 0:
        return f"(if {sub(BOOLEAN)} then {sub(kind)} else {sub(kind)})"
    match kind.name:
        case "boolean":
            return draw(_boolean(depth, bound))
        case "number":
            return draw(_number(depth, bound))
        case "string":
            form = draw(st.integers(0, 2))
            if form == 0:
                return f"({sub(STRING)} + {sub(STRING)})"
            return f"{('upper case', 'lower case')[form - 1]}({sub(STRING)})"
        case "date":
            form = draw(st.integers(0, 3))
            if form == 0:
                return f"({sub(DATE)} {draw(st.sampled_from('+-'))} {sub(DAYS_DURATION)})"
            if form == 1:
                return f"({sub(DATE)} {draw(st.sampled_from('+-'))} {sub(MONTHS_DURATION)})"
            return f"date({sub(DATE_TIME) if form == 2 else sub(DATE)})"
        case "date-time":
            by = draw(st.sampled_from((DAYS_DURATION, MONTHS_DURATION)))
            return f"({sub(DATE_TIME)} {draw(st.sampled_from('+-'))} {sub(by)})"
        case "days and time duration":
            form = draw(st.integers(0, 3))
            if form == 0:
                return f"({sub(DATE)} - {sub(DATE)})"
            if form == 1:
                return f"-({sub(DAYS_DURATION)})"
            if form == 2:
                return f"({sub(DAYS_DURATION)} * {sub(NUMBER)})"
            return f"({sub(DAYS_DURATION)} + {sub(DAYS_DURATION)})"
        case "years and months duration":
            form = draw(st.integers(0, 2))
            if form == 0:
                return f"years and months duration({sub(DATE)}, {sub(DATE)})"
            if form == 1:
                return f"({sub(MONTHS_DURATION)} - {sub(MONTHS_DURATION)})"
            return f"({sub(MONTHS_DURATION)} * {sub(NUMBER)})"
        case _:
            assert kind.item is not None
            items = draw(st.integers(1, 3))
            return "[" + ", ".join(sub(kind.item) for _ in range(items)) + "]"


@st.composite
def _boolean(draw: st.DrawFn, depth: int, bound: _Bound) -> str:
    def sub(of: Type) -> str:
        return draw(_of(of, depth - 1, bound))

    ordered = draw(st.sampled_from((NUMBER, DATE, DATE_TIME, DAYS_DURATION, MONTHS_DURATION)))
    scalar = draw(st.sampled_from((NUMBER, STRING, DATE, BOOLEAN)))
    listed = draw(st.sampled_from((STRING, NUMBER, DATE)))
    sign = draw(st.sampled_from(("=", "!=", "<", "<=", ">", ">=")))
    opening, closing = draw(st.sampled_from("[(]")), draw(st.sampled_from("])["))
    match draw(st.integers(0, 19)):
        case 0 | 1:
            return f"({sub(BOOLEAN)} and {sub(BOOLEAN)} and {sub(BOOLEAN)})"
        case 2 | 3:
            return f"({sub(BOOLEAN)} or {sub(BOOLEAN)})"
        case 4:
            return f"not({sub(BOOLEAN)})"
        case 5 | 6:
            return f"({sub(ordered)} {sign} {sub(ordered)})"
        case 7:
            return f"({sub(scalar)} {draw(st.sampled_from(('=', '!=')))} {sub(scalar)})"
        case 8:
            return f"({sub(ordered)} between {sub(ordered)} and {sub(ordered)})"
        case 9:
            return f"({sub(ordered)} in {opening}{sub(ordered)}..{sub(ordered)}{closing})"
        case 10:
            return f"({sub(ordered)} in ({sign} {sub(ordered)}, {sub(ordered)}))"
        case 11:
            return f"({sub(scalar)} in ({sub(scalar)}, {sub(scalar)}))"
        case 12:
            return f"({sub(list_of(listed))} = {sub(listed)})"
        case 13:
            other = sub(draw(st.sampled_from((listed, list_of(listed)))))
            return f"({sub(list_of(listed))} in ({other}, {sub(listed)}))"
        case 14:
            return f"({sub(list_of(listed))} {draw(st.sampled_from(('=', '!=')))} {sub(list_of(listed))})"
        case 15:
            variable = f"x{len(bound)}"
            inner = draw(_of(BOOLEAN, depth - 1, (*bound, (variable, listed))))
            word = draw(st.sampled_from(("some", "every")))
            return f"({word} {variable} in {sub(list_of(listed))} satisfies {inner})"
        case 16:
            return f"list contains({sub(list_of(listed))}, {sub(listed)})"
        case 17:
            name = draw(st.sampled_from(("contains", "starts with", "ends with")))
            return f"{name}({sub(STRING)}, {sub(STRING)})"
        case 18:
            return f"{draw(st.sampled_from(('all', 'any')))}({sub(BOOLEAN)}, {sub(BOOLEAN)})"
        case _:
            item = draw(st.sampled_from((NUMBER, DATE)))
            return f"({sub(list_of(item))} in {opening}{sub(item)}..{sub(item)}{closing})"


@st.composite
def _number(draw: st.DrawFn, depth: int, bound: _Bound) -> str:
    def sub(of: Type) -> str:
        return draw(_of(of, depth - 1, bound))

    match draw(st.integers(0, 11)):
        case 0 | 1 | 2:
            return f"({sub(NUMBER)} {draw(st.sampled_from('+-*/'))} {sub(NUMBER)})"
        case 3:
            return f"({sub(NUMBER)} ** {draw(st.sampled_from(('2', '0.5', '-1')))})"
        case 4:
            return f"-({sub(NUMBER)})"
        case 5:
            return f"{draw(st.sampled_from(('abs', 'floor', 'ceiling')))}({sub(NUMBER)})"
        case 6:
            return f"modulo({sub(NUMBER)}, {sub(NUMBER)})"
        case 7:
            places = draw(st.sampled_from(("0", "2", "-2", "1.7")))
            return f"{draw(st.sampled_from(('decimal', 'round half up')))}({sub(NUMBER)}, {places})"
        case 8:
            return f"{draw(st.sampled_from(('sum', 'mean', 'min', 'max')))}({sub(list_of(NUMBER))})"
        case 9:
            return f"count({sub(draw(st.sampled_from((list_of(STRING), list_of(DATE)))))})"
        case 10:
            name = draw(st.sampled_from(("string length", "number")))
            return f"{name}({sub(STRING) if name == 'string length' else draw(st.sampled_from(('s', 'actor.team')))})"
        case _:
            return f"({sub(draw(st.sampled_from((DATE, DATE_TIME))))}).{draw(st.sampled_from(('year', 'month', 'day')))}"


@st.composite
def _leaf(draw: st.DrawFn, kind: Type, bound: _Bound) -> str:
    names = [name for name, of in (*SCOPE.items(), *bound) if of == kind]
    if names and draw(st.integers(0, 2)):
        return draw(st.sampled_from(names))
    match kind.name:
        case "number":
            return draw(st.sampled_from(_NUMBERS))
        case "string":
            return f'"{draw(st.sampled_from(_WORDS))}"'
        case "boolean":
            return draw(st.sampled_from(("true", "false")))
        case "date":
            return f'date("{draw(st.sampled_from(_DATES))}")'
        case "date-time":
            return f'@"{draw(st.sampled_from(_TIMES))}"'
        case "days and time duration":
            return f'duration("{draw(st.sampled_from(_DAYS))}")'
        case "years and months duration":
            return f'@"{draw(st.sampled_from(_MONTHS))}"'
        case _:
            return "[]"
