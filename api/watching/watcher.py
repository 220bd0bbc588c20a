"""The watcher: a thread that reads the log behind the replies and records what it finds.

No reply waits for it and no answer depends on it. For each new entry, and each group of each watch it is a member
of, it asks for the window, has the child look, and records at most one finding. When it has come to the last entry
it looks at the groups in which something fell due since.
"""

import logging
import threading
from dataclasses import dataclass
from typing import Any, Literal

from api.watching.child import Run, WatchChild
from api.watching.ledger import Ledger, Look
from govengine.watch.finding import Finding, finding_of
from govengine.watch.limits import WatchError
from govengine.watch.ruleset import compile_ruleset

ATTEMPTS = 2
"""When a child dies or hangs a fresh one is asked once more: a kill from outside must not lose a finding."""
AGAIN = frozenset({"timeout", "child-died", "bad-reply"})

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WatchState:
    """How the watch is, for `/readyz` and `govengine doctor`. Counts are since this process started."""

    status: Literal["starting", "running", "unavailable", "failing", "stopped"]
    """`unavailable`: no child can be started. `failing`: the log cannot be read or written."""
    reason: str
    """One sentence when unavailable or failing, else empty."""
    cursor: int | None
    """Index of the last entry looked at; None before the first look."""
    findings: int
    failures: int


class Watcher:
    """Looks when woken, and every `poll_seconds`. `look()` and `look_at_due()` are one round each, for tests and the
    command line."""

    def __init__(self, ledger: Ledger, child: WatchChild, *, poll_seconds: float = 2.0) -> None:
        """The child is the watcher's from now on: `close()` closes it."""
        self._ledger = ledger
        self._child = child
        self._poll_seconds = poll_seconds
        self._woken = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._state = WatchState("starting", "", None, 0, 0)
        self._looking = threading.Lock()
        self._cursor: int | None = None
        self._day: int | None = None
        self._findings = 0
        self._failures = 0

    def start(self) -> None:
        """Starts the thread."""
        self._thread = threading.Thread(target=self._live, name="govengine-watch", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Says that there is something new. Returns at once; any thread may call it."""
        self._woken.set()

    def close(self) -> None:
        """Stops, in the middle of a round if need be, and closes the child. What was not seen stays new."""
        self._closing.set()
        self._woken.set()
        self._child.close()
        if self._thread:
            self._thread.join()
        self._say("stopped", "")

    def state(self) -> WatchState:
        """How it is now. Never waits."""
        return self._state

    def look(self) -> int:
        """One round over the entries after the cursor; returns how many. Raises what the ledger raises."""
        with self._looking:
            if self._cursor is None:
                self._cursor = self._ledger.cursor()
            before = looked = self._cursor
            found = self._ledger.next_round(before)
            if found.looks and not self._child.ensure():  # without anything to look for nobody needs a child
                self._say_unavailable()
                return 0
            try:
                for look in found.looks:
                    looked = max(looked, look.index - 1)
                    if self._closing.is_set() or not self._look_for(look):
                        break
                else:
                    looked = found.last
            finally:
                if looked > before:
                    self._ledger.save_cursor(looked)
                    self._cursor = looked
            self._say_running()
            return looked - before

    def look_at_due(self) -> int:
        """One round over what fell due although nothing was recorded; how many days it went on, 0 when it is today.

        For after `look()` has come to the last entry. Raises what the ledger raises.
        """
        with self._looking:
            if self._day is None:
                self._day = self._ledger.due_cursor()
            before = self._day
            found = self._ledger.next_due(before)
            if found.looks and not self._child.ensure():
                self._say_unavailable()
                return 0
            if not all(not self._closing.is_set() and self._look_for(look) for look in found.looks):
                return 0  # the day is looked at again: what was found is recorded once
            if found.last > before:
                self._ledger.save_due_cursor(found.last)
                self._day = found.last
            self._say_running()
            return found.last - before

    def _live(self) -> None:
        if not self._child.ensure():  # said at once, not when there is something to look for
            self._say_unavailable()
        while not self._closing.is_set():
            self._woken.clear()
            done = 0
            try:
                done = self.look() or self.look_at_due()
            except Exception as error:  # noqa: BLE001 — the thread's last line: the log is read again at the next round
                self._say(
                    "failing", f"The watch cannot read or write the log ({type(error).__name__}).", error
                )
            if not done and not self._closing.is_set():
                self._woken.wait(self._poll_seconds)

    def _look_for(self, look: Look) -> bool:
        """Whether the look is done; False when no child can be had, or on the way out."""
        try:
            run, finding = self._find(look)
        except WatchError as error:
            run, finding = Run(failed=error.code), None
        if run.failed == "unavailable":
            self._say_unavailable()
        if run.failed in {"unavailable", "closed"}:
            return False
        if run.failed:
            self._ledger.record_failure(look, run.failed)
            self._failures += 1
        if finding and self._ledger.record_finding(look, finding):
            self._findings += 1
        return True

    def _find(self, look: Look) -> tuple[Run, Finding | None]:
        window = self._ledger.window(look)
        if window is None or len(window.matters) < look.watch.count or not window.pivot:
            return Run(), None  # too few to meet it, whatever their days
        ruleset, asked = compile_ruleset(look.watch), window.request()
        run = self._child.run(ruleset, asked)
        for _ in range(ATTEMPTS - 1):
            if run.failed in AGAIN:
                run = self._child.run(ruleset, asked)
        return run, None if run.failed else finding_of(window, run.chosen, run.fired)

    def _say_running(self) -> None:
        if not self._closing.is_set() and not self._child.unavailable:
            self._say("running", "")

    def _say_unavailable(self) -> None:
        if not self._closing.is_set():
            self._say("unavailable", self._child.unavailable)

    def _say(self, status: Any, reason: str, error: Exception | None = None) -> None:
        """Keeps the state, and logs a change for the worse once."""
        if reason and reason != self._state.reason:
            _log.warning("%s", reason)
            _log.debug("The reason in full", exc_info=error)  # an error of the database may quote values
        self._state = WatchState(status, reason, self._cursor, self._findings, self._failures)
