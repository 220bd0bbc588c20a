"""Looking through a span of the log, for whoever adds a watch or wants to know what it would have found."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.desk import Desk
from api.store.head import read_head
from api.store.watch_groups import first_since
from api.watching.child import WatchChild
from api.watching.log_ledger import LogLedger
from api.watching.watcher import Watcher
from govengine.record import instant_text


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking came to. `stopped` says why it ended before the last entry; empty when it did not."""

    entries: int
    findings: int
    failures: int
    stopped: str

    def to_json(self) -> dict[str, int | str]:
        """For `--json`."""
        return {
            "entries": self.entries,
            "findings": self.findings,
            "failures": self.failures,
            "stopped": self.stopped,
        }


def look_since(
    desk: Desk, child: WatchChild, since: datetime, progress: Callable[[int, int], None]
) -> Looked:
    """Look through every entry recorded since then, and what fell due since. Goes on where an earlier look with the same watches ended.

    What was found before is not recorded again. The child is closed at the end.
    """
    ledger = LogLedger(desk, consumer="watch")
    with desk.engine.connect() as connection:
        start = first_since(connection, instant_text(since))
        size = read_head(connection).size
    watches = hashlib.sha256(repr(ledger.watches()).encode()).hexdigest()[:12]
    ledger = LogLedger(desk, consumer=f"watch since {instant_text(since)} {watches}", start=start)
    watcher = Watcher(ledger, child)
    first = at = ledger.cursor() + 1
    try:
        while at < size and (done := watcher.look()):
            at += done
            progress(min(at, size) - first, size - first)
        while at >= size and watcher.look_at_due():
            pass
        state = watcher.state()
    finally:
        watcher.close()
    stopped = state.reason if at < size else ""
    return Looked(at - first, state.findings, state.failures, stopped)
