"""The watch's child process over time: started when needed, timed, restarted, recycled, closed."""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from api.watching.compiler import Shim, built_shim
from api.watching.process import GRACE_SECONDS, Process, worker_command
from govengine.watch import shim

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """Times in seconds."""

    start_seconds: float = 15.0
    """From the start of the process to its first line."""
    first_seconds: float = 2.0
    """The first request to a new child: it may have rulesets to compile."""
    seconds: float = 0.5
    """Every later request; 100 decisions take about 0.01."""
    recycle_after: int = 1000
    """Requests to one child. The engine never frees a ruleset; a new process frees all."""
    least_back_off: float = 0.1
    most_back_off: float = 30.0
    """Wait before a start after a failed one; doubled each time, back to the least after an answer."""


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one request: what was chosen and each stretch that fired, or the code of what failed."""

    chosen: tuple[int, ...] = ()
    fired: tuple[tuple[int, ...], ...] = ()
    failed: str = ""
    """`unavailable`, `closed`, `timeout`, `child-died`, `bad-reply`, or a code of the worker's."""


class WatchChild:
    """Asks the worker, one request at a time. Safe to use from several threads; nothing here raises."""

    def __init__(
        self,
        shim_folder: Path | None = None,
        *,
        limits: ChildLimits | None = None,
        command: Sequence[str] | None = None,
    ) -> None:
        """`shim_folder` is where the shim may be built, where this Python needs it."""
        self._limits = limits or ChildLimits()
        self._command = tuple(command or worker_command())
        self._shim_folder = shim_folder
        self._process: Process | None = None
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._ids = count(1)
        self._asked = 0
        self._back_off = 0.0
        self._not_before = 0.0
        self._unavailable = ""

    @property
    def unavailable(self) -> str:
        """Why the last start failed, in one sentence that says what to do; empty when it did not."""
        return self._unavailable

    @property
    def pid(self) -> int | None:
        """The process id of the child that runs, if one does."""
        process = self._process
        return process.pid if process else None

    def ensure(self) -> bool:
        """Starts the child if none runs, after the back-off that is due; whether it is ready."""
        with self._lock:
            return self._ensure()

    def run(self, ruleset: Mapping[str, Any], asked: Mapping[str, Any]) -> Run:
        """One window. After any failure the child is ended: the next request gets another."""
        with self._lock:
            if not self._ensure():
                return Run(failed="closed" if self._closing.is_set() else "unavailable")
            run = self._ask(ruleset, asked)
            self._asked += 1
            if run.failed:
                status = self._end(grace=0)
                self._wait_longer()
                if self._closing.is_set():
                    return Run(failed="closed")
                _log.warning(
                    "A run of the watch failed (%s); its child process ended with %s.", run.failed, status
                )
                return run
            self._back_off = 0.0
            if self._asked >= self._limits.recycle_after:
                self._end()
            return run

    def close(self) -> None:
        """Ends the child for good, even in the middle of a request."""
        self._closing.set()
        if process := self._process:
            process.kill()
        with self._lock:
            self._end(grace=0)

    def _ask(self, ruleset: Mapping[str, Any], asked: Mapping[str, Any]) -> Run:
        if self._process is None:  # INVARIANT: only called when `_ensure` said yes
            return Run(failed="unavailable")
        number = next(self._ids)
        seconds = self._limits.seconds if self._asked else self._limits.first_seconds
        try:
            self._process.send({"id": number, "ruleset": ruleset, "asked": asked})
            answer = self._process.receive(seconds)
        except TimeoutError:
            return Run(failed="timeout")
        except (OSError, EOFError):
            return Run(failed="child-died")
        except ValueError:
            return Run(failed="bad-reply")
        match answer:
            case {"id": int(said), "failed": str(code)} if said == number:
                return Run(failed=code)
            case {"id": int(said), "chosen": list(chosen), "fired": list(fired)} if (
                said == number and _ranks(chosen) and all(map(_ranks, fired))
            ):
                return Run(tuple(chosen), tuple(map(tuple, fired)))
        return Run(failed="bad-reply")

    def _ensure(self) -> bool:
        if self._process and self._process.alive():
            return True
        self._end(grace=0)
        self._closing.wait(max(0.0, self._not_before - time.monotonic()))
        if self._closing.is_set():
            return False
        self._unavailable = self._start()
        if self._unavailable:
            self._end(grace=0)
            self._wait_longer()
        return not self._unavailable

    def _start(self) -> str:
        """Starts a child; the sentence that says why it is not ready, or nothing."""
        made = self._shim()
        try:
            self._process = Process([*self._command, *([str(made.path)] if made.path else [])])
            self._asked = 0
            if self._closing.is_set():  # it was not there yet for `close` to kill
                return "The watch is closed."
            answer = self._process.receive(self._limits.start_seconds)
        except TimeoutError:
            return f"The watch's child process was not ready in {self._limits.start_seconds:g} seconds."
        except (OSError, EOFError, ValueError) as error:
            return f"The watch's child process could not be started ({type(error).__name__}: {error})."
        if answer.get("ready") is True:
            return ""
        said = str(answer.get("unavailable", "The watch's child process did not say that it was ready."))
        return f"{said} {made.reason}".strip()

    def _shim(self) -> Shim:
        """The shim where one may be needed. Without it the child is tried all the same: its engine may have
        been compiled so that it needs none (docs/decisions/0001)."""
        if not shim.needed():
            return Shim(None)
        folder = self._shim_folder
        made = built_shim(folder) if folder else Shim(None, "no folder to build it in was given")
        if made.path:
            return made
        return Shim(
            None, f"On this Python it also needs a small C shim, which could not be built: {made.reason}."
        )

    def _wait_longer(self) -> None:
        least, most = self._limits.least_back_off, self._limits.most_back_off
        self._back_off = min(most, max(least, self._back_off * 2))
        self._not_before = time.monotonic() + self._back_off

    def _end(self, *, grace: float = GRACE_SECONDS) -> int | None:
        """Ends the child, if one runs, and returns its exit status: a negative one is a signal."""
        process, self._process = self._process, None
        return process.close(grace=grace) if process else None


def _ranks(run: object) -> bool:
    return isinstance(run, list) and all(type(rank) is int for rank in run)
