"""Commitments bind a value to its name and salt, and open only to them."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import commit, lookup_key, opens

SALT = bytes(range(32))
names = st.from_regex(r"[a-z_]+(\.[a-z_][a-z_0-9]*)*", fullmatch=True)
values = st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-99, 99) | st.booleans() | st.none()


def test_it_is_the_hash_the_design_says():
    wanted = hashlib.sha256(b"\x02" + SALT + b"person.ref" + b'"p-1"').hexdigest()
    assert commit("person.ref", "p-1", SALT) == wanted


@given(names, values, st.binary(min_size=32, max_size=32))
def test_it_opens_to_what_it_was_made_from(name, value, salt):
    assert opens(commit(name, value, salt), name, value, salt)


@pytest.mark.parametrize(
    ("name", "value", "salt"),
    [
        ("person.ref", "p-2", SALT),
        ("person.re", "p-1", SALT),
        ("person.ref", "p-1", bytes(32)),
        ("person.ref", "p-1", b""),
        ("person.ref", 1.5, SALT),
    ],
)
def test_it_opens_to_nothing_else(name, value, salt):
    assert not opens(commit("person.ref", "p-1", SALT), name, value, salt)


def test_a_commitment_that_is_no_hash_does_not_open():
    assert not opens("é", "person.ref", "p-1", SALT)
    assert not opens("", "person.ref", "p-1", SALT)


@given(names, values, names, values)
def test_two_readings_of_one_input_differ_only_in_a_number_after_a_name_that_ends_in_a_digit(a, x, b, y):
    """The docstring's claim, which the leaf settles by saying the name."""
    if (a, x, type(x)) != (b, y, type(y)) and commit(a, x, SALT) == commit(b, y, SALT):
        assert type(x) is int
        assert type(y) is int


@pytest.mark.parametrize("name", ["", 'a"b', "a[0", "a{", "a\\b", "a\nb", "a\x00", "\ud800"])
def test_names_that_could_be_read_two_ways_are_refused(name):
    with pytest.raises(RecordError) as caught:
        commit(name, "x", SALT)
    assert caught.value.code == "commitment-name"


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_salt_has_32_bytes(length):
    with pytest.raises(RecordError) as caught:
        commit("a", "x", bytes(length))
    assert caught.value.code == "commitment-salt"


def test_lookup_keys_depend_on_secret_name_and_value_alone():
    key = lookup_key(SALT, "person.ref", "p-1")
    assert key == lookup_key(SALT, "person.ref", "p-1")
    assert len(key) == 32
    others = {
        lookup_key(bytes(32), "person.ref", "p-1"),
        lookup_key(SALT, "actor.ref", "p-1"),
        lookup_key(SALT, "person.ref", "p-2"),
    }
    assert len(others | {key}) == 4
    assert lookup_key(SALT, "line_1", 5) != lookup_key(SALT, "line_", 15)


def test_a_short_secret_is_refused():
    with pytest.raises(RecordError) as caught:
        lookup_key(b"short", "person.ref", "p-1")
    assert caught.value.code == "lookup-secret"
