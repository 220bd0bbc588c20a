"""Changing the log's key: an entry `key.rotated` whose leaf member `rotation` is a note signed by both keys.

    govengine-key-rotation-1
    <index of the entry>
    <the old verifier key>
    <the new verifier key>

Both keys have one name, the log's origin. The old key signs that the new one follows it, the new one that it
holds the secret and follows the old one; so whoever trusts either may trust the other for its own time. The
old key speaks for trees up to and with `index` entries, the new one for every tree that holds the rotation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_decimal
from govengine.record.note import open_note, sign_note, split_note
from govengine.record.note_key import KeyType, SigningKey, VerifierKey

ROTATION_FORMAT = "govengine-key-rotation-1"
ROTATION_MEMBER = "rotation"
SIGNERS = 2


@dataclass(frozen=True, slots=True)
class Rotation:
    """From entry `index` on the log is signed by `new`, and no longer by `old`."""

    index: int
    old: VerifierKey
    new: VerifierKey

    def text(self) -> str:
        """What both keys sign."""
        return f"{ROTATION_FORMAT}\n{self.index}\n{self.old.text()}\n{self.new.text()}\n"

    @classmethod
    def read(cls, note: Any, index: int) -> Self:
        """The rotation in member `rotation` of the leaf at `index`, both signatures verified.

        Raises RecordError `rotation` for anything that is not one.
        """
        try:
            if not isinstance(note, str):
                raise _bad("it is no text")
            text, _ = split_note(note)
            *lines, _ = text.split("\n")
            _, number, old, new = lines
            found = cls(from_decimal(number), VerifierKey.parse(old), VerifierKey.parse(new))
            opened = open_note(note, [found.old, found.new])
        except (RecordError, ValueError) as error:
            raise _bad("it is not a signed note in this form") from error
        if found.text() != text or found.index != index:
            raise _bad(f"it is not for entry {index}")
        _check_pair(found.old, found.new)
        if len(opened.verified) != SIGNERS:
            raise _bad("both keys must sign it")
        return found


def sign_rotation(old: SigningKey, new: SigningKey, index: int) -> str:
    """Member `rotation` of the leaf that is to be entry `index`. Raises RecordError `rotation` for two keys
    of different names, or the same key twice.
    """
    rotation = Rotation(index, old.verifier, new.verifier)
    _check_pair(rotation.old, rotation.new)
    return sign_note(rotation.text(), [old, new])


def trusted_keys(keys: Iterable[VerifierKey], rotations: Sequence[Rotation]) -> tuple[VerifierKey, ...]:
    """`keys` and every key that the rotations tie to one of them, earlier or later."""
    trusted = list(dict.fromkeys(keys))
    for rotation in [*rotations, *reversed(rotations)]:
        for one, other in ((rotation.old, rotation.new), (rotation.new, rotation.old)):
            if one in trusted and other not in trusted:
                trusted.append(other)
    return tuple(trusted)


def keys_for_size(
    keys: Iterable[VerifierKey], rotations: Sequence[Rotation], size: int
) -> tuple[VerifierKey, ...]:
    """Those of `trusted_keys` that may speak for a tree of `size` entries: not the ones replaced within it."""
    replaced: set[VerifierKey] = set()
    for rotation in rotations:
        if rotation.index < size:
            replaced = replaced - {rotation.new} | {rotation.old}
    return tuple(key for key in trusted_keys(keys, rotations) if key not in replaced)


def _check_pair(old: VerifierKey, new: VerifierKey) -> None:
    if old.name != new.name or old == new or {old.type, new.type} != {KeyType.ED25519}:
        raise _bad("the keys must be two, of one name, that sign checkpoints")


def _bad(message: str) -> RecordError:
    what_to_do = "Sign the change with the old and the new key of this log."
    return RecordError([Problem("rotation", f"This change of key does not hold: {message}.", what_to_do)])
