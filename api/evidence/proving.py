"""Proofs about single entries, read from a stored log: receipts and disclosures."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select

from api.store.proofs import receipt_of
from api.store.reading import entry, entry_by_id
from api.store.tables import entries
from govengine.errors import Problem, RecordError
from govengine.record import Disclosure, Kind, Receipt, StoredEntry, make_disclosure


def receipt_for(connection: Connection, named: str, size: int | None = None) -> Receipt:
    """The receipt, with its entry in it, of the entry `named` by index or id.

    Raises RecordError `unknown-entry`, and `no-checkpoint` for a size that was not signed.
    """
    return receipt_of(connection, entry_named(connection, named).index, size, with_entry=True)


def disclosure_of(connection: Connection, named: str, names: Sequence[str]) -> Disclosure:
    """The entry `named`, with the personal values `names` revealed, and proof of what was erased of it.

    Raises RecordError `unknown-entry`, `disclosure-open` for a fact that is not personal, and
    `disclosure-missing` for one the entry does not hold, or no longer.
    """
    row = entry_named(connection, named)
    leaf = json.loads(row.leaf)
    openly = leaf.get("facts", {}).keys() & set(names)
    if openly:
        message = f"{', '.join(sorted(openly))} is not personal: it stands in the entry, and is shown anyway."
        raise RecordError([Problem("disclosure-open", message, "Leave it out.", f"entry {row.index}")])
    side = json.loads(row.side) if row.side else {"values": {}, "salts": {}}
    receipt = receipt_of(connection, row.index, with_entry=True)
    erasures = [
        receipt_of(connection, index, with_entry=True) for index in _erasures(connection, row.index)
    ] if side.get("erased") else []  # fmt: skip
    return make_disclosure(receipt, side, names, erasures)


def entry_named(connection: Connection, named: str) -> StoredEntry:
    """The entry with this index or id. Raises RecordError `unknown-entry`."""
    index = int(named) if named.isascii() and named.isdigit() and len(named) < INDEX_DIGITS else None
    found = entry_by_id(connection, named) if index is None else entry(connection, index)
    if found is None:
        what_to_do = "Name an entry by its index, or by its id: a decision's id is that of its entry."
        raise RecordError([Problem("unknown-entry", f"The log holds no entry {named}.", what_to_do, named)])
    return found


INDEX_DIGITS = 17
"""No index has as many digits; an identifier has 26 characters."""


def _erasures(connection: Connection, index: int) -> list[int]:
    statement = select(entries.c.entry_index, entries.c.leaf).where(
        entries.c.kind == Kind.RECORD_ERASED, entries.c.entry_index > index
    )
    found = []
    for row in connection.execute(statement.order_by(entries.c.entry_index)):
        if any(one["index"] == index for one in json.loads(row.leaf)["erases"]):
            found.append(row.entry_index)
    return found
