"""Signed notes, their keys and cosignatures: C2SP's rules, other people's vectors, and nothing looser."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.errors import RecordError
from govengine.record import (
    KeyType,
    SigningKey,
    VerifierKey,
    cosignature_time,
    open_note,
    sign_note,
)
from govengine.record.cosignature import cosigned_message
from govengine.record.note import MAX_SIGNATURES, Signature
from tests.record.vectors import vectors

KEY = SigningKey("test.example/log", bytes(range(32)))
OTHER = SigningKey("test.example/log", bytes(range(1, 33)))
TEXT = "One line.\n\nAnother, after an empty one: é.\n"


def refusal(function, *arguments):
    with pytest.raises(RecordError) as caught:
        function(*arguments)
    return caught.value.code


def test_a_note_opens_for_the_key_that_signed_it():
    note = sign_note(TEXT, [KEY])
    assert note.startswith(TEXT + "\n— test.example/log ")
    opened = open_note(note, [KEY.verifier])
    assert (opened.text, opened.verified[0].key, opened.unverified) == (TEXT, KEY.verifier, ())
    assert open_note(note.encode(), [KEY.verifier]) == opened


def test_two_keys_of_one_name_are_told_apart():
    note = sign_note(TEXT, [KEY, OTHER])
    both = open_note(note, [OTHER.verifier, KEY.verifier])
    assert [one.key for one in both.verified] == [KEY.verifier, OTHER.verifier]
    one = open_note(note, [OTHER.verifier])
    assert [len(one.verified), len(one.unverified)] == [1, 1]


@given(st.integers(0, 10_000))
def test_no_bit_of_a_note_can_be_flipped(position):
    note = bytearray(sign_note(TEXT, [KEY]).encode())
    note[position // 8 % len(note)] ^= 1 << position % 8
    with pytest.raises(RecordError):
        open_note(bytes(note), [KEY.verifier])


def test_a_bad_signature_of_a_known_key_rejects_what_another_signed():
    note = sign_note(TEXT, [KEY])
    forged = Signature(OTHER.name, OTHER.verifier.id, bytes(64)).line()
    assert open_note(f"{note}{forged}\n", [KEY.verifier]).verified
    assert refusal(open_note, f"{note}{forged}\n", [KEY.verifier, OTHER.verifier]) == "note-signature"


def test_a_key_that_signed_twice_must_have_signed_well_twice():
    note = sign_note(TEXT, [KEY, KEY])
    assert len(open_note(note, [KEY.verifier]).verified) == 1
    forged = Signature(KEY.name, KEY.verifier.id, bytes(64)).line()
    assert refusal(open_note, f"{note}{forged}\n", [KEY.verifier]) == "note-signature"


def test_a_signature_for_another_text_does_not_verify():
    line = sign_note("Another text.\n", [KEY]).split("\n\n")[1]
    assert refusal(open_note, f"{TEXT}\n{line}", [KEY.verifier]) == "note-signature"


@pytest.mark.parametrize("count", [16, MAX_SIGNATURES])
def test_sixteen_signatures_and_more_are_read(count):
    strangers = [SigningKey(f"w{number}", number.to_bytes(32)) for number in range(count - 1)]
    opened = open_note(sign_note(TEXT, [*strangers, KEY]), [KEY.verifier])
    assert (len(opened.verified), len(opened.unverified)) == (1, count - 1)


def test_more_signatures_than_a_note_may_have():
    note = sign_note(TEXT, [KEY] * (MAX_SIGNATURES + 1))
    assert refusal(open_note, note, [KEY.verifier]) == "note-malformed"


GOOD = sign_note(TEXT, [KEY])
LINE = GOOD.split("\n\n")[-1].removesuffix("\n")


@pytest.mark.parametrize(
    "note",
    [
        "", "\n", "\n\n", TEXT, TEXT + "\n", GOOD[:-1], GOOD + "\n", GOOD + "more\n", GOOD + "\n\n",
        GOOD.replace("\n— ", "\n- "), GOOD.replace("\n— ", "\n—"), GOOD.replace("\n— ", "\n—  "),
        GOOD.replace("log ", "log  "), GOOD.replace("/log ", "/l+g "), GOOD.replace("/log ", "/l\u00a0g "),
        GOOD.replace("— test.example/log ", "— "), GOOD.replace("\n", "\r\n"), GOOD.replace("One", "\x00ne"),
        GOOD.replace("One", "\tne"), GOOD.replace("One", "\x1fne"), GOOD.replace("One", "\ud800ne"),
        f"{TEXT}\n{LINE[:-1]}\n", f"{TEXT}\n{LINE} \n", f"{TEXT}\n{LINE}=\n", f"{TEXT}\n— x AAAA\n",
        f"{TEXT}\n— x AAAAAA==\n", f"{TEXT}\n— x !!!!\n", f"{TEXT}\n— x AAAA-_AA\n", f"{TEXT}\n\n",
    ],
)  # fmt: skip
def test_what_is_no_note(note):
    assert refusal(open_note, note, [KEY.verifier]) == "note-malformed"


def test_bytes_that_are_no_utf8():
    assert refusal(open_note, b"\xff" + GOOD.encode(), [KEY.verifier]) == "note-malformed"
    assert (
        refusal(open_note, GOOD.encode().replace(b"\xc3\xa9", b"\xc0\xa9"), [KEY.verifier])
        == "note-malformed"
    )


def test_base64_has_one_spelling():
    """The last letter of a 68-byte signature holds two bits that say nothing; they must be zero."""
    twin = LINE[:-2] + chr(ord(LINE[-2]) + 1) + "="
    assert base64.b64decode(twin.split()[-1]) == base64.b64decode(LINE.split()[-1])
    assert refusal(open_note, f"{TEXT}\n{twin}\n", [KEY.verifier]) == "note-malformed"


@pytest.mark.parametrize("text", ["", "no end", "tab\t\n", "\x00\n", "\ud800\n"])
def test_what_cannot_be_signed(text):
    assert refusal(sign_note, text, [KEY]) == "note-malformed"
    assert refusal(sign_note, TEXT, []) == "note-malformed"


def test_keys_are_read_as_they_are_written():
    assert VerifierKey.parse(KEY.verifier.text()) == KEY.verifier
    assert SigningKey.parse(KEY.text()) == KEY
    witness = VerifierKey("w", KEY.verifier.public, KeyType.COSIGNATURE)
    assert VerifierKey.parse(witness.text()) == witness
    assert KEY.text().startswith("PRIVATE+KEY+test.example/log+")


def test_a_private_key_shows_in_no_message():
    assert str(list(KEY.seed)) not in repr(KEY)
    assert "seed" not in repr(KEY)
    written = KEY.text()[:-1]
    with pytest.raises(RecordError) as caught:
        SigningKey.parse(written)
    assert written[-20:] not in str(caught.value)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\x01b", "\ud800"])
def test_what_cannot_name_a_key(name):
    assert refusal(VerifierKey, name, bytes(32)) == "key-malformed"
    assert refusal(SigningKey, name, bytes(32)) == "key-malformed"


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_has_32_bytes(length):
    assert refusal(VerifierKey, "a", bytes(length)) == "key-malformed"
    assert refusal(SigningKey, "a", bytes(length)) == "key-malformed"


def test_a_witness_says_when_it_saw_the_note():
    witness = VerifierKey("w", OTHER.verifier.public, KeyType.COSIGNATURE)
    at = 1_790_000_000
    signature = at.to_bytes(8) + OTHER.sign(cosigned_message(at, TEXT.encode()))
    note = f"{GOOD}{Signature('w', witness.id, signature).line()}\n"
    opened = open_note(note, [witness, KEY.verifier])
    assert [(one.name, one.cosigned_at) for one in opened.verified] == [(KEY.name, None), ("w", at)]
    earlier = (at - 1).to_bytes(8) + signature[8:]
    for wrong in (earlier, signature[8:], signature + b"\x00", b"\xff" + signature[1:]):
        note = f"{GOOD}{Signature('w', witness.id, wrong).line()}\n"
        assert refusal(open_note, note, [witness]) in {"note-signature", "cosignature-malformed"}


@pytest.mark.parametrize("data", [b"", bytes(4 + 8 + 63), bytes(4) + b"\x80" + bytes(7 + 64)])
def test_what_is_no_cosignature(data):
    assert refusal(cosignature_time, base64.b64encode(data).decode()) == "cosignature-malformed"


@pytest.fixture(scope="module")
def published():
    return json.loads((vectors("signed-note") / "vectors.json").read_text())


def test_third_party_keys(published):
    valid = [*published["vkeys_valid"], *published["cosign_vkeys_valid"]]
    for text in valid:
        assert VerifierKey.parse(text).text() == text
    for text in published["vkeys_invalid"]:
        assert refusal(VerifierKey.parse, text) == "key-malformed"
    print(f"{len(valid)} good keys, {len(published['vkeys_invalid'])} bad ones")
    assert len(valid) >= 10
    assert len(published["vkeys_invalid"]) >= 5


@pytest.mark.parametrize(("which", "parse"), [("vkey", VerifierKey.parse), ("skey", SigningKey.parse)])
def test_no_mangled_key_is_read(published, which, parse):
    text = published["skey"] if which == "skey" else published["vkeys_valid"][0]
    assert parse(text).text() == text
    parts = {text[i:j] for i in range(len(text)) for j in range(i, len(text) + 1)} - {text}
    steps = {text[:i] + chr(ord(text[i]) + 1) + text[i + 1 :] for i in range(len(text))}
    for mangled in parts | steps:
        assert refusal(parse, mangled) == "key-malformed"
    print(f"{len(parts | steps)} manglings of a {which}")
    assert len(steps) == len(text)


def test_third_party_signing(published):
    text, wanted = published["sign"]["text"], base64.b64decode(published["sign"]["signed_b64"])
    assert sign_note(text, [SigningKey.parse(published["skey"])]).encode() == wanted


CODES = {
    "note has no verifiable signatures": "note-unverified",
    "ambiguous key": "note-key-ambiguous",
    "malformed note": "note-malformed",
    "invalid signature": "note-signature",
}


def test_third_party_notes(published):
    for case in published["open"]:
        note, keys = base64.b64decode(case["msg"]), list(map(VerifierKey.parse, case["keys"]))
        if "error" in case:
            assert refusal(open_note, note, keys) == CODES[case["error"]], case["desc"]
        else:
            opened = open_note(note, keys)
            assert [one.name for one in opened.verified] == case["verified"], case["desc"]
            assert [one.name for one in opened.unverified] == case["unverified"], case["desc"]
    print(f"{len(published['open'])} notes")
    assert len(published["open"]) >= 16


def test_third_party_cosignature_times(published):
    for case in published["cosig_timestamp"]:
        if "error" in case:
            assert refusal(cosignature_time, case["sig"]) in {"not-base64", "cosignature-malformed"}
        else:
            assert cosignature_time(case["sig"]) == case["time"]
    print(f"{len(published['cosig_timestamp'])} cosignatures")
    assert len(published["cosig_timestamp"]) >= 3
