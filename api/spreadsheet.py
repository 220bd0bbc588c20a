"""CSV as people save it from a spreadsheet, read a row at a time; and written so that it opens safely.

Reading takes commas, semicolons and tabs, a byte order mark, any line end, UTF-8, UTF-16 with its mark and, cell
by cell, Windows-1252; it takes the quotation marks off a cell that is wrapped in them, and drops columns without
a head and without a value. Writing puts an apostrophe before a cell that a spreadsheet would run as a formula
(one that begins with = + - @, a tab or a return and is no plain number); reading takes it off again.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TextIO

from govengine.errors import Problem, RequestError

LONGEST_LINE = 1_000_000
"""Characters: far more than any row, and little enough to hold."""

_SEPARATORS = ",;\t"
_HEAD_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A row by head. `number` counts lines of the sheet, heads included. `problem` says why it has no cells."""

    number: int
    cells: dict[str, str]
    problem: Problem | None = None


class Sheet:
    """The heads of a CSV file, and its rows as they are asked for. Raises RequestError when it has no heads."""

    def __init__(self, file: BinaryIO) -> None:
        text = _text(file)
        first = text.readline(LONGEST_LINE)
        hint = re.fullmatch(r"\ufeff?sep=(.)\r?\n?", first)
        if hint:
            first = text.readline(LONGEST_LINE)
        self.separator = hint[1] if hint else _separator(first)
        lines = _lines(first, text)
        self._reader = csv.reader(lines, delimiter=self.separator, strict=True)
        self._before = 1 if hint else 0
        try:
            heads = [_cell(head) for head in next(self._reader)]
        except (csv.Error, StopIteration) as error:
            raise _no_heads(str(error) or "it is empty") from error
        self.heads = tuple(heads)
        named = [head for head in heads if head]
        twice = next((head for head in named if named.count(head) > 1), None)
        if not named or twice:
            raise _no_heads(f"the head {twice!r} stands twice" if twice else "its first line is empty")

    @property
    def named(self) -> tuple[str, ...]:
        """The heads that are there; columns without one are dropped."""
        return tuple(head for head in self.heads if head)

    def rows(self) -> Iterator[Row]:
        """Each row that holds anything."""
        while True:
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                what_to_do = "Put a cell that holds a quotation mark in quotation marks, and double the mark."
                yield Row(
                    self._number(), {}, Problem("csv", f"This row cannot be read: {error}.", what_to_do)
                )
                continue
            if any(cells):
                row = self._row([_cell(cell) for cell in cells])
                if row is not None:
                    yield row

    def _number(self) -> int:
        return self._reader.line_num + self._before

    def _row(self, cells: Sequence[str]) -> Row | None:
        if not any(cells):
            return None
        known = {head: cell for head, cell in zip(self.heads, cells, strict=False) if head}
        over = [*cells[len(self.heads) :], *(c for h, c in zip(self.heads, cells, strict=False) if not h)]
        problem = None
        if any(over):
            message = f"This row has a value, {next(filter(None, over))[:40]!r}, in a column without a head."
            what_to_do = "Give the column a head, or put a cell that holds a separator in quotation marks."
            problem = Problem("row-too-long", message, what_to_do)
        return Row(self._number(), known, problem)


def _text(file: BinaryIO) -> TextIO:
    """The file as text. Bytes that are no UTF-8 are kept, and read cell by cell (`_cell`)."""
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(file)  # type: ignore[type-var]
    start = buffered.peek(4)[:4]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return io.TextIOWrapper(buffered, "utf-16", errors="replace", newline="")
    return io.TextIOWrapper(buffered, "utf-8-sig", errors="surrogateescape", newline="")


def _lines(first: str, text: TextIO) -> Iterator[str]:
    yield first
    while line := text.readline(LONGEST_LINE):
        yield line.replace("\0", "")


def _separator(line: str) -> str:
    """The one that stands most often outside quotation marks; a comma where none does."""
    outside = re.sub(r'"[^"]*"', "", line)
    return max(_SEPARATORS, key=outside.count)


_WRAPPED = re.compile("[“„”](.*)[”“]|\u2018(.*)\u2019", re.DOTALL)
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_BYTES = re.compile("[\udc80-\udcff]")


def _cell(text: str) -> str:
    """A cell without what a spreadsheet adds: blanks, wrapping quotation marks, the apostrophe of a text."""
    if not text:
        return text
    if not text.isascii():
        if _BYTES.search(text):
            text = text.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
        text = text.replace("\xa0", " ").strip()
        wrapped = _WRAPPED.fullmatch(text)
        if wrapped:
            text = wrapped[1] if wrapped[1] is not None else wrapped[2]
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_RUNS) else text


_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs. `-5` and `+44` stay numbers."""
    if text.startswith(_RUNS) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def _no_heads(why: str) -> RequestError:
    message = f"This file has no row of heads that can be read: {why}."
    what_to_do = "Write the names of facts in the first row, such as decision.kind, and scheme."
    return RequestError([Problem("no-heads", message, what_to_do)])
