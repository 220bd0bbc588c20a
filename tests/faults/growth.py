"""How much memory a service holds after many decisions: it must not grow with the log."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.faults.load import Caller
from tests.faults.service_process import ServiceProcess, children, home_with_key

FULL, EARLY_PART = 200_000, 10
"""RSS after 200,000 decisions against RSS after 20,000."""
ALLOWED = 1.05
CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Growth:
    """Kilobytes resident in the process that answers, after `early` and after `late` decisions."""

    early: int
    late: int
    early_kb: int
    late_kb: int
    seconds: float

    @property
    def ratio(self) -> float:
        """Late over early."""
        return self.late_kb / self.early_kb

    def line(self) -> str:
        """The figures, for people."""
        scale = "" if self.late >= FULL else f" (1/{FULL // self.late} of the full run)"
        return (
            f"memory{scale}: {self.early_kb:,} KB after {self.early:,} decisions, {self.late_kb:,} KB after "
            f"{self.late:,}: {100 * (self.ratio - 1):+.1f} % (allowed: +{100 * (ALLOWED - 1):.0f} %)"
        )

    def to_json(self) -> dict[str, Any]:
        """The figures, for machines."""
        return {**asdict(self), "ratio": round(self.ratio, 4), "allowed": ALLOWED}


def measure(folder: Path, decisions: int, progress: Callable[[int], None] = lambda _done: None) -> Growth:
    """Propose so many decisions to a service over SQLite."""
    url = f"sqlite:///{folder / 'log.db'}"
    home, secret = home_with_key(folder, url)
    service = ServiceProcess(home, url)
    service.start()
    began = time.monotonic()
    try:
        service.wait_until_ready()
        early = decisions // EARLY_PART
        _propose(service, secret, 0, early, progress)
        early_kb = resident_kb(service)
        _propose(service, secret, early, decisions, progress)
        return Growth(early, decisions, early_kb, resident_kb(service), round(time.monotonic() - began, 1))
    finally:
        service.stop()


def resident_kb(service: ServiceProcess) -> int:
    """What the process that answers holds in memory."""
    (worker,) = children(service.pid)
    for line in Path(f"/proc/{worker}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


def _propose(
    service: ServiceProcess, secret: str, start: int, end: int, progress: Callable[[int], None]
) -> None:
    numbers = iter(range(start, end))
    lock, failed = threading.Lock(), []

    def client(which: int) -> None:
        caller = Caller([service.port], secret, which)
        while not failed:
            with lock:
                number = next(numbers, None)
            if number is None:
                break
            status, body = caller.propose(f"load-{number}")
            if status != 201:
                failed.append((status, body))
            progress(number + 1)
        caller.close()

    threads = [threading.Thread(target=client, args=(which,)) for which in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[:1]
