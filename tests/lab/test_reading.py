"""What people type is read as what they mean: every kind of fact, there and back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.lab.fields import NONE, NOT_KNOWN, Widget, field_for
from api.lab.reading import Mistyped, check_value, value_from
from govengine.feel.types import FACT_TYPES
from govengine.scheme import FactType
from govengine.scheme.vocabulary import value_of

UTC_ZONE = "UTC"


def field(kind: str, *one_of: str, **more):
    return field_for(FactType("a.b", FACT_TYPES[kind], one_of=one_of, **more))


def read(one, **typed):
    """What a form with these parts comes to, as a question would hold it; None where nothing was said."""
    sent = {f"a.b/{part}" if part != "it" else "a.b": value for part, value in typed.items()}
    sent = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    found = value_from(one, sent, UTC_ZONE)
    return None if found is None else value_of(one.fact, found)


def test_every_type_of_fact_can_be_asked_for():
    widgets = {field(kind).widget for kind in FACT_TYPES}
    widgets |= {field("string", "x").widget, field("list of string", "x").widget}
    assert widgets == set(Widget)


@pytest.mark.parametrize("kind", FACT_TYPES)
def test_what_is_left_empty_is_not_known(kind):
    for sent in ({}, {"it": ""}, {"it": NOT_KNOWN}, {"day": "", "number": "", "unit": "days"}):
        assert read(field(kind), **sent) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_numbers(value):
    one = field("number", unit="GBP")
    for text in (f"{value:f}", f"{value:,f}", f" {value:,f} "):
        assert read(one, it=text) == value
    if value >= 0:
        assert read(one, it=f"£{value:,f}") == value


@given(st.dates())
def test_dates(value):
    parts = {"day": str(value.day), "month": f"{value.month:02}", "year": f"{value.year:04}"}
    assert read(field("date"), **parts) == value


@given(st.datetimes(min_value=datetime(1, 1, 2), timezones=st.just(UTC)))  # noqa: DTZ001
def test_moments(value):
    value = value.replace(second=0, microsecond=0)
    parts = {"day": str(value.day), "month": str(value.month), "year": f"{value.year:04}"}
    assert read(field("date-time"), **parts, time=f"{value:%H:%M}") == value


@given(
    st.lists(st.dates(), min_size=1),
    st.sampled_from(["{0.day}/{0.month}/{0.year:04}", "{0.day} {0.month} {0.year:04}"]),
)
def test_lists_of_dates(values, form):
    typed = "\r\n".join(form.format(one) for one in values)
    assert read(field("list of date"), it=typed) == tuple(values)


def test_lists():
    assert read(field("list of number"), it="1,250.50\n\n £3 ") == (Decimal("1250.50"), Decimal(3))
    assert read(field("list of date"), it="2026-03-27") == (date(2026, 3, 27),)
    assert read(field("list of string"), it="one thing\nanother") == ("one thing", "another")
    assert read(field("list of string"), it=NONE) == ()
    choices = field("list of string", "food", "heat")
    assert read(choices, it=["food", "heat"]) == ("food", "heat")
    assert read(choices, it=[NONE]) == ()
    assert read(choices, it=[]) is None


@pytest.mark.parametrize("unit", ["hours", "days", "weeks"])
def test_lengths(unit):
    assert (
        read(field("days and time duration"), number="2", unit=unit).total_seconds()
        == 2
        * {
            "hours": 3600,
            "days": 86400,
            "weeks": 604800,
        }[unit]
    )


@pytest.mark.parametrize(
    ("kind", "one_of", "typed", "said"),
    [
        ("number", (), {"it": "x"}, "must be a number, such as 1,250.50"),
        ("number", (), {"it": "1,5"}, "must be a number"),
        ("boolean", (), {"it": "perhaps"}, "must be yes, no or not known"),
        ("string", ("x", "y"), {"it": "z"}, "must be one of: x, y"),
        ("list of string", ("x", "y"), {"it": ["x", NONE]}, "must be either some of these"),
        ("date", (), {"day": "1", "month": "", "year": ""}, "must include a month and a year"),
        ("date", (), {"day": "30", "month": "2", "year": "2026"}, "must be a real date"),
        ("date", (), {"day": "1", "month": "2", "year": "26000"}, "must be a real date"),
        ("date-time", (), {"day": "1", "month": "2", "year": "2026", "time": "25:00"}, "must have a time"),
        ("days and time duration", (), {"number": "-1", "unit": "days"}, "must be a whole number"),
        ("days and time duration", (), {"number": "1", "unit": "moons"}, "must be a whole number"),
        ("list of date", (), {"it": "tomorrow"}, "must be real dates"),
        ("string", (), {"it": "x" * 2001}, "must be shorter"),
        ("string", (), {"it": "x\x00"}, "must be something that can be read"),
    ],
)
def test_what_cannot_be_used_is_said(kind, one_of, typed, said):

    one = field(kind, *one_of)
    sent = {f"a.b/{part}" if part != "it" else "a.b": value for part, value in typed.items()}
    sent = {name: value if isinstance(value, list) else [value] for name, value in sent.items()}
    with pytest.raises(Mistyped) as caught:
        check_value(one, value_from(one, sent, UTC_ZONE))
    assert said in str(caught.value)


@given(
    st.sampled_from(sorted(FACT_TYPES)),
    st.dictionaries(st.sampled_from(["it", "day", "month", "year", "time", "number", "unit"]), st.text()),
)
def test_whatever_is_typed_is_read_or_named(kind, typed):

    one = field(kind)
    sent = {f"a.b/{part}" if part != "it" else "a.b": [value] for part, value in typed.items()}
    said = "must "
    try:
        value = value_from(one, sent, UTC_ZONE)
        if value is not None:
            check_value(one, value)
    except Mistyped as mistyped:
        said = str(mistyped)
    assert said.startswith("must ")
