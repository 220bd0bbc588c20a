"""A real `govengine serve`, started, killed as the kernel kills, and started again at the same address."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.faults.mortality import mortal

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from api.cli import main; main(prog_name='govengine')"]
SCHEMES = ("neighbourhood-support", "statute-floor-england")
PATIENCE_S = 300
"""Longer than anything here takes on a machine that is busy with other work: a soak goes on beside it for hours."""

WHAT_IS_KILLED = ("everything", "worker", "supervisor")
"""A machine that goes down; the kernel that ends the largest process; a supervisor killed by mistake."""


def wait_until(holds: Callable[[], bool], what: str, seconds: float = PATIENCE_S) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{what}: not within {seconds} s"
        time.sleep(0.01)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def home_with_key(folder: Path, database_url: str) -> tuple[Path, str]:
    """A home for services over this database, with schemes adopted; and the key of a client."""
    for name in SCHEMES:
        shutil.copytree(ROOT / "rules" / name, folder / "rules" / name)
    subprocess.run(
        [*COMMAND, "demonstrate"],
        cwd=folder,
        env=_environment(database_url),
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )
    return folder, (folder / ".govengine" / "dev.key").read_text().strip()


def _environment(database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONSAFEPATH": "1",
        "GOVENGINE_WATCH": "off",
        "GOVENGINE_DATABASE_URL": database_url,
    }


class ServiceProcess:
    """`govengine serve` over a home and a database, in a process group of its own."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home, self.database_url = home, database_url
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The server's process, whose child answers."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it; `wait_until_ready` waits."""
        assert self._process is None
        self._process = subprocess.Popen(
            mortal([*COMMAND, "serve", "--port", str(self.port)]),
            cwd=self.home,
            env=_environment(self.database_url),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def wait_until_ready(self) -> None:
        """Until `/readyz` says so."""
        assert self._process is not None
        wait_until(
            lambda: self._running() and self.ask("GET", "/readyz", timeout=5)[0] == 200,
            "the service is ready",
        )

    def _running(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the service ended with {self._process.returncode}"
        return True

    def kill(self, what: str = "everything") -> None:
        """`kill -9`; then nobody of this service is left, however it was done."""
        process = self._process
        assert process is not None
        match what:
            case "everything":
                os.killpg(process.pid, signal.SIGKILL)
            case "worker":
                for worker in children(process.pid):
                    os.kill(worker, signal.SIGKILL)
            case _:
                os.kill(process.pid, signal.SIGKILL)
        process.wait(PATIENCE_S)
        wait_until(lambda: not group_is_alive(process.pid), f"the rest of the service ends ({what} killed)")
        self._process = None

    def stop(self) -> None:
        """Leave no process behind, whatever happened."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(PATIENCE_S)
            self._process = None

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        timeout: float = 10,
    ) -> tuple[int, Any]:
        """(status, JSON); status 0 when nobody answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, path, sent, dict(headers or {}))
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, None
        finally:
            connection.close()


def children(pid: int) -> list[int]:
    """The processes that `pid` started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            if int(fields[1]) == pid:
                found.append(int(stat.parent.name))
    return found


def group_is_alive(group: int) -> bool:
    """Whether a process of this group still runs."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                return True
    return False
