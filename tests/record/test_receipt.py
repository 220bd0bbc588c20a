"""Receipts: one file and one public key show that the log holds an entry, and nothing but it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import Receipt, TlogProof, leaf_hash, verify_receipt
from tests.record.logs import FOREIGN_KEY, KEY, NEXT_KEY, proposals

LOG = proposals(20)


def refusal(function, *arguments):
    with pytest.raises(RecordError) as caught:
        function(*arguments)
    return caught.value.code


def test_a_receipt_file_holds_all_there_is_to_check():
    for size in range(1, 21):
        for index in range(size):
            written = json.dumps(LOG.receipt(index, size).to_json())
            proven = verify_receipt(Receipt.read(json.loads(written)), [KEY.verifier])
            assert proven.entry == LOG.entries[index].leaf
            assert proven.checkpoint.checkpoint.size == size


def test_a_reply_names_the_hash_and_the_entry_is_brought():
    whole = LOG.receipt(3)
    body = whole.to_json()
    leaf = body.pop("entry").encode()
    receipt = Receipt.read(body)
    assert receipt.with_entry(leaf) == whole
    assert verify_receipt(receipt, [KEY.verifier]).entry is None
    assert verify_receipt(receipt, [KEY.verifier], leaf).entry == LOG.entries[3].leaf
    assert verify_receipt(whole, [KEY.verifier], leaf).entry == LOG.entries[3].leaf
    other = LOG.entries[4].leaf_bytes
    assert refusal(verify_receipt, receipt, [KEY.verifier], other) == "receipt-entry"
    assert refusal(verify_receipt, whole, [KEY.verifier], other) == "receipt-entry"


@pytest.mark.parametrize("keys", [[], [FOREIGN_KEY.verifier], [NEXT_KEY.verifier]])
def test_another_key_does_not_vouch_for_it(keys):
    assert refusal(verify_receipt, LOG.receipt(3), keys) == "note-unverified"


@given(st.data())
def test_whatever_character_of_the_file_is_changed_it_fails_or_says_the_same(data):
    receipt = LOG.receipt(7, 13)
    written = json.dumps(receipt.to_json())
    place = data.draw(st.integers(0, len(written) - 1))
    letter = data.draw(st.characters(min_codepoint=32, max_codepoint=126))
    changed = written[:place] + letter + written[place + 1 :]
    try:
        proven = verify_receipt(Receipt.read(json.loads(changed)), [KEY.verifier])
    except (RecordError, json.JSONDecodeError):
        return
    assert proven.leaf_hash == receipt.leaf_hash
    # The member `entry` may have lost its name; then the receipt says less, and still nothing else.
    assert proven.entry in (LOG.entries[7].leaf, None)


def test_a_proof_for_one_place_does_not_serve_for_another():
    body = LOG.receipt(3).to_json()
    for changed in (body | {"index": 2}, body | {"index": 4}, body | {"proof": body["proof"][::-1]}):
        assert refusal(verify_receipt, Receipt.read(changed), [KEY.verifier]) == "proof-mismatch"
    for changed in (body | {"index": 20}, body | {"index": -1}):
        assert refusal(verify_receipt, Receipt.read(changed), [KEY.verifier]) == "proof-range"
    short = body | {"proof": body["proof"][:-1]}
    assert refusal(verify_receipt, Receipt.read(short), [KEY.verifier]) == "proof-length"


def test_the_size_is_the_checkpoints():
    body = LOG.receipt(3, 16).to_json() | {"size": 15}
    assert refusal(verify_receipt, Receipt.read(body), [KEY.verifier]) == "receipt-size"


def test_an_old_checkpoint_does_not_cover_a_later_entry():
    body = LOG.receipt(13).to_json() | {"checkpoint": LOG.checkpoint(10), "size": 10}
    assert refusal(verify_receipt, Receipt.read(body), [KEY.verifier]) == "proof-range"


@pytest.mark.parametrize("leaf", [b'{"index":0, "x":1}', b'{"index":1}', b"[]", b'{"index":false}', b"\xff"])
def test_a_leaf_that_does_not_say_where_it_stands(leaf):
    """What only the log itself could have signed."""
    from govengine.record import Checkpoint, sign_checkpoint

    note = sign_checkpoint(Checkpoint(KEY.name, 1, leaf_hash(leaf)), [KEY])
    receipt = Receipt(0, 1, leaf_hash(leaf), (), note)
    verify_receipt(receipt, [KEY.verifier])
    assert refusal(verify_receipt, receipt, [KEY.verifier], leaf) == "receipt-entry"


GOOD = LOG.receipt(3).to_json()


@pytest.mark.parametrize(
    "value",
    [
        None, [], "x", {}, GOOD | {"format": "govengine-receipt-2"}, GOOD | {"index": "3"}, GOOD | {"index": True},
        GOOD | {"index": 3.0}, GOOD | {"size": True}, GOOD | {"size": None}, GOOD | {"leaf_hash": "00"},
        GOOD | {"leaf_hash": GOOD["leaf_hash"].upper()}, GOOD | {"proof": "x"}, GOOD | {"proof": [1]},
        GOOD | {"proof": ["0g" * 32]}, GOOD | {"proof": ["00" * 31]}, GOOD | {"checkpoint": None},
        GOOD | {"entry": {}}, GOOD | {"entry": "\ud800"}, GOOD | {"entry": 3},
    ],
)  # fmt: skip
def test_what_is_no_receipt(value):
    assert refusal(Receipt.read, value) == "receipt-malformed"


def test_half_a_character_in_the_checkpoint_is_refused():
    assert refusal(verify_receipt, Receipt.read(GOOD | {"checkpoint": "\ud800"}), [KEY.verifier]) == (
        "note-malformed"
    )


def test_members_of_later_versions_are_passed_over():
    assert Receipt.read(GOOD | {"more": 1}) == Receipt.read(GOOD)


def test_the_same_proof_in_the_published_text_form():
    proof = TlogProof.parse(LOG.receipt(3).tlog_proof().text())
    assert proof.verify(leaf_hash(LOG.entries[3].leaf_bytes), [KEY.verifier]).checkpoint.size == 20
