"""Entries: nothing personal in the leaf, nothing in the side row that the leaf does not commit to."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import (
    MAX_LEAF_BYTES,
    canonical,
    identifier,
    instant,
    instant_text,
    make_entry,
    opens,
)

AT = "2026-05-02T09:15:00.000000Z"
EARLY, LATE = datetime(2, 1, 1), datetime(9998, 1, 1)  # noqa: DTZ001 hypothesis wants them naive
ID = "01J00000000000000000000000"


def entry(fields=None, personal=None, side=None, kind="decision.proposed", recorded_at=AT):
    salts = iter(bytes([number]) * 32 for number in range(200))
    return make_entry(
        kind,
        fields or {},
        personal or {},
        side or {},
        salts=lambda: next(salts),
        entry_id=ID,
        index=7,
        recorded_at=recorded_at,
    )


def test_the_leaf_says_what_happened_and_commits_to_the_rest():
    made = entry({"level": "act"}, {"person.ref": "p-88120"}, {"reasons": "She asked for it."})
    assert made.leaf | {"commitments": {}} == {
        "entry": "decision.proposed",
        "format": 1,
        "id": ID,
        "index": 7,
        "recorded_at": AT,
        "level": "act",
        "commitments": {},
    }
    assert set(made.leaf["commitments"]) == {"person.ref", "side.reasons"}
    assert made.side["values"] == {"person.ref": "p-88120"}
    assert made.side["reasons"] == "She asked for it."
    for name, value in {"person.ref": "p-88120", "side.reasons": "She asked for it."}.items():
        salt = bytes.fromhex(made.side["salts"][name])
        assert opens(made.leaf["commitments"][name], name, value, salt)
    assert made.leaf_bytes == canonical(made.leaf)
    assert made.side_bytes == canonical(made.side)
    assert b"p-88120" not in made.leaf_bytes
    assert b"asked" not in made.leaf_bytes


def test_every_commitment_has_a_salt_of_its_own():
    salts = entry(personal={"a": "x", "b": "x"}, side={"c": "x"}).side["salts"]
    assert len(set(salts.values())) == 3


def test_without_anything_personal_there_is_no_side_row():
    made = entry({"clock": AT}, kind="clock.stepped")
    assert (made.side, made.side_bytes, made.leaf["commitments"]) == (None, None, {})


@pytest.mark.parametrize("name", ["entry", "format", "id", "index", "recorded_at", "commitments"])
def test_the_leafs_own_members_cannot_be_overwritten(name):
    with pytest.raises(RecordError) as caught:
        entry({name: "x"})
    assert caught.value.code == "entry-member"


@pytest.mark.parametrize("side", ["values", "salts", "erased"])
def test_the_sides_own_members_cannot_be_overwritten(side):
    with pytest.raises(RecordError) as caught:
        entry(side={side: {}})
    assert caught.value.code == "entry-member"


def test_a_fact_cannot_pass_for_a_side_member():
    with pytest.raises(RecordError) as caught:
        entry(personal={"side.reasons": "x"})
    assert caught.value.code == "entry-member"


def test_an_unknown_kind_is_refused_with_a_suggestion():
    with pytest.raises(RecordError) as caught:
        entry(kind="decision.propose")
    assert caught.value.code == "entry-kind"
    assert caught.value.problems[0].did_you_mean == "decision.proposed"


def test_a_leaf_has_at_most_60_kb():
    room = MAX_LEAF_BYTES - len(entry({"x": ""}).leaf_bytes)
    assert len(entry({"x": "a" * room}).leaf_bytes) == MAX_LEAF_BYTES
    with pytest.raises(RecordError) as caught:
        entry({"x": "a" * (room + 1)})
    assert caught.value.code == "entry-too-large"


@pytest.mark.parametrize(
    "text",
    ["2026-05-02T09:15:00Z", "2026-05-02T09:15:00.000000+00:00", "2026-05-02 09:15:00.000000Z", "", "now",
     "2026-05-02T09:15:00.000000", "2026-13-02T09:15:00.000000Z"],
)  # fmt: skip
def test_a_moment_has_one_form(text):
    with pytest.raises(RecordError) as caught:
        entry(recorded_at=text)
    assert caught.value.code == "instant"


@given(
    st.datetimes(min_value=EARLY, max_value=LATE),
    st.datetimes(min_value=EARLY, max_value=LATE),
    st.integers(-1400, 1400),
)
def test_text_order_is_time_order(one, other, offset):
    one = one.replace(tzinfo=timezone(timedelta(minutes=offset)))
    other = other.replace(tzinfo=UTC)
    assert (instant_text(one) < instant_text(other)) == (one < other)
    assert instant(instant_text(one)) == one


def test_a_moment_without_offset_is_refused():
    with pytest.raises(RecordError):
        instant_text(EARLY)


def test_identifiers_sort_by_time_and_keep_all_bits():
    assert identifier(0, bytes(10)) == "0" * 26
    assert identifier(2**48 - 1, b"\xff" * 10) == "7" + "Z" * 25
    # The example of the ULID specification, with the random part it shows.
    assert identifier(1469918176385, bytes(10))[:10] == "01ARYZ6S41"
    assert identifier(1, b"\xff" * 10) < identifier(2, bytes(10))


@pytest.mark.parametrize(("milliseconds", "random"), [(-1, bytes(10)), (2**48, bytes(10)), (0, bytes(9))])
def test_an_identifier_is_not_made_from_less(milliseconds, random):
    with pytest.raises(RecordError) as caught:
        identifier(milliseconds, random)
    assert caught.value.code == "identifier"
