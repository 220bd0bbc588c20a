"""Asking a case: the same way as `POST /v1/evaluations`, under the version that was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.commands.evaluate import WhatIf, what_if
from api.lab.answer import heading_of
from api.lab.case import Case
from api.lab.choosing import Choice, SchemeChoices, stack_on
from api.lab.fields import Section, sections_for
from api.lab.reading import Mistake, question_of
from api.lab.wording import day_in_words, window_in_words
from api.rule_store import RuleStore
from govengine.errors import GovengineError
from govengine.scheme import Stack

MOST_COMPARED = 8
"""Other versions a case is asked under, the latest first."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A case with what governs it, and the questions it can be asked."""

    case: Case
    choice: Choice
    stack: Stack
    sections: Sequence[Section]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same case under another version. `heading` is empty where it cannot be asked there."""

    version: str
    window: str
    day: str
    draft: bool
    heading: str


def ready(rules: RuleStore, choice: Choice, case: Case) -> Ready:
    """A case ready to be asked. Raises SchemeError for a draft that does not load."""
    stack = stack_on(rules, choice, case.day)
    return Ready(case, choice, stack, sections_for(stack, case.kind))


def ask(rules: RuleStore, asked: Ready, now: datetime) -> tuple[WhatIf | None, list[Mistake]]:
    """The answer, or what was mistyped. Raises RequestError."""
    sent, mistakes = question_of(asked.case, asked.stack, asked.sections)
    if mistakes:
        return None, mistakes
    library = rules.library_with(asked.choice.version)
    found = what_if(sent, lambda scheme, as_of, beside: library.stack(scheme, as_of, beside=beside), now)
    return found, []


def elsewhere(rules: RuleStore, scheme: SchemeChoices, case: Case, now: datetime) -> list[Elsewhere]:
    """The same case under the scheme's other versions."""
    others = [choice for choice in scheme.versions if choice.name != case.version][:MOST_COMPARED]
    return [_elsewhere(rules, choice, case, now) for choice in others]


def moved(case: Case, choice: Choice) -> Case:
    """The case under another version, on the nearest day on which that holds. Duties done there are others."""
    return replace(case, version=choice.name, day=choice.day_for(case.day), done=())


def _elsewhere(rules: RuleStore, choice: Choice, case: Case, now: datetime) -> Elsewhere:
    there = moved(case, choice)
    heading = ""
    try:
        asked = ready(rules, choice, there)
        if case.role in asked.stack.roles and case.kind in asked.stack.kinds:
            found, _ = ask(rules, asked, now)
            heading = heading_of(found, there) if found else ""
    except GovengineError:
        heading = ""

    return Elsewhere(
        choice.name,
        window_in_words(choice.since, choice.until),
        day_in_words(there.day),
        choice.draft,
        heading,
    )
