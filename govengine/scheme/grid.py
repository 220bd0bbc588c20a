"""A CSV table as a grid: one cell, one row changes, and every other character stays as it was.

A row that is untouched is never written anew, so quotation marks, spaces and line ends stay what a spreadsheet
made of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from govengine.scheme.tables import delimiter_of, said_delimiter

FORMULA = ("=", "+", "@")
"""How a cell begins that a spreadsheet would run."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: as it stands in the file, and what it holds."""

    raw: str
    value: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its line end."""

    cells: tuple[Cell, ...]
    end: str

    def value(self, column: int) -> str:
        """What stands in a column; nothing where the row is short."""
        return self.cells[column].value if column < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return not any(cell.value.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `before` is what stands above the heads; rows are counted from 0, without the heads."""

    before: str
    delimiter: str
    heads: Row
    rows: tuple[Row, ...]

    @property
    def first_line(self) -> int:
        """The line of the first row, as problems count it."""
        return 3 if "sep=" in self.before else 2

    @property
    def text(self) -> str:
        """The file."""
        rows = (
            self.delimiter.join(cell.raw for cell in row.cells) + row.end for row in (self.heads, *self.rows)
        )
        return self.before + "".join(rows)

    def with_cells(self, number: int, changed: Mapping[int, str]) -> "Grid":
        """One row with other values in some columns; a value that is the same leaves its cell alone."""
        row = self.rows[number]
        cells = list(row.cells)
        for column, value in changed.items():
            if value == row.value(column):
                continue
            cells += [Cell("", "")] * (column + 1 - len(cells))
            cells[column] = self._cell(value, quoted=cells[column].raw.startswith('"'))
        return self._with(number, replace(row, cells=tuple(cells)))

    def with_row(self, number: int, values: tuple[str, ...]) -> "Grid":
        """A new row, at this place."""
        row = Row(tuple(self._cell(value) for value in values), self._line_end())
        rows = [*self.rows[:number], row, *self.rows[number:]]
        return self._ended(rows)

    def without_row(self, number: int) -> "Grid":
        """One row less."""
        return replace(self, rows=(*self.rows[:number], *self.rows[number + 1 :]))

    def moved(self, number: int, by: int) -> "Grid":
        """A row moved up (-1) or down (1); at the edge it stays."""
        other = number + by
        if not 0 <= other < len(self.rows):
            return self
        rows = list(self.rows)
        rows[number], rows[other] = rows[other], rows[number]
        return self._ended(rows)

    def _with(self, number: int, row: Row) -> "Grid":
        return replace(self, rows=(*self.rows[:number], row, *self.rows[number + 1 :]))

    def _ended(self, rows: list[Row]) -> "Grid":
        """Every row but the last needs a line end; the last keeps whether the file had one."""
        last = (self.rows or (self.heads,))[-1].end
        made = [row if row.end else replace(row, end=self._line_end()) for row in rows[:-1]]
        heads = self.heads if self.heads.end or not rows else replace(self.heads, end=self._line_end())
        final = [replace(rows[-1], end=last)] if rows else []
        return replace(self, heads=heads, rows=(*made, *final))

    def _line_end(self) -> str:
        return next((row.end for row in (self.heads, *self.rows) if row.end), "\n")

    def _cell(self, value: str, *, quoted: bool = False) -> Cell:
        special = any(mark in value for mark in (self.delimiter, '"', "\n", "\r"))
        raw = '"' + value.replace('"', '""') + '"' if special or (quoted and value) else value
        return Cell(raw, value)


def grid_of(text: str) -> Grid:
    """The grid of a CSV file. Raises ValueError where it cannot be read as one."""
    mark = text[:1] if text[:1] == "\ufeff" else ""
    said = said_delimiter(text[len(mark) :])
    before = mark + (said[0] if said else "")
    rest = text[len(before) :]
    delimiter = said[1] if said else delimiter_of(rest)
    rows = tuple(_rows(rest, delimiter))
    if not rows:
        raise ValueError("there is nothing in this table")
    return Grid(before, delimiter, rows[0], rows[1:])


def is_formula(typed: str) -> bool:
    """Whether a spreadsheet would run it. A date of the rules, @"2026-04-01", is none."""
    text = typed.strip()
    return text.startswith(FORMULA) and not text.startswith('@"')


def _rows(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    cells: list[Cell] = []
    position = 0
    while position < len(text) or cells:
        cell, position = _cell_at(text, position, delimiter)
        cells.append(cell)
        after = text[position : position + 1]
        if after and after == delimiter:
            position += 1
            continue
        end = "\r\n" if text.startswith("\r\n", position) else after
        rows.append(Row(tuple(cells), end))
        cells, position = [], position + len(end)
    return rows


def _cell_at(text: str, start: int, delimiter: str) -> tuple[Cell, int]:
    if text[start : start + 1] != '"':
        end = start
        while end < len(text) and text[end] not in (delimiter, "\n", "\r"):
            end += 1
        return Cell(text[start:end], text[start:end]), end
    end = start + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            raise ValueError("a cell has no closing quotation mark")
        if text[end + 1 : end + 2] != '"':
            break
        end += 2
    if text[end + 1 : end + 2] not in ("", delimiter, "\n", "\r"):
        raise ValueError("something stands behind a closing quotation mark")
    return Cell(text[start : end + 1], text[start + 1 : end].replace('""', '"')), end + 1
