"""Every answer explains itself, from the evaluation that produced it (MEANING rule 9)."""

from collections.abc import Mapping
from typing import Any

from govengine.decide.case import Case
from govengine.decide.people import actor
from govengine.decide.standing import Standing, grants_for
from govengine.feel import UNKNOWN, Value, text_of
from govengine.scheme import Clause, Step
from govengine.scheme.stack import Rule

Json = dict[str, Any]

NEAR_MISS = 2
"""A grant for the actor's role is worth showing when at most this many of its clauses are false."""


def because(case: Case, standing: Standing) -> tuple[Json, ...]:
    """Grants relied on; safeguards that apply or are unknown; grants of the role unknown or nearly met."""
    relied = {held.grant.id for held in standing.relied_on}
    shown: list[tuple[Rule, str]] = [
        (grant, "grant")
        for grant in grants_for(case, actor(case))
        if grant.step is not Step.SHADOW
        and (grant.id in relied or (case.truth(grant) is not True and _misses(case, grant) <= NEAR_MISS))
    ]
    shown += [(safeguard, "safeguard") for safeguard in case.safeguards if case.truth(safeguard) is not False]
    shown.sort(key=lambda item: item[0].order)
    return tuple(_entry(case, rule, effect) for rule, effect in shown)


def _misses(case: Case, rule: Rule) -> int:
    """How many clauses of a rule are false."""
    return sum(case.truths.of_clause(number) is False for number in case.program.clauses_of[rule.id])


def _entry(case: Case, rule: Rule, effect: str) -> Json:
    held, truths, facts = case.truth(rule), case.truths, case.question.facts
    clauses = [
        {"text": clause.text, "value": text_of(truths.of_clause(number)), "seen": _seen(clause, facts)}
        for clause, number in zip(rule.clauses, case.program.clauses_of[rule.id], strict=True)
        if held is not False or truths.of_clause(number) is False
    ]
    entry: Json = {
        "rule": rule.id,
        "effect": effect,
        "held": text_of(held),
        "authority": rule.authority,
        "clauses": clauses,
    }
    if rule.because is not None:
        entry["why"] = rule.because
    return entry


def _seen(clause: Clause, facts: Mapping[str, Value]) -> dict[str, str]:
    seen = {name: text_of(facts.get(name, UNKNOWN)) for name in clause.facts}
    return seen | {name: text_of(value) for name, value in clause.figures.items()}


def truths_of_rules(case: Case) -> dict[str, str]:
    """Every rule in force for the kind with its truth for the actor."""
    return {rule.id: text_of(case.truth(rule)) for rule in case.rules}
