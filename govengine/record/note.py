"""Signed notes (C2SP signed-note): a text, a blank line, and a line for each signature.

    — <key name> base64(key identifier ‖ signature)

What may be signed and what is read are the same: UTF-8 without control characters but the line end, at least
one and at most 100 signatures. Signatures of keys nobody named are passed over, which lets a log change keys
and witnesses add theirs. A signature of a known key that does not verify rejects the whole note.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_base64, to_base64
from govengine.record.cosignature import cosigned_message, split_cosignature
from govengine.record.note_key import ID_BYTES, KeyType, SigningKey, VerifierKey, is_name, is_unicode

MAX_SIGNATURES = 100
"""The specification asks for 16 or more; Go's checksum database stops here too."""

DASH = "\N{EM DASH} "


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line. `cosigned_at` is the time a witness signed with it, in seconds since 1970 UTC;
    None for an ordinary signature, and for one that was not verified.
    """

    name: str
    key_id: bytes
    signature: bytes
    cosigned_at: int | None = None
    key: VerifierKey | None = None

    def line(self) -> str:
        """The line as it stands in the note, without its line end."""
        return f"{DASH}{self.name} {to_base64(self.key_id + self.signature)}"


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note of which at least one known key has signed the text.

    `verified` holds the last signature of each known key that signed, `unverified` those of unknown keys.
    """

    text: str
    verified: tuple[Signature, ...]
    unverified: tuple[Signature, ...]


def sign_note(text: str, keys: Sequence[SigningKey]) -> str:
    """The note of `text`, which ends with a line end, signed by each of `keys` in turn.

    Raises RecordError `note-malformed` for a text that cannot be signed or for no keys at all.
    """
    if not text.endswith("\n") or not keys or not _is_plain(text):
        raise _malformed("a text to be signed is plain UTF-8, ends with a line end, and needs a key")
    message = text.encode()
    lines = [Signature(key.name, key.verifier.id, key.sign(message)).line() for key in keys]
    return text + "\n" + "".join(f"{line}\n" for line in lines)


def split_note(note: str | bytes) -> tuple[str, tuple[Signature, ...]]:
    """The text and the signature lines of a note, nothing verified. Raises RecordError `note-malformed`."""
    written = _decode(note)
    cut = written.rfind("\n\n")
    text, lines = written[: cut + 1], written[cut + 2 :]
    if cut < 0 or not lines.endswith("\n"):
        raise _malformed("it has no signatures after a blank line")
    found = lines.removesuffix("\n").split("\n")
    if len(found) > MAX_SIGNATURES:
        raise _malformed(f"it has more than {MAX_SIGNATURES} signatures")
    return text, tuple(map(_read_line, found))


def open_note(note: str | bytes, keys: Iterable[VerifierKey]) -> OpenedNote:
    """The text of a note that at least one of `keys` has signed.

    Raises RecordError: `note-malformed`; `note-key-ambiguous` when a signature could be of two of `keys`
    (the same name and identifier, also the same key named twice); `note-signature` when the signature of a
    known key does not verify; `note-unverified` when none is of a known key.
    """
    text, signatures = split_note(note)
    known = list(keys)
    verified: dict[tuple[str, bytes], Signature] = {}
    unverified: dict[str, Signature] = {}
    for signature in signatures:
        who = signature.name, signature.key_id
        match [key for key in known if (key.name, key.id) == who]:
            case []:
                unverified.setdefault(signature.line(), signature)
            case [key]:
                verified[who] = _verify(signature, key, text.encode())
            case _:
                raise _refused("note-key-ambiguous", f"two of the keys given are {signature.name}")
    if not verified:
        raise _refused("note-unverified", "no key that was given has signed it")
    return OpenedNote(text, tuple(verified.values()), tuple(unverified.values()))


def _verify(signature: Signature, key: VerifierKey, message: bytes) -> Signature:
    raw, at = signature.signature, None
    if key.type is KeyType.COSIGNATURE:
        at, raw = split_cosignature(raw)
        message = cosigned_message(at, message)
    if not key.verifies(raw, message):
        raise _refused("note-signature", f"the signature of {key.name} is not of this text")
    return Signature(signature.name, signature.key_id, signature.signature, at, key)


def _read_line(line: str) -> Signature:
    name, _, written = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not is_name(name):
        raise _malformed("a signature line is not a dash, a key name and a signature")
    try:
        data = from_base64(written)
    except RecordError as error:
        raise _malformed(f"the signature of {name} is not Base 64") from error
    if len(data) <= ID_BYTES:
        raise _malformed(f"the signature of {name} is empty")
    return Signature(name, data[:ID_BYTES], data[ID_BYTES:])


def _decode(note: str | bytes) -> str:
    try:
        written = note.decode() if isinstance(note, bytes) else note
    except UnicodeDecodeError as error:
        raise _malformed("it is not UTF-8") from error
    if not _is_plain(written):
        raise _malformed("it is not UTF-8, or holds a control character")
    return written


def _is_plain(text: str) -> bool:
    return is_unicode(text) and not any(letter < " " and letter != "\n" for letter in text)


def _malformed(message: str) -> RecordError:
    return _refused("note-malformed", message)


def _refused(code: str, message: str) -> RecordError:
    what_to_do = "Use the note exactly as it was issued, and the key of the log it is from."
    return RecordError([Problem(code, f"The signed note is not accepted: {message}.", what_to_do)])
