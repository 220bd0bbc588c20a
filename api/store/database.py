"""Connecting to the database that holds the log: SQLite by default, PostgreSQL for several processes.

Everything that makes a commit durable and a lock short is set here, on every connection, so that no
deployment has to remember it.
"""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError

from api.store.own_connection import OwnConnectionPool
from govengine.errors import Problem, RecordError

LOCK_WAIT_MS = 700
"""How long a statement waits for a lock somebody else holds: a 503 is better than a page that hangs.

Who asks while a batch waits for the lock waits for that batch and then for the lock in the next one, so a 503
comes after two of these at most, and within the two seconds that `tests/faults` holds it to.
"""

CONNECT_TIMEOUT_S = 2
"""The least that PostgreSQL's library knows."""

POOL_SIZE = 16
"""Connections kept open. The pool's own five would be opened and closed all day by a server's threads."""

WRITING_KIB, READING_KIB = 4_096, 1_024
"""What a connection to SQLite keeps of its file. SQLite's own 2 MB are used up by a second's leaves, and what was there
before has to be read again for the next question about somebody known. Where every connection came to hold as much, a
process grew by 7 to 11 % from 20,000 to 200,000 decisions."""

KEEPS = "keeps"
"""Where it stands in a connection's `info` how much it keeps now."""

LOG_LOCK = 0x676F76656E67
"""The advisory lock of the log in PostgreSQL ("goveng"): a number nothing else in the database uses."""

UPGRADE_LOCK = LOG_LOCK + 1

SQLITE_READONLY, PRIMARY_CODE = 8, 0xFF
"""SQLite's result code "attempt to write a readonly database"; its variants differ in higher bits."""

WAL_ATTEMPTS = 10
"""Changing to WAL does not wait for other connections, so a first start of several processes asks again."""


