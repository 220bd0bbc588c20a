"""Proofs: the same hashes as RFC 6962 defines, from few rows, and nothing else is accepted."""

import base64
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import (
    Frontier,
    Growth,
    consistency_plan,
    inclusion_plan,
    leaf_hash,
    node_hash,
    stored_nodes,
    verify_consistency,
    verify_inclusion,
)
from tests.record import trees
from tests.record.vectors import vectors

SIZE = 130
LEAVES = [b"leaf %d" % number for number in range(SIZE)]


def grown(leaves):
    frontier, rows = Frontier(), []
    for leaf in leaves:
        frontier, completed = frontier.append(leaf_hash(leaf))
        rows.append(completed)
    return frontier, rows


ROWS = [b"".join(completed) for completed in grown(LEAVES)[1]]
NODE_OF = stored_nodes(ROWS.__getitem__)
ROOTS = [trees.root(LEAVES[:size]) for size in range(SIZE + 1)]


def test_every_inclusion_proof_is_the_definitions_and_verifies():
    ran = 0
    for size in range(1, SIZE + 1):
        for index in range(size):
            proof = inclusion_plan(index, size).compose(NODE_OF)
            assert list(proof) == trees.path(index, LEAVES[:size])
            verify_inclusion(leaf_hash(LEAVES[index]), index, size, proof, ROOTS[size])
            ran += 1
    print(f"{ran} inclusion proofs")
    assert ran == SIZE * (SIZE + 1) // 2


def test_every_consistency_proof_is_the_definitions_and_verifies():
    ran = 0
    for new in range(1, SIZE + 1):
        for old in range(1, new + 1):
            proof = consistency_plan(old, new).compose(NODE_OF)
            assert list(proof) == trees.proof(old, LEAVES[:new])
            verify_consistency(old, new, proof, ROOTS[old], ROOTS[new])
            ran += 1
    print(f"{ran} consistency proofs")
    assert ran == SIZE * (SIZE + 1) // 2


def refused(check, *arguments):
    with pytest.raises(RecordError) as caught:
        check(*arguments)
    return caught.value.code


sizes = st.integers(1, SIZE)


@given(sizes, st.data())
def test_an_inclusion_proof_shows_one_thing_only(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaf, proof, root = leaf_hash(LEAVES[index]), inclusion_plan(index, size).compose(NODE_OF), ROOTS[size]
    for changed in bit_flips(data, [leaf, *proof, root]):
        assert (
            refused(verify_inclusion, changed[0], index, size, changed[1:-1], changed[-1]) == "proof-mismatch"
        )
    for other in range(SIZE):
        if other != index:
            assert refused(verify_inclusion, leaf, other, size, proof, root).startswith("proof-")
    # Two sizes can ask for the same hashes in the same order; then the root, which is the signed one, differs.
    for other in range(SIZE):
        if other != size:
            assert refused(verify_inclusion, leaf, index, other, proof, ROOTS[other]).startswith("proof-")
    for wrong in resized(proof):
        assert refused(verify_inclusion, leaf, index, size, wrong, root) == "proof-length"


@given(sizes, st.data())
def test_a_consistency_proof_shows_one_thing_only(new, data):
    old = data.draw(st.integers(1, new))
    proof = consistency_plan(old, new).compose(NODE_OF)
    for first, *changed, last in bit_flips(data, [ROOTS[old], *proof, ROOTS[new]]):
        assert refused(verify_consistency, old, new, changed, first, last) == "proof-mismatch"
    for other in range(SIZE):
        if other != old:
            found = refused(verify_consistency, other, new, proof, ROOTS[old], ROOTS[new])
            assert found.startswith("proof-")
    for wrong in resized(proof):
        assert refused(verify_consistency, old, new, wrong, ROOTS[old], ROOTS[new]) == "proof-length"


def bit_flips(data, hashes):
    """The list with one bit flipped, once in every hash."""
    for place, one in enumerate(hashes):
        bit = data.draw(st.integers(0, 255))
        flipped = (int.from_bytes(one) ^ 1 << bit).to_bytes(32)
        yield [*hashes[:place], flipped, *hashes[place + 1 :]]


def resized(proof):
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]
    if proof:
        yield proof[:-1]
        yield proof[1:]
        yield [*proof[:-1], proof[-1] + b"\x00"]
        yield [*proof[:-1], proof[-1][:-1]]
    if len(proof) > 1:
        yield [b"".join(proof)]


