"""Evidence: a receipt or a disclosure in a file, checked with public keys alone. No service, no database."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from govengine.errors import Problem, RecordError
from govengine.record import (
    DISCLOSURE_FORMAT,
    RECEIPT_FORMAT,
    Disclosed,
    Disclosure,
    OpenedCheckpoint,
    Proven,
    Receipt,
    VerifierKey,
    verify_disclosure,
    verify_receipt,
)

NO_OUTSIDE_TIME = "no outside time"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file proves. `disclosed` is None for a receipt."""

    proven: Proven
    disclosed: Disclosed | None = None

    def to_json(self) -> dict[str, Any]:
        """What it proves, as JSON."""
        stated = self.proven.checkpoint.checkpoint
        entry = self.proven.entry
        shown: dict[str, Any] = {
            "well": True,
            "what": "receipt" if self.disclosed is None else "disclosure",
            "origin": stated.origin,
            "index": self.proven.index,
            "leaf_hash": self.proven.leaf_hash.hex(),
            "size": stated.size,
            "root": stated.root.hex(),
            "signed_by": [one.name for one in self.proven.checkpoint.note.verified],
            "times": [*cosigned_times(self.proven.checkpoint)] or [NO_OUTSIDE_TIME],
            "entry": None if entry is None else dict(entry),
        }
        if self.disclosed is not None:
            shown |= {
                "revealed": dict(self.disclosed.revealed),
                "withheld": list(self.disclosed.withheld),
                "erased": list(self.disclosed.erased),
            }
        return shown

    def lines(self) -> Iterator[str]:
        """What it proves, for a person."""
        stated, entry = self.proven.checkpoint.checkpoint, self.proven.entry
        index, log = self.proven.index, stated.origin
        if entry is None:
            yield f"The log {log} holds, as entry {index}, an entry with the hash {self.proven.leaf_hash.hex()}."
            yield "The receipt does not hold the entry: use `govengine log prove` for a file that does."
        else:
            yield f"Entry {index} is in the log {log}, unchanged, at this place."
            yield f"It is {entry.get('entry')} {entry.get('id')}, recorded {entry.get('recorded_at')} by the log's clock."
        yield f"Signed by the log at {stated.size} entries; root {stated.root.hex()}."
        if self.disclosed is not None:
            yield from _disclosed(self.disclosed)
        times = [*cosigned_times(self.proven.checkpoint)]
        yield from times or [NO_OUTSIDE_TIME.capitalize() + "."]


def check_evidence(data: bytes, keys: Sequence[VerifierKey]) -> Evidence:
    """Check what is in a file: a receipt, a reply that holds one, or a disclosure.

    Raises RecordError `not-evidence` for anything else, and the errors of `verify_receipt` and
    `verify_disclosure`.
    """
    value = _read(data)
    match value:
        case {"format": str(form)} if form == DISCLOSURE_FORMAT:
            disclosed = verify_disclosure(Disclosure.read(value), keys)
            return Evidence(disclosed.proven, disclosed)
        case {"format": str(form)} if form == RECEIPT_FORMAT:
            return Evidence(verify_receipt(Receipt.read(value), keys))
        case {"receipt": {"format": str(form)} as receipt} if form == RECEIPT_FORMAT:
            return Evidence(verify_receipt(Receipt.read(receipt), keys))
    raise _not_evidence("its form is none that this version knows")


def _read(data: bytes) -> Any:
    try:
        return json.loads(data, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise _not_evidence("it is not JSON") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Two readers could take two different members for the one that was proved.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _not_evidence("a member is in it twice")
    return found


def _not_evidence(message: str) -> RecordError:
    what_to_do = f"Give a file whose member format is {RECEIPT_FORMAT} or {DISCLOSURE_FORMAT}."
    message = f"This is neither a receipt nor a disclosure: {message}."
    return RecordError([Problem("not-evidence", message, what_to_do)])


def cosigned_times(opened: OpenedCheckpoint) -> Iterator[str]:
    """What witnesses whose keys were given attest about time."""
    return witnessed(opened.cosigned_at, opened.checkpoint.size)


def witnessed(cosigned_at: Sequence[tuple[str, int]], size: int) -> Iterator[str]:
    """A sentence for each witness: not later than the time it signed."""
    for witness, seconds in cosigned_at:
        moment = datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
        yield f"{moment}: {witness} had seen entries before {size}"


def _disclosed(disclosed: Disclosed) -> Iterator[str]:
    for name, value in disclosed.revealed.items():
        yield f"  {name} = {_shown(value)}"
    for what, names in (("Withheld", disclosed.withheld), ("Erased", disclosed.erased)):
        if names:
            yield f"{what}: {', '.join(names)}."


def _shown(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case None:
            return "nothing"
        case list():
            return ", ".join(map(_shown, value))
        case Mapping():
            return "; ".join(f"{name}: {_shown(one)}" for name, one in value.items())
    return str(value)
