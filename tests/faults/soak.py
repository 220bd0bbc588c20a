"""`make soak`: 1,000 kills and 200,000 decisions; what it comes to is kept in `docs/evidence/` as it goes.

    make soak KILLS=100 DECISIONS=20000

asks for other numbers, which the result then says. Both databases are killed at once, since a kill is mostly waiting
for a service to start. Kills come in loops, each with a log of its own that is held against what was acknowledged. A run
that is broken off leaves the loops that had ended, and says that it did not end.
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
from tests.faults.killing import Killed, in_all, kill_on_postgresql, kill_on_sqlite, kills_wanted
from tests.faults.postgresql_process import PostgresqlProcess

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "docs" / "evidence"
KILLS = 1_000
LOOP = 50
"""Kills of one log."""
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
    loops: list[Killed] = field(default_factory=list)
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

    def kill(self, what: str, kills: int, loop: Callable[[int, Callable[[int], None]], Killed]) -> None:
        """So many kills, loop by loop. `loop` is given how many and whom to tell of each."""
        told = self.progress(what, kills)
        for done in range(0, kills, LOOP):
            killed = loop(min(LOOP, kills - done), lambda more, done=done: told(done + more))
            with self._lock:
                self.loops.append(killed)
            self.keep()

    @property
    def killed(self) -> list[Killed]:
        """What the loops that ended came to, by database."""
        by_database: dict[str, list[Killed]] = {}
        for one in self.loops:
            by_database.setdefault(one.database, []).append(one)
        return [in_all(loops) for _, loops in sorted(by_database.items())]

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
            "loops": len(self.loops),
            "killed": [one.to_json() for one in self.killed],
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
        running = [
            both.submit(soak.kill, "kills on SQLite", half, _on_sqlite),
            both.submit(soak.kill, "kills on PostgreSQL", soak.kills - half, _on_postgresql),
        ]
        for one in running:
            one.result()
    print("\n".join(one.line() for one in soak.killed))
    with tempfile.TemporaryDirectory() as folder:
        soak.grown = measure(Path(folder), soak.decisions, soak.progress("decisions", soak.decisions))
    print(soak.grown.line())
    soak.keep()
    print(f"kept in {(EVIDENCE / 'soak.md').relative_to(ROOT)}", file=sys.stderr)
    return 0 if soak.grown.ratio <= ALLOWED else 1


def _on_sqlite(kills: int, progress: Callable[[int], None]) -> Killed:
    with tempfile.TemporaryDirectory() as folder:
        return kill_on_sqlite(Path(folder), kills, progress)


def _on_postgresql(kills: int, progress: Callable[[int], None]) -> Killed:
    with closing(PostgresqlProcess()) as server, tempfile.TemporaryDirectory() as folder:
        server.start()
        return kill_on_postgresql(Path(folder), server, kills, progress)


if __name__ == "__main__":
    sys.exit(main())
