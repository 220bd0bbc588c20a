"""Telling a PostgreSQL server that hangs from one that is slow: a server that hangs answers nobody.

A server whose machine is stopped, or behind a network that swallows what it is sent, refuses nothing: who waits
for it waits for ever, and no timeout of the server's own ends that. A fixed limit on every statement would end those
that may take long (a migration, VACUUM). So whoever has heard nothing for a moment asks for a new connection: while
the server greets that, the statement may take its time; when it does not, the connection is given up as lost.
"""

import selectors
import threading
from time import monotonic
from typing import Any

import psycopg
from psycopg import generators
from psycopg.conninfo import make_conninfo

QUIET_S = 0.3
"""How long a statement is quiet before anybody wonders."""
GREETING_S = 0.6
"""How long a server that is well takes at most to greet a new connection."""
BELIEVED_S = 0.25
"""How long what was found is taken as still so: many wait, and one asks."""


class Server:
    """A PostgreSQL server as this process sees it. Safe to use from several threads."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._answered, self._asked_at = True, -BELIEVED_S
        self._conninfo = ""

    def connect(self, *args: Any, **params: Any) -> psycopg.Connection[Any]:
        """A connection that gives up when the server hangs. At once, while it is known to."""
        plain = {name: value for name, value in params.items() if name != "context"}
        self._conninfo = make_conninfo(*args, **plain)
        if not self._answered and not self.answers():
            raise psycopg.OperationalError("the server does not answer")
        connection: AttentiveConnection = AttentiveConnection.connect(*args, **params)
        connection.server = self
        return connection

    def answers(self) -> bool:
        """Whether it greets a new connection, if only to say that it takes no more."""
        with self._asking:
            if monotonic() - self._asked_at >= BELIEVED_S:
                self._answered = _greets(self._conninfo)
                self._asked_at = monotonic()
            return self._answered


class AttentiveConnection(psycopg.Connection[Any]):
    """A connection that is closed when its server answers nobody."""

    server: Server | None = None

    def wait(self, gen: Any, *args: Any, **limits: Any) -> Any:
        """As psycopg's, which looks in every tenth of a second. Raises OperationalError when the server hangs."""
        return super().wait(self._attend(gen), *args, **limits)

    def _attend(self, gen: Any) -> Any:
        heard = monotonic()
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if ready:
                    heard = monotonic()
                elif monotonic() - heard >= QUIET_S and self.server and not self.server.answers():
                    self.close()
                    raise psycopg.OperationalError("the server has stopped answering")
                wanted = gen.send(ready)
        except StopIteration as done:
            return done.value


def _greets(conninfo: str) -> bool:
    end = monotonic() + GREETING_S
    greeting = generators.connect(conninfo)
    try:
        socket, wanted = next(greeting)
        while True:
            with selectors.DefaultSelector() as selector:
                selector.register(socket, wanted)
                ready = selector.select(max(end - monotonic(), 0))
            if not ready:
                greeting.close()
                return False
            socket, wanted = greeting.send(ready[0][1])
    except StopIteration as done:
        done.value.finish()
    except psycopg.Error:
        pass  # refused, which is an answer
    return True
