"""Every answer explains itself, from the evaluation that produced it (MEANING rule 9)."""

from collections.abc import Collection
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
    return because_of(case, {held.grant.id for held in standing.relied_on})


def because_of(case: Case, relied: Collection[str]) -> tuple[Json, ...]:
    """`because`, with the grants that are `relied` on."""
    program, roles = case.program, case.question.roles
    humans = frozenset([role for role in roles if case.stack.roles[role].human])
    false = case.truths.false
    entry = _Writing(case).entry
    entries = []
    for rule in case.rules:
        held = not false & program.mask_of[rule.id]
        if not isinstance(rule, BoundGrant):
            if held:
                entries.append(entry(rule, "safeguard"))
        elif humans.isdisjoint(rule.holders) or rule.step is Step.SHADOW:
            pass
        elif not held:
            if sum([false >> number & 1 for number in program.clauses_of[rule.id]]) <= NEAR_MISS:
                entries.append(entry(rule, "grant"))
        elif rule.id in relied or case.truth(rule) is not True:
            entries.append(entry(rule, "grant"))
    return tuple(entries)


class _Writing:
    """What the entries of one answer share: each clause and each value is written once."""

    def __init__(self, case: Case) -> None:
        self._program, self._truths, self._facts = case.program, case.truths, case.question.facts
        self._clauses: dict[int, Json] = {}
        self._values: dict[str, str] = {}

    def entry(self, rule: Rule, effect: str) -> Json:
        """A rule. Of one that is false only the false clauses, else all."""
        false, numbers = self._truths.false, self._program.clauses_of[rule.id]
        held = self._truths.of(self._program.mask_of[rule.id])
        if held is False:
            numbers = tuple([number for number in numbers if false >> number & 1])
        entry: Json = {
            "rule": rule.id,
            "effect": effect,
            "held": WORDS[held],
            "authority": rule.authority,
            "clauses": [self._clauses.get(number) or self._clause(number) for number in numbers],
        }
        if rule.because is not None:
            entry["why"] = rule.because
        return entry

    def _clause(self, number: int) -> Json:
        clause, seen = self._program.clauses[number], {}
        for name in clause.facts:
            text = self._values.get(name)
            if text is None:
                text = self._values[name] = _written(self._facts.get(name, UNKNOWN))
            seen[name] = text
        if clause.figures:
            seen |= self._program.figures[number]
        truth = WORDS[self._truths.of(1 << number)]
        made = self._clauses[number] = {"text": clause.text, "value": truth, "seen": seen}
        return made


def _written(value: Value) -> str:
    """As `text_of`, sooner for what most facts are."""
    if value.__class__ is tuple:
        return "[" + ", ".join([_written(item) for item in value]) + "]"
    return value if value.__class__ is str else text_of(value)


def truths_of_rules(case: Case) -> dict[str, str]:
    """Every rule in force for the kind with its truth for the actor."""
    return {rule.id: WORDS[case.truth(rule)] for rule in case.rules}
