"""A value as it would be typed reads back as that value, for every way of asking."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.lab.fields import Widget, field_for
from api.lab.reading import value_from
from api.lab.typed import typed_for
from govengine.feel import UNKNOWN
from govengine.feel.types import FACT_TYPES
from govengine.feel.values import Months
from govengine.scheme import FactType
from govengine.scheme.vocabulary import value_of

ONE_OF = ("landlord", "other_tenant", "x")
WORDS = st.text("abc é", min_size=1).map(str.strip).filter(lambda text: text and text not in ("-", "?"))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
DAYS = st.dates(min_value=date(1, 1, 2))
CASES = {
    "boolean": st.booleans(),
    "number": NUMBERS,
    "string": WORDS,
    "date": DAYS,
    "date-time": st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
        lambda at: at.replace(second=0, microsecond=0)
    ),
    "days and time duration": st.integers(0, 10_000).map(lambda hours: timedelta(hours=hours)),
    "years and months duration": st.integers(0, 500).map(Months),
    "list of string": st.lists(WORDS, max_size=3).map(tuple),
    "list of number": st.lists(NUMBERS, max_size=3).map(tuple),
    "list of date": st.lists(DAYS, max_size=3).map(tuple),
}
CHOSEN = {
    "string": st.sampled_from(ONE_OF),
    "list of string": st.lists(st.sampled_from(ONE_OF), unique=True).map(tuple),
}


def there_and_back(kind: str, value, one_of=()):
    one = field_for(FactType("a.b", FACT_TYPES[kind], one_of=one_of))
    typed = typed_for(one, value, "Europe/London")
    assert set(typed) == set(one.names)
    found = value_from(one, typed, "Europe/London")
    return one.widget, None if found is None else value_of(one.fact, found)


def test_every_kind_of_fact_is_tried():
    assert set(CASES) == set(FACT_TYPES)


@pytest.mark.parametrize("kind", CASES)
@given(data=st.data())
def test_there_and_back(kind, data):
    value = data.draw(CASES[kind])
    assert there_and_back(kind, value)[1] == value
    if kind in CHOSEN:
        value = data.draw(CHOSEN[kind])
        widget, back = there_and_back(kind, value, ONE_OF)
        assert (widget in (Widget.CHOICE, Widget.CHOICES), back) == (True, value)


@pytest.mark.parametrize("kind", CASES)
def test_not_known_is_typed_as_such(kind):
    assert there_and_back(kind, UNKNOWN)[1] is None


def test_money_is_typed_plainly():
    one = field_for(FactType("a.b", FACT_TYPES["number"], unit="GBP"))
    assert typed_for(one, Decimal("46500.00"), "UTC") == {"a.b": ["46500.00"]}
