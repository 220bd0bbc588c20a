"""`make soak`: 1,000 kills and 200,000 decisions; the last result is kept in `docs/evidence/`.

GOVENGINE_KILLS and GOVENGINE_SOAK_DECISIONS ask for other numbers, which the result then says.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.growth import ALLOWED, FULL, Growth, measure
from tests.faults.killing import Killed, kill_on_postgresql, kill_on_sqlite, kills_wanted
from tests.faults.postgresql_process import PostgresqlProcess

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "docs" / "evidence"
KILLS = 1_000


def main() -> int:
    """Run it all, keep the result. 1 when memory grew by more than is allowed; a lost decision raises."""
    about = _about()
    kills = kills_wanted(KILLS)
    decisions = int(os.environ.get("GOVENGINE_SOAK_DECISIONS", FULL))
    found: list[Killed] = []
    with tempfile.TemporaryDirectory() as folder:
        found.append(kill_on_sqlite(Path(folder), kills // 2, _progress("kills, SQLite", kills // 2)))
        print(found[-1].line())
    server = PostgresqlProcess()
    try:
        server.start()
        with tempfile.TemporaryDirectory() as folder:
            rest = kills - kills // 2
            found.append(kill_on_postgresql(Path(folder), server, rest, _progress("kills, PostgreSQL", rest)))
            print(found[-1].line())
    finally:
        server.close()
    with tempfile.TemporaryDirectory() as folder:
        grown = measure(Path(folder), decisions, _progress("decisions", decisions))
    print(grown.line())
    keep(about, kills, found, grown)
    return 0 if grown.ratio <= ALLOWED else 1


def _progress(what: str, of: int) -> Callable[[int], None]:
    def show(done: int) -> None:
        if sys.stderr.isatty() and done % 10 == 0:
            print(f"\r{what}: {done:,} of {of:,}", end="", file=sys.stderr, flush=True)

    return show


def _about() -> dict[str, Any]:
    """What is run, said before it runs."""
    return {
        "commit": _git("rev-parse", "HEAD"),
        "changed_since_commit": bool(_git("status", "--porcelain", "--", "api", "govengine", "tests")),
        "began": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def keep(about: dict[str, Any], kills: int, found: list[Killed], grown: Growth) -> None:
    """The result, for machines and for people."""
    about |= {
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}, {len(os.sched_getaffinity(0))} cores",
        "kills": kills,
        "kill_loops": [one.to_json() for one in found],
        "memory": grown.to_json(),
    }
    EVIDENCE.mkdir(parents=True, exist_ok=True)
    (EVIDENCE / "soak.json").write_text(json.dumps(about, indent=2) + "\n")
    changed = " with uncommitted changes" if about["changed_since_commit"] else ""
    lines = [
        "# Soak",
        "",
        (
            f"`make soak` from {about['began']} to {about['ended']} at commit `{about['commit'][:12]}`{changed}; "
            f"Python {about['python']}, {about['machine']}. Asked for: {kills:,} kills, {grown.late:,} decisions "
            f"(the full run: {KILLS:,} and {FULL:,})."
        ),
        "",
        *(f"* {one.line()}" for one in found),
        f"* {grown.line()}",
        "",
        "After each loop the log verified whole, every receipt was checked offline with the log's key, and every",
        "acknowledged decision was in the log exactly once, at the place its receipt says.",
    ]
    (EVIDENCE / "soak.md").write_text("\n".join(lines) + "\n")
    print(f"kept in {(EVIDENCE / 'soak.md').relative_to(ROOT)}", file=sys.stderr)


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
