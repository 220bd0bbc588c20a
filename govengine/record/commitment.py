"""Commitments: a personal value leaves its trace in the log without being in it (DESIGN §3).

A commitment is `SHA-256(0x02 ‖ salt ‖ name ‖ canonical value)`. 0x02 keeps it apart from the Merkle tree's
leaves (0x00) and nodes (0x01, RFC 6962 §2.1). Each value has its own random salt of 32 bytes, so nobody can
guess a value by trying, and throwing salt and value away erases it while every proof still verifies.
"""

import hashlib
from functools import lru_cache
from typing import Any

from govengine.errors import Problem, RecordError
from govengine.record.canonical import canonical

COMMITMENT_PREFIX = b"\x02"
SALT_BYTES = 32

# Every canonical value starts with one of `" [ {`, a letter of true, false or null, a digit, or a minus.
_NOT_IN_NAMES = frozenset('"[{\\')


def commit(name: str, value: Any, salt: bytes) -> str:
    """The commitment to `value` under `name`, 64 lower-case hex digits. `salt` is 32 random bytes.

    `name ‖ value` has no separator, and needs none: the leaf stores each commitment *under its name*, and the
    leaf is hashed, so a verifier takes the name from the leaf and what remains of the input is one canonical
    value. Names free of `"`, `[`, `{` and backslash, as all fact names are, leave only one other reading at
    all: a name that ends in a digit or `-` before an integer (`line_1`, 5 and `line_`, 15), and the leaf says
    which name it is.

    Raises RecordError `not-canonical` for the value, `commitment-name` for a name that is empty or holds one
    of those characters, a control character or a lone surrogate, `commitment-salt` for one of another length.
    """
    if len(salt) != SALT_BYTES:
        raise RecordError(
            [
                Problem(
                    "commitment-salt", f"A salt has 32 bytes, not {len(salt)}.", "Pass 32 random bytes.", name
                )
            ]
        )
    if not _may_name(name):
        raise RecordError(
            [
                Problem(
                    "commitment-name",
                    f"{name!r} cannot name a committed value.",
                    "Use a dotted name without quotes, brackets, braces, backslashes or control characters.",
                    name,
                )
            ]
        )
    return hashlib.sha256(COMMITMENT_PREFIX + salt + name.encode() + canonical(value)).hexdigest()


def opens(commitment: str, name: str, value: Any, salt: bytes) -> bool:
    """Whether `commitment` was made from `value` and `salt`. False when it cannot have been."""
    try:
        return commit(name, value, salt) == commitment  # nothing secret: both are there to be looked at
    except (RecordError, UnicodeEncodeError):
        return False


@lru_cache(maxsize=4_096)  # the same few names in every entry
def _may_name(name: str) -> bool:
    return bool(name) and name.isprintable() and _NOT_IN_NAMES.isdisjoint(name)
