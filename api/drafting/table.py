"""A table of a scheme as a grid of fields: what each column takes, what was typed, and rows that come, go and move."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.drafting.filling import Mistake
from api.lab.choosing import Named
from govengine.scheme import Level, Step, Version
from govengine.scheme.blanks import NO_NUMBER, plain_number
from govengine.scheme.grid import Grid, Row, is_formula

ROWS_ON_A_PAGE = 40
MOST_ROWS = 5_000
"""More is for a spreadsheet: export the draft, and import it again."""


class Widget(StrEnum):
    """How a cell is asked for."""

    TEXT = "text"
    CHOICE = "choice"
    TICK = "tick"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `options` are what a choice offers beside what stands in the cell."""

    number: int
    head: str
    title: str
    widget: Widget
    options: tuple[Named, ...] = ()
    hint: str = ""
    number_of: str | None = None
    """Of a column of figures, what they count."""


@dataclass(frozen=True, slots=True)
class Field:
    """A cell on the form. `before` is said in front of a figure: `at most £`."""

    id: str
    name: str
    label: str
    column: Column
    value: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row on the form; `number` counts from 0, `line` as the file does."""

    number: int
    line: int
    fields: tuple[Field, ...]


_YES_NO = (Named("-", "either"), Named("true", "yes"), Named("false", "no"))
_FIGURE = re.compile(r"(<=|<|>=|>|=)?\s*(\d+(?:\.\d+)?)")
_SAID = {"<=": "at most ", "<": "under ", ">=": "at least ", ">": "over ", "=": "", "": ""}


def columns_of(grid: Grid, version: Version | None, roles: Sequence[Named]) -> list[Column]:
    """What each column takes, as far as the scheme's text tells."""
    facts = version.text.facts if version is not None else {}
    return [
        _column(number, cell.value.strip().lstrip("\ufeff"), facts, tuple(roles))
        for number, cell in enumerate(grid.heads.cells)
    ]


def _column(number: int, head: str, facts: Mapping[str, object], roles: tuple[Named, ...]) -> Column:
    title = head.replace("_", " ") or f"column {number + 1}"
    named = facts.get(head)
    fact = getattr(named, "value", None)
    if fact is not None:
        title = fact.title.value if fact.title is not None else title.rpartition(".")[2]
        kind, unit = fact.type.value, fact.unit.value if fact.unit is not None else ""
        if kind == "boolean":
            return Column(number, head, title, Widget.CHOICE, _YES_NO)
        if kind == "number":
            return Column(number, head, title, Widget.TEXT, number_of=unit)
        return Column(number, head, title, Widget.TEXT)
    match head:
        case "role" | "with" if roles:
            return Column(number, head, title, Widget.CHOICE, roles)
        case "level":
            return Column(
                number, head, title, Widget.CHOICE, _named(map(str, (Level.ACT, Level.CONSULT, Level.AGREE)))
            )
        case "step":
            return Column(number, head, title, Widget.CHOICE, _named(map(str, Step)))
        case "only" | "exception":
            return Column(number, head, title, Widget.TICK)
        case "from" | "to":
            return Column(number, head, title, Widget.TEXT, hint="such as 2026-04-01")
        case _:
            return Column(number, head, title, Widget.TEXT)


def _named(words: "Sequence[str] | map[str]") -> tuple[Named, ...]:
    return tuple(Named(word, word) for word in words)


def lines_of(grid: Grid, columns: Sequence[Column], page: int) -> list[Line]:
    """The rows of a page of the form, counted from 1."""
    first = (page - 1) * ROWS_ON_A_PAGE
    return [
        Line(
            number, number + grid.first_line, tuple(_field(one, number, grid.rows[number]) for one in columns)
        )
        for number in range(first, min(first + ROWS_ON_A_PAGE, len(grid.rows)))
    ]


def pages_of(grid: Grid) -> int:
    """How many pages the form has."""
    return max(-(-len(grid.rows) // ROWS_ON_A_PAGE), 1)


def _field(column: Column, number: int, row: Row) -> Field:
    value = row.value(column.number).strip()
    before = ""
    figure = _FIGURE.fullmatch(value)
    if column.number_of is not None and figure is not None:
        before, value = _SAID[figure[1] or ""], figure[2]
        before += "£" if column.number_of == "GBP" else ""
    if column.widget is Widget.TICK:
        value = value.lower()
    label = f"Row {number + 1}, {column.title}"
    return Field(f"c-{number}-{column.number}", f"c.{number}.{column.number}", label, column, value, before)


def fill_rows(
    grid: Grid, columns: Sequence[Column], sent: Mapping[str, Sequence[str]]
) -> tuple[Grid, list[Mistake]]:
    """The grid with what was sent, by the names of fields. A field that was not sent stays."""
    mistakes: list[Mistake] = []
    rows = sorted({int(found[1]) for name in sent if (found := _CELL.fullmatch(name))})
    for number in rows:
        if number >= len(grid.rows):
            continue
        changed: dict[int, str] = {}
        for column in columns:
            field = _field(column, number, grid.rows[number])
            typed = sent.get(field.name, ())
            if not typed or typed[-1] == field.value:
                continue
            try:
                changed[column.number] = _value(column, grid.rows[number].value(column.number), typed[-1])
            except ValueError as error:
                mistakes.append(Mistake(field.id, f"{field.label} {error}"))
        grid = grid.with_cells(number, changed)
    return grid, mistakes


_CELL = re.compile(r"c\.(\d{1,5})\.(\d{1,3})")


def _value(column: Column, before: str, typed: str) -> str:
    """What a cell holds after this was typed. Raises ValueError with what it must be."""
    if is_formula(typed):
        raise ValueError(f"must not be a formula: {typed.strip()[:20]!r} begins with {typed.strip()[0]}")
    if column.widget is Widget.TICK:
        ticked, was = typed == "true", before.strip().lower() == "true"
        return before if ticked is was else ("true" if ticked else "")
    if column.number_of is not None:
        figure, number = _FIGURE.fullmatch(before.strip()), plain_number(typed)
        if number is not None:
            return before.replace(figure[2], number, 1) if figure is not None else number
        if figure is not None and re.fullmatch(r"[\w ]*", typed.strip()) and typed.strip():
            raise ValueError(NO_NUMBER)
    return typed


def do(grid: Grid, columns: Sequence[Column], what: str) -> Grid:
    """What a button of the form asks for: `add`, or `remove`, `up` or `down` with the number of a row."""
    verb, _, number = what.partition(".")
    row = int(number) if number.isascii() and number.isdigit() else -1
    match verb:
        case "add":
            return grid.with_row(len(grid.rows), tuple("" for _ in columns))
        case "remove" if 0 <= row < len(grid.rows):
            return grid.without_row(row)
        case "up" if 0 <= row < len(grid.rows):
            return grid.moved(row, -1)
        case "down" if 0 <= row < len(grid.rows):
            return grid.moved(row, 1)
        case _:
            return grid
