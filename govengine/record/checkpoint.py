"""Checkpoints (C2SP tlog-checkpoint): what a log came to at one size, signed.

    <origin>
    <size>
    base64(<root>)
    <extension lines, if any>

A log signs by the key whose name is its origin. That is stricter than the specification, which only
recommends it, and means that whoever holds the key's line also knows which log it speaks for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from govengine.errors import Problem, RecordError
from govengine.record.binary import MAX_NUMBER, from_base64, from_decimal, to_base64
from govengine.record.merkle import EMPTY_ROOT, HASH_BYTES
from govengine.record.note import OpenedNote, open_note, sign_note
from govengine.record.note_key import KeyType, SigningKey, VerifierKey

FIRST_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself. `root` is 32 bytes in every log of ours; the form itself asks for no length."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def text(self) -> str:
        """The text that is signed. Raises RecordError `checkpoint-malformed` when it has no such text."""
        lines = (self.origin, *self.extensions)
        if not all(lines) or any("\n" in line for line in lines) or not self.root:
            raise _malformed("an origin, a root and every extension is one line that is not empty")
        if not 0 <= self.size <= MAX_NUMBER:
            raise _malformed(f"{self.size} is no size")
        return "\n".join([self.origin, str(self.size), to_base64(self.root), *self.extensions, ""])

    @classmethod
    def parse(cls, text: str) -> Self:
        """The checkpoint `text` writes. Raises RecordError `checkpoint-malformed` for any other text.

        Nothing is verified: text that comes in a note goes through `open_checkpoint`.
        """
        *lines, end = text.split("\n")
        if end or len(lines) < FIRST_LINES or not all(lines):
            raise _malformed("it has not three lines or more, none of them empty, each with its line end")
        try:
            return cls(lines[0], from_decimal(lines[1]), from_base64(lines[2]), tuple(lines[FIRST_LINES:]))
        except RecordError as error:
            raise _malformed(error.problems[0].message.rstrip(".")) from error


@dataclass(frozen=True, slots=True)
class OpenedCheckpoint:
    """A checkpoint signed by its log, and the note it came in."""

    checkpoint: Checkpoint
    note: OpenedNote

    @property
    def cosigned_at(self) -> tuple[tuple[str, int], ...]:
        """(witness, seconds since 1970 UTC) for each witness key that was given and has signed."""
        return tuple((one.name, one.cosigned_at) for one in self.note.verified if one.cosigned_at is not None)


def sign_checkpoint(checkpoint: Checkpoint, keys: Sequence[SigningKey]) -> str:
    """The signed note of `checkpoint`. `keys` are of its origin: two while a key is being replaced.

    Raises RecordError `checkpoint-origin` for a key with another name, and those of `Checkpoint.text`.
    """
    for key in keys:
        if key.name != checkpoint.origin:
            raise _foreign(checkpoint.origin, key.name)
    return sign_note(checkpoint.text(), keys)


def open_checkpoint(note: str | bytes, keys: Iterable[VerifierKey]) -> OpenedCheckpoint:
    """The checkpoint in a signed note. `keys` are the log's own and, if wanted, those of witnesses.

    Raises RecordError: those of `open_note`; `checkpoint-malformed`, also for a root that has not 32 bytes
    or that an empty tree cannot have; `checkpoint-origin` when none of `keys` that signed is the log's own.
    """
    opened = open_note(note, keys)
    checkpoint = Checkpoint.parse(opened.text)
    if len(checkpoint.root) != HASH_BYTES or (checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT):
        raise _malformed("its root cannot be that of its size")
    signers = [one.key for one in opened.verified if one.key]
    if not any(key.type is KeyType.ED25519 and key.name == checkpoint.origin for key in signers):
        raise _foreign(checkpoint.origin, ", ".join(key.name for key in signers))
    return OpenedCheckpoint(checkpoint, opened)


def _foreign(origin: str, name: str) -> RecordError:
    message = f"The checkpoint is of {origin}, and the key is of {name}."
    return RecordError([Problem("checkpoint-origin", message, "Use the key of the log it is from.")])


def _malformed(message: str) -> RecordError:
    what_to_do = "Use the checkpoint exactly as it was issued."
    return RecordError([Problem("checkpoint-malformed", f"This is not a checkpoint: {message}.", what_to_do)])
