"""Cells as spreadsheets save them: what was typed is read through what the spreadsheet made of it.

Where only one reading is possible (curly quotation marks, a dash for `-`, a pound sign) it is taken. Where the
text that was typed is lost, or could mean two things, a problem says what happened and what to do.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

ANY = "-"
"""The cell that fits anything (DMN 1.5 §8.2.8)."""


@dataclass(frozen=True, slots=True)
class Misread:
    """What a spreadsheet has done to a cell, as a problem says it."""

    code: str
    message: str
    what_to_do: str


_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\r\n]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_MINUS = "\u2212"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014" + _MINUS
"""A hyphen, the longer dashes that word processors make of one, and a minus sign."""

_SINGLE = "\u2018\u2019"
_DOUBLE = re.compile("[\u201c\u201d\u201e\u201f]")
_SIGNS = str.maketrans({"≤": "<=", "≥": ">=", "≠": "!=", _MINUS: "-"})
_ANY = {before + dash for dash in _DASHES for before in ("", "'", "=", _SINGLE[1])}
_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_POUNDS = re.compile(r"£\s*(\d{1,3}(?:,\d{3})+|\d+)")

_LOST = re.compile(r"#(?:NAME\?|VALUE!|REF!|DIV/0!|N/A|NULL!|NUM!|SPILL!|CALC!|#*)", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATES = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}"
    r"|\d{1,2}/\d{1,4}"
    r"|\d{1,2}\.?[- ][^\W\d_]{3,9}\.?(?:[- ]\d{2,4})?"
    rf"|(?:{_MONTHS})[a-z]*\.?[- ]\d{{1,4}}",
    re.IGNORECASE,
)
_SUBTRACTION = re.compile(rf"(?<![\w.])(\d+(?:\.\d+)?)\s*[{_DASHES}]\s*(\d+(?:\.\d+)?)(?![\w])")
_THOUSANDS = re.compile(r"(?<![\d,])(?<!\d\.)\d{1,3}(?:,\d{3})+(?!\d)")
_DECIMAL_COMMA = re.compile(r"(?<![\d,])(?<!\d\.)\d+,\d{1,2}(?![\d,])")


def plain(text: str) -> str:
    """Text without what cannot be seen: spaces of other kinds, zero-width characters, accents in two parts."""
    return _INVISIBLE.sub("", _SPACES.sub(" ", unicodedata.normalize("NFC", text))).strip()


def condition_in(cell: str) -> str:
    """A cell that holds a condition or a test, as it was typed."""
    text = _straight(plain(cell))
    if text in _ANY:
        return ANY
    if text.startswith("'") and "'" not in text[1:]:
        text = text[1:]  # the apostrophe that tells a spreadsheet to leave a cell alone
    return _outside_quotes(text, lambda part: _POUNDS.sub(_digits, part.translate(_SIGNS)))


def _digits(pounds: re.Match[str]) -> str:
    return pounds[1].replace(",", "")


def _straight(text: str) -> str:
    """Curly double quotation marks made straight, except within straight ones."""
    return _outside_quotes(text, lambda part: _DOUBLE.sub('"', part))


def _outside_quotes(text: str, change: Callable[[str], str]) -> str:
    return "".join(part if i % 2 else change(part) for i, part in enumerate(_QUOTED.split(text)))


def lost_in(cell: str) -> Misread | None:
    """Any cell whose text a spreadsheet has thrown away."""
    text = plain(cell)
    if not text.startswith("#") or not _LOST.fullmatch(text):
        return None
    return Misread(
        "spreadsheet-error",
        f"A spreadsheet took this cell for a formula and wrote {text[:20]!r} in its place.",
        "Type the cell again with an apostrophe before it, which the spreadsheet leaves out when it saves.",
    )


def misread_test(test: str, *, comma_is_decimal: bool) -> Misread | None:
    """A test under a fact that is not what somebody typed, or would not mean what it looks like."""
    if _DATES.fullmatch(test):
        return Misread(
            "spreadsheet-date",
            f"{test[:40]!r} is a date. Spreadsheets make one of a range such as 1-2.",
            'Write a range as [1..2], and a date that is meant as @"2026-02-01".',
        )
    bare = _QUOTED.sub('""', test)
    if any(mark in bare for mark in _SINGLE):
        return Misread(
            "curly-quotes",
            "A spreadsheet has made quotation marks curly.",
            'Write texts in double quotation marks, "tenant", and numbers without any.',
        )
    if found := _SUBTRACTION.search(bare):
        return Misread(
            "dash-range",
            f"{found[0]!r} is a subtraction, not a range.",
            f"Write [{found[1]}..{found[2]}]; with ( or ) that end is not included.",
        )
    if found := _THOUSANDS.search(bare) or (_DECIMAL_COMMA.search(bare) if comma_is_decimal else None):
        return Misread(
            "comma-in-number",
            f"{found[0]!r} has a comma in it, which parts one test from the next.",
            "Write 1000 for a thousand and 0.5 for a half; put a space behind a comma that parts two tests.",
        )
    return None
