"""Disclosure: single facts of an entry shown with proof, so that a redacted record can be published.

As JSON:

    format     "govengine-disclosure-1"
    receipt    a receipt with its `entry` (`receipt.py`)
    revealed   {name: {"value": ..., "salt": 64 hex digits}}
    erasures   [receipt]: of the entries `record.erased` that took values of this one; may be empty

What is not personal stands in the entry and cannot be taken out. Of everything else the entry holds only
commitments: the names revealed open to their values, and nothing can be learned of those that are not, since
each has a salt of its own. A name is called erased only where an entry of the log says so, with proof.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from govengine.errors import Problem, RecordError
from govengine.record.binary import from_hex
from govengine.record.commitment import opens
from govengine.record.entry import SIDE_PREFIX, Kind
from govengine.record.note_key import VerifierKey
from govengine.record.receipt import Proven, Receipt, verify_receipt

DISCLOSURE_FORMAT = "govengine-disclosure-1"


@dataclass(frozen=True, slots=True)
class Revealed:
    """A value and the salt its commitment was made with, 32 bytes."""

    value: Any
    salt: bytes


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An entry's receipt, the values shown of it, and receipts of the entries that erased others."""

    receipt: Receipt
    revealed: Mapping[str, Revealed]
    erasures: tuple[Receipt, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The disclosure as JSON, in the shape this module describes."""
        return {
            "format": DISCLOSURE_FORMAT,
            "receipt": self.receipt.to_json(),
            "revealed": {
                name: {"value": one.value, "salt": one.salt.hex()} for name, one in self.revealed.items()
            },
            "erasures": [one.to_json() for one in self.erasures],
        }

    @classmethod
    def read(cls, value: Any) -> Self:
        """The disclosure that JSON `value` holds. Raises RecordError `disclosure-malformed` or
        `receipt-malformed`.
        """
        match value:
            case {
                "format": str(form),
                "receipt": receipt,
                "revealed": dict(revealed),
                "erasures": list(erasures),
            } if form == DISCLOSURE_FORMAT:
                shown = {name: _read_revealed(name, one) for name, one in revealed.items()}
                return cls(Receipt.read(receipt), shown, tuple(map(Receipt.read, erasures)))
        raise _malformed(f"it is not in the form {DISCLOSURE_FORMAT}")


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a disclosure proves.

    `revealed` are the values committed to; `erased` the names a later entry says are gone; `withheld` all
    other committed names, sorted. `entry` in `proven` is the leaf, with everything that is not personal.
    """

    proven: Proven
    revealed: Mapping[str, Any]
    withheld: tuple[str, ...]
    erased: tuple[str, ...]


def make_disclosure(
    receipt: Receipt, side: Mapping[str, Any], names: Iterable[str], erasures: Sequence[Receipt] = ()
) -> Disclosure:
    """Show `names` of the entry that `receipt`, which holds it, is for. `side` is its side row as an object.

    A name is one of the entry's commitments: a fact, or `side.<member>`. Raises RecordError
    `disclosure-missing` for one the side row no longer holds.
    """
    values = dict(side["values"]) | {SIDE_PREFIX + member: value for member, value in side.items()}
    shown = {}
    for name in names:
        if name not in side["salts"] or name not in values:
            message = f"{name} is not in the record, or no longer."
            raise RecordError([Problem("disclosure-missing", message, "Name values the entry holds.", name)])
        shown[name] = Revealed(values[name], from_hex(side["salts"][name]))
    return Disclosure(receipt, shown, tuple(erasures))


def verify_disclosure(disclosure: Disclosure, keys: Iterable[VerifierKey]) -> Disclosed:
    """Check a disclosure against the public keys of the log.

    Raises RecordError: those of `verify_receipt`, also for the erasures; `disclosure-entry` when the receipt
    holds no entry, or one without commitments; `disclosure-value` for a value the entry does not commit to;
    `disclosure-erasure` when an erasure is none of this entry, or of a name that is revealed.
    """
    known = tuple(keys)
    proven = verify_receipt(disclosure.receipt, known)
    commitments = (proven.entry or {}).get("commitments")
    if not isinstance(commitments, dict):
        raise _refused("disclosure-entry", "its receipt holds no entry with commitments", "")
    for name, one in disclosure.revealed.items():
        if not opens(str(commitments.get(name)), name, one.value, one.salt):
            raise _refused("disclosure-value", f"the entry does not commit to this value of {name}", name)
    erased: set[str] = set()
    for receipt in disclosure.erasures:
        erased |= _erased_by(verify_receipt(receipt, known), proven)
    erased &= commitments.keys()
    for name in sorted(erased & disclosure.revealed.keys()):
        raise _refused("disclosure-erasure", f"{name} is shown, and said to be erased", name)
    return Disclosed(
        proven,
        {name: one.value for name, one in disclosure.revealed.items()},
        tuple(sorted(commitments.keys() - erased - disclosure.revealed.keys())),
        tuple(sorted(erased)),
    )


def _erased_by(erasure: Proven, proven: Proven) -> set[str]:
    entry = erasure.entry or {}
    same_log = erasure.checkpoint.checkpoint.origin == proven.checkpoint.checkpoint.origin
    erases = entry.get("erases")
    if entry.get("entry") != Kind.RECORD_ERASED or not same_log or not isinstance(erases, list):
        raise _refused("disclosure-erasure", f"entry {erasure.index} erases nothing", "")
    names: set[str] = set()
    for one in erases:
        match one:
            case {"index": index, "names": list(gone)} if type(index) is int and index == proven.index:
                names.update(map(str, gone))
    if not names or erasure.index <= proven.index:
        message = f"entry {erasure.index} erases nothing of entry {proven.index}"
        raise _refused("disclosure-erasure", message, "")
    return names


def _read_revealed(name: Any, one: Any) -> Revealed:
    match one:
        case {"value": value, "salt": str(salt)} if isinstance(name, str):
            try:
                return Revealed(value, from_hex(salt))
            except RecordError as error:
                raise _malformed(f"the salt of {name} is not hex digits") from error
    raise _malformed(f"{name} has no value and salt")


def _malformed(message: str) -> RecordError:
    what_to_do = "Use the disclosure exactly as it was issued."
    return RecordError([Problem("disclosure-malformed", f"This is no disclosure: {message}.", what_to_do)])


def _refused(code: str, message: str, place: str) -> RecordError:
    what_to_do = "Do not rely on it; ask whoever published it for the record it was taken from."
    return RecordError([Problem(code, f"The disclosure does not hold: {message}.", what_to_do, place)])
