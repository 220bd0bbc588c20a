"""Which rules hold, by the function written for it, beside the truths that an answer is made of."""

from decimal import Decimal
from itertools import product
from random import Random

import pytest

from govengine.decide import Question
from govengine.decide.case import case_of, matched
from tests.decide.random_schemes import WHEN, question, schemes
from tests.decide.test_properties import varied

CONDITIONS = [
    "decision.amount <= 100",
    "decision.amount < 100 and decision.amount > 50",
    "decision.amount in [50..100)",
    "decision.amount in (50..100]",
    "decision.amount in (50, 100)",
    "not(decision.amount = 100)",
    "decision.amount != 100",
    "decision.amount + 1 > 100",
    "100 >= decision.amount",
    'decision.channel = "cash"',
    'decision.channel != "cash"',
    'not(decision.channel = "cash")',
    'decision.channel in ("cash", "voucher")',
    'actor.role in ("worker", "head")',
    'actor.role = "worker"',
    'list contains(actor.role, "worker")',
    "person.consent",
    "not(person.consent)",
    "person.consent = true",
    "person.consent or decision.amount <= 100",
]
VALUES = {
    "decision.amount": [None, *map(Decimal, ("49.99", "50", "50.01", "99.99", "100", "100.01"))],
    "decision.channel": [None, "cash", "voucher", "card"],
    "actor.role": [None, (), ("worker",), ("manager",), ("manager", "worker")],
    "person.consent": [None, True, False],
}


def by_truths(stack, asked):
    """The rules that are true, as `because` would say it."""
    case = case_of(stack, asked)
    return frozenset(rule.id for rule in case.program.rules if case.truth(rule) is True)


@pytest.mark.parametrize("other", [None, "person.consent", "decision.amount <= 75"])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_of_each_form_of_condition(condition, other):
    """With each known value of what it reads, and with none; alone, and where another clause leaves first."""
    both = condition if other is None else f"{condition} and {other}"
    made = schemes(Random(1))
    for one in made.data.values():
        one["grants"], one["safeguards"] = [], []
    for number, when in enumerate((condition, both, other or condition)):
        grant = {"id": f"g{number}", "for": ["payment"], "role": "worker", "level": "act", "when": when}
        made = made.with_rule("council-scheme", "grants", grant)
    stack = made.stack()
    for some in product(*VALUES.values()):
        facts = {name: value for name, value in zip(VALUES, some, strict=True) if value is not None}
        asked = Question("payment", WHEN, facts)
        assert matched(stack, asked) == by_truths(stack, asked), facts


@pytest.mark.parametrize("seed", range(40))
def test_of_random_schemes(seed):
    chance = Random(seed)
    stack = schemes(chance).stack()
    asked = question(chance, stack)
    for turn in range(20):
        asked = question(chance, stack) if turn % 5 == 0 else varied(asked, chance)
        assert matched(stack, asked) == by_truths(stack, asked)