def connect(url: str, *, lock_wait_ms: int = LOCK_WAIT_MS) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`; connects only when first used.

    Raises RecordError `database-url` for any other form, and for SQLite in memory, where every connection
    would see a log of its own. The message never repeats the URL: it may hold a password.
    """
    target = _target(url)
    if target.get_backend_name() == "sqlite":
        engine = create_engine(
            target,
            hide_parameters=True,
            poolclass=OwnConnectionPool,
            pool_size=POOL_SIZE,
            pool_use_lifo=True,
            connect_args={"timeout": lock_wait_ms / 1000},
        )
        _prepare_sqlite(engine)
        _stay_with_file(engine, Path(target.database or ""))
    else:
        engine = create_engine(
            target,
            hide_parameters=True,
            # The head is read after the lock was waited for: with an older snapshot it would be a stale one.
            isolation_level="READ COMMITTED",
            # Otherwise a restart of the server would fail one command for each pooled connection.
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            connect_args={"connect_timeout": CONNECT_TIMEOUT_S},
        )
        _prepare_postgresql(engine, lock_wait_ms)
        _attend_to_server(engine)
    return engine


def make_folder(url: str) -> None:
    """Make the folder of an SQLite database. Raises RecordError `database-url`."""
    target = _target(url)
    if target.get_backend_name() != "sqlite":
        return
    folder = Path(target.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The folder of the database cannot be made: {error.strerror}."
        what_to_do = "Name a file in a folder that is there, or that can be made."
        raise RecordError([Problem("database-url", message, what_to_do, str(folder))]) from error


def is_sqlite(connection: Connection) -> bool:
    """Whether this is SQLite: the one place where the two databases are told apart."""
    return connection.dialect.name == "sqlite"


def lock_log(connection: Connection) -> None:
    """Begin a transaction and hold the log lock to its end; nobody else appends meanwhile.

    SQLite `BEGIN IMMEDIATE`, PostgreSQL a transaction-level advisory lock. Raises SQLAlchemy's
    OperationalError when somebody else holds it for longer than the connection waits.
    """
    _begin_locked(connection, LOG_LOCK)


def lock_upgrade(connection: Connection) -> None:
    """Begin a transaction in which this process alone changes the tables; waits a minute for another."""
    connection.detach()  # its patience must not come back to the pool
    if is_sqlite(connection):
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA busy_timeout = 60000")
        cursor.execute("PRAGMA foreign_keys = OFF")  # a table that is written anew is pointed at by others
    else:
        connection.exec_driver_sql("SET lock_timeout = '60s'")
    _begin_locked(connection, UPGRADE_LOCK)


def _begin_locked(connection: Connection, lock: int) -> None:
    if is_sqlite(connection):
        connection.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        connection.begin()
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _target(url: str) -> URL:
    try:
        target = make_url(url)
    except ArgumentError:
        raise _bad_url() from None
    match target.drivername:
        case "sqlite" if target.database and target.database != ":memory:":
            return target
        case "postgresql" | "postgres" | "postgresql+psycopg":
            return target.set(drivername="postgresql+psycopg")
        case _:
            raise _bad_url()


def _bad_url() -> RecordError:
    return RecordError(
        [
            Problem(
                "database-url",
                "This is not the address of a database the log can live in.",
                "Use sqlite:///path/to/file or postgresql://user@host/database.",
            )
        ]
    )


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver must begin nothing by itself: it would begin late, and sometimes end what we began.
        connection.isolation_level = None
        cursor = connection.cursor()
        _use_wal(cursor)
        cursor.execute("PRAGMA synchronous=FULL")  # NORMAL would lose acknowledged entries with the power
        cursor.execute("PRAGMA secure_delete=ON")  # erased values are overwritten in the file, DESIGN §3
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "handle_error")
    def give_up(context: ExceptionContext) -> None:
        # SQLite opens a file that cannot be written for reading, and such a connection never writes again.
        code = getattr(context.original_exception, "sqlite_errorcode", 0)
        if code & PRIMARY_CODE == SQLITE_READONLY:
            context.is_disconnect = True

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        how = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        keeps = READING_KIB if how == "BEGIN" else WRITING_KIB
        if connection.info.get(KEEPS) != keeps:
            connection.exec_driver_sql(f"PRAGMA cache_size=-{keeps}")
            connection.info[KEEPS] = keeps
        connection.exec_driver_sql(how)


def _stay_with_file(engine: Engine, path: Path) -> None:
    # A file that is moved or deleted under us can still be written, and is then found by nobody; and where it
    # was, connecting would make an empty one. A connection is lent out only while its file is the one there.
    import sqlite3

    def gone() -> sqlite3.OperationalError:
        return sqlite3.OperationalError("the database file is not where it was")

    def which() -> tuple[int, int] | None:
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    met = False

    @event.listens_for(engine, "do_connect")
    def look(*_given: object) -> None:
        if met and which() is None:
            raise gone()

    @event.listens_for(engine, "connect")
    def note(_connection: Any, record: Any) -> None:
        nonlocal met
        met = True
        record.info["file"] = which()

    @event.listens_for(engine, "checkout")
    def check(_connection: Any, record: Any, _proxy: Any) -> None:
        now = which()
        if now is None:
            raise OperationalError("checking the file", None, gone())
        if now != record.info["file"]:
            raise DisconnectionError  # another file was put there: the pool connects to it


def _use_wal(cursor: Any) -> None:
    import sqlite3

    for attempt in range(WAL_ATTEMPTS):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if attempt + 1 == WAL_ATTEMPTS:
                raise
            time.sleep(0.05)
        else:
            return


def _attend_to_server(engine: Engine) -> None:
    from api.store.liveness import Server

    server = Server()

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, args: Any, params: Any) -> Any:
        return server.connect(*args, **params)


def _prepare_postgresql(engine: Engine, lock_wait_ms: int) -> None:
    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {lock_wait_ms:d}")
            # A server set to answer before its disk has the commit would break "recorded durably, then
            # replied".
            cursor.execute(
                "SELECT set_config('synchronous_commit', 'on', false)"
                " WHERE current_setting('synchronous_commit') = 'off'"
            )
        connection.commit()
