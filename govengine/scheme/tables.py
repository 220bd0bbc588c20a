"""CSV tables: one row, one grant.

Heads name facts, whose cells are FEEL unary tests, or keys of a grant. A place in a table counts rows and
columns of the spreadsheet, not characters.
"""

import csv
import io
from dataclasses import replace

from govengine.errors import Problem
from govengine.scheme.rules import GRANT, Grant, Table
from govengine.scheme.shape import UNREADABLE, Absent, wrong
from govengine.scheme.source import LARGEST, Mapping, Node, Place, Text

ROW_KEYS = (
    "id",
    "for",
    "role",
    "only",
    "level",
    "title",
    "when",
    "outcome",
    "authority",
    "exception",
    "step",
    "because",
)
"""The keys of a grant that may be a column."""


def read_table(table: Table, content: bytes, problems: list[Problem]) -> tuple[Grant, ...]:
    """The grants of a table's rows; what is wrong is added to `problems`."""
    file = table.file.value
    if len(content) > LARGEST:
        problems.append(
            wrong(Place(file), "file-too-large", f"This file is larger than {LARGEST:,} bytes.", "Split it.")
        )
        return ()
    rows = _cells(file, content, problems)
    if rows is None:
        return ()
    if not rows or not any(rows[0]):
        problems.append(
            wrong(Place(file), "empty-file", "There is nothing in this file.", "Add a row of heads.")
        )
        return ()
    heads = [head.strip() for head in rows[0]]
    for column, head in enumerate(heads, 1):
        if heads.index(head) != column - 1:
            problems.append(
                wrong(
                    Place(file, 1, column),
                    "duplicate-key",
                    f"The head {head!r} stands twice.",
                    "Remove one column.",
                )
            )
            return ()
    grants = []
    for line, row in enumerate(rows[1:], 2):
        if any(cell.strip() for cell in row):
            grant = _row(table, heads, row, Place(file, line), problems)
            if grant is not None:
                grants.append(grant)
    return tuple(grants)


def _cells(file: str, content: bytes, problems: list[Problem]) -> list[list[str]] | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(wrong(Place(file), "encoding", "This is not UTF-8.", "Save it as CSV UTF-8."))
        return None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    try:
        return list(reader)
    except csv.Error as error:
        place = Place(file, max(reader.line_num, 1))
        problems.append(wrong(place, "csv", f"This cannot be read as CSV: {error}.", "Save it as CSV again."))
        return None


def _delimiter(text: str) -> str:
    """A comma; a semicolon or tab where the heads are parted by these, as spreadsheets abroad do."""
    heads = text.partition("\n")[0]
    return next((mark for mark in ",;\t" if mark in heads), ",")


def _row(
    table: Table, heads: list[str], row: list[str], place: Place, problems: list[Problem]
) -> Grant | None:
    if len(row) > len(heads) and any(cell.strip() for cell in row[len(heads) :]):
        problems.append(
            wrong(
                Place(place.file, place.line, len(heads) + 1),
                "row-too-long",
                f"This row has {len(row)} cells under {len(heads)} heads.",
                "Put a cell that holds a comma in double quotes.",
            )
        )
        return None
    entries: list[tuple[Text, Node]] = []
    cells: list[tuple[Text, Text]] = []
    for column, (head, cell) in enumerate(zip(heads, row, strict=False), 1):
        here = Place(place.file, place.line, column)
        if head in ROW_KEYS:
            if cell.strip():
                entries.append((Text(head, here), Text(cell.strip(), here, None)))
        elif head:
            cells.append((Text(head, Place(place.file, 1, column)), Text(cell, here, None)))
    grant = GRANT.read(Mapping(tuple(entries), place), problems)
    if grant is UNREADABLE:
        return None
    return _with_table_keys(grant, table, tuple(cells))


def _with_table_keys(grant: Grant, table: Table, cells: tuple[tuple[Text, Text], ...]) -> Grant:
    return replace(
        grant,
        outcome=table.outcome if isinstance(grant.outcome, Absent) else grant.outcome,
        delegated_by=table.delegated_by,
        involve=table.involve,
        assure=table.assure,
        duties=table.duties,
        authority=grant.authority or table.authority,
        cells=cells,
    )
