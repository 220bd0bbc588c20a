"""The text form of a proof that an entry is in a log (C2SP tlog-proof v1), for other people's verifiers.

c2sp.org/tlog-proof@v1
extra <base64>              only if there is any; nobody has signed it
index <index>
<base64 of each hash>       from the leaf's sibling to the root's child

<the checkpoint, a signed note>
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_base64, from_decimal, to_base64
from govengine.record.checkpoint import OpenedCheckpoint, open_checkpoint
from govengine.record.merkle import HASH_BYTES
from govengine.record.note_key import VerifierKey
from govengine.record.proof import verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The index of an entry, its inclusion proof (32 bytes a hash), and the checkpoint's signed note.

    `extra` is not authenticated: never rely on it.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    extra: bytes | None = None

    def text(self) -> str:
        """The proof in its text form."""
        extra = [] if self.extra is None else [f"extra {to_base64(self.extra)}"]
        return "\n".join(
            [HEADER, *extra, f"index {self.index}", *map(to_base64, self.proof), "", self.checkpoint]
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """The proof that `text` writes; its checkpoint is not looked into.

        Raises RecordError `tlog-proof-malformed` for any other text.
        """
        head, blank, checkpoint = text.partition("\n\n")
        header, *lines = head.split("\n")
        if header != HEADER or not blank:
            raise _malformed(f"it does not begin with {HEADER}, or has no blank line")
        try:
            extra = None
            if lines and lines[0].startswith("extra "):
                extra = from_base64(lines.pop(0).removeprefix("extra "))
            if not lines or not lines[0].startswith("index "):
                raise _malformed("the line that begins with index is missing")
            index = from_decimal(lines[0].removeprefix("index "))
            proof = tuple(map(from_base64, lines[1:]))
        except RecordError as error:
            raise _malformed(error.problems[0].message.rstrip(".")) from error
        if any(len(one) != HASH_BYTES for one in proof):
            raise _malformed("a hash has not 32 bytes")
        return cls(index, proof, checkpoint, extra)

    def verify(self, leaf: bytes, keys: Iterable[VerifierKey]) -> OpenedCheckpoint:
        """Check that the leaf with hash `leaf` is in a log that one of `keys` speaks for.

        Raises RecordError with the codes of `open_checkpoint` and `verify_inclusion`.
        """
        opened = open_checkpoint(self.checkpoint, keys)
        stated = opened.checkpoint
        verify_inclusion(leaf, self.index, stated.size, self.proof, stated.root)
        return opened


def _malformed(message: str) -> RecordError:
    what_to_do = "Use the proof exactly as it was issued."
    message = f"This is not a tlog-proof: {message}."
    return RecordError([Problem("tlog-proof-malformed", message, what_to_do)])
