"""Every answer explains itself, from the evaluation that produced it (MEANING rule 9)."""

from collections.abc import Mapping
from typing import Any

from govengine.decide.outlook import Outlook
from govengine.decide.standing import Standing
from govengine.feel import UNKNOWN, Value, text_of
from govengine.scheme import Clause, Step
from govengine.scheme.stack import Rule

Json = dict[str, Any]

NEAR_MISS = 2
"""A grant for the actor's role is worth showing when at most this many of its clauses are false."""


def because(outlook: Outlook, standing: Standing) -> tuple[Json, ...]:
    """Grants relied on; safeguards that apply or are unknown; grants of the role unknown or nearly met."""
    case, truths = outlook.case, outlook.truths
    shown: list[tuple[Rule, str]] = []
    relied = {held.grant.id for held in standing.relied_on}
    for grant in outlook.delegated:
        if grant.step is Step.SHADOW:
            continue
        truth = outlook.truth(grant)
        misses = sum(truths[number] is False for number in case.program.clauses_of[grant.id])
        if grant.id in relied or (truth is not True and misses <= NEAR_MISS):
            shown.append((grant, "grant"))
    shown += [(s, "safeguard") for s in case.safeguards if outlook.truth(s) is not False]
    shown.sort(key=lambda item: item[0].order)
    return tuple(_entry(outlook, rule, effect) for rule, effect in shown)


def _entry(outlook: Outlook, rule: Rule, effect: str) -> Json:
    held, truths, facts = outlook.truth(rule), outlook.truths, outlook.person.facts
    clauses = []
    for clause, number in zip(rule.clauses, outlook.case.program.clauses_of[rule.id], strict=True):
        if held is not False or truths[number] is False:
            clauses.append(
                {"text": clause.text, "value": text_of(truths[number]), "seen": _seen(clause, facts)}
            )
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


def truths_of_rules(outlook: Outlook) -> dict[str, str]:
    """Every rule in force for the kind with its truth for the actor."""
    return {
        rule.id: text_of(outlook.truth(rule))
        for rule in outlook.case.program.by_order
        if outlook.case.in_force(rule)
    }
