"""The part of a one-time link that nobody can make up: the link's id, signed with a key of this service's own.

The key comes from the look-up secret and is for nothing else. No table, entry or kept reply holds the whole of it.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

_KEY = b"govengine/reply-link-key/1"
_SANDBOX = "try-"
_ID_LENGTH = 26


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that this service has signed."""

    link: str
    sandbox: bool


def sealed(secret: bytes, link: str, *, sandbox: bool) -> str:
    """What stands after `/reply/` in the address."""
    named = (_SANDBOX if sandbox else "") + link
    return f"{named}.{_seal(secret, named)}"


def opened(secret: bytes, text: str) -> Opened | None:
    """The link in an address, if it is one of ours and whole."""
    named, _, seal = text.partition(".")
    if not hmac.compare_digest(_seal(secret, named).encode(), seal.encode()):
        return None
    return Opened(named[-_ID_LENGTH:], named.startswith(_SANDBOX))


def _seal(secret: bytes, named: str) -> str:
    key = hmac.digest(secret, _KEY, hashlib.sha256)
    return urlsafe_b64encode(hmac.digest(key, named.encode(), hashlib.sha256)).decode().rstrip("=")
