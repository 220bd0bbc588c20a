"""The keys of signed notes (C2SP signed-note, "Signature types"; Ed25519 is RFC 8032).

A key is known by its name and an identifier of four bytes, `SHA-256(name ‖ 0x0A ‖ type ‖ public)[:4]`. The
identifier only says which key to try; that the signature verifies is what counts.
"""

import hashlib
import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_base64, to_base64

KEY_BYTES = 32
ID_BYTES = 4
SIGNATURE_BYTES = 64
SECRET_PREFIX: Final = "PRIVATE+KEY+"  # noqa: S105 a label
_ID: Final = re.compile(r"[0-9a-f]{8}")


class KeyType(IntEnum):
    """What a key signs. The byte stands before the key wherever it is written."""

    ED25519 = 0x01
    """The text of a note: a log signs its checkpoints so."""
    COSIGNATURE = 0x04
    """A note's text with the time it was seen (C2SP tlog-cosignature): a witness signs so."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key: its name, what it signs, and the 32 bytes of RFC 8032."""

    name: str
    public: bytes
    type: KeyType = KeyType.ED25519

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public) != KEY_BYTES:
            raise _bad("A public key has 32 bytes.")

    @property
    def id(self) -> bytes:
        """The four bytes that stand before each of its signatures."""
        return _key_id(self.name, self.type, self.public)

    def text(self) -> str:
        """The verifier key as one line: `name+hex(id)+base64(type ‖ public)`."""
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.type]) + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key that `text` writes. Raises RecordError `key-malformed` for anything else.

        Refused are an identifier that is not this key's, another type than those of KeyType, another length.
        """
        name, key_type, public = _parts(text)
        key = cls(name, public, key_type)
        if key.text() != text:
            raise _bad("The identifier in it is not that of the key.")
        return key

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature`, 64 bytes, is this key's over `message` (RFC 8032 §5.1.7)."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key: its name and the 32 random bytes of RFC 8032 §5.1.5, which `repr` does not show."""

    name: str
    seed: bytes = field(repr=False)
    verifier: VerifierKey = field(init=False, compare=False)
    """The public half."""
    _private: Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.seed) != KEY_BYTES:
            raise _bad("A private key has 32 bytes.")
        # Made once: deriving it costs more than a signature, and a log signs every batch.
        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        object.__setattr__(self, "_private", private)
        object.__setattr__(self, "verifier", VerifierKey(self.name, private.public_key().public_bytes_raw()))

    def text(self) -> str:
        """The private key as one line, to be kept secret: `PRIVATE+KEY+name+hex(id)+base64(type ‖ seed)`."""
        written = to_base64(bytes([KeyType.ED25519]) + self.seed)
        return f"{SECRET_PREFIX}{self.name}+{self.verifier.id.hex()}+{written}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key that `text` writes. Raises RecordError `key-malformed` for anything else."""
        if not text.startswith(SECRET_PREFIX):
            raise _bad(f"It does not begin with {SECRET_PREFIX}.")
        name, key_type, seed = _parts(text.removeprefix(SECRET_PREFIX))
        if key_type is not KeyType.ED25519:
            raise _bad("It is not a key that signs notes.")
        key = cls(name, seed)
        if key.text() != text:
            raise _bad("The identifier in it is not that of the key.")
        return key

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`, 64 bytes: always the same for the same message."""
        return self._private.sign(message)


def check_name(name: str) -> None:
    """Raises RecordError `key-malformed` unless `name` may name a key: not empty, no space, no plus."""
    if not is_name(name):
        raise _bad(f"{name!r} cannot name a key: a name has no spaces, plus signs or control characters.")


def is_name(name: str) -> bool:
    """Whether a key may have this name (C2SP signed-note: non-empty, no Unicode spaces, no U+002B)."""
    return (
        bool(name)
        and not any(letter.isspace() or letter == "+" or letter < " " for letter in name)
        and is_unicode(name)
    )


def is_unicode(text: str) -> bool:
    """Whether `text` can be written as UTF-8: a JSON text can bring half a surrogate pair into a str."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _key_id(name: str, key_type: KeyType, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + bytes([key_type]) + public).digest()[:ID_BYTES]


def _parts(text: str) -> tuple[str, KeyType, bytes]:
    name, _, rest = text.partition("+")
    key_id, _, written = rest.partition("+")
    if not _ID.fullmatch(key_id):
        raise _bad("It has not the form name+identifier+key.")
    try:
        data = from_base64(written)
        return name, KeyType(data[0]), data[1:]
    except (RecordError, IndexError, ValueError) as error:
        raise _bad("What follows the identifier is no Ed25519 key.") from error


def _bad(message: str) -> RecordError:
    # The text is not repeated: it may be a private key.
    return RecordError(
        [Problem("key-malformed", f"This is not a key: {message}", "Copy the whole line of the key file.")]
    )
