"""After an erasure: the database's own leavings. What was erased must not lie about in pages nobody reads.

SQLite overwrites what it frees (`secure_delete`), but the write-ahead log still holds the pages as they were, until
it is brought into the file and cut to nothing. PostgreSQL keeps the old rows until VACUUM, and their bytes in the
free space of a page even then, until the table is rewritten (VACUUM FULL): done at once for a table that takes a
moment, and by `govengine retention scrub` for a large one. What its own write-ahead log and backups keep is in
docs/data-protection.md.
"""

import logging
import time

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from api.store.database import is_sqlite

_log = logging.getLogger(__name__)

TOUCHED = ("side_rows", "decision_keys", "idempotency", "watch_groups")
SMALL_BYTES = 64 * 1024 * 1024
"""A table up to this size is rewritten at once; recording waits for it, a second at most."""

ATTEMPTS = 20
PAUSE_S = 0.05


def scrub(engine: Engine, *, thoroughly: bool = False) -> bool:
    """Remove what the database kept of erased rows. Whether it could; the erasure holds in any case.

    `thoroughly` rewrites the tables, so that no free space keeps an old byte; nobody can write meanwhile.
    """
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return (_scrub_sqlite if is_sqlite(connection) else _scrub_postgresql)(connection, thoroughly)
    except DBAPIError as error:
        _log.warning("what an erasure leaves in the database's own files is still there: %s", error.orig)
        return False


def _scrub_sqlite(connection: Connection, thoroughly: bool) -> bool:  # noqa: FBT001
    if thoroughly:
        connection.exec_driver_sql("COMMIT")  # `api.store.database` begins one, whatever the driver is told
        connection.exec_driver_sql("VACUUM")
    for _ in range(ATTEMPTS):
        # Busy while somebody reads what the log still holds; readers of this service are short.
        busy, _pages, _moved = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        if not busy:
            return True
        time.sleep(PAUSE_S)
    _log.warning("the write-ahead log could not be emptied after an erasure: somebody reads it")
    return False


def _scrub_postgresql(connection: Connection, thoroughly: bool) -> bool:  # noqa: FBT001
    clean = True
    for table in TOUCHED:
        size = connection.execute(
            text("SELECT pg_total_relation_size(:table)"), {"table": table}
        ).scalar_one()
        rewrite = thoroughly or size <= SMALL_BYTES
        connection.execute(text(f"VACUUM {'FULL ' if rewrite else ''}{table}"))
        if not rewrite:
            _log.warning("%s is large: run `govengine retention scrub` when few are at work", table)
            clean = False
    return clean
