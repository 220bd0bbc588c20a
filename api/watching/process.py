"""One child process and the two pipes to it: a line goes out, a line comes back, or time is up."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import govengine

KEPT = ("PATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG")
GRACE_SECONDS = 1.0
"""How long a child may take to end by itself, once its input is closed, before it is killed."""


def worker_command(interpreter: str = sys.executable) -> tuple[str, ...]:
    """How the worker is started. `-P`: nothing is imported from the folder somebody happens to stand in."""
    return (interpreter, "-P", "-W", "ignore::DeprecationWarning", "-m", "govengine.watch.worker")


class Process:
    """A started child. Used by one thread at a time; `kill()` may come from any."""

    def __init__(self, command: Sequence[str]) -> None:
        """Starts it; OSError when the interpreter cannot be started."""
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._child = subprocess.Popen(  # noqa: S603 — this interpreter and our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        # A thread, because waiting for a pipe with a time limit works differently on every system.
        self._reader = threading.Thread(target=self._read, name="govengine-watch-pipe", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._child.poll() is None

    def send(self, message: Mapping[str, Any]) -> None:
        """One JSON line; OSError when the child has died. It is smaller than a pipe holds: it never waits."""
        if self._child.stdin is None:  # INVARIANT: Popen was given a pipe
            raise BrokenPipeError
        self._child.stdin.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        self._child.stdin.flush()

    def receive(self, seconds: float) -> dict[str, Any]:
        """The next line. TimeoutError: time is up; EOFError: the child has ended; ValueError: no object."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if not line:
            raise EOFError
        answer = json.loads(line)
        if not isinstance(answer, dict):
            raise ValueError(line)
        return answer

    def kill(self) -> None:
        """Ends it at once; whoever waits in `receive` gets EOFError."""
        self._child.kill()

    def close(self, *, grace: float = GRACE_SECONDS) -> int:
        """Ends it, kindly if it is in time, reaps it and closes both pipes. Returns its exit status."""
        if self._child.stdin:
            with suppress(OSError):  # unsent bytes for a child that has died
                self._child.stdin.close()
        try:
            status = self._child.wait(grace)
        except subprocess.TimeoutExpired:
            self._child.kill()
            status = self._child.wait()
        self._reader.join()
        if self._child.stdout:
            self._child.stdout.close()
        return status

    def _read(self) -> None:
        if self._child.stdout:
            for line in self._child.stdout:
                self._lines.put(line)
        self._lines.put(b"")


def _environment() -> dict[str, str]:
    """What an interpreter needs to start, and where this very govengine is, installed or not.

    Nothing else of ours: no database address and no key is in reach of C code that reads stray memory.
    """
    here = str(Path(govengine.__file__).parents[1])
    inherited = os.environ.get("PYTHONPATH")
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join([here, inherited] if inherited else [here])}
