"""A map in words: its axes, its limits, what is in a cell, and the same as lines of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from api.commands.evaluate import WhatIf
from api.lab.answer import heading_of, rule_in_words
from api.lab.case import Case
from api.lab.map import Drawn
from api.lab.wording import capital, joined, said_of
from govengine.decide.autonomy_map import Cell, Outcome
from govengine.decide.axis import ROLE, Axis, Stop
from govengine.decide.wording import length_in_words, name_in_words
from govengine.feel import UNKNOWN, Value
from govengine.feel.types import DATE
from govengine.scheme import FactType, Level, Stack
from govengine.scheme.checks.domain import Span

LEVELS: dict[Level, str] = {
    Level.ACT: "decides on their own authority",
    Level.CONSULT: "decides, after advice from others",
    Level.AGREE: "decides together with others",
    Level.REFER: "it is for somebody else to decide, or to be asked",
    Level.STOP: "not this way: there is another route",
}
"""The legend."""


# -- axes ---------------------------------------------------------------------------------------------------------


def axis_in_words(drawn: Drawn, axis: Axis) -> str:
    """What an axis shows: `Who asks`, `The personal budget for a year`."""
    if not axis.name:
        return ""
    return "Who asks" if axis.name == ROLE else fact_in_words(_fact(drawn, axis.name))


def fact_in_words(fact: FactType) -> str:
    """As a heading."""
    if fact.title is None and (fact.ask or fact.confirm):
        return fact.question
    return capital(name_in_words(fact))


def _fact(drawn: Drawn, name: str) -> FactType:
    return next(one.stack.facts[name] for one in drawn.versions if name in one.stack.facts)


def stop_in_words(drawn: Drawn, axis: Axis, stop: Stop) -> str:
    """`Team manager`, `over £500, up to £2,000`, `yes`."""
    if not axis.name:
        return "Whatever the facts"
    if axis.name == ROLE:
        (role,) = stop.value
        return capital(
            next((one.stack.title_of(role) for one in drawn.versions if role in one.stack.roles), role)
        )
    fact = _fact(drawn, axis.name)
    if stop.span is not None:
        return span_in_words(fact, stop.span)
    return "not known" if stop.value is UNKNOWN else _value(fact, stop.value)


def _value(fact: FactType, value: Value) -> str:
    return (
        length_in_words(said_of(fact, value)) if str(fact.type).endswith("duration") else said_of(fact, value)
    )


_OF_DAYS = {"over": "after", "from": "from", "under": "before", "up to": "until"}


def span_in_words(fact: FactType, span: Span) -> str:
    """`up to £500`, `over £500, up to £2,000`, `£49,000`."""
    if span.low is not None and span.low == span.high:
        return _value(fact, span.low)
    if (span.low, span.high) == (fact.least, fact.most) and (span.low is None or span.includes_low):
        return "any"
    parts = []
    if span.low is not None and not (span.low == fact.least and span.includes_low and span.high is not None):
        parts.append((("from" if span.includes_low else "over"), span.low))
    if span.high is not None and not (span.high == fact.most and span.includes_high and parts):
        parts.append((("up to" if span.includes_high else "under"), span.high))
    words = _OF_DAYS if fact.type == DATE else {}
    return ", ".join(f"{words.get(how, how)} {_value(fact, value)}" for how, value in parts) or "any"


def limit_in_words(drawn: Drawn, axis: Axis, place: int) -> str:
    """The limit after a part: `above £500`, `from £500`; empty where parts are not cut from what is ordered."""
    span = axis.stops[place].span
    if span is None or span.high is None:
        return ""
    fact = _fact(drawn, axis.name)
    above = "after" if fact.type == DATE else "above"
    return f"{above if span.includes_high else 'from'} {_value(fact, span.high)}"


# -- cells --------------------------------------------------------------------------------------------------------


def cell_in_words(stack: Stack, cell: Cell | None, case: Case) -> str:
    """Whose decision it is, in a line."""
    if cell is None:
        return "This version has no such role"
    heading = heading_of(WhatIf(stack, cell.question, cell.answer), case)
    settled = not cell.outcome.ask or cell.outcome.level is not Level.REFER
    perhaps = (
        []
        if settled
        else [stack.title_of(role) for role, provisional in cell.outcome.deciders if provisional]
    )
    return f"{heading}; perhaps for the {joined(perhaps, 'or')} to decide" if perhaps else heading


def shortly(stack: Stack, cell: Cell | None) -> tuple[str, ...]:
    """The same in fewer and fewer words, the last a sign."""
    if cell is None:
        return ("no such role", "-")
    outcome = cell.outcome
    match outcome.level:
        case Level.ACT if outcome.ready:
            return ("decides", SIGNS[Level.ACT])
        case Level.ACT:
            return ("decides, once all is there", "decides, once …", SIGNS[Level.ACT])
        case Level.CONSULT:
            return (*_with(stack, "after advice from", outcome), "after advice", SIGNS[Level.CONSULT])
        case Level.AGREE:
            return (*_with(stack, "together with", outcome), "together", SIGNS[Level.AGREE])
        case Level.STOP:
            return ("not this way", SIGNS[Level.STOP])
        case Level.REFER:
            settled = [role for role, provisional in outcome.deciders if not provisional]
            if settled:
                titles = [stack.title_of(role) for role in settled]
                return (
                    f"for the {joined(titles, 'or')}",
                    f"for the {titles[0]}",
                    f"→ {titles[0]}",
                    SIGNS[Level.REFER],
                )
            asked = stack.title_of(outcome.ask or stack.ask)
            return (f"ask the {asked}", "ask", SIGNS[Level.REFER])


SIGNS: dict[Level, str] = {
    Level.ACT: "●",
    Level.CONSULT: "◐",
    Level.AGREE: "◎",
    Level.REFER: "→",
    Level.STOP: "✕",
}
"""Where there is no room for words. The legend has them."""


def _with(stack: Stack, how: str, outcome: Outcome) -> Iterator[str]:
    if outcome.with_:
        yield f"{how} the {joined([stack.title_of(role) for role in outcome.with_])}"


# -- runs: neighbours in a row that say the same --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Columns `first` to `last` of a row, which say the same on every side, or on one (`sides`)."""

    first: int
    last: int
    changed: bool


