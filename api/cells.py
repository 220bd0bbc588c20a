"""What a cell of a spreadsheet says of a fact: `£1,250.50`, `yes`, `12/03/2026`, in the form a request has.

Days come first in dates with slashes, as they are written in the United Kingdom. What a spreadsheet has made of
something else is named, never guessed at: `1-2` that became a date, an account number that became 1.2E+11, a
formula that found nothing.
"""

import re
from datetime import date

from govengine.errors import Problem
from govengine.feel.types import BOOLEAN, DATE, NUMBER, STRING
from govengine.scheme import FactType

Sent = str | bool | list[str]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "|".join(_MONTHS)
_MADE_DATE = re.compile(
    rf"(\d{{1,2}}[-/ ]({_MONTH})[a-z]*([-/ ]\d{{2,4}})?|({_MONTH})[a-z]*[-/ ]\d{{2,4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    r"|\d{4}-\d{2}-\d{2}( 00:00(:00)?)?)",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|#+)")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_GROUPED_ABROAD = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),\d+|-?\d{1,3}(\.\d{3}){2,}")
_COMMA = re.compile(r"-?\d+,\d{1,2}")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NAMED = re.compile(rf"(\d{{1,2}})[- ]({_MONTH})[a-z]*[- ](\d{{4}})", re.IGNORECASE)
_ANSWERS = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_CURRENCY = "£€$"


class Misread(ValueError):  # noqa: N818 - it carries a Problem, and is caught where the row is known
    """A spreadsheet has changed what was written."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def sent_from(cell: str, fact: FactType, separator: str = ",") -> Sent:
    """The value as a request would send it. What cannot be read is left as it is, for the fact to refuse.

    `separator` is that of the file: where it is a semicolon a comma marks decimals. Raises Misread.
    """
    if cell[0] == "#" and _ERROR.fullmatch(cell):
        raise _misread(
            "formula-error", cell, "is what a formula shows that found nothing", "Mend the formula"
        )
    if fact.type.name == "list":
        return [part.strip() for part in re.split(r"[;|,\n]", cell) if part.strip()]
    if fact.type == BOOLEAN:
        return _ANSWERS.get(cell.casefold(), cell)
    if fact.type == NUMBER:
        return _number(cell, separator)
    if fact.type == DATE:
        return _date(cell)
    if fact.type == STRING:
        _check_text(cell, fact)
    return cell


def _number(cell: str, separator: str) -> str:
    if cell.isdigit():
        return cell
    text = cell.replace(" ", "").strip(_CURRENCY)
    if text.startswith("-"):
        text = "-" + text[1:].lstrip(_CURRENCY)
    if separator == ";" and _GROUPED_ABROAD.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if _MADE_DATE.fullmatch(cell):
        what_to_do = "Format the column as text or as a number, and write the figure again"
        raise _misread("turned-into-date", cell, "is a date, where a number is wanted", what_to_do)
    if _COMMA.fullmatch(text):
        raise _misread("decimal-comma", cell, "may mean a decimal comma or thousands", "Write 1250.50")
    return text


def _date(cell: str) -> str:
    text = cell.removesuffix(" 00:00:00").removesuffix(" 00:00")
    slashed, named = _SLASHED.fullmatch(text), _NAMED.fullmatch(text)
    try:
        if slashed:
            return date(int(slashed[3]), int(slashed[2]), int(slashed[1])).isoformat()
        if named:
            month = _MONTHS.index(named[2].lower()) + 1
            return date(int(named[3]), month, int(named[1])).isoformat()
    except ValueError:
        pass
    return text


def _check_text(cell: str, fact: FactType) -> None:
    if _SCIENTIFIC.fullmatch(cell):
        what_to_do = "Format the column as text, and write the number again"
        raise _misread(
            "digits-lost", cell, "is a long number whose digits a spreadsheet has dropped", what_to_do
        )
    if fact.one_of and cell not in fact.one_of and _MADE_DATE.fullmatch(cell):
        what_to_do = "Format the column as text, and write the value again"
        raise _misread(
            "turned-into-date", cell, "is a date a spreadsheet has made of something like 1-2", what_to_do
        )


def _misread(code: str, cell: str, what: str, what_to_do: str) -> Misread:
    return Misread(Problem(code, f"{cell[:40]!r} {what}.", f"{what_to_do}."))
