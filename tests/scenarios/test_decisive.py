"""What an answer turns on, held to the obvious way: write the rules anew with one clause changed, and ask again."""

from dataclasses import replace
from random import Random

import pytest

from govengine.decide import determine
from govengine.scenarios.decisive import (
    Turning,
    clauses_in,
    truth_at,
    what_counts,
    with_clause_read,
    with_condition_read,
)
from govengine.scheme import BoundGrant
from tests import counts
from tests.decide.random_schemes import question, schemes


def answer_with(stack, one, rules):
    """The answer of a stack of these rules, compiled from nothing."""
    grants = tuple(rule for rule in rules if isinstance(rule, BoundGrant))
    safeguards = tuple(rule for rule in rules if not isinstance(rule, BoundGrant))
    changed = replace(stack, grants=grants, safeguards=safeguards, programs={})
    return what_counts(determine(changed, one, suggest=False))


def compare(seed):
    """How many clauses and rules were decisive, of how many; each told as the obvious way tells it."""
    chance = Random(seed)
    some = schemes(chance)
    stack = some.stack()
    decisive = tried = 0
    for _ in range(3):
        one = question(chance, stack)
        turning = Turning(stack, one)
        rules = (*stack.grants, *stack.safeguards)
        now = answer_with(stack, one, rules)
        for rule in turning.case.rules:
            truth = turning.case.truth(rule)
            found = turning.on_rule(rule, truth)
            if truth is True or truth is False:
                changed = with_condition_read(rule, not truth)
                obvious = answer_with(stack, one, [changed if r.id == rule.id else r for r in rules]) != now
                assert found is obvious, (seed, rule.id)
            else:
                assert not found
            for spot, clause in clauses_in(rule):
                truth = truth_at(turning.case, rule, spot, clause)
                found = turning.on_clause(rule, spot, truth)
                tried += 1
                decisive += found
                if truth is not True and truth is not False:
                    assert not found
                    continue
                changed = with_clause_read(rule, spot, not truth)
                obvious = answer_with(stack, one, [changed if r.id == rule.id else r for r in rules]) != now
                assert found is obvious, (seed, rule.id, spot)
    return decisive, tried


@pytest.mark.parametrize("start", [0, 20])
def test_decisive_is_what_rules_written_anew_say(start):
    found = [compare(seed) for seed in range(start, start + 20)]
    decisive, tried = (sum(counts) for counts in zip(*found, strict=True))
    assert 0 < decisive < tried


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_decisive_is_what_rules_written_anew_say_over_many(part):
    for seed in range(1_000 + part, 1_000 + counts.of(3_000), 4):
        compare(seed)