def runs(drawn: Drawn, row: int, sides: Sequence[int]) -> list[Run]:
    """The runs of a row, looking at these sides."""
    grids = [drawn.map.grids[side] for side in sides]

    def said(column: int) -> tuple[object, ...]:
        cells = [grid[row][column] for grid in grids]
        outcomes = [None if cell is None else cell.outcome for cell in cells]
        return (*outcomes, drawn.map.changed(row, column))

    found = []
    for _, group in groupby(range(len(drawn.map.across.stops)), said):
        columns = list(group)
        found.append(Run(columns[0], columns[-1], drawn.map.changed(row, columns[0])))
    return found


def run_in_words(drawn: Drawn, run: Run) -> str:
    """Which values a run is for: `up to £35,000`, `yes or not known`."""
    axis = drawn.map.across
    stops = axis.stops[run.first : run.last + 1]
    first, last = stops[0].span, stops[-1].span
    if first is not None and last is not None:
        span = Span(first.low, last.high, first.includes_low, last.includes_high)
        return capital(span_in_words(_fact(drawn, axis.name), span))
    return capital(joined([stop_in_words(drawn, axis, stop) for stop in stops], "or"))


# -- the table ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """Some values, what each side says of them, and the cells in which that stands: (side, row, column)."""

    values: str
    answers: tuple[tuple[str, str, tuple[int, int, int] | None], ...]
    """(level, words, cell) for each side."""
    changed: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of a row."""

    heading: str
    lines: tuple[Line, ...]


def table_of(drawn: Drawn) -> list[Group]:
    """The map as a table: a group for each row, a line for each run."""
    sides = range(len(drawn.map.grids))
    return [
        Group(
            stop_in_words(drawn, drawn.map.down, stop),
            tuple(_line(drawn, row, run) for run in runs(drawn, row, sides)),
        )
        for row, stop in enumerate(drawn.map.down.stops)
    ]


def _line(drawn: Drawn, row: int, run: Run) -> Line:
    answers = []
    for side, asked in enumerate(drawn.versions):
        cell = drawn.map.grids[side][row][run.last]
        words = cell_in_words(asked.stack, cell, _asking(drawn, side, row))
        level = "" if cell is None else str(cell.outcome.level)
        answers.append((level, words, None if cell is None else (side, row, run.last)))
    return Line(run_in_words(drawn, run), tuple(answers), run.changed)


def _asking(drawn: Drawn, side: int, row: int) -> Case:
    case = drawn.versions[side].case
    if drawn.map.down.name != ROLE:
        return case
    (role,) = drawn.map.down.stops[row].value
    return Case(case.scheme, case.version, case.kind, role, case.day)


# -- limits -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit between two columns or rows: its mark on the picture, where it is, the rules that make it."""

    mark: str
    where: str
    rules: tuple[str, ...]


def limits_of(drawn: Drawn, side: int) -> list[Limit]:
    """The limits of a side, columns by number, rows by letter. Where nothing changes there is none."""
    stack, drawing = drawn.versions[side].stack, drawn.map
    found = []
    for axis, makers, mark in (
        (drawing.across, drawing.limits_across(side), _number),
        (drawing.down, drawing.limits_down(side), _letter),
    ):
        for place, rules in enumerate(makers):
            if rules:
                words = f"between {_nth(drawn, axis, place)} and {_nth(drawn, axis, place + 1)}"
                where = limit_in_words(drawn, axis, place) or words
                found.append(
                    Limit(mark(place), capital(where), tuple(rule_in_words(stack, rule) for rule in rules))
                )
    return found


def _nth(drawn: Drawn, axis: Axis, place: int) -> str:
    return stop_in_words(drawn, axis, axis.stops[place])


def _number(place: int) -> str:
    return str(place + 1)


def _letter(place: int) -> str:
    return chr(ord("A") + place % 26) * (place // 26 + 1)


# -- the other facts ---------------------------------------------------------------------------------------------------


def facts_in_words(stack: Stack, facts: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Facts and their values."""
    return [
        (fact_in_words(stack.facts[name]), _value(stack.facts[name], value))
        for name, value in sorted(facts.items())
        if name in stack.facts
    ]
