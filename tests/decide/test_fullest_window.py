"""The fullest window with a day in it: against every window there is, tried one by one."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from govengine.decide.history import first_day, fullest
from govengine.feel.values import Months
from govengine.scheme.stack import BoundAggregate
from govengine.scheme.words import Window

DAYS = st.dates(date(2027, 12, 1), date(2028, 4, 30))
WITHIN = st.sampled_from([timedelta(days=1), timedelta(days=30), Months(1), *Window])
COUNTED = st.lists(st.tuples(DAYS, st.decimals(-50, 500, places=2)), max_size=12)


@given(WITHIN, COUNTED, DAYS, DAYS)
def test_no_window_that_has_the_day_in_it_adds_up_to_more(within, counted, day, today):
    aggregate = BoundAggregate("history.x", "decision.amount", None, frozenset(), within)
    every = [date(2027, 12, 1) + timedelta(days=n) for n in range(400)]
    ends = [end for end in every if first_day(within, end) <= day <= end <= max(day, today)]
    sums = [
        sum((amount for on, amount in counted if first_day(within, end) <= on <= end), Decimal(0))
        for end in ends
    ]
    assert fullest(aggregate, counted, day, today) == max(sums)


def test_what_is_not_known_makes_the_whole_not_known():
    aggregate = BoundAggregate("history.x", "decision.amount", None, frozenset(), timedelta(days=9))
    day = date(2028, 2, 29)
    assert fullest(aggregate, [(day, Decimal(1)), (day + timedelta(days=1), None)], day, day) == 1
    assert fullest(aggregate, [(day, Decimal(1)), (day, None)], day, day) is None
