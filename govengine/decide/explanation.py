"""Every answer explains itself, from the evaluation that produced it (MEANING rule 9).

What is explained depends on truths alone, so it is drawn up once for all questions whose clauses have the same
ones (`Outline`); each answer then says what was seen in its own case.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from govengine.decide.case import Case
from govengine.decide.standing import Standing
from govengine.decide.truths import WORDS
from govengine.feel import UNKNOWN, Value, text_of
from govengine.scheme import BoundGrant, Step
from govengine.scheme.stack import Rule

Json = dict[str, Any]

NEAR_MISS = 2
"""A grant for the actor's role is worth showing when at most this many of its clauses are false."""


def because(case: Case, standing: Standing) -> tuple[Json, ...]:
    """Grants relied on; safeguards that apply or are unknown; grants of the role unknown or nearly met."""
    return outline(case, {held.grant.id for held in standing.relied_on}).seen_in(case.question.facts)


@dataclass(frozen=True, slots=True)
class Outline:
    """The explanation of an answer, but for the values of the facts."""

    facts: tuple[str, ...]
    clauses: tuple[tuple[str, str, tuple[str, ...], Mapping[str, str]], ...]
    """Text, truth, facts read, and figures: each distinct clause once."""
    rules: tuple[tuple[Json, tuple[int, ...], str | None], ...]
    """What is said of a rule, the places of its clauses, and the reason its author gave."""

    def seen_in(self, facts: Mapping[str, Value]) -> tuple[Json, ...]:
        """The explanation for these facts."""
        texts = {name: _written(facts.get(name, UNKNOWN)) for name in self.facts}
        clauses = []
        for text, truth, names, figures in self.clauses:
            seen = {name: texts[name] for name in names}
            if figures:
                seen |= figures
            clauses.append({"text": text, "value": truth, "seen": seen})
        entries = []
        for told, places, why in self.rules:
            entry = told | {"clauses": [clauses[place] for place in places]}
            if why is not None:
                entry["why"] = why
            entries.append(entry)
        return tuple(entries)


def outline(case: Case, relied: Collection[str]) -> Outline:
    """The explanation of an answer that relies on these grants."""
    program, truths = case.program, case.truths
    places: dict[int, int] = {}
    rules = []
    for rule in case.rules:
        held, numbers = case.truth(rule), program.clauses_of[rule.id]
        if held is False:
            numbers = tuple(number for number in numbers if truths.false >> number & 1)
        if not _is_explained(case, rule, held, len(numbers), relied):
            continue
        effect = "grant" if isinstance(rule, BoundGrant) else "safeguard"
        told = {"rule": rule.id, "effect": effect, "held": WORDS[held], "authority": rule.authority}
        rules.append(
            (told, tuple(places.setdefault(number, len(places)) for number in numbers), rule.because)
        )
    clauses = {number: program.clauses[number] for number in places}
    return Outline(
        tuple(dict.fromkeys(name for clause in clauses.values() for name in clause.facts)),
        tuple(
            (clause.text, WORDS[truths.of_clause(number)], clause.facts, program.figures.get(number, {}))
            for number, clause in clauses.items()
        ),
        tuple(rules),
    )


def _is_explained(case: Case, rule: Rule, held: Any, told: int, relied: Collection[str]) -> bool:
    """`told` is how many clauses would be shown: all, or of a rule that is false those that are."""
    if not isinstance(rule, BoundGrant):
        return held is not False
    if rule.step is Step.SHADOW or not any(
        case.stack.roles[role].human and role in rule.holders for role in case.question.roles
    ):
        return False
    if held is False:
        return told <= NEAR_MISS
    return rule.id in relied or held is not True


def _written(value: Value) -> str:
    """As `text_of`, sooner for what most facts are."""
    if value.__class__ is tuple:
        return "[" + ", ".join([_written(item) for item in value]) + "]"
    return value if value.__class__ is str else text_of(value)


def truths_of_rules(case: Case) -> dict[str, str]:
    """Every rule in force for the kind with its truth for the actor."""
    return {rule.id: WORDS[case.truth(rule)] for rule in case.rules}
