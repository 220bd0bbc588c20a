"""What a command may do while it holds the log: read, write the read model, append entries."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table

from api.store.batch import Asked, Batch, History, Mark, Seal
from api.store.tables import entries, log_keys, side_rows, tree_nodes
from govengine.record import Receipt, VerifierKey, identifier, instant_text, leaf_hash, make_entry
from govengine.record.commitment import SALT_BYTES
from govengine.record.identifier import RANDOM_BYTES


@dataclass(frozen=True, slots=True)
class Appended:
    """An entry as it was appended. It is in the log only once `Appender.submit` has returned."""

    index: int
    id: str
    recorded_at: str
    leaf_hash: bytes
    seal: Seal

    def receipt(self) -> Receipt:
        """Its receipt by the checkpoint of its batch, made without reading anything. Only after `submit`."""
        growth = self.seal.growth
        if growth is None:
            raise RuntimeError("There is no receipt before the batch is committed.")
        size = growth.before.size + len(growth.completed)
        return Receipt(self.index, size, self.leaf_hash, growth.inclusion(self.index), self.seal.note)


class Transaction:
    """One command's turn under the log lock. Sees every entry before it, committed or of the same batch.

    `now` is the moment everything in this turn is recorded at: aware, UTC, never before the entry before it.
    A command neither commits nor rolls back: it returns or raises.
    """

    __slots__ = ("_batch", "_before", "_guarded", "_mark", "_random", "_told", "now", "recorded_at")

    def __init__(self, batch: Batch, now: datetime, random: Callable[[int], bytes]) -> None:
        self.now = now
        self.recorded_at = instant_text(now)
        self._random = random
        self._batch = batch
        self._before = batch.frontier, batch.recorded_at, batch.verifier
        self._mark: Mark = batch.mark()
        self._guarded = False
        self._told: list[Asked] = []

    @property
    def connection(self) -> Connection:
        """The connection, for statements of `api.store`. Everything appended so far is written first.

        Ask for it anew for each statement: what is appended after asking is not written yet.
        """
        if not self._guarded:
            self.guard()
        self._batch.flush()
        return self._batch.connection

    @property
    def reader(self) -> Connection:
        """The connection for reading, with nothing written first: for readers that look at `pending` too."""
        return self._batch.connection

    def pending(self, table: Table) -> Sequence[Mapping[str, Any]]:
        """The rows of `table` that `reader` does not see yet."""
        return self._batch.pending(table)

    @property
    def memo(self) -> dict[str, Any]:
        """What the commands of this batch have read, for the next of them."""
        return self._batch.memo

    @property
    def answers(self) -> dict[Asked, Mapping[str, Any] | None]:
        """The rows kept for the Idempotency-Keys this batch was asked under; None for a new key.

        Whoever takes such rows away clears it: they are looked up again then.
        """
        return self._batch.answers

    @property
    def histories(self) -> Mapping[History, tuple[str, Sequence[Any]]]:
        """The decisions that were looked up for the batch, from a day on, as they were before it."""
        return self._batch.histories

    def answer(self, asked: Asked, row: Mapping[str, Any]) -> None:
        """Let the next commands of the batch know what was answered."""
        if asked in self._batch.answers:
            self._batch.answers[asked] = row
            self._told.append(asked)

    def insert(self, table: Table, row: Mapping[str, Any]) -> None:
        """Write `row` with the batch. For rows whose key is new, as that of an entry just appended."""
        self._batch.keep(table, row)

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
        batch = self._batch
        index = batch.frontier.size
        entry = make_entry(
            kind,
            fields,
            personal or {},
            side or {},
            salts=lambda: self._random(SALT_BYTES),
            entry_id=entry_id or self.new_id(),
            index=index,
            recorded_at=self.recorded_at,
        )
        hashed = leaf_hash(entry.leaf_bytes)
        frontier, completed = batch.frontier.append(hashed)
        row = {
            "entry_index": index,
            "id": entry.leaf["id"],
            "kind": entry.leaf["entry"],
            "recorded_at": self.recorded_at,
            "leaf": entry.leaf_bytes,
            "leaf_hash": hashed,
        }
        batch.keep(entries, row)
        batch.keep(tree_nodes, {"entry_index": index, "hashes": b"".join(completed)})
        if entry.side_bytes is not None:
            batch.keep(side_rows, {"entry_index": index, "body": entry.side_bytes})
        batch.frontier, batch.recorded_at = frontier, self.now
        batch.growth.append(completed)
        return Appended(index, entry.leaf["id"], self.recorded_at, hashed, batch.seal)

    @property
    def next_index(self) -> int:
        """The index of the entry that would be appended next."""
        return self._batch.frontier.size

    def sign_with(self, verifier: VerifierKey) -> None:
        """Have this key sign from the entry just appended on."""
        self.insert(
            log_keys,
            {
                "since_size": self.next_index,
                "verifier": verifier.text(),
                "recorded_at": self.recorded_at,
            },
        )
        self._batch.verifier = verifier.text()

    def guard(self) -> None:
        """Take a savepoint before anything of this command is written. For the appender and `connection`."""
        own = self._batch.take(self._mark)
        self._batch.flush()
        self._batch.connection.exec_driver_sql("SAVEPOINT command")
        self._batch.restore(own)
        self._mark, self._guarded = {}, True

    def release(self) -> None:
        """Keep what the command did. For the appender."""
        if self._guarded:
            self._batch.connection.exec_driver_sql("RELEASE SAVEPOINT command")

    def undo(self) -> None:
        """Undo all the command did. For the appender."""
        self._batch.take(self._mark)
        gone = self._batch.frontier.size - self._before[0].size
        self._batch.frontier, self._batch.recorded_at, self._batch.verifier = self._before
        if gone:
            del self._batch.growth[-gone:]
        self._batch.failure = None
        self._batch.memo.clear()
        for asked in self._told:
            self._batch.answers.pop(asked, None)  # it is looked up again
        if self._guarded:
            self._batch.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT command")
            self._batch.connection.exec_driver_sql("RELEASE SAVEPOINT command")
