"""Witness cosignatures (C2SP tlog-cosignature v1): a signature that says when the witness saw the checkpoint.

The time is the witness's own, in seconds since 1970 UTC, and is signed: the one kind of outside time that can
be checked without asking anybody.
"""

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_base64
from govengine.record.note_key import ID_BYTES, SIGNATURE_BYTES

TIME_BYTES = 8
MAX_TIME = 2**63 - 1


def cosigned_message(cosigned_at: int, text: bytes) -> bytes:
    """What a witness signs: a header line, the time, and the text of the note with its last line end."""
    return b"cosignature/v1\ntime %d\n" % cosigned_at + text


def split_cosignature(signature: bytes) -> tuple[int, bytes]:
    """The time and the Ed25519 signature (64 bytes) in what follows the key identifier of a cosignature.

    Raises RecordError `cosignature-malformed` for another length, or a time of 2^63 or more.
    """
    cosigned_at = int.from_bytes(signature[:TIME_BYTES])
    if len(signature) != TIME_BYTES + SIGNATURE_BYTES or cosigned_at > MAX_TIME:
        message = "A cosignature is a time of 8 bytes and a signature of 64."
        raise RecordError([Problem("cosignature-malformed", message, "Ask the witness for a fresh one.")])
    return cosigned_at, signature[TIME_BYTES:]


def cosignature_time(written: str) -> int:
    """The time in the Base 64 text of a cosignature line, which begins with the key identifier.

    Nothing is verified. Raises RecordError `not-base64` or `cosignature-malformed`.
    """
    return split_cosignature(from_base64(written)[ID_BYTES:])[0]
