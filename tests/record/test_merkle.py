"""The Merkle tree against the definition in RFC 6962 §2.1, read off literally."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import EMPTY_ROOT, Frontier, leaf_hash, node_hash, node_place


def naive_root(leaves):
    """MTH(D[n]) as the RFC writes it: split at the largest power of two smaller than n."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def grow(leaves):
    frontier, rows = Frontier(), []
    for leaf in leaves:
        frontier, completed = frontier.append(leaf_hash(leaf))
        rows.append(b"".join(completed))
    return frontier, rows


leaf_lists = st.lists(st.binary(max_size=8), max_size=70)


@given(leaf_lists)
def test_the_root_is_the_definitions(leaves):
    assert grow(leaves)[0].root() == naive_root(leaves)


@given(leaf_lists)
def test_every_complete_node_is_stored_in_its_place(leaves):
    _, rows = grow(leaves)
    for level in range(7):
        for index in range(len(leaves) >> level):
            row, offset = node_place(level, index)
            under = leaves[index << level : (index + 1) << level]
            assert rows[row][offset : offset + 32] == naive_root(under)


@given(leaf_lists)
def test_a_row_holds_one_node_for_each_trailing_zero_and_itself(leaves):
    for index, row in enumerate(grow(leaves)[1]):
        trailing_zeros = ((index + 1) & -(index + 1)).bit_length() - 1
        assert len(row) == 32 * (trailing_zeros + 1)


@given(leaf_lists, st.data())
def test_the_frontier_of_any_size_is_read_from_the_rows(leaves, data):
    size = data.draw(st.integers(0, len(leaves)))
    _, rows = grow(leaves)
    assert Frontier.stored(size, rows.__getitem__) == grow(leaves[:size])[0]


def test_growing_leaves_the_old_frontier_as_it_was():
    before, _ = grow([b"a", b"b", b"c"])
    root = before.root()
    before.append(leaf_hash(b"d"))
    assert (before.size, before.root()) == (3, root)


def test_a_missing_node_is_named():
    with pytest.raises(RecordError) as caught:
        Frontier.stored(2, lambda row: b"\x00" * 32)
    assert (caught.value.code, caught.value.problems[0].place) == ("nodes-missing", "entry 1")


def test_published_values():
    """RFC 6962 test vectors as used by Certificate Transparency's reference implementation."""
    leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]  # fmt: skip
    frontier, _ = grow([bytes.fromhex(leaf) for leaf in leaves])
    assert frontier.root().hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert node_hash(leaf_hash(b""), leaf_hash(b"\x00")).hex() == (
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    )
