"""`make bench`: prints a table and keeps it in `docs/benchmarks/` with date, machine and versions."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench import (
    against_bare,
    deciding,
    histories,
    judging,
    loading,
    long_log,
    maps,
    serving,
    watching,
)

FOLDER = Path(__file__).parents[2] / "docs" / "benchmarks"


def measures() -> Iterator[dict[str, Any]]:
    """Every measure, as it is taken."""
    for part in (deciding, judging, maps, loading, histories, long_log, serving, watching, against_bare):
        run: Callable[[], Iterator[tuple[str, str, list[float]]]] = part.measures
        for what, unit, samples in run():
            row = {
                "what": what,
                "unit": unit,
                "median": round(statistics.median(samples), 2),
                "least": round(min(samples), 2),
                "most": round(max(samples), 2),
                "samples": len(samples),
            }
            print(
                f"{what:68} {row['median']:>10} {unit:5} ({row['least']} to {row['most']}, {row['samples']} samples)"
            )
            yield row


def main() -> None:
    """Measure everything and keep it."""
    rows = list(measures())
    made = datetime.now(UTC)
    parts = {part: version(part) for part in ("flask", "sqlalchemy", "granian", "orjson")}
    about = {
        "date": made.date().isoformat(),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {platform.system()}, {len(os.sched_getaffinity(0))} cores",
        "versions": parts,
        "measures": rows,
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "latest.json").write_text(json.dumps(about, indent=2) + "\n")
    lines = [
        "# Benchmarks",
        "",
        f"`make bench` on {about['date']}: Python {about['python']}, {about['machine']}, "
        + ", ".join(f"{name} {number}" for name, number in parts.items())
        + ". Shared, noisy machine: read medians, and compare only within one run.",
        "",
        "| what | median | least | most | unit | samples |",
        "|---|---:|---:|---:|---|---:|",
        *(
            f"| {r['what']} | {r['median']} | {r['least']} | {r['most']} | {r['unit']} | {r['samples']} |"
            for r in rows
        ),
    ]
    (FOLDER / "latest.md").write_text("\n".join(lines) + "\n")
    print(f"kept in {FOLDER.relative_to(Path.cwd())}", file=sys.stderr)


if __name__ == "__main__":
    main()
