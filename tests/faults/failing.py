"""Seams at which a real part can be made to fail at its n-th call: the database driver, the clock, randomness.

The storage seam sits where SQLAlchemy calls the driver, so that everything above it (how errors are wrapped,
which connections are given up) is what it is in production.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import psycopg
from sqlalchemy import Engine, event

T = TypeVar("T")

ONCE, FOR_GOOD = "once", "for good"

REFUSED = "refused"
"""The database says no: nothing was done."""
CUT_OFF = "cut off"
"""The connection broke before anything was done."""
ANSWER_LOST = "answer lost"
"""It was done, and the connection broke before that was heard."""


@dataclass
class Fuse:
    """Counts calls from `arm` on; the `at`-th fails, with `lasting` every later one as well. 0 never fails."""

    calls: int = 0
    at: int = 0
    lasting: bool = False
    way: str = REFUSED
    blown: bool = False

    @contextmanager
    def armed(self, at: int, *, lasting: bool, way: str = REFUSED) -> Iterator[None]:
        """Fail within this block, and not after it."""
        self.calls, self.at, self.lasting, self.way, self.blown = 0, at, lasting, way, False
        try:
            yield
        finally:
            self.at = 0

    def due(self) -> bool:
        """Count one call. Whether it is to fail."""
        self.calls += 1
        fails = bool(self.at) and (self.calls == self.at or (self.lasting and self.calls > self.at))
        self.blown = self.blown or fails
        return fails

    def around(self, part: Callable[..., T]) -> Callable[..., T]:
        """`part`, failing when it is due as a part of the operating system fails."""

        def call(*given: Any) -> T:
            if self.due():
                raise OSError("the part that was to fail has failed")
            return part(*given)

        return call


def break_storage(engine: Engine, fuse: Fuse) -> None:
    """Put `fuse` between SQLAlchemy and the driver: connecting, every statement, COMMIT and ROLLBACK."""
    dialect = engine.dialect

    def fail(connection: Any, act: Callable[[], object]) -> None:
        if fuse.way == ANSWER_LOST:
            act()
        if dialect.name == "sqlite":
            raise sqlite3.OperationalError("disk I/O error")
        if fuse.way == REFUSED:
            raise psycopg.OperationalError("could not extend file: no space left on device")
        connection.close()
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    def execute(cursor: Any, statement: str, parameters: Any, _context: Any = None) -> None:
        if fuse.due():
            fail(cursor.connection, lambda: cursor.execute(statement, parameters))

    def execute_many(cursor: Any, statement: str, parameters: Any, _context: Any = None) -> None:
        if fuse.due():
            fail(cursor.connection, lambda: cursor.executemany(statement, parameters))

    def ending(act: Callable[[Any], None]) -> Callable[[Any], None]:
        def end(connection: Any) -> None:
            if fuse.due():
                fail(connection.driver_connection, lambda: act(connection))
            act(connection)

        return end

    def connecting(_dialect: Any, _record: Any, _arguments: Any, _keywords: Any) -> None:
        if fuse.due():
            kind = sqlite3 if dialect.name == "sqlite" else psycopg
            raise kind.OperationalError("the database cannot be reached")

    event.listen(engine, "do_execute", execute)
    event.listen(engine, "do_executemany", execute_many)
    event.listen(engine, "do_connect", connecting)
    dialect.do_commit = ending(dialect.do_commit)  # type: ignore[method-assign]
    dialect.do_rollback = ending(dialect.do_rollback)  # type: ignore[method-assign]
