"""Which bodies share which outcome: each has signed the words that every one of them signs, until it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select

from api.store.reading import entry
from api.store.tables import entries, outcome_signature_ends, outcome_signatures
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class Words:
    """What every body signs. None of it where it has been erased."""

    title: str | None
    measure: str | None
    shared_by: tuple[str, ...]

    def agrees_with(self, title: str, shared_by: Sequence[str]) -> bool:
        """Whether that is what a scheme says of the outcome."""
        return self.title == title and set(self.shared_by) == set(shared_by)


@dataclass(frozen=True, slots=True)
class Signature:
    """A body's. `by` is who signed, `share` what the body takes on; `until` is when it left, None while it stands."""

    id: str
    entry_index: int
    outcome: str
    body: str
    role: str
    by: str | None
    words: Words
    share: str | None
    attested: str
    since: str
    until: str | None

    @property
    def entry_id(self) -> str:
        """The id of the entry it is in."""
        return self.id.rpartition("-")[0]


def note_signed(tx: Transaction, appended: Appended, signed: Sequence[dict[str, Any]]) -> list[str]:
    """Note the signatures in the entry just appended, in its order. Their ids."""
    ids = []
    for number, one in enumerate(signed):
        ids.append(f"{appended.id}-{number}")
        named = {name: one[name] for name in ("outcome", "body", "role")}
        row = {"entry_index": appended.index, "number": number, "id": ids[-1], **named}
        tx.connection.execute(insert(outcome_signatures), row)
    return ids


def note_left(tx: Transaction, appended: Appended, signature: Signature) -> None:
    """Note that the entry just appended withdrew a signature."""
    row = {"entry_index": appended.index, "signature": signature.id}
    tx.connection.execute(insert(outcome_signature_ends), row)


def signatures_of(connection: Connection, outcome: str | None = None) -> list[Signature]:
    """All that were ever given, to one outcome or to all, in the order of the record."""
    statement = _ALL if outcome is None else _ALL.where(outcome_signatures.c.outcome == outcome)
    return [_signature(connection, row) for row in connection.execute(statement).all()]


def standing(signatures: Sequence[Signature]) -> list[Signature]:
    """Those that have not been withdrawn."""
    return [one for one in signatures if one.until is None]


_ALL = (
    select(outcome_signatures, entries.c.recorded_at.label("until"))
    .outerjoin(outcome_signature_ends, outcome_signature_ends.c.signature == outcome_signatures.c.id)
    .outerjoin(entries, entries.c.entry_index == outcome_signature_ends.c.entry_index)
    .order_by(outcome_signatures.c.entry_index, outcome_signatures.c.number)
)


def _signature(connection: Connection, row: Any) -> Signature:
    stored = entry(connection, row.entry_index)
    assert stored is not None  # a row has its entry: the database holds it to that
    signed = orjson.loads(stored.leaf)["signatures"][row.number]
    side = orjson.loads(stored.side) if stored.side else {}
    said = side["signatures"][row.number] if "signatures" in side else {}
    words = Words(said.get("title"), said.get("measure"), tuple(signed["shared_by"]))
    return Signature(
        row.id,
        row.entry_index,
        row.outcome,
        row.body,
        row.role,
        said.get("by"),
        words,
        said.get("share"),
        signed["attested"],
        stored.recorded_at,
        row.until,
    )
