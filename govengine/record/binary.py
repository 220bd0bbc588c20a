"""Bytes and whole numbers as text, each with exactly one spelling: what is signed must not be written two ways."""

import base64
import binascii
import re
from typing import Final

from govengine.errors import Problem, RecordError

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,19}")
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*")

MAX_NUMBER = 2**64 - 1
"""The largest index or size: C2SP formats and RFC 6962 §3.5 hold them in 64 bits."""


def to_base64(data: bytes) -> str:
    """Standard Base 64 with padding (RFC 4648 §4)."""
    return base64.b64encode(data).decode()


def from_base64(text: str) -> bytes:
    """The bytes that `to_base64` writes as `text`. Raises RecordError `not-base64` for any other text.

    Line ends, missing padding and stray bits in the last letter (RFC 4648 §3.5) are refused.
    """
    try:
        data = base64.b64decode(text)  # forgiving, hence the comparison
    except (binascii.Error, ValueError) as error:
        raise _bad("not-base64", text, "standard Base 64 (RFC 4648)") from error
    if to_base64(data) != text:
        raise _bad("not-base64", text, "standard Base 64 (RFC 4648)")
    return data


def from_hex(text: str) -> bytes:
    """The bytes written as lower-case hex digits. Raises RecordError `not-hex` for any other text."""
    if not _HEX.fullmatch(text):
        raise _bad("not-hex", text, "lower-case hex digits")
    return bytes.fromhex(text)


def from_decimal(text: str) -> int:
    """The whole number from 0 to 2^64 - 1 written as ASCII digits without leading zeros, sign or spaces.

    Raises RecordError `not-a-number` for any other text.
    """
    if not _NUMBER.fullmatch(text) or int(text) > MAX_NUMBER:
        raise _bad("not-a-number", text, "a whole number in plain digits")
    return int(text)


def _bad(code: str, text: str, form: str) -> RecordError:
    shown = text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 enough to recognise it by
    return RecordError([Problem(code, f"{shown!r} is not {form}.", "Use the text exactly as it was issued.")])
