"""Figures of a scheme filled in on a form, and what of it cannot be used."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from api.lab.wording import day_in_words
from govengine.scheme.blanks import Blank, Sort, filled, written
from govengine.scheme.rule_sentences import sentences_of
from govengine.scheme.version import SCHEME_FILE


@dataclass(frozen=True, slots=True)
class Mistake:
    """A field, by its id, and what it must be: a sentence without a stop."""

    field: str
    text: str


def field_name(blank: Blank) -> str:
    """The name of its field."""
    return f"b.{blank.id}"


def field_id(blank: Blank) -> str:
    """The id of its field."""
    return "b-" + re.sub(r"[^A-Za-z0-9]+", "-", blank.id)


def shown(blank: Blank) -> str:
    """What stands in it, as people write it."""
    match blank.sort:
        case Sort.DAY:
            with suppress(ValueError):
                return day_in_words(date.fromisoformat(blank.value))
        case Sort.LENGTH:
            found = _SIMPLE.fullmatch(blank.value)
            if found is not None:
                number, unit = found[1] or found[2], _UNITS["H" if found[1] else found[3]]
                return f"{number} {unit}{'' if number == '1' else 's'}"
        case Sort.NUMBER:
            with suppress(ValueError):
                return f"{int(blank.value):,}"
    return blank.value


_SIMPLE = re.compile(r"PT(\d+)H|P(\d+)([DMY])")
_UNITS = {"H": "hour", "D": "day", "M": "month", "Y": "year"}


def fill_in(text: str, sent: Mapping[str, Sequence[str]]) -> tuple[str, list[Mistake]]:
    """The scheme's text with what was sent, by the names of fields; and the fields that cannot be used.

    Where there is any mistake the text is as it was. Raises SchemeError where it is no YAML.
    """
    changed: dict[Blank, str] = {}
    mistakes: list[Mistake] = []
    for sentence in sentences_of(text, SCHEME_FILE):
        for blank in sentence.blanks:
            typed = sent.get(field_name(blank), ())
            if not typed or typed[-1].strip() in (shown(blank), blank.value):
                continue
            try:
                value = written(blank, typed[-1])
            except ValueError as error:
                mistakes.append(Mistake(field_id(blank), f"{sentence.title}: {blank.label} {error}"))
                continue
            if value != blank.value:
                changed[blank] = value
    return (text if mistakes else filled(text, changed)), mistakes
