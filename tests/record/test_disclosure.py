"""Disclosures: what is shown is what was recorded, what is not shown stays unknown, erased means erased."""

import dataclasses
import json

import pytest

from govengine.errors import RecordError
from govengine.record import Disclosure, make_disclosure, verify_disclosure
from govengine.record.disclosure import Revealed
from tests.record.logs import FOREIGN_KEY, KEY, log_of

LOG = log_of(
    [
        ("decision.proposed", {"level": "act"}, {"person.ref": "p-1", "person.consent": True}, {"reasons": "R."}),
        ("decision.proposed", {"level": "act"}, {"person.ref": "p-1"}, {}),
        ("record.erased", {"erases": [{"index": 0, "names": ["side.reasons"]}]}, {}, {}),
        ("record.erased", {"erases": [{"index": 1, "names": ["person.ref"]}]}, {}, {}),
        ("clock.stepped", {}, {}, {}),
    ]
)  # fmt: skip
SIDE = LOG.entries[0].side
ERASURE = LOG.receipt(2)


def disclosure(*names, erasures=()):
    return make_disclosure(LOG.receipt(0), SIDE, names, erasures)


def refusal(function, *arguments):
    with pytest.raises(RecordError) as caught:
        function(*arguments)
    return caught.value.code


def test_what_is_shown_withheld_and_erased():
    written = json.dumps(disclosure("person.consent", erasures=[ERASURE]).to_json())
    assert "p-1" not in written
    assert SIDE["salts"]["person.ref"] not in written
    found = verify_disclosure(Disclosure.read(json.loads(written)), [KEY.verifier])
    assert found.revealed == {"person.consent": True}
    assert found.withheld == ("person.ref",)
    assert found.erased == ("side.reasons",)
    assert found.proven.entry["level"] == "act"


def test_without_proof_of_erasure_a_name_is_only_withheld():
    found = verify_disclosure(disclosure(), [KEY.verifier])
    assert (found.revealed, found.erased) == ({}, ())
    assert found.withheld == ("person.consent", "person.ref", "side.reasons")


def test_free_text_can_be_shown():
    found = verify_disclosure(disclosure("side.reasons", "person.ref"), [KEY.verifier])
    assert found.revealed == {"side.reasons": "R.", "person.ref": "p-1"}


@pytest.mark.parametrize("name", ["person.age", "reasons", "side.salts", "salts"])
def test_what_is_not_there_cannot_be_shown(name):
    assert refusal(disclosure, name) == "disclosure-missing"


def test_an_erased_value_cannot_be_shown():
    gone = {**SIDE, "values": {}, "salts": {}, "erased": ["person.ref"]}
    assert refusal(make_disclosure, LOG.receipt(0), gone, ["person.ref"]) == "disclosure-missing"


@pytest.mark.parametrize(
    ("name", "value", "salt"),
    [
        ("person.consent", False, None),
        ("person.consent", "true", None),
        ("person.consent", 1, None),
        ("person.consent", 1.5, None),
        ("person.consent", True, bytes(32)),
        ("person.consent", True, b""),
        ("person.ref", True, None),
        ("person.age", True, None),
    ],
)
def test_another_value_name_or_salt_is_refused(name, value, salt):
    salt = bytes.fromhex(SIDE["salts"]["person.consent"]) if salt is None else salt
    forged = dataclasses.replace(disclosure(), revealed={name: Revealed(value, salt)})
    assert refusal(verify_disclosure, forged, [KEY.verifier]) == "disclosure-value"


def test_what_is_said_to_be_erased_is_not_shown():
    shown = disclosure("side.reasons", erasures=[ERASURE])
    assert refusal(verify_disclosure, shown, [KEY.verifier]) == "disclosure-erasure"


def test_only_a_later_entry_of_the_right_kind_erases():
    erases = {"erases": [{"index": 1, "names": ["a"]}]}
    log = log_of(
        [
            ("record.erased", erases, {}, {}),
            ("decision.proposed", {}, {"a": "x"}, {}),
            ("finding.raised", erases, {}, {}),
            ("record.erased", erases, {}, {}),
        ]
    )
    for index in (0, 2):
        forged = make_disclosure(log.receipt(1), log.entries[1].side, [], [log.receipt(index)])
        assert refusal(verify_disclosure, forged, [KEY.verifier]) == "disclosure-erasure"
    real = make_disclosure(log.receipt(1), log.entries[1].side, [], [log.receipt(3)])
    assert verify_disclosure(real, [KEY.verifier]).erased == ("a",)


@pytest.mark.parametrize("index", [0, 1, 3, 4])
def test_an_erasure_of_something_else_is_refused(index):
    forged = disclosure(erasures=[LOG.receipt(index)])
    assert refusal(verify_disclosure, forged, [KEY.verifier]) == "disclosure-erasure"


def test_an_erasure_needs_its_entry_and_its_signature():
    bare = dataclasses.replace(ERASURE, entry=None)
    assert refusal(verify_disclosure, disclosure(erasures=[bare]), [KEY.verifier]) == "disclosure-erasure"
    other = LOG.receipt(2, keys=[FOREIGN_KEY])
    assert refusal(verify_disclosure, disclosure(erasures=[other]), [KEY.verifier]) == "note-unverified"
    both = [KEY.verifier, FOREIGN_KEY.verifier]
    assert refusal(verify_disclosure, disclosure(erasures=[other]), both) == "disclosure-erasure"


def test_the_entry_itself_must_be_proven():
    assert refusal(verify_disclosure, disclosure(), [FOREIGN_KEY.verifier]) == "note-unverified"
    bare = dataclasses.replace(disclosure(), receipt=dataclasses.replace(LOG.receipt(0), entry=None))
    assert refusal(verify_disclosure, bare, [KEY.verifier]) == "disclosure-entry"


GOOD = disclosure("person.consent").to_json()


@pytest.mark.parametrize(
    "value",
    [
        None, {}, GOOD | {"format": "x"}, GOOD | {"revealed": []}, GOOD | {"revealed": {"a": {"value": 1}}},
        GOOD | {"revealed": {"a": {"value": 1, "salt": "xx"}}}, GOOD | {"revealed": {"a": 1}},
        GOOD | {"erasures": None}, {**GOOD, "receipt": {}}, {**GOOD, "erasures": [{}]},
    ],
)  # fmt: skip
def test_what_is_no_disclosure(value):
    assert refusal(Disclosure.read, value) in {"disclosure-malformed", "receipt-malformed"}
