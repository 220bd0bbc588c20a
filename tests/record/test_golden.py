"""Every record ever written verifies for ever: the files of format 1, made with keys that are for tests only."""

import json

import pytest

from govengine.record import (
    Disclosure,
    Receipt,
    StoredHead,
    TlogProof,
    VerifierKey,
    open_checkpoint,
    verify_disclosure,
    verify_entries,
    verify_receipt,
)
from govengine.record.binary import from_hex
from tests.record import trees
from tests.record.bundles import PROGRAM, run
from tests.record.golden_log import FOLDER, golden_files, golden_log, golden_rows
from tests.record.logs import KEY, NEXT_KEY

ROOT = "027d6bc2b6b2a321c4659b1941f844390d7f300a07f1ecaec2933f472dba1840"
"""What the seven entries came to when format 1 was released."""

OLD, NEW = (VerifierKey.parse(key.verifier.text()) for key in (KEY, NEXT_KEY))


def text(name):
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(golden_files()))
def test_the_same_acts_are_still_written_in_the_same_bytes(name):
    assert golden_files()[name] == (FOLDER / name).read_bytes()


def test_no_file_of_the_format_is_forgotten():
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert found == set(golden_files())


def test_the_log_verifies_and_comes_to_the_root_it_had():
    rows = golden_rows(golden_log())
    leaves = text("bundle/leaves.ndjson").splitlines()
    assert [row.leaf.decode() for row in rows] == leaves
    assert trees.root([leaf.encode() for leaf in leaves]).hex() == ROOT
    head = StoredHead(7, from_hex(ROOT), rows[-1].recorded_at)
    report = verify_entries(rows, head)
    assert report.ok, report.problems
    assert (report.verified, report.erased) == (7, 2)
    assert [(one.index, one.old, one.new) for one in report.rotations] == [(4, OLD, NEW)]


def test_checkpoint_receipt_and_proof_verify():
    assert open_checkpoint(text("checkpoint.txt"), [NEW]).checkpoint.root.hex() == ROOT
    receipt = Receipt.read(json.loads(text("receipt.json")))
    proven = verify_receipt(receipt, [NEW])
    assert proven.entry["kind"] == "s17_one_off_payment"
    proof = TlogProof.parse(text("proof.tlog-proof"))
    assert proof.verify(receipt.leaf_hash, [NEW]).checkpoint.size == 7


def test_the_disclosure_says_what_it_said():
    found = verify_disclosure(Disclosure.read(json.loads(text("disclosure.json"))), [NEW])
    assert found.revealed == {"person.consent": False}
    assert (found.withheld, found.erased) == ((), ("person.ref", "side.reasons"))


@pytest.mark.parametrize("key", [OLD, NEW])
def test_the_bundle_verifies_with_todays_program(python, key):
    code, result = run(python, PROGRAM, FOLDER / "bundle", "--key", key.text())
    assert (code, result["findings"], result["root"]) == (0, [], ROOT)
    assert (result["opened"], result["erased"], result["changes_of_key"]) == (9, 2, ["entry 4"])
