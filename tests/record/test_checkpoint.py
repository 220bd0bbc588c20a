"""Checkpoints and proofs in C2SP's text forms: one spelling each, and only the log's own key speaks for it."""

import base64
import json

import pytest

from govengine.errors import RecordError
from govengine.record import (
    EMPTY_ROOT,
    Checkpoint,
    Frontier,
    KeyType,
    SigningKey,
    TlogProof,
    VerifierKey,
    inclusion_plan,
    leaf_hash,
    node_hash,
    open_checkpoint,
    sign_checkpoint,
    sign_note,
    stored_nodes,
)
from govengine.record.cosignature import cosigned_message
from govengine.record.note import Signature
from tests.record.vectors import vectors

KEY = SigningKey("test.example/log", bytes(range(32)))
STRANGER = SigningKey("other.example/log", bytes(range(1, 33)))
CHECKPOINT = Checkpoint(KEY.name, 5, leaf_hash(b"a"))


def refusal(function, *arguments):
    with pytest.raises(RecordError) as caught:
        function(*arguments)
    return caught.value.code


def test_a_checkpoint_has_the_published_form():
    assert CHECKPOINT.text() == f"test.example/log\n5\n{base64.b64encode(leaf_hash(b'a')).decode()}\n"
    assert Checkpoint.parse(CHECKPOINT.text()) == CHECKPOINT
    more = Checkpoint("o", 0, EMPTY_ROOT, ("one", "two 2"))
    assert more.text().endswith("=\none\ntwo 2\n")
    assert Checkpoint.parse(more.text()) == more


ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "", "\n", "o\n1\n", f"\n1\n{ROOT}\n", f"o\n1\n{ROOT}", f"o\n\n{ROOT}\n", "o\n1\n\n", f"o\n1\n{ROOT}\n\n",
        f"o\n1\n{ROOT}\n\nx\n", f"o\n1\n{ROOT}\nx", f"o\n01\n{ROOT}\n", f"o\n+1\n{ROOT}\n", f"o\n-1\n{ROOT}\n", f"o\n1 \n{ROOT}\n",
        f"o\n1_0\n{ROOT}\n", f"o\n0x1\n{ROOT}\n", f"o\n\u0661\n{ROOT}\n", f"o\n{2**64}\n{ROOT}\n",
        f"o\n1\n{ROOT[:-1]}\n", f"o\n1\n{ROOT}=\n", f"o\n1\n {ROOT}\n", f"o\n1\n{ROOT[:-2]}B=\n", f"o\n00\n{ROOT}\n",
    ],
)  # fmt: skip
def test_what_is_no_checkpoint(text):
    assert refusal(Checkpoint.parse, text) == "checkpoint-malformed"


@pytest.mark.parametrize(
    "checkpoint",
    [
        Checkpoint("", 1, bytes(32)),
        Checkpoint("a\nb", 1, bytes(32)),
        Checkpoint("a", -1, bytes(32)),
        Checkpoint("a", 2**64, bytes(32)),
        Checkpoint("a", 1, b""),
        Checkpoint("a", 1, bytes(32), ("",)),
        Checkpoint("a", 1, bytes(32), ("x\ny",)),
    ],
)
def test_what_has_no_text(checkpoint):
    assert refusal(checkpoint.text) == "checkpoint-malformed"


def test_a_checkpoint_opens_for_its_logs_key():
    note = sign_checkpoint(CHECKPOINT, [KEY])
    opened = open_checkpoint(note, [STRANGER.verifier, KEY.verifier])
    assert (opened.checkpoint, opened.cosigned_at) == (CHECKPOINT, ())


def test_no_other_key_speaks_for_a_log():
    assert refusal(sign_checkpoint, CHECKPOINT, [STRANGER]) == "checkpoint-origin"
    note = sign_note(CHECKPOINT.text(), [STRANGER])
    assert refusal(open_checkpoint, note, [STRANGER.verifier]) == "checkpoint-origin"
    note = sign_note(CHECKPOINT.text(), [STRANGER, KEY])
    assert refusal(open_checkpoint, note, [STRANGER.verifier]) == "checkpoint-origin"
    assert open_checkpoint(note, [STRANGER.verifier, KEY.verifier]).checkpoint == CHECKPOINT


def test_a_witness_alone_does_not_speak_for_a_log_either():
    """Not even one that has the log's name."""
    witness = VerifierKey(KEY.name, STRANGER.verifier.public, KeyType.COSIGNATURE)
    at = 1_790_000_000
    cosignature = at.to_bytes(8) + STRANGER.sign(cosigned_message(at, CHECKPOINT.text().encode()))
    note = sign_checkpoint(CHECKPOINT, [KEY]) + Signature(witness.name, witness.id, cosignature).line() + "\n"
    assert refusal(open_checkpoint, note, [witness]) == "checkpoint-origin"
    assert open_checkpoint(note, [witness, KEY.verifier]).cosigned_at == ((KEY.name, at),)


