"""Tables of examples that a spreadsheet wrote: `Examples: from amounts.csv`, in the folder of the feature file."""

import csv
import io
import re
from dataclasses import dataclass

from govengine.scheme.spreadsheet_cells import lost_in, plain

NAMED = re.compile(r"(?:from|o) (?P<file>[^\s/\\:]+\.csv)", re.IGNORECASE)
"""What stands after `Examples:`; the file is beside the feature file and nowhere else."""

LARGEST = 4_000_000
"""Bytes of one table."""

_SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=([,;\t|])\r?\n")
_AMBIGUOUS_DAY = re.compile(r"\d{1,2}[./-](\d{1,2}|[^\W\d_]{3})[./-]\d{2,4}")
_RUNS = ("'=", "'+", "'-", "'@")
"""How a spreadsheet keeps a text that it would else take for a formula."""


class UnreadableTable(ValueError):  # noqa: N818 - it is caught here, and says what to do
    """The file holds no table of examples: the message says where, and what to do."""


@dataclass(frozen=True, slots=True)
class ExampleTable:
    """Heads, and each row with its line in the file."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_examples(content: bytes, file: str) -> ExampleTable:
    """The table in a CSV file as spreadsheets save it. Raises UnreadableTable."""
    if len(content) > LARGEST:
        raise UnreadableTable(f"{file} is larger than {LARGEST:,} bytes. Split it.")
    text = _text(content)
    said = _SAID.match(text)
    body = text[said.end() :] if said else text
    head = re.sub(r'"[^"]*"', "", body.partition("\n")[0])
    reader = csv.reader(
        io.StringIO(body, newline=""),
        strict=True,
        delimiter=said[1] if said else max(_SEPARATORS, key=head.count),
    )
    lines: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            cells = [_cell(cell, f"{file}:{reader.line_num + bool(said)}") for cell in row]
            if any(cells):
                lines.append((reader.line_num + bool(said), cells))
    except csv.Error as error:
        where = f"{file}:{max(reader.line_num, 1) + bool(said)}"
        raise UnreadableTable(f"{where} cannot be read: {error}. Save it as CSV again.") from None
    if len(lines) < len(("heads", "a row")):
        raise UnreadableTable(
            f"{file} has no examples: write heads in the first row, and a row for each example."
        )
    return _with_heads(lines, file)


def _with_heads(lines: list[tuple[int, list[str]]], file: str) -> ExampleTable:
    heads = lines[0][1]
    while heads and not heads[-1]:
        heads = heads[:-1]
    if not all(heads) or len(set(heads)) < len(heads):
        raise UnreadableTable(
            f"{file}:{lines[0][0]} has a head that is empty or stands twice. Name each column once."
        )
    rows = []
    for line, cells in lines[1:]:
        if any(cells[len(heads) :]):
            raise UnreadableTable(
                f"{file}:{line} has more cells than heads. Put a cell that holds a comma in double quotation marks."
            )
        rows.append((line, tuple([*cells, *[""] * len(heads)][: len(heads)])))
    return ExampleTable(tuple(heads), tuple(rows))


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _cell(cell: str, place: str) -> str:
    """A cell without what a spreadsheet adds. Raises UnreadableTable where what was typed is lost."""
    text = plain(cell)
    lost = lost_in(text)
    if lost is not None:
        raise UnreadableTable(f"{place}: {lost.message} {lost.what_to_do}")
    if _AMBIGUOUS_DAY.fullmatch(text):
        raise UnreadableTable(
            f"{place}: {text} is a day as a spreadsheet writes it, and could be two. "
            "Format the column as text and write 3 June 2025."
        )
    return text[1:] if text.startswith(_RUNS) else text
