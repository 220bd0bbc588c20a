"""Pooled budgets: shares always make the whole, and what goes over is borne in the agreed order, to the penny."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from govengine.decide.budget import BudgetStanding, apportioned, borne
from govengine.scheme.budgets import BoundBudget

AMOUNTS = st.decimals(0, 1_000_000, places=2)
SHARES = st.lists(st.integers(1, 1000), min_size=1, max_size=6)


def partners(parts):
    """Shares in per cent, to three places, that make 100."""
    whole = sum(parts)
    shares = [(Decimal(100) * part / whole).quantize(Decimal("0.001")) for part in parts]
    shares[0] += 100 - sum(shares)
    return [(f"body-{n}", share) for n, share in enumerate(shares)]


@given(AMOUNTS, SHARES)
def test_shares_make_the_whole_and_are_within_a_penny_of_exact(amount, parts):
    order = partners(parts)
    shares = apportioned(amount, order)
    assert sum(shares) == amount
    for share, (_, percent) in zip(shares, order, strict=True):
        assert abs(share - amount * percent / 100) < Decimal("0.01")


@given(AMOUNTS, st.lists(AMOUNTS, max_size=4))
def test_what_goes_over_is_borne_whole_and_later_ones_bear_only_what_earlier_ones_cannot(over, most):
    order = [*((f"body-{n}", one) for n, one in enumerate(most)), ("last", None)]
    bears = borne(over, order)
    assert sum(bears.values()) == over
    for (body, limit), (following, _) in pairwise(order):
        assert bears[following] == 0 or bears[body] == limit


def test_pennies_go_to_the_largest_part_of_one_then_by_name():
    thirds = [("a", Decimal("33.4")), ("b", Decimal("33.3")), ("c", Decimal("33.3"))]
    assert apportioned(Decimal("0.01"), thirds) == [Decimal("0.01"), 0, 0]
    assert apportioned(Decimal("0.02"), thirds) == [Decimal("0.01"), Decimal("0.01"), 0]


def test_what_is_not_known_is_said_to_be_not_known():
    budget = BoundBudget("b", "B", Decimal(10), "history.h", (("a", Decimal(100)),), (("a", None),), "s")
    told = BudgetStanding(budget, None, Decimal(1)).to_json()
    assert (told["spent"], told["left"], told["over"], told["partners"][0]["bears"]) == (None,) * 4