@pytest.mark.parametrize(
    "checkpoint", [Checkpoint(KEY.name, 0, bytes(32)), Checkpoint(KEY.name, 5, b"short")]
)
def test_a_root_that_cannot_be(checkpoint):
    note = sign_checkpoint(checkpoint, [KEY])
    assert refusal(open_checkpoint, note, [KEY.verifier]) == "checkpoint-malformed"


def test_a_signed_text_that_is_no_checkpoint():
    note = sign_note("test.example/log\n5\n", [KEY])
    assert refusal(open_checkpoint, note, [KEY.verifier]) == "checkpoint-malformed"


LEFT, RIGHT = leaf_hash(b"a"), leaf_hash(b"b")
NOTE = sign_checkpoint(Checkpoint(KEY.name, 2, node_hash(LEFT, RIGHT)), [KEY])


def test_a_tlog_proof_has_the_published_form_and_verifies():
    proof = TlogProof(1, (LEFT,), NOTE, b"more")
    lines = proof.text().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra bW9yZQ==", "index 1"]
    assert (lines[4], "\n".join(lines[5:])) == ("", NOTE)
    assert TlogProof.parse(proof.text()) == proof
    assert proof.verify(RIGHT, [KEY.verifier]).checkpoint.size == 2
    assert refusal(proof.verify, LEFT, [KEY.verifier]) == "proof-mismatch"
    assert refusal(TlogProof(0, (RIGHT,), NOTE).verify, LEFT, [STRANGER.verifier]) == "note-unverified"


def test_the_first_entry_of_a_log_has_a_proof_without_hashes():
    note = sign_checkpoint(Checkpoint(KEY.name, 1, LEFT), [KEY])
    proof = TlogProof.parse(f"c2sp.org/tlog-proof@v1\nindex 0\n\n{note}")
    assert proof == TlogProof(0, (), note)
    assert proof.verify(LEFT, [KEY.verifier]).checkpoint.size == 1


HEAD = "c2sp.org/tlog-proof@v1\n"


@pytest.mark.parametrize(
    "text",
    [
        "", HEAD, f"{HEAD}index 0", f"{HEAD}index 0\n", f"{HEAD}\n{NOTE}", f"{HEAD}index 00\n\n{NOTE}", f"{HEAD}index 0\nextra AA==\n\n",
        f"{HEAD}extra AA==\nextra AA==\nindex 0\n\n{NOTE}", f"{HEAD}index 0\nindex 0\n\n{NOTE}",
        f"{HEAD}index 0\nAAAA\n\n{NOTE}", f"{HEAD}index  0\n\n{NOTE}", f"{HEAD}extra \t\nindex 0\n\n{NOTE}",
        f" {HEAD}index 0\n\n{NOTE}", f"{HEAD}index 0 \n\n{NOTE}", f"{HEAD.strip()}\r\nindex 0\n\n{NOTE}",
    ],
)  # fmt: skip
def test_what_is_no_tlog_proof(text):
    assert refusal(TlogProof.parse, text) == "tlog-proof-malformed"


@pytest.fixture(scope="module")
def published():
    return json.loads((vectors("signed-note") / "vectors.json").read_text())


def test_third_party_checkpoints(published):
    for case in published["checkpoint_marshal"]:
        checkpoint = Checkpoint(case["origin"], case["size"], base64.b64decode(case["hash_b64"]))
        assert checkpoint.text() == case["text"]
        assert Checkpoint.parse(case["text"]) == checkpoint
    for text in published["checkpoint_invalid"]:
        assert refusal(Checkpoint.parse, text) == "checkpoint-malformed"
    good, bad = len(published["checkpoint_marshal"]), len(published["checkpoint_invalid"])
    print(f"{good} good checkpoints, {bad} bad ones")
    assert good >= 2
    assert bad >= 7


def test_third_party_tlog_proofs(published):
    for text in published["tlog_proof_invalid"]:
        assert refusal(TlogProof.parse, text) == "tlog-proof-malformed"
    print(f"{len(published['tlog_proof_invalid'])} bad tlog-proofs")
    assert len(published["tlog_proof_invalid"]) >= 6


def test_third_party_roots(published):
    assert (
        base64.b64encode(leaf_hash(published["record_hash"]["data"].encode())).decode()
        == (published["record_hash"]["b64"])
    )
    leaves = [bytes.fromhex(leaf) for leaf in published["rfc6962_leaf_inputs_hex"]]
    frontier, rows = Frontier(), []
    for size, root in enumerate(published["rfc6962_roots_by_size"]):
        assert frontier.root().hex() == root
        if size < len(leaves):
            frontier, completed = frontier.append(leaf_hash(leaves[size]))
            rows.append(b"".join(completed))
    for index, leaf in enumerate(leaves):
        proof = inclusion_plan(index, len(leaves)).compose(stored_nodes(rows.__getitem__))
        stated = Checkpoint(KEY.name, len(leaves), bytes.fromhex(published["rfc6962_roots_by_size"][-1]))
        TlogProof(index, proof, sign_checkpoint(stated, [KEY])).verify(leaf_hash(leaf), [KEY.verifier])
    print(f"{len(published['rfc6962_roots_by_size'])} roots, {len(leaves)} proofs against the last")
    assert len(published["rfc6962_roots_by_size"]) == len(leaves) + 1
