"""The sweeper: does what falls due by itself, by a thread nobody waits for.

It lets go of what is kept for a time only, and notes what nobody answered in time.
"""

import logging
import threading
from collections.abc import Callable, Sequence

from api.store.appender import Appender
from api.store.transaction import Transaction

EVERY_S = 600.0

_log = logging.getLogger(__name__)


class Sweeper:
    """Does each round every ten minutes, the first at the start. `sweep()` is one round, for tests."""

    def __init__(self, appender: Appender, rounds: Sequence[Callable[[Transaction], None]]) -> None:
        self._appender, self._rounds = appender, rounds
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._live, name="govengine-sweeper", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=1)

    def sweep(self) -> None:
        """One round, each part in a transaction of its own. Raises LogUnavailable."""
        for one in self._rounds:
            self._appender.submit(one)

    def _live(self) -> None:
        while not self._closing.is_set():
            try:
                self.sweep()
            except Exception as error:  # noqa: BLE001 whatever it is, the service goes on and tries again
                _log.warning("what falls due by itself was not done: %s", type(error).__name__)
            self._closing.wait(EVERY_S)
