"""A made-up case from a question that a scheme left open: its kind, and what is not personal of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.lab.case import Case
from api.lab.choosing import Choice, SchemeChoices, roles_of, stack_on
from api.lab.fields import sections_for
from api.lab.scenario import title_from
from api.lab.typed import typed_for
from api.lab.wording import capital, day_in_words
from api.rule_store import RuleStore
from govengine.scheme import Stack
from govengine.scheme.vocabulary import Unfit, value_of

Json = dict[str, Any]


def case_of_question(rules: RuleStore, scheme: SchemeChoices, leaf: Json) -> tuple[Case, str]:
    """The case, and a title that says it is to be completed. `leaf` is that of the decision.

    Under the version it was asked of, or the latest if that is not here. Raises SchemeError for a draft that does
    not load.
    """
    choice = _version(scheme, leaf)
    day = choice.day_for(date.fromisoformat(leaf["as_of"][:10]))
    stack = stack_on(rules, choice, day)
    facts = {name: fact["value"] for name, fact in leaf["facts"].items()}
    kind = leaf["kind"]
    case = Case(scheme.id, choice.name, kind, _role(stack, facts), day, _typed(stack, kind, facts))
    named = stack.kind_titles.get(kind, kind.replace("_", " "))
    return case, title_from(f"To be completed: {capital(named)}, asked on {day_in_words(day)}")


def _version(scheme: SchemeChoices, leaf: Json) -> Choice:
    asked = next((one["version"] for one in leaf["schemes"] if one["id"] == scheme.id), "")
    return scheme.choice(asked) or scheme.versions[0]


def _role(stack: Stack, facts: Json) -> str:
    """The role that asked, if it is still one."""
    known = [role for role in facts.get("actor.role", ()) if role in stack.roles]
    return known[0] if known else roles_of(stack)[0].name


def _typed(stack: Stack, kind: str, facts: Json) -> Mapping[str, list[str]]:
    """What is not personal, as it would be typed; what the version does not take stays out."""
    typed: dict[str, list[str]] = {}
    for section in sections_for(stack, kind):
        for one in section.fields:
            if one.fact.name in facts:
                try:
                    value = value_of(one.fact, facts[one.fact.name])
                except Unfit:
                    continue
                typed |= typed_for(one, value, stack.zone)
    return typed
