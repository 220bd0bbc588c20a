"""Where a number lies among the limits of some clauses is all that they look at."""

from bisect import bisect_left, bisect_right
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from govengine.decide.clause_table import _Places

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4)
far = st.sampled_from([Decimal("1E+6144"), Decimal("-1E+6144"), Decimal("1E-6143"), Decimal(0)])
close = st.integers(0, 3).map(
    lambda step: Decimal("1.000000000000000000000000000000000") + step * Decimal("1E-33")
)


@given(st.lists(numbers | far | close, unique=True, max_size=6), numbers | far | close)
def test_the_number_taken_for_all_at_its_place_compares_as_each_of_them_does(some, value):
    limits = sorted(some)

    def compared(get, _absent):
        read = get("decision.amount", None)
        return [(read < limit, read == limit, read > limit) for limit in limits]

    place = bisect_left(limits, value) + bisect_right(limits, value)
    assert _Places(compared, limits)[place] == compared(lambda _name, _absent: value, None)
