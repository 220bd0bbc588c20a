"""The watcher: a thread that reads the log behind the replies and records what it finds.

No reply waits for it and no answer depends on it. For each new decision that somebody may act on, and each
pattern it could belong to, it asks for the window, has the child look, and records at most one finding.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from api.watching.child import Run, WatchChild
from api.watching.ledger import Ledger, RecordedDecision
from govengine.watch import Event, Finding, Pattern, WatchError, compile_ruleset, finding_of, window_of

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
    """Index of the last decision looked at; None before the first look."""
    findings: int
    failures: int


class Watcher:
    """Looks when woken, and every `poll_seconds`. `look()` is one round, for tests and the command line."""

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
        """One round over the decisions after the cursor; returns how many. Raises what the ledger raises."""
        with self._looking:
            if self._cursor is None:
                self._cursor = self._ledger.cursor()
            before = looked = self._cursor
            patterns = self._ledger.patterns()
            if patterns and not self._child.ensure():  # without patterns nobody needs a child
                self._say_unavailable()
                return 0
            decisions = self._ledger.new_decisions(before)
            done = 0
            try:
                for decision in decisions:
                    if self._closing.is_set() or not self._look_at(decision, patterns):
                        break
                    looked, done = decision.index, done + 1
            finally:
                if looked > before:
                    self._ledger.save_cursor(looked)
                    self._cursor = looked
            if not self._closing.is_set() and (not patterns or not self._child.unavailable):
                self._say("running", "")
            return done

    def _live(self) -> None:
        while not self._closing.is_set():
            self._woken.clear()
            done = 0
            try:
                done = self.look()
            except Exception as error:  # noqa: BLE001 — the thread's last line: the log is read again at the next round
                self._say(
                    "failing", f"The watch cannot read or write the log ({type(error).__name__}).", error
                )
            if not done and not self._closing.is_set():
                self._woken.wait(self._poll_seconds)

    def _look_at(self, decision: RecordedDecision, patterns: Sequence[Pattern]) -> bool:
        """Whether the decision is dealt with; False when no child can be had, or on the way out."""
        if not decision.may_act:
            return True
        for pattern in patterns:
            key_hash = decision.keys.get(pattern.same)
            if (
                key_hash is None
                or decision.kind not in pattern.kinds
                or pattern.scheme not in decision.schemes
            ):
                continue
            try:
                run, finding = self._find(pattern, key_hash, decision)
            except WatchError as error:
                run, finding = Run(failed=error.code), None
            if run.failed == "unavailable":
                self._say_unavailable()
            if run.failed in {"unavailable", "closed"}:
                return False
            if run.failed:
                self._ledger.record_failure(pattern, run.failed, decision)
                self._failures += 1
            if finding and self._ledger.record_finding(finding):
                self._findings += 1
        return True

    def _find(
        self, pattern: Pattern, key_hash: str, decision: RecordedDecision
    ) -> tuple[Run, Finding | None]:
        ruleset: dict[str, Any] = compile_ruleset(pattern)
        reach = pattern.within_days - 1
        trigger = Event(decision.index, decision.id, decision.kind, decision.day)
        events = self._ledger.window(
            pattern,
            pattern.same,
            key_hash,
            pattern.kinds,
            from_day=decision.day - reach,
            to_day=decision.day + reach,
        )
        window = window_of(pattern, trigger, events)
        if len(window.events) < pattern.count:
            return Run(), None  # too few to meet it, whatever their days
        run = self._child.run(ruleset, window.facts())
        for _ in range(ATTEMPTS - 1):
            if run.failed in AGAIN:
                run = self._child.run(ruleset, window.facts())
        return run, None if run.failed else finding_of(window, run.fired)

    def _say_unavailable(self) -> None:
        if not self._closing.is_set():
            self._say("unavailable", self._child.unavailable)

    def _say(self, status: Any, reason: str, error: Exception | None = None) -> None:
        """Keeps the state, and logs a change for the worse once."""
        if reason and reason != self._state.reason:
            _log.warning("%s", reason)
            _log.debug("The reason in full", exc_info=error)  # an error of the database may quote values
        self._state = WatchState(status, reason, self._cursor, self._findings, self._failures)
