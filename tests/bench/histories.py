"""A simulated history: how fast it is written, verified and decided again; proofs in a tree of a million entries."""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from api.collector import collecting_seldom
from api.commands.redecide import Outcome, Replay
from api.evidence.verifying import verify_log
from api.rule_store import RuleStore
from api.settings import Settings
from api.simulation.calendar import rate_for
from api.simulation.opening import open_simulation
from api.simulation.simulation import simulate
from api.simulation.world import Plan
from api.simulation.writer import in_bulk
from api.store import connect, upgrade
from api.store.head import read_head
from api.store.proofs import consistency, inclusion
from api.store.reading import snapshot, stored_entries
from govengine.record import (
    Frontier,
    StoredEntry,
    consistency_plan,
    inclusion_plan,
    leaf_hash,
    verify_entries,
)

RULES = Path(__file__).parents[2] / "rules"
START = date(2023, 10, 2)
DECISIONS = 100_000
TREE = 1_000_000
PROOFS = 2_000
TIMES = 2


def measures() -> Iterator[tuple[str, str, list[float]]]:
    """Entries a second; milliseconds and rows for a proof."""
    with tempfile.TemporaryDirectory(prefix="govengine-bench-") as folder:
        home = Path(folder)
        yield f"simulate {DECISIONS:,} decisions, start and end included", "/s", [_simulate(home)]
        engine = connect(f"sqlite:///{home / 'log.db'}")
        for what, verify in VERIFICATIONS.items():
            yield f"verify {what}", "/s", [_rate(engine, verify) for _ in range(TIMES)]
        engine.dispose()
        yield from _proofs(home / "tree.db")


def _simulate(home: Path) -> float:
    settings = Settings(f"sqlite:///{home / 'log.db'}", RULES, home, watch=False)
    plan = Plan(1, DECISIONS, START, rate_for(DECISIONS, START), timedelta(days=1))
    folders = sorted(path.parent for path in RULES.glob("*/*/scheme.yaml"))
    desk = open_simulation(settings, plan)
    began = time.perf_counter()
    simulate(desk, folders, plan, lambda _done: None)
    took = time.perf_counter() - began
    desk.close()
    return DECISIONS / took


def _tree(engine: Engine) -> None:
    with snapshot(engine) as reading:
        assert verify_entries(stored_entries(reading), read_head(reading), contents=False).ok


def _commitments(engine: Engine) -> None:
    with snapshot(engine) as reading:
        assert verify_entries(stored_entries(reading), read_head(reading)).ok


def _replay(engine: Engine) -> None:
    rules = RuleStore(engine, RULES)
    with snapshot(engine) as reading, engine.connect() as looking_up:
        again = Replay(rules.texts(looking_up))

        def held(row: StoredEntry, leaf: Any, side: Any) -> None:
            assert again.outcome(row, leaf, side) in (None, Outcome.SAME)

        assert verify_entries(stored_entries(reading), read_head(reading), held=held).ok


def _whole(engine: Engine) -> None:
    cores = len(os.sched_getaffinity(0))
    rules = RuleStore(engine, RULES)
    assert verify_log(engine, lambda _d, _o: None, rules=rules, replay=True, jobs=cores).well


VERIFICATIONS: dict[str, Callable[[Engine], None]] = {
    "stored bytes and tree": _tree,
    "with commitments": _commitments,
    "with commitments and re-deciding": _replay,
    "as `log verify --replay` does: tables beside the log too, one process a core": _whole,
}


def _rate(engine: Engine, verify: Callable[[Engine], None]) -> float:
    with engine.connect() as connection:
        entries = read_head(connection).size
    began = time.perf_counter()
    with collecting_seldom():  # as `verify_log` does
        verify(engine)
    return entries / (time.perf_counter() - began)


def _proofs(path: Path) -> Iterator[tuple[str, str, list[float]]]:
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    _grow(engine)
    chosen = random.Random(1)
    indexes = [chosen.randrange(TREE) for _ in range(PROOFS)]
    for what, prove, plan in (
        ("inclusion", inclusion, inclusion_plan),
        ("consistency", consistency, consistency_plan),
    ):
        taken, rows = [], []
        with engine.connect() as connection:
            for index in indexes:
                began = time.perf_counter_ns()
                prove(connection, max(index, 1), TREE)
                taken.append((time.perf_counter_ns() - began) / 1e6)
                rows.append(float(len(set(plan(max(index, 1), TREE).rows))))
        yield f"{what} proof in a tree of {TREE:,}", "ms", taken
        yield f"{what} proof, 99th of 100", "ms", [statistics.quantiles(taken, n=100)[98]]
        yield f"{what} proof, rows read", "rows", rows
    engine.dispose()


def _grow(engine: Engine) -> None:
    """A tree without entries: a proof reads nothing but nodes."""
    frontier, rows = Frontier(), []
    with in_bulk(engine) as connection:
        for index in range(TREE):
            hashed = leaf_hash(index.to_bytes(8))
            frontier, completed = frontier.append(hashed)
            rows.append((index, b"".join(completed)))
            if len(rows) == 10_000:
                connection.exec_driver_sql("INSERT INTO tree_nodes VALUES (?, ?)", rows)
                rows = []
