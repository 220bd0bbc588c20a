"""Proposed changes of schemes, and the successions that came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from api.store.adoptions import forget_last_adoption
from api.store.tables import changes, successions
from api.store.transaction import Appended, Transaction
from govengine.errors import Problem, RecordError
from govengine.record.verification import RESTORE
from govengine.scheme import Succession


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A proposed change: the adoption of one version of a scheme."""

    entry_index: int
    id: str
    scheme: str
    version: str
    digest: str


def record_change(tx: Transaction, made: Appended, *, scheme: str, version: str, digest: str) -> ChangeRow:
    """Note the change just proposed."""
    row = ChangeRow(made.index, made.id, scheme, version, digest)
    named = {"entry_index": row.entry_index, "id": row.id, "scheme": scheme, "version": version}
    tx.connection.execute(insert(changes), {**named, "digest": digest})
    return row


def find_change(connection: Connection, change_id: str) -> ChangeRow | None:
    """The change with that id."""
    row = connection.execute(select(changes).where(changes.c.id == change_id)).mappings().one_or_none()
    return None if row is None else ChangeRow(**row)


def changes_of(connection: Connection) -> Sequence[ChangeRow]:
    """All of them, the newest first."""
    rows = connection.execute(select(changes).order_by(changes.c.entry_index.desc())).mappings()
    return [ChangeRow(**row) for row in rows]


def record_succession(tx: Transaction, made: Appended, succession: Succession) -> None:
    """Note that from the entry just appended on a version takes another's place."""
    row = {
        "entry_index": made.index,
        "scheme": succession.scheme,
        "version": succession.version,
        "since": succession.since.isoformat(),
        "instead_of": succession.instead_of,
    }
    tx.connection.execute(insert(successions), row)
    forget_last_adoption(tx)


def successions_kept(connection: Connection) -> tuple[Succession, ...]:
    """Every succession, in the order of the record. Raises RecordError `read-model-altered` for one that is none."""
    rows = connection.execute(select(successions).order_by(successions.c.entry_index)).mappings()
    return tuple(_succession(row) for row in rows)


def _succession(row: Any) -> Succession:
    try:
        since = date.fromisoformat(row["since"])
    except ValueError:
        message = "The table successions does not say of it what the entry says."
        place = f"entry {row['entry_index']}"
        raise RecordError([Problem("read-model-altered", message, RESTORE, place)]) from None
    return Succession(row["scheme"], row["version"], since, row["instead_of"])
