"""Receipts: what a caller keeps to show, with one public key and no server, that an entry is in the log.

As JSON:

    format       "govengine-receipt-1"
    index        the entry's place in the log, from 0
    size         entries in the tree the proof is for
    leaf_hash    64 hex digits: SHA-256(0x00 ‖ the entry's canonical bytes)
    proof        [64 hex digits]: the inclusion proof, from the leaf's sibling to the root's child
    checkpoint   the signed note for that size
    entry        the entry's canonical bytes as text; in a receipt file, not in a reply

Without `entry` a receipt shows that the log holds *something* with that hash; whoever wants to know what
must bring the entry. With it one file holds all there is to check. Members nobody knows are passed over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_hex
from govengine.record.canonical import read_canonical
from govengine.record.checkpoint import OpenedCheckpoint, open_checkpoint
from govengine.record.merkle import HASH_BYTES, leaf_hash
from govengine.record.note_key import VerifierKey
from govengine.record.proof import verify_inclusion
from govengine.record.tlog_proof import TlogProof

RECEIPT_FORMAT = "govengine-receipt-1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The parts of a receipt; `entry` is the canonical bytes of the leaf, or None when they are not in it."""

    index: int
    size: int
    leaf_hash: bytes
    proof: tuple[bytes, ...]
    checkpoint: str
    entry: bytes | None = None

    def to_json(self) -> dict[str, Any]:
        """The receipt as JSON, in the shape this module describes."""
        body: dict[str, Any] = {
            "format": RECEIPT_FORMAT,
            "index": self.index,
            "size": self.size,
            "leaf_hash": self.leaf_hash.hex(),
            "proof": [one.hex() for one in self.proof],
            "checkpoint": self.checkpoint,
        }
        return body if self.entry is None else body | {"entry": self.entry.decode()}

    @classmethod
    def read(cls, value: Any) -> Self:
        """The receipt that JSON `value` holds. Raises RecordError `receipt-malformed` for anything else."""
        try:
            match value:
                case {
                    "format": str(form),
                    "index": int(index),
                    "size": int(size),
                    "leaf_hash": str(leaf),
                    "proof": list(proof),
                    "checkpoint": str(checkpoint),
                } if form == RECEIPT_FORMAT and not isinstance(index, bool) and not isinstance(size, bool):
                    entry = value.get("entry")
                    hashes = from_hex(leaf), *map(from_hex, proof)
                    if all(len(one) == HASH_BYTES for one in hashes):
                        written = None if entry is None else entry.encode()
                        return cls(index, size, hashes[0], hashes[1:], checkpoint, written)
        except (RecordError, TypeError, AttributeError, UnicodeEncodeError) as error:
            raise _malformed() from error
        raise _malformed()

    def with_entry(self, leaf: bytes) -> Self:
        """The receipt as a file: with the canonical bytes of the entry in it."""
        return replace(self, entry=leaf)

    def tlog_proof(self) -> TlogProof:
        """The same proof in the C2SP text form."""
        return TlogProof(self.index, self.proof, self.checkpoint)


@dataclass(frozen=True, slots=True)
class Proven:
    """What a receipt proves: that `checkpoint.checkpoint.origin` holds, at `index`, the leaf with this hash.

    `entry` is the leaf as an object, or None when nobody brought it.
    """

    index: int
    leaf_hash: bytes
    checkpoint: OpenedCheckpoint
    entry: Mapping[str, Any] | None


def verify_receipt(receipt: Receipt, keys: Iterable[VerifierKey], leaf: bytes | None = None) -> Proven:
    """Check a receipt against the public keys of the log (and of witnesses), with `leaf` if it has no entry.

    Raises RecordError: `receipt-entry` when the entry is not what was hashed, is no canonical object or says
    another index, or when `leaf` and the receipt's own entry differ; `receipt-size` when the checkpoint is
    for another size; and those of `open_checkpoint` and `verify_inclusion`.
    """
    brought = {one for one in (leaf, receipt.entry) if one is not None}
    if any(leaf_hash(one) != receipt.leaf_hash for one in brought):
        raise _refused("receipt-entry", "the entry is not the one it was issued for")
    opened = open_checkpoint(receipt.checkpoint, keys)
    stated = opened.checkpoint
    if stated.size != receipt.size:
        raise _refused(
            "receipt-size", f"it is for {receipt.size} entries and its checkpoint for {stated.size}"
        )
    verify_inclusion(receipt.leaf_hash, receipt.index, stated.size, receipt.proof, stated.root)
    entry = _entry(brought.pop(), receipt.index) if brought else None
    return Proven(receipt.index, receipt.leaf_hash, opened, entry)


def _entry(data: bytes, index: int) -> Mapping[str, Any]:
    try:
        entry = read_canonical(data)
    except RecordError as error:
        raise _refused("receipt-entry", "the entry is not in canonical form") from error
    if not isinstance(entry, dict) or type(entry.get("index")) is not int or entry["index"] != index:
        raise _refused("receipt-entry", f"the entry does not say that it is entry {index}")
    return entry


def _malformed() -> RecordError:
    message = f"This is not a receipt in the form {RECEIPT_FORMAT}."
    return RecordError([Problem("receipt-malformed", message, "Use the receipt exactly as it was issued.")])


def _refused(code: str, message: str) -> RecordError:
    what_to_do = (
        "Do not rely on it; ask for a fresh receipt, and keep this one as evidence if that fails too."
    )
    return RecordError([Problem(code, f"The receipt does not hold: {message}.", what_to_do)])
