"""`make soak`: 1,000 kills and 200,000 decisions; what it comes to is kept in `docs/evidence/` as it goes.

    make soak KILLS=100 DECISIONS=20000

asks for other numbers, which the result then says. Both databases are killed at once, since a kill is mostly waiting
for a service to start. A run that is broken off leaves what it had reached, and says that it did not end.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.growth import ALLOWED, FULL, Growth, measure
from tests.faults.killing import Killed, kill_on_postgresql, kill_on_sqlite, kills_wanted
from tests.faults.postgresql_process import PostgresqlProcess

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "docs" / "evidence"
KILLS = 1_000
TOLD_EACH = {"kills": 10, "decisions": 1_000}


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def _about() -> dict[str, Any]:
    """What is run, said before it runs."""
    return {
        "commit": _git("rev-parse", "HEAD"),
        "changed_since_commit": bool(_git("status", "--porcelain", "--", "api", "govengine", "tests")),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}, {len(os.sched_getaffinity(0))} cores",
        "began": datetime.now(UTC).isoformat(timespec="seconds"),
    }


@dataclass
class Soak:
    """What was asked for and what has come of it so far; `keep` writes it down."""

    kills: int
    decisions: int
    about: dict[str, Any] = field(default_factory=_about)
    reached: dict[str, int] = field(default_factory=dict)
    killed: list[Killed] = field(default_factory=list)
    grown: Growth | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def progress(self, what: str, of: int) -> Callable[[int], None]:
        """Say every so often how far `what` is, and keep it."""
        each = TOLD_EACH[what.split(maxsplit=1)[0]]

        def reached(done: int) -> None:
            if done % each and done != of:
                return
            with self._lock:
                self.reached[what] = max(done, self.reached.get(what, 0))
                now = datetime.now(UTC).isoformat(timespec="seconds")
                print(f"{now} {what}: {done:,} of {of:,}", file=sys.stderr, flush=True)
            self.keep()

        return reached

    def keep(self) -> None:
        """The result so far, for machines and for people."""
        with self._lock:
            EVIDENCE.mkdir(parents=True, exist_ok=True)
            (EVIDENCE / "soak.json").write_text(json.dumps(self.to_json(), indent=2) + "\n")
            (EVIDENCE / "soak.md").write_text("\n".join(self.lines()) + "\n")

    @property
    def ended(self) -> bool:
        """Whether everything was done."""
        return self.grown is not None and sum(one.kills for one in self.killed) == self.kills

    def to_json(self) -> dict[str, Any]:
        """For machines."""
        return self.about | {
            "ended": datetime.now(UTC).isoformat(timespec="seconds") if self.ended else None,
            "kills": self.kills,
            "decisions": self.decisions,
            "reached": dict(sorted(self.reached.items())),
            "kill_loops": [one.to_json() for one in self.killed],
            "memory": None if self.grown is None else self.grown.to_json(),
        }

    def lines(self) -> list[str]:
        """For people."""
        about = self.to_json()
        changed = " with uncommitted changes" if about["changed_since_commit"] else ""
        end = f"to {about['ended']}" if self.ended else "**and has not ended**"
        reached = ", ".join(f"{what}: {done:,}" for what, done in sorted(self.reached.items()))
        return [
            "# Soak",
            "",
            (
                f"`make soak` from {about['began']} {end} at commit `{about['commit'][:12]}`{changed}; Python "
                f"{about['python']}, {about['machine']}. Asked for: {self.kills:,} kills, {self.decisions:,} decisions "
                f"(the full run: {KILLS:,} and {FULL:,})."
            ),
            "",
            *([] if self.ended else [f"Reached so far: {reached or 'nothing'}.", ""]),
            *(f"* {one.line()}" for one in self.killed),
            *([] if self.grown is None else [f"* {self.grown.line()}"]),
            "",
            "After each loop the log verified whole, every receipt was checked offline with the log's key, and every",
            "acknowledged decision was in the log exactly once, at the place its receipt says.",
        ]


def main() -> int:
    """Run it all. 1 when memory grew by more than is allowed; a lost decision raises."""
    soak = Soak(kills_wanted(KILLS), int(os.environ.get("GOVENGINE_SOAK_DECISIONS", FULL)))
    soak.keep()
    half = soak.kills // 2
    with ThreadPoolExecutor(2) as both:
        loops = [both.submit(_on_sqlite, soak, half), both.submit(_on_postgresql, soak, soak.kills - half)]
        for loop in loops:
            soak.killed.append(loop.result())
            print(soak.killed[-1].line())
            soak.keep()
    with tempfile.TemporaryDirectory() as folder:
        soak.grown = measure(Path(folder), soak.decisions, soak.progress("decisions", soak.decisions))
    print(soak.grown.line())
    soak.keep()
    print(f"kept in {(EVIDENCE / 'soak.md').relative_to(ROOT)}", file=sys.stderr)
    return 0 if soak.grown.ratio <= ALLOWED else 1


def _on_sqlite(soak: Soak, kills: int) -> Killed:
    with tempfile.TemporaryDirectory() as folder:
        return kill_on_sqlite(Path(folder), kills, soak.progress("kills on SQLite", kills))


def _on_postgresql(soak: Soak, kills: int) -> Killed:
    with closing(PostgresqlProcess()) as server, tempfile.TemporaryDirectory() as folder:
        server.start()
        return kill_on_postgresql(Path(folder), server, kills, soak.progress("kills on PostgreSQL", kills))


if __name__ == "__main__":
    sys.exit(main())