def test_hashes_of_other_lengths_that_hash_alike_are_refused():
    """SHA-256(0x01 ‖ l ‖ r) does not say where l ends."""
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    root = node_hash(left, right)
    verify_inclusion(left, 0, 2, [right], root)
    assert refused(verify_inclusion, left + right[:1], 0, 2, [right[1:]], root) == "proof-length"


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (5, 5), (-1, 5), (6, 5)])
def test_an_entry_outside_the_tree_has_no_proof(index, size):
    assert refused(inclusion_plan, index, size) == "proof-range"
    assert refused(verify_inclusion, bytes(32), index, size, [], bytes(32)) == "proof-range"


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 1), (0, 8), (-1, 8), (9, 8)])
def test_a_consistency_proof_from_nothing_or_backwards_is_refused(old, new):
    assert refused(consistency_plan, old, new) == "proof-range"
    assert refused(verify_consistency, old, new, [], ROOTS[0], ROOTS[0]) == "proof-range"


def test_a_fork_of_one_size_is_refused():
    assert refused(verify_consistency, 5, 5, [], ROOTS[5], ROOTS[6]) == "proof-mismatch"


def test_a_proof_reads_at_most_40_rows_of_a_million():
    size, most = 1_000_000, 0
    edges = [0, 1, 2, size // 2 - 1, size // 2, 524_287, 524_288, 983_039, 999_935, size - 2, size - 1]
    for index in itertools.chain(edges, range(17, size, 9_973)):
        most = max(most, len(inclusion_plan(index, size).rows), len(consistency_plan(index + 1, size).rows))
    # The worst there is: a tree with a subtree of every height under 2^20.
    for index in range(0, 2**20 - 1, 10_007):
        most = max(most, len(inclusion_plan(index, 2**20 - 1).rows))
    print(f"at most {most} rows")
    assert most <= 40


@given(sizes, st.data())
def test_only_the_rows_of_the_plan_are_read(size, data):
    index = data.draw(st.integers(0, size - 1))
    for plan in (inclusion_plan(index, size), consistency_plan(index + 1, size)):
        read = {row: ROWS[row] for row in plan.rows}
        plan.compose(stored_nodes(read.__getitem__))
        assert all(row < size for row in plan.rows)


def test_a_missing_node_is_named():
    with pytest.raises(RecordError) as caught:
        inclusion_plan(0, 4).compose(stored_nodes(lambda row: ROWS[row][:32]))
    assert (caught.value.code, caught.value.problems[0].place) == ("nodes-missing", "entry 3")


@given(st.integers(0, SIZE - 1), st.data())
def test_a_batch_proves_its_own_leaves_without_the_store(start, data):
    size = data.draw(st.integers(start + 1, SIZE))
    before, _ = grown(LEAVES[:start])
    growth = Growth(before, grown(LEAVES[:size])[1][start:])
    for index in range(start, size):
        assert list(growth.inclusion(index)) == trees.path(index, LEAVES[:size])
    for index in (-1, start - 1, size):
        assert refused(growth.inclusion, index) == "proof-range"


def cases(kind):
    files = sorted((vectors("merkle") / kind).rglob("*.json"))
    return [(path.stem, json.loads(path.read_text())) for path in files]


def hashes(case, *names):
    return [base64.b64decode(case[name] or "") for name in names]


def passes(check, *arguments):
    try:
        check(*arguments)
    except RecordError:
        return False
    return True


def test_third_party_inclusion_proofs():
    ran, good = 0, 0
    for name, case in cases("inclusion"):
        leaf, root = hashes(case, "leafHash", "root")
        proof = [base64.b64decode(one) for one in case["proof"] or []]
        held = passes(verify_inclusion, leaf, case["leafIdx"], case["treeSize"], proof, root)
        assert held is not case["wantErr"], name
        ran, good = ran + 1, good + held
    print(f"{ran} inclusion vectors, {good} of them good")
    assert ran >= 59
    assert good >= 4


def test_third_party_consistency_proofs():
    ran, good = 0, 0
    for name, case in cases("consistency"):
        old_root, new_root = hashes(case, "root1", "root2")
        proof = [base64.b64decode(one) for one in case["proof"] or []]
        held = passes(verify_consistency, case["size1"], case["size2"], proof, old_root, new_root)
        assert held is not case["wantErr"], name
        ran, good = ran + 1, good + held
    print(f"{ran} consistency vectors, {good} of them good")
    assert ran >= 57
    assert good >= 4
