"""Look-up keys: find what is recorded about a person without storing who they are (DESIGN §3)."""

import hashlib
import hmac
from typing import Any

from govengine.errors import Problem, RecordError
from govengine.record.canonical import canonical

KEY_HEX_DIGITS = 32
"""128 bits: no two people of one service will share a key by chance (RFC 2104 §5 allows half the digest)."""

MIN_SECRET_BYTES = 32


def lookup_key(secret: bytes, name: str, value: Any) -> str:
    """The keyed hash (HMAC-SHA-256, RFC 2104) of `value` under `name`: 32 lower-case hex digits.

    References are short and guessable, so a plain hash could be undone by trying them all; without `secret`
    (at least 32 bytes, kept in a file and never in the database) this one cannot. Equal values of one name
    give equal keys, of two names different ones: the NUL between them cannot occur in a name.

    Raises RecordError `lookup-secret` for a shorter secret, `not-canonical` for the value.
    """
    if len(secret) < MIN_SECRET_BYTES:
        raise RecordError(
            [
                Problem(
                    "lookup-secret", "The look-up secret is too short.", "Use 32 random bytes or more.", name
                )
            ]
        )
    message = name.encode() + b"\x00" + canonical(value)
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:KEY_HEX_DIGITS]
