"""What a manager may fill in: one figure, role, level, day or length of time of a scheme's file.

Filling it in changes exactly those characters: comments and layout stay, because nothing is written anew.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from govengine.feel.values import duration_from_text
from govengine.scheme.grid import is_formula
from govengine.scheme.source import Place
from govengine.scheme.words import Level, Step


class Sort(StrEnum):
    """What may be written into a blank."""

    NUMBER = "number"
    DAY = "day"
    LENGTH = "length"
    ROLE = "role"
    LEVEL = "level"
    STEP = "step"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Blank:
    """`value` is as it stands in the text, from character `start` on. `label` says what it is, for who cannot see
    the sentence around it. `unit` is what a number counts, if all that is compared with it counts the same."""

    id: str
    sort: Sort
    value: str
    label: str
    place: Place
    start: int
    unit: str | None = None


def filled(text: str, blanks: Mapping[Blank, str]) -> str:
    """The text with other words in these blanks."""
    for blank in sorted(blanks, key=lambda one: one.start, reverse=True):
        end = blank.start + len(blank.value)
        text = text[: blank.start] + blanks[blank] + text[end:]
    return text


def written(blank: Blank, typed: str) -> str:
    """What was typed, as the scheme has it. Raises ValueError with what it must be, as `must be a number`."""
    plain = " ".join(typed.split())
    if is_formula(plain):
        raise ValueError(f"must not be a formula: {plain[:20]!r} begins with {plain[0]}")
    match blank.sort:
        case Sort.NUMBER:
            return _number(plain, blank.value)
        case Sort.DAY:
            return _day(plain)
        case Sort.LENGTH:
            return _length(plain)
        case Sort.ROLE:
            return _one_of(plain, None)
        case Sort.LEVEL:
            return _one_of(plain, {str(level) for level in Level})
        case Sort.STEP:
            return _one_of(plain, {str(step) for step in Step})
        case Sort.FLAG:
            return _one_of(plain, {"true", "false"})


NO_NUMBER = "must be a number, such as 1,250.50"
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")
_LENGTH = re.compile(r"(\d{1,4}) ?(hour|day|week|month|year)s?")
_UNITS = {"hour": "PT{}H", "day": "P{}D", "month": "P{}M", "year": "P{}Y"}


def _number(typed: str, before: str) -> str:
    number = plain_number(typed)
    if number is None:
        raise ValueError(NO_NUMBER)
    return before if Decimal(number) == Decimal(before) else number


def plain_number(typed: str) -> str | None:
    """`£1,250.50` as 1250.50; None for what is no number."""
    found = _NUMBER.fullmatch(typed.strip().removeprefix("£").strip())
    return None if found is None else found[0].replace(",", "")


def _day(typed: str) -> str:
    for form in ("%Y-%m-%d", "%d %B %Y", "%d/%m/%Y"):
        with suppress(ValueError):
            return f"{datetime.strptime(typed, form).date().isoformat()}"  # noqa: DTZ007 - a day has no zone
    raise ValueError("must be a date, such as 1 April 2026")


def _length(typed: str) -> str:
    found = _LENGTH.fullmatch(typed.lower())
    if found is not None:
        number, unit = int(found[1]), found[2]
        return f"P{number * 7}D" if unit == "week" else _UNITS[unit].format(number)
    with suppress(ValueError):
        duration_from_text(typed)
        return typed
    raise ValueError("must be a length of time, such as 2 days or 3 months")


def _one_of(typed: str, words: set[str] | None) -> str:
    good = typed in words if words is not None else _NAME.fullmatch(typed) is not None
    if not good:
        raise ValueError("must be one of the choices")
    return typed


__all__ = ["NO_NUMBER", "Blank", "Sort", "filled", "plain_number", "written"]
