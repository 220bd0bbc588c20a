"""The daily copy: the latest checkpoint left in the place the owner named, by a thread nobody waits for."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from api.evidence.last_copy import LastCopy, age_text, recall, remember
from api.evidence.outside_copy import copy_to, public_name
from api.store.proofs import last_checkpoint
from govengine.errors import Problem, RecordError

EVERY = timedelta(days=1)
AGAIN = timedelta(minutes=10)
"""How long after a copy that failed another is tried."""
POLL_S = 60.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CopyState:
    """How the copies are. `to` and `age` are of the last one; `reason` says why the next could not be made."""

    to: str | None
    age: timedelta | None
    reason: str

    def to_json(self) -> dict[str, Any]:
        """The state for `/readyz`."""
        return {"to": self.to, "age": None if self.age is None else age_text(self.age), "reason": self.reason}


def leave_copy(engine: Engine, place: str, home: Path, now: datetime) -> LastCopy:
    """Leave a copy of the latest checkpoint at `place`, and remember it. Raises as `latest` and `copy_to`."""
    size, note = latest(engine)
    copy_to(place, note)
    made = LastCopy(place, now, size)
    remember(home, made)
    return made


def latest(engine: Engine) -> tuple[int, str]:
    """(size, signed note) of the latest checkpoint. Raises RecordError `no-checkpoint-yet`."""
    with engine.connect() as connection:
        found = last_checkpoint(connection)
    if found is None:
        message = "The log has signed nothing yet."
        raise RecordError([Problem("no-checkpoint-yet", message, "Adopt a scheme first.")])
    return found


class DailyCopy:
    """Leaves a copy when the last one is a day old. `look()` is one round, for tests."""

    def __init__(self, engine: Engine, place: str | None, home: Path, clock: Callable[[], datetime]) -> None:
        self._engine, self._place, self._home, self._clock = engine, place, home, clock
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._reason = ""
        self._not_before: datetime | None = None

    def start(self) -> None:
        """Start the thread, if a place was named."""
        if self._place is not None:
            self._thread = threading.Thread(target=self._live, name="govengine-copies", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Stop. A place that does not answer is not waited for."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout=1)

    def state(self) -> CopyState:
        """How the copies are, those left by `govengine log checkpoint --to` included."""
        last = recall(self._home)
        to = self._place if last is None else last.place
        age = None if last is None else last.age(self._clock())
        return CopyState(None if to is None else public_name(to), age, self._reason)

    def look(self) -> bool:
        """Leave a copy if one is due; whether one was left. What goes wrong is told by `state`."""
        now = self._clock()
        if self._place is None or not self._due(self._place, now):
            return False
        try:
            leave_copy(self._engine, self._place, self._home, now)
        except RecordError as error:
            self._failed(now, error.problems[0].message)
        except Exception as error:  # noqa: BLE001 whatever it is, the service goes on and says so
            self._failed(now, f"The copy could not be made ({type(error).__name__}).")
        else:
            self._reason, self._not_before = "", None
            return True
        return False

    def _due(self, place: str, now: datetime) -> bool:
        if self._not_before is not None and now < self._not_before:
            return False
        last = recall(self._home)
        return last is None or last.place != place or last.age(now) >= EVERY

    def _failed(self, now: datetime, reason: str) -> None:
        if reason != self._reason:
            _log.warning(
                "No copy of the checkpoint was left at %s: %s", public_name(self._place or ""), reason
            )
        self._reason, self._not_before = reason, now + AGAIN

    def _live(self) -> None:
        while not self._closing.is_set():
            self.look()
            self._closing.wait(POLL_S)
