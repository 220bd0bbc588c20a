"""The parts of an answer as people say them: who, how, by when."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide.change_effect import ChangeEffect
from govengine.decide.wording import clause_in_words, length_in_words, name_in_words, value_in_words
from govengine.feel.tree import Or
from govengine.scheme import Clause, FactType, Stack

Json = dict[str, Any]
ZONE = ZoneInfo("Europe/London")

HELD = {
    "true": ("✓", "holds"),
    "false": ("✗", "does not hold"),
    "unknown": ("?", "not known yet"),
}
"""A sign and words for each truth: neither colour nor sign says anything alone."""

EFFECTS = {
    ChangeEffect.TEXT_ONLY: "Nobody's authority changes: wording, sources, layout.",
    ChangeEffect.TIGHTENS: "Nobody may do more than before, and some need more.",
    ChangeEffect.UPRATES: "Amounts rise by the index that is named, and nothing else changes.",
    ChangeEffect.LOOSENS: "Somebody may do more than before, or it cannot be shown that nobody may.",
    ChangeEffect.NEW_KIND: "There is a kind of decision that nobody could take before.",
}
"""What a change of a scheme does, wherever it is told."""

_HOW = {"consulted": "gives advice first", "agrees": "has to agree", "recommends": "has to recommend it"}


def day_in_words(day: date) -> str:
    """`12 March 2026`."""
    return f"{day.day} {day:%B %Y}"


def day_of(moment: str) -> str:
    """The day in London of a time in the record, in words."""
    return day_in_words(datetime.fromisoformat(moment).astimezone(ZONE).date())


def window_in_words(since: date, until: date | None) -> str:
    """`1 April 2021 to 31 March 2024`, or `from 1 April 2024`."""
    begun = day_in_words(since)
    return f"from {begun}" if until is None else f"{begun} to {day_in_words(until)}"


def capital(text: str) -> str:
    """With a capital letter in front."""
    return text[:1].upper() + text[1:]


def with_article(text: str) -> str:
    """`A team manager`, `An officer`."""
    return f"{'An' if text[:1].lower() in 'aeiou' else 'A'} {text}"


def joined(parts: Sequence[str], by: str = "and") -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {by} {parts[-1]}" if parts else ""


def person(stack: Stack, one: Json, asking: str) -> str:
    """`the team manager`, or `another team manager` where it must not be whoever asks."""
    other = one.get("second_person") or one.get("other_person") or one["role"] == asking
    return f"{'another' if other else 'the'} {stack.title_of(one['role'])}"


def company(stack: Stack, one: Json, asking: str) -> str:
    """`the practice (risk) forum gives advice first`."""
    within = f", within {length_in_words(one['within'])}" if one["within"] else ""
    return f"{person(stack, one, asking)} {_HOW[one['how']]}{within}"


def duty(stack: Stack, one: Json) -> str:
    """What is to be done, for whom, by when."""
    tell = one["tell"]
    name = "" if tell is None else stack.bodies.get(tell) or f"the {stack.title_of(tell)}"
    text = one["do"] or f"Tell {name}"
    if one["do"] and name and name not in text:
        text = f"{text.rstrip('.')} ({name})"
    return capital(text.rstrip(".")) + (f", within {length_in_words(one['within'])}" if one["within"] else "")


def clause_words(clause: Clause, facts: Mapping[str, FactType]) -> str:
    """What a clause asks for: `the amount is up to £500`. Its own text where there is no plain form."""
    if not isinstance(clause.tree, Or):
        return clause_in_words(clause, facts)
    parts = [clause_in_words(replace(clause, tree=part, text=""), facts) for part in clause.tree.operands]
    return joined(parts, "or") if all(parts) else clause.text


def said_of(fact: FactType, value: Any) -> str:
    """A value of a fact in words."""
    return "none" if value == () else value_in_words(fact, value)


def seen_in_words(stack: Stack, facts: Sequence[str], known: Json, *, about: bool) -> str:
    """What a case says of the facts a clause reads; with their names if `about`."""
    found = []
    for name in facts:
        fact = stack.facts.get(name)
        if fact is None:
            continue
        value = said_of(fact, known[name]) if name in known else "not known"
        found.append(f"{name_in_words(fact)} is {value}" if about else value)
    return joined(found)
