"""CSV tables: one row, one grant.

Heads name facts, whose cells are FEEL unary tests, or keys of a grant. A place in a table counts rows and
columns of the spreadsheet, not characters.
"""

import csv
import io
import re
from dataclasses import dataclass, replace

from govengine.errors import Problem, nearest
from govengine.scheme.duty_cells import duties_in
from govengine.scheme.rules import GRANT, Grant, Table
from govengine.scheme.scalar import UNREADABLE, wrong
from govengine.scheme.shape import Absent
from govengine.scheme.source import LARGEST, MOST_RULES, Mapping, Node, Place, Sequence, Text
from govengine.scheme.spreadsheet_cells import Misread, condition_in, lost_in, misread_test, plain

ROW_KEYS = (
    "id",
    "for",
    "role",
    "only",
    "level",
    "with",
    "title",
    "when",
    "outcome",
    "authority",
    "exception",
    "step",
    "duties",
    "because",
    "from",
    "to",
)
"""The keys of a grant that may be a column."""

_PROSE = ("title", "authority", "because")
_NOTHING = ("", "-")
"""What an author writes where a key is not given."""

_SAID = re.compile(r"sep=([,;\t|])\r?\n")
"""A first line by which a spreadsheet says what parts the cells."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is known of a table when its rows are read."""

    table: Table
    heads: tuple[str, ...]
    delimiter: str


def read_table(table: Table, content: bytes, problems: list[Problem]) -> tuple[Grant, ...]:
    """The grants of a table's rows; what is wrong is added to `problems`."""
    file = table.file.value
    if len(content) > LARGEST:
        problems.append(
            wrong(Place(file), "file-too-large", f"This file is larger than {LARGEST:,} bytes.", "Split it.")
        )
        return ()
    read = _cells(file, content, problems)
    if read is None:
        return ()
    delimiter, first, rows = read
    if not rows or not any(plain(head) for head in rows[0]):
        problems.append(
            wrong(Place(file), "empty-file", "There is nothing in this file.", "Add a row of heads.")
        )
        return ()
    heads = tuple(plain(head) for head in rows[0])
    if not _heads_are_good(heads, Place(file, first), problems):
        return ()
    if len(rows) > MOST_RULES + 1:
        message = f"This table has more than {MOST_RULES:,} rows."
        problems.append(
            wrong(Place(file), "too-many-rules", message, "Split the scheme by what it is about.")
        )
        return ()
    sheet = _Sheet(table, heads, delimiter)
    grants = []
    for line, row in enumerate(rows[1:], first + 1):
        if any(plain(cell) for cell in row):
            grant = _row(sheet, row, Place(file, line), problems)
            if grant is not None:
                grants.append(grant)
    return tuple(grants)


def _heads_are_good(heads: tuple[str, ...], place: Place, problems: list[Problem]) -> bool:
    """Whether rows can be read under them; a head that names nothing is a problem, and its column left out."""
    for column, head in enumerate(heads, 1):
        here = Place(place.file, place.line, column)
        if head and heads.index(head) != column - 1:
            message = f"The head {head!r} stands twice."
            problems.append(wrong(here, "duplicate-key", message, "Remove one column."))
            return False
        if head and head not in ROW_KEYS and "." not in head:
            near = nearest(head.lower(), ROW_KEYS)
            what_to_do = f"Write {near}." if near else f"Name a fact, or one of: {', '.join(ROW_KEYS)}."
            message = f"There is no column {head[:60]!r}; the names of facts have a full stop."
            problems.append(wrong(here, "unknown-column", message, what_to_do, near))
    return True


def _cells(file: str, content: bytes, problems: list[Problem]) -> tuple[str, int, list[list[str]]] | None:
    """What parts the cells, the line of the heads, and all rows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(wrong(Place(file), "encoding", "This is not UTF-8.", "Save it as CSV UTF-8."))
        return None
    said = _SAID.match(text)
    delimiter, first = (said[1], 2) if said else (delimiter_of(text), 1)
    lines = io.StringIO(text[said.end() :] if said else text, newline="")
    reader = csv.reader(lines, strict=True, delimiter=delimiter)
    try:
        return delimiter, first, list(reader)
    except csv.Error as error:
        place = Place(file, max(reader.line_num, 1))
        problems.append(wrong(place, "csv", f"This cannot be read as CSV: {error}.", "Save it as CSV again."))
        return None


def said_delimiter(text: str) -> tuple[str, str] | None:
    """The line by which a spreadsheet says what parts the cells, and that mark; None where there is none."""
    said = _SAID.match(text)
    return (said[0], said[1]) if said else None


def delimiter_of(text: str) -> str:
    """A comma; a semicolon or tab where the heads are parted by these, as spreadsheets abroad do."""
    heads = text.partition("\n")[0]
    return next((mark for mark in ",;\t" if mark in heads), ",")


def _row(sheet: _Sheet, row: list[str], place: Place, problems: list[Problem]) -> Grant | None:
    heads = sheet.heads
    if len(row) > len(heads) and any(plain(cell) for cell in row[len(heads) :]):
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
        if (lost := lost_in(cell)) is not None:
            problems.append(_misread(lost, here))
        elif head in ROW_KEYS:
            node = _value(head, cell, here, problems)
            if node is not None:
                entries.append((Text(head, here), node))
        elif "." in head:
            test = condition_in(cell)
            misread = misread_test(test, comma_is_decimal=sheet.delimiter == ";")
            if misread is not None:
                problems.append(_misread(misread, here))
            cells.append((Text(head, Place(place.file, 1, column)), Text(test, here, None)))
        elif not head and plain(cell):
            message = f"{plain(cell)[:40]!r} stands in a column without a head."
            problems.append(wrong(here, "no-head", message, "Give the column a head, or empty the cell."))
    grant = GRANT.read(Mapping(tuple(entries), place), problems)
    if grant is UNREADABLE:
        return None
    return _with_table_keys(grant, sheet.table, tuple(cells))


def _misread(misread: Misread, place: Place) -> Problem:
    return wrong(place, misread.code, misread.message, misread.what_to_do)


def _value(head: str, cell: str, place: Place, problems: list[Problem]) -> Node | None:
    """What stands under a key of a grant; None for nothing."""
    if head in _PROSE:
        return Text(cell.strip(), place, None) if cell.strip() else None
    if condition_in(cell) in _NOTHING:
        return None
    match head:
        case "when":
            return Text(condition_in(cell), place, None)
        case "duties":
            return duties_in(cell, place, problems)
        case "with":
            return Mapping(((Text("role", place), Text(plain(cell), place, None)),), place)
        case "for":
            names = [name.strip() for name in re.split("[;,]", plain(cell))]
            return Sequence(tuple(Text(name, place, None) for name in names if name), place)
        case "only" | "exception":
            return Text(plain(cell).lower(), place, None)  # a spreadsheet writes TRUE
        case _:
            return Text(plain(cell), place, None)


def _with_table_keys(grant: Grant, table: Table, cells: tuple[tuple[Text, Text], ...]) -> Grant:
    return replace(
        grant,
        outcome=table.outcome if isinstance(grant.outcome, Absent) else grant.outcome,
        delegated_by=table.delegated_by,
        involve=table.involve,
        assure=table.assure,
        duties=(*grant.duties, *table.duties),
        authority=grant.authority or table.authority,
        cells=cells,
    )
