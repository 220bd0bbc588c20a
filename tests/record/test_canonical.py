"""Canonical bytes: the same as RFC 8785 wherever the form allows, refused everywhere else."""

from collections import OrderedDict
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from uuid import UUID

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import canonical, read_canonical
from govengine.record.canonical import _holds_no_outsider, _is_inside, _refuse_outsiders

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(exclude_categories=["Cs"], max_codepoint=0xFFFF))
scalars = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


@given(values)
def test_the_bytes_are_those_of_rfc_8785(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(values)
def test_what_is_written_is_read_again(value):
    assert read_canonical(canonical(value)) == value


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    BIG = 3


def nested(depth):
    value = "x"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": 1.0}, "/a"),
        ({"a": [0, 2**53]}, "/a/1"),
        ({"a": [0, -(2**53)]}, "/a/1"),
        ({"a": Decimal("1")}, "/a"),
        ({"a": float("nan")}, "/a"),
        ({"a/b": {"~": date(2026, 1, 1)}}, "/a~1b/~0"),
        ({"a": (1, 2)}, "/a"),
        ({"a": b"x"}, "/a"),
        ({"a": UUID(int=1)}, "/a"),
        ({"a": Colour.RED}, "/a"),
        ([Size.BIG], "/0"),
        (OrderedDict(a=1), ""),
        ({1: 2}, ""),
        ({None: 2}, ""),
        ({Colour.RED: 2}, ""),
        ({"😀": 1}, ""),
        ({"a": "\ud800"}, ""),
        ({"\ud800": 1}, ""),
        (nested(300), "/0" * 200),
        (object(), ""),
    ],
)
def test_anything_else_is_refused_where_it_stands(value, place):
    with pytest.raises(RecordError) as caught:
        canonical(value)
    assert caught.value.code == "not-canonical"
    assert caught.value.problems[0].place == place


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1, "b":2}',
        b'{"a":1,"a":1}',
        b'"\\u0041"',
        b"1.0",
        b"1e2",
        b"9007199254740992",
        b"36893488147419103232",
        b'"\\/"',
        b'"\\ud800"',
        b"[1",
        b"\xff",
        b"",
        b"NaN",
        b"[" * 2000 + b"]" * 2000,
    ],
)
def test_other_ways_to_write_the_same_are_not_read(data):
    with pytest.raises(RecordError) as caught:
        read_canonical(data)
    assert caught.value.code == "not-canonical"


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.text(max_size=3)
        | st.integers()
        | st.floats()
        | st.dates()
        | st.decimals(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=4)
            | st.tuples(inner)
        ),
        max_leaves=12,
    )
)
def test_the_quick_look_lets_nothing_through_that_the_slow_one_refuses(value):
    if _is_inside(value):
        _refuse_outsiders(value)


def test_an_entry_passes_at_the_quick_look():
    assert _is_inside({"index": 12, "facts": {"a.b": {"value": "x", "list": ["y", None, True]}}})
    assert not _is_inside({"index": 2**53})
    assert not _is_inside({"big": [1.5]})


def test_an_entry_is_read_at_the_quick_look():
    leaf = {
        "at": "2026-05-02T09:15:00.250000Z",
        "as_of": "2026-05-02T09:15:00.25+00:00",
        "amount": "1.5",
        "n": [1, 2],
    }
    assert _holds_no_outsider(canonical(leaf))


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1.5}',
        b'{"a":-0.5}',
        b'{"a":[1.5]}',
        b'{"a":[1,2.5]}',
        b'{"a":["x",2.5,"y"]}',
        b'{"a":1e+300}',
        b'{"a":[1e+300]}',
        b"[1.5]",
        b"[[1.5]]",
        b"1.5",
        b'{"a":9007199254740992}',
        b'{"a":[9007199254740992]}',
        b'{"' + "\U0001f600".encode() + b'":1}',
        b"[" * 201 + b"]" * 201,
    ],
)
def test_json_outside_the_form_is_refused_by_the_quick_look_or_the_slow_one(data):
    assert orjson.dumps(orjson.loads(data), option=orjson.OPT_SORT_KEYS) == data
    with pytest.raises(RecordError) as caught:
        read_canonical(data)
    assert caught.value.problems[0].code == "not-canonical"


@given(st.recursive(st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3) | st.integers(0, 9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)))  # fmt: skip
def test_what_the_quick_look_lets_through_the_slow_one_would(value):
    data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    if _holds_no_outsider(data):
        _refuse_outsiders(orjson.loads(data))
