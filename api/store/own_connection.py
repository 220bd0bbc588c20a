"""A pool of connections to SQLite in which the thread that appends has one of its own.

A connection keeps pages of the file in memory, and those of the one that wrote last are the ones that are still true. Were it
lent to whoever comes next, the next batch would begin with pages that have to be read again, and in time each
connection of the pool would hold as much as the appender needs.
"""

import threading

from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

APPENDER = "appender"
"""The name of the thread that appends."""


class OwnConnectionPool(QueuePool):
    """Lends the appender the same connection again and again; to all others what is free."""

    _own: ConnectionPoolEntry | None = None

    def _do_get(self) -> ConnectionPoolEntry:
        if threading.current_thread().name == APPENDER and self._own is not None:
            own, self._own = self._own, None
            return own
        return super()._do_get()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        if threading.current_thread().name == APPENDER and self._own is None:
            self._own = record
        else:
            super()._do_return_conn(record)

    def checkedin(self) -> int:
        """How many wait to be lent, the appender's among them."""
        return super().checkedin() + (self._own is not None)

    def checkedout(self) -> int:
        """How many are lent."""
        return super().checkedout() - (self._own is not None)

    def dispose(self) -> None:
        """Close every connection that is not lent."""
        if self._own is not None:
            own, self._own = self._own, None
            super()._do_return_conn(own)
        super().dispose()
