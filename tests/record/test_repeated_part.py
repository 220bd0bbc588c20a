"""A value that many entries have in common is written once and read once, and nothing else is read than was written."""

import random

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import canonical, canonical_part, read_canonical
from govengine.record import repeated_part as module
from govengine.record.repeated_part import MOST_PARTS, PartReader

TEXTS = st.sampled_from(
    [
        "",
        "a",
        "m",
        "n",
        '"m":',
        'x"m',
        ',"n":',
        '"',
        "\\",
        "in its place",
        '"in its place"',
        "é",
        "\U0001f600",
        "z",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS.filter(lambda k: k < "\uffff"), inner, max_size=4)
    ),
    max_leaves=8,
)
OBJECTS = st.dictionaries(TEXTS.filter(lambda k: k < "\uffff"), VALUES, max_size=5)
ENTRIES = st.builds(lambda value, part: value | {"m": part}, OBJECTS, VALUES)


LONG = "x" * 1_000


def read_or_code(read, data):
    try:
        return read(data)
    except RecordError as error:
        return error.problems[0].code, str(error)


@given(st.lists(ENTRIES | VALUES, min_size=1, max_size=6), st.randoms(use_true_random=False))
@example([{"m": {"n": 1}, "n": 2}, {"m": {"n": 1}, "n": 3}], random.Random(1))
@example([{"m": 1, "n": 2}, {"a": {"m": 1, "n": 2}}], random.Random(1))
@example([{"m": 1, "n": 2}, {'x"m': 1, "m": "in its place", "n": 2}], random.Random(1))
@example([{"m": 1, "n": 2}, {"l": {"m": 1, "n": 2}, "m": "in its place"}], random.Random(1))
def test_it_reads_what_reading_the_whole_reads(values, chance):
    reader = PartReader("m", "n")
    written = [canonical(value) for value in values]
    for data in [*written, *written, *(altered(chance.choice(written), chance) for _ in range(20))]:
        assert read_or_code(reader.read, data) == read_or_code(read_canonical, data), data


def altered(data: bytes, chance: random.Random) -> bytes:
    """Somebody changes, drops, doubles or swaps bytes."""
    at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    piece = chance.choice(
        [b"", b" ", b'"m":', b',"n":', b"\\", b"1.5", b"{", b"}", data[at:to] * 2, data[to:]]
    )
    return data[:at] + piece + data[to:]


def test_the_altered_rest_of_an_entry_is_refused_as_ever():
    reader = PartReader("m", "n")
    good = canonical({"a": 1, "m": {"long": LONG}, "n": []})
    assert reader.read(good) == reader.read(good)
    for bad in (good.replace(b'"a":1', b'"a":1.5'), good.replace(b'"a":1', b'"a": 1'), good + b" ", good[1:]):
        assert read_or_code(reader.read, bad)[0] == "not-canonical"


def test_a_text_is_taken_in_once_and_its_value_shared(monkeypatch):
    read = []
    monkeypatch.setattr(module, "read_canonical", lambda data: read.append(len(data)) or read_canonical(data))
    reader = PartReader("m", "n")
    datas = [canonical({"a": number, "m": {"long": LONG}, "n": []}) for number in range(3)]
    values = [reader.read(data) for data in datas]
    whole, *rests = read
    assert max(rests) < len(LONG) < whole
    assert values[1]["m"] is values[0]["m"] is values[2]["m"]
    assert values == [orjson.loads(data) for data in datas]


def test_it_lets_go_of_what_it_keeps():
    reader = PartReader("m", "n")
    for number in range(2 * MOST_PARTS + 1):
        reader.read(canonical({"m": number, "n": 0}))
        assert len(reader._known) <= MOST_PARTS
    assert len(reader._known) == 1


def test_a_part_is_written_as_the_value_it_stands_for():
    value = {"b": ["é", None], "a": {"n": 1}}
    assert canonical({"m": canonical_part(value), "n": 1}) == canonical({"m": value, "n": 1})
    with pytest.raises(RecordError):
        canonical_part({"a": 1.5})
