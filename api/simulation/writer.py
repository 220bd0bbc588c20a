"""Rows of a simulated log, written in bulk: entries, side rows, the read model, the head, signed checkpoints.

The tree grows as it always does, and a checkpoint is signed for every thousand entries. On SQLite the file is
written without waiting for the disk, which is set right again at the end: a simulation that is broken off is thrown
away, never recovered.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Table

from api.simulation.world import Made
from api.store.database import is_sqlite
from api.store.head import write_head
from api.store.signing import sign
from api.store.tables import decision_keys, decision_parties, decisions, entries, side_rows, tree_nodes
from govengine.record import Frontier, Kind, SigningKey, StoredHead

ENTRIES_EACH = 1_000
"""Entries under one checkpoint."""

BATCHES_EACH = 20
"""Checkpoints in one transaction."""

PROPOSED = Kind.DECISION_PROPOSED.value
TABLES = (entries, tree_nodes, side_rows, decisions, decision_parties, decision_keys)
Rows = dict[Table, list[tuple[object, ...]]]


class Writer:
    """Appends to a log that nobody else writes to."""

    def __init__(self, connection: Connection, head: StoredHead, frontier: Frontier, key: SigningKey) -> None:
        self._connection, self._head, self._key = connection, head, key
        self._batches = 0
        self._rows: Rows = {table: [] for table in TABLES}
        self._statements = {table: _statement(connection, table) for table in TABLES}
        self._recorded_at = head.recorded_at
        self.frontier = frontier

    @property
    def next_index(self) -> int:
        """The index of the entry that comes next."""
        return self.frontier.size

    def append(self, made: Made) -> None:
        """Take one entry and its place in the read model."""
        index, entry_id, recorded_at, leaf, hashed, side, decision, parties, keys = made
        rows = self._rows
        self.frontier, completed = self.frontier.append(hashed)
        rows[entries].append((index, entry_id, PROPOSED, recorded_at, leaf, hashed))
        rows[tree_nodes].append((index, b"".join(completed)))
        if side is not None:
            rows[side_rows].append((index, side))
        rows[decisions].append(decision)
        rows[decision_parties] += [(index, body) for body in parties]
        rows[decision_keys] += [(index, fact, key) for fact, key in keys]
        self._recorded_at = recorded_at
        if len(rows[entries]) == ENTRIES_EACH:
            self.flush()

    def flush(self) -> None:
        """Write what was taken, sign, and commit every so often."""
        for table, rows in self._rows.items():
            if rows:
                self._connection.exec_driver_sql(self._statements[table], rows)
        if self._rows[entries]:
            self._rows = {table: [] for table in TABLES}
            after = StoredHead(self.frontier.size, self.frontier.root(), self._recorded_at)
            write_head(self._connection, self._head, after)
            verifier = self._key.verifier.text()
            sign(
                self._connection,
                self.frontier,
                self._recorded_at,
                verifier=verifier,
                signer=lambda _: self._key,
            )
            self._head = after
            self._batches += 1
            if self._batches % BATCHES_EACH == 0:
                self._connection.commit()


def _statement(connection: Connection, table: Table) -> str:
    mark = "?" if is_sqlite(connection) else "%s"
    names = [column.name for column in table.columns]
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})"  # noqa: S608 our own names


@contextmanager
def in_bulk(engine: Engine) -> Iterator[Connection]:
    """A connection to an empty log that does not wait for the disk; committed and set right at the end.

    SQLite's triggers and indexes are put aside meanwhile and made again from their own text: checking each row and
    sorting each key takes as long as all the rest.
    """
    engine.dispose()  # SQLite leaves WAL only for the one connection there is
    with engine.connect() as connection:
        if not is_sqlite(connection):
            yield connection
            connection.commit()
            return
        aside = connection.exec_driver_sql(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
            " AND NOT (type = 'trigger' AND tbl_name = 'head') ORDER BY name"
        ).all()
        connection.rollback()
        _pragmas(connection, "journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-65536")
        for kind, name, _ in aside:
            connection.exec_driver_sql(f"DROP {kind} {name}")
        yield connection
        for _, _, text in aside:
            connection.exec_driver_sql(text)
        connection.commit()
        _pragmas(connection, "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-2000")


def _pragmas(connection: Connection, *settings: str) -> None:
    cursor = connection.connection.cursor()
    for setting in settings:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
