"""What a command may do while it holds the log: read, write the read model, append entries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from api.store.tables import entries, side_rows
from govengine.record import Frontier, identifier, instant_text, leaf_hash, make_entry
from govengine.record.commitment import SALT_BYTES
from govengine.record.identifier import RANDOM_BYTES

_INSERT_ENTRY = insert(entries)
_INSERT_SIDE = insert(side_rows)


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry as it was appended. It is in the log only once `Appender.submit` has returned.

    `size` and `root` are the tree's with this entry as its last leaf.
    """

    index: int
    id: str
    recorded_at: str
    leaf_hash: bytes
    size: int
    root: bytes


class Transaction:
    """One command's turn under the log lock. Sees every entry before it, committed or of the same batch.

    `now` is the moment everything in this turn is recorded at: aware, UTC, never before the entry before it.
    `connection` is for the statements of `api.store`. A command neither commits nor rolls back: it returns or
    raises.
    """

    __slots__ = ("_random", "_recorded_at", "connection", "frontier", "now")

    def __init__(
        self, connection: Connection, frontier: Frontier, now: datetime, random: Callable[[int], bytes]
    ) -> None:
        self.connection = connection
        self.frontier = frontier
        self.now = now
        self._recorded_at = instant_text(now)
        self._random = random

    @property
    def recorded_at(self) -> str:
        """`now` as the record writes it."""
        return self._recorded_at

    def random(self, length: int) -> bytes:
        """`length` bytes nobody can foresee."""
        return self._random(length)

    def new_id(self) -> str:
        """A fresh identifier of this moment: 26 characters."""
        return identifier(int(self.now.timestamp() * 1000), self._random(RANDOM_BYTES))

    def append(
        self,
        kind: str,
        fields: Mapping[str, Any],
        personal: Mapping[str, Any] | None = None,
        side: Mapping[str, Any] | None = None,
        *,
        entry_id: str | None = None,
    ) -> Appended:
        """Append one entry; the arguments are those of `govengine.record.make_entry`, whose errors it raises.

        `entry_id` is one from `new_id`, when the command needs to know it beforehand.
        """
        index = self.frontier.size
        entry = make_entry(
            kind,
            fields,
            personal or {},
            side or {},
            salts=lambda: self._random(SALT_BYTES),
            entry_id=entry_id or self.new_id(),
            index=index,
            recorded_at=self._recorded_at,
        )
        hashed = leaf_hash(entry.leaf_bytes)
        frontier, completed = self.frontier.append(hashed)
        self.connection.execute(
            _INSERT_ENTRY,
            {
                "entry_index": index,
                "id": entry.leaf["id"],
                "kind": entry.leaf["entry"],
                "recorded_at": self._recorded_at,
                "leaf": entry.leaf_bytes,
                "leaf_hash": hashed,
                "nodes": b"".join(completed),
            },
        )
        if entry.side_bytes is not None:
            self.connection.execute(_INSERT_SIDE, {"entry_index": index, "body": entry.side_bytes})
        self.frontier = frontier
        return Appended(index, entry.leaf["id"], self._recorded_at, hashed, frontier.size, frontier.root())
