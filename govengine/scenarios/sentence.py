"""A sentence a scenario may use: a pattern over what is said, and what it does.

Sentences are registered in English, beside what they do; `welsh.py` says each of them in Welsh.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from govengine.scenarios.holding import hold
from govengine.scenarios.language import ENGLISH, WELSH, Language
from govengine.scenarios.welsh import IN_WELSH
from govengine.scenarios.world import World

NAME = r"[a-z][a-z0-9_.-]*"
"""A role, body, kind, scheme or fact."""
FACT = rf"{NAME}\.{NAME}"
DUTY = r'"?(?P<duty>[a-z][^" ]*)"?'
"""The id of a duty, or its end: `hardship-worker/tell-landlord`, `tell-landlord`, `confirm/decision.lawful`."""
MOMENT = (
    r"(?P<moment>\d{1,2} [^\W\d_]+ \d{4}(?:,? (?:at|am) \d{1,2}:\d{2})?"
    r"|\d{4}-\d{2}-\d{2}(?:T[0-9:.]+(?:Z|[+-]\d{2}:\d{2}))?)"
)
DAY = r"(?P<day>\d{1,2} [^\W\d_]+ \d{4}|\d{4}-\d{2}-\d{2})"
RULE = rf'"?(?P<rule>{NAME}(?:/{NAME})?)"?'


Table = Sequence[Sequence[str]]
"""Rows of cells."""


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence with named parts, and what it does to the world. `example` shows it in use."""

    pattern: re.Pattern[str]
    run: Callable[..., None]
    example: str
    checks: bool
    """Whether it says what the answer must be; else it says what is so, or asks."""
    takes_table: bool = False
    """Whether a table of names and values stands under it."""
    language: Language = ENGLISH


STEPS: list[Step] = []
"""Every sentence. No text fits two of one language: which one is meant never depends on the order."""

_STEP_OF: dict[str, Step] = {}
"""The English sentences, by their example."""


def sentence(
    pattern: str, example: str, *, checks: bool = True, takes_table: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Keep the function as what the sentence does, in English and in Welsh."""

    def keep(run: Callable[..., None]) -> Callable[..., None]:
        _STEP_OF[example] = Step(re.compile(pattern), run, example, checks, takes_table)
        STEPS.append(_STEP_OF[example])
        welsh_pattern, welsh_example = IN_WELSH[example]
        STEPS.append(Step(re.compile(welsh_pattern), run, welsh_example, checks, takes_table, WELSH))
        return run

    return keep


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text as a sentence, with its parts in the words the steps know."""

    step: Step
    parts: dict[str, str | None]

    def do(self, world: World, table: Table | None = None) -> None:
        """Do it. Raises DoesNotHoldError where it does not hold, or GovengineError where it cannot be asked."""
        if self.step.takes_table:
            self.step.run(world, table)
            return
        hold(
            table is None,
            "A table means nothing under this sentence. Write `these facts` above a table of names and values.",
        )
        self.step.run(world, **self.parts)


def meaning_of(text: str, language: Language = ENGLISH, labels: Iterable[str] = ()) -> Meaning | None:
    """What a text says; None where it is no sentence. `labels` are names of facts in words."""
    return _sentence(text, language.code) or _labelled(text, language, labels)


@cache
def _steps_in(code: str) -> tuple[Step, ...]:
    return tuple(step for step in STEPS if step.language.code == code)


def _sentence(text: str, code: str) -> Meaning | None:
    for step in _steps_in(code):
        match = step.pattern.fullmatch(text)
        if match:
            parts = {part: step.language.in_english(part, said) for part, said in match.groupdict().items()}
            return Meaning(step, parts)
    return None


_AROUND_LABEL = {
    ENGLISH.code: (("", " is not known"), ("", " is ")),
    WELSH.code: (("nid yw ", " yn hysbys"), ("mae ", " yn ")),
}
"""What stands before and after a label: where a fact is not known, and where it is."""


def _labelled(text: str, language: Language, labels: Iterable[str]) -> Meaning | None:
    """`the amount is £620`: a fact by its label."""
    unknown, known = _AROUND_LABEL[language.code]
    folded = text.casefold()
    for label in sorted(labels, key=len, reverse=True):
        around = [before + label.casefold() + after for before, after in (unknown, known)]
        fact = text[len(unknown[0]) :][: len(label)]
        if folded == around[0]:
            return Meaning(_STEP_OF[UNKNOWN_FACT], {"fact": fact})
        fact, value = text[len(known[0]) :][: len(label)], text[len(around[1]) :]
        if folded.startswith(around[1]) and value:
            return Meaning(_STEP_OF[KNOWN_FACT], {"fact": fact, "value": value})
    return None


KNOWN_FACT = "decision.amount is 620.00"
UNKNOWN_FACT = "person.consent is not known"
"""The sentences in which a fact's label may stand for its name."""


def is_called(found: str, name: str) -> bool:
    """Whether an id is this name, with or without the scheme (and rule) in front."""
    return found == name or found.endswith("/" + name)


def same(found: object, wanted: object, world: World) -> None:
    """Hold what was found to what is wanted, and say the answer in words where they differ."""
    hold(found == wanted, f"It is {_shown(found)}, not {_shown(wanted)}. {world.words}")


def _shown(value: object) -> str:
    match value:
        case True | False:
            return "so" if value else "not so"
        case None:
            return "nobody"
        case list() | tuple() as items:
            return " and ".join(_shown(item) for item in items) if items else "nothing"
        case _:
            return str(value)
