"""Every answer explains itself, from the evaluation that produced it (MEANING rule 9)."""

from collections.abc import Mapping
from typing import Any

from govengine.decide.people import actor
from govengine.decide.program import Program, Truth
from govengine.decide.standing import Case, Standing, grants_for
from govengine.feel import UNKNOWN, Value, text_of
from govengine.scheme import Clause, Step
from govengine.scheme.stack import Rule

Json = dict[str, Any]

NEAR_MISS = 2
"""A grant for the actor's role is worth showing when at most this many of its clauses are false."""


def because(case: Case, standing: Standing, truths: list[Truth]) -> tuple[Json, ...]:
    """Grants relied on; safeguards that apply or are unknown; grants of the role unknown or nearly met."""
    program = case.program
    shown: list[tuple[Rule, str]] = []
    relied = {held.grant.id for held in standing.relied_on}
    for grant in grants_for(case, actor(case)):
        if grant.step is Step.SHADOW:
            continue
        truth = program.truth_of(grant.id, truths)
        misses = sum(truths[number] is False for number in program.clauses_of[grant.id])
        if grant.id in relied or (truth is not True and misses <= NEAR_MISS):
            shown.append((grant, "grant"))
    for safeguard in program.safeguards:
        if case.in_force(safeguard) and program.truth_of(safeguard.id, truths) is not False:
            shown.append((safeguard, "safeguard"))
    shown.sort(key=lambda item: item[0].order)
    return tuple(_entry(program, rule, effect, truths, case.question.facts) for rule, effect in shown)


def _entry(
    program: Program, rule: Rule, effect: str, truths: list[Truth], facts: Mapping[str, Value]
) -> Json:
    held = program.truth_of(rule.id, truths)
    clauses = []
    for clause, number in zip(rule.clauses, program.clauses_of[rule.id], strict=True):
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


def truths_of_rules(case: Case, truths: list[Truth]) -> dict[str, str]:
    """Every rule in force for the kind with its truth for the actor."""
    return {
        rule.id: text_of(case.program.truth_of(rule.id, truths))
        for rule in sorted(case.program.rules, key=lambda rule: rule.order)
        if case.in_force(rule)
    }
