"""A change of key is signed by both keys, stands in the log, and says which key speaks for which size."""

import pytest

from govengine.errors import RecordError
from govengine.record import Rotation, keys_for_size, sign_note, sign_rotation, trusted_keys
from tests.record.logs import FOREIGN_KEY, KEY, NEXT_KEY, THIRD_KEY

A, B, C = KEY.verifier, NEXT_KEY.verifier, THIRD_KEY.verifier


def refusal(function, *arguments):
    with pytest.raises(RecordError) as caught:
        function(*arguments)
    return caught.value.code


def test_a_rotation_is_read_as_it_was_signed():
    assert Rotation.read(sign_rotation(KEY, NEXT_KEY, 7), 7) == Rotation(7, A, B)


TEXT = Rotation(7, A, B).text()


@pytest.mark.parametrize(
    "note",
    [
        None,
        7,
        "",
        sign_note(TEXT, [KEY]),
        sign_note(TEXT, [NEXT_KEY]),
        sign_note(TEXT, [KEY, THIRD_KEY]),
        sign_note(TEXT.replace("\n7\n", "\n8\n"), [KEY, NEXT_KEY]),
        sign_note(TEXT.replace("\n7\n", "\n07\n"), [KEY, NEXT_KEY]),
        sign_note(TEXT.replace("-1\n", "-2\n"), [KEY, NEXT_KEY]),
        sign_note(TEXT + "more\n", [KEY, NEXT_KEY]),
        sign_note(Rotation(7, A, FOREIGN_KEY.verifier).text(), [KEY, FOREIGN_KEY]),
        sign_note(Rotation(7, A, A).text(), [KEY]),
        sign_rotation(KEY, NEXT_KEY, 7).replace("7", "8", 1),
    ],
)
def test_what_is_no_rotation(note):
    assert refusal(Rotation.read, note, 7) == "rotation"


def test_keys_of_two_logs_or_one_key_are_no_rotation():
    assert refusal(sign_rotation, KEY, FOREIGN_KEY, 7) == "rotation"
    assert refusal(sign_rotation, KEY, KEY, 7) == "rotation"


def test_a_rotation_cannot_be_taken_for_a_checkpoint():
    from govengine.record import Checkpoint

    assert refusal(Checkpoint.parse, TEXT) == "checkpoint-malformed"


CHAIN = [Rotation(7, A, B), Rotation(20, B, C)]


@pytest.mark.parametrize("given", [A, B, C])
def test_whoever_trusts_one_key_follows_the_chain_both_ways(given):
    assert set(trusted_keys([given], CHAIN)) == {A, B, C}
    assert trusted_keys([FOREIGN_KEY.verifier], CHAIN) == (FOREIGN_KEY.verifier,)
    for size, wanted in [(7, {A, B, C}), (8, {B, C}), (20, {B, C}), (21, {C}), (99, {C})]:
        assert set(keys_for_size([given], CHAIN, size)) == wanted


def test_a_key_that_comes_back_speaks_again():
    chain = [Rotation(7, A, B), Rotation(20, B, A)]
    assert [A in keys_for_size([A], chain, size) for size in (7, 8, 20, 21)] == [True, False, False, True]
