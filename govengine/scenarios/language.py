"""The languages scenarios are written in: their months, their yes and no, and the words of ours within sentences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """`terms` gives, for a named part of a sentence, the English word that each word of this language stands for."""

    code: str
    """As Gherkin's `# language:` line has it."""
    months: tuple[str, ...]
    at: str
    """Between a day and a time."""
    also: str
    """Before the last of several names, as a pattern."""
    unknown: str
    """A value that says that a fact is not known."""
    truths: Mapping[str, bool]
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def month(self, name: str) -> int | None:
        """The number of a month by its name, from 1."""
        folded = name.casefold()
        return next((i for i, month in enumerate(self.months, 1) if month.casefold() == folded), None)

    def in_english(self, part: str, text: str | None) -> str | None:
        """What a part of a sentence says, in the word the steps know."""
        return self.terms.get(part, {}).get(text, text) if text is not None else None


ENGLISH = Language(
    code="en",
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    at="at",
    also=r" and ",
    unknown="not known",
    truths={"yes": True, "no": False, "true": True, "false": False},
)  # fmt: skip

WELSH = Language(
    code="cy-GB",
    months=(
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref",
        "Tachwedd", "Rhagfyr",
    ),
    at="am",
    also=r" ac? ",
    unknown="anhysbys",
    truths={
        "ie": True, "ydy": True, "oes": True, "do": True, "gwir": True,
        "na": False, "nage": False, "nac ydy": False, "nac oes": False, "naddo": False, "ffug": False,
    },
    terms={
        "level": {
            "gweithredu": "act", "ymgynghori": "consult", "cytuno": "agree", "cyfeirio": "refer", "atal": "stop",
        },
        "at": {"cyn y": "before", "gyda'r": "with", "ar ôl y": "after"},
        "how": {"yn cael ei glywed": "is heard", "yn cytuno": "agrees", "yn argymell": "recommends"},
        "who": {"ail ": "a second"},
        "other": {" arall": "another"},
        "whose": {"yr un person": "the same person", "person arall": "another person"},
    },
)  # fmt: skip

LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, WELSH)}

_NAMED = re.compile(r"^(?P<before>\s*#\s*language\s*:\s*)cy(?P<after>\s*)$", re.MULTILINE)


def with_full_code(text: str) -> str:
    """A feature's text in which `# language: cy` is written as Gherkin wants it, `cy-GB`."""
    return _NAMED.sub(rf"\g<before>{WELSH.code}\g<after>", text)
