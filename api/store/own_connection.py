"""A pool of connections to SQLite in which the thread that appends has one of its own.

A connection keeps pages of the file in memory, and those of the one that wrote last are the ones that are still true. Were it
lent to whoever comes next, the next batch would begin with pages that have to be read again, and in time each
connection of the pool would hold as much as the appender needs.
"""

import threading
from contextlib import suppress
from typing import Any

from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

APPENDER = "appender"
"""The name of the thread that appends."""


class OwnConnectionPool(QueuePool):
    """Lends the appender the same connection again and again; to all others what is free."""

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        # One, and none while it is lent. A list, whose steps no other thread comes between: two appenders may share a pool.
        self._own: list[ConnectionPoolEntry] = []

    def _do_get(self) -> ConnectionPoolEntry:
        if threading.current_thread().name == APPENDER:
            with suppress(IndexError):
                return self._own.pop()
        return super()._do_get()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if threading.current_thread().name == APPENDER and not self._own:
            self._own.append(record)
        else:
            super()._do_return_conn(record)

    def checkedin(self) -> int:
        """How many wait to be lent, the appender's among them."""
        return super().checkedin() + len(self._own)

    def checkedout(self) -> int:
        """How many are lent."""
        return super().checkedout() - len(self._own)

    def dispose(self) -> None:
        """Close every connection that is not lent."""
        while self._own:
            super()._do_return_conn(self._own.pop())
        super().dispose()
