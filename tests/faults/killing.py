"""Kill, restart, in a loop, under load; then hold the log against what was acknowledged."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any

from api.store import connect
from tests.faults.audit import audit
from tests.faults.load import Caller, Load
from tests.faults.postgresql_process import PostgresqlProcess
from tests.faults.service_process import WHAT_IS_KILLED, ServiceProcess, home_with_key, wait_until

SEED = 20_261_124
LONGEST_WAIT_S = 0.15
"""A kill comes up to this long after some more was acknowledged: in the middle of batches and between them."""

SENT_AGAIN = 100

Kill = tuple[str, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Killed:
    """What a loop came to."""

    database: str
    kills: int
    what: dict[str, int]
    acknowledged: int
    found_once: int
    unanswered: int
    retried: int
    sent_again: int
    proofs: int
    entries: int

    def line(self) -> str:
        """The counts, for people."""
        killed = ", ".join(f"{number} {what}" for what, number in sorted(self.what.items()))
        return (
            f"{self.database}: kills: {self.kills:,} ({killed}); acknowledged: {self.acknowledged:,}, "
            f"found once: {self.found_once:,}; never answered, yet recorded once: {self.unanswered:,}; tries "
            f"repeated: {self.retried:,}; sent again afterwards, same id: {self.sent_again:,}; proofs that "
            f"hold: {self.proofs:,}"
        )

    def to_json(self) -> dict[str, Any]:
        """The counts, for machines."""
        return asdict(self)


def in_all(loops: Sequence[Killed]) -> Killed:
    """Several loops on one database, counted together."""
    names = [one.name for one in fields(Killed) if one.name not in ("database", "what")]
    counts = {name: sum(getattr(loop, name) for loop in loops) for name in names}
    what: Counter[str] = Counter()
    for loop in loops:
        what.update(loop.what)
    return Killed(loops[0].database, what=dict(what), **counts)


def kills_wanted(default: int) -> int:
    """How many kills, on both databases together: `GOVENGINE_KILLS`, or the default."""
    return int(os.environ.get("GOVENGINE_KILLS", default))


def kill_on_sqlite(folder: Path, kills: int, progress: Callable[[int], None] = lambda _done: None) -> Killed:
    """One service over a file."""
    url = f"sqlite:///{folder / 'log.db'}"
    home, secret = home_with_key(folder, url)
    service = ServiceProcess(home, url)
    rotation = [(what, partial(_kill_service, service, what)) for what in WHAT_IS_KILLED]
    return _run("SQLite", [service], secret, url, rotation, kills, progress)


def kill_on_postgresql(
    folder: Path,
    server: PostgresqlProcess,
    kills: int,
    progress: Callable[[int], None] = lambda _done: None,
) -> Killed:
    """Two services over one database; the database is killed as well."""
    url = server.new_database()
    home, secret = home_with_key(folder, url)
    one, other = ServiceProcess(home, url), ServiceProcess(home, url)
    rotation = [
        ("database server", partial(_kill_server, server, [one, other])),
        ("everything", partial(_kill_service, one, "everything")),
        ("database connection", partial(_kill_backend, server, [one, other])),
        ("worker", partial(_kill_service, other, "worker")),
        ("supervisor", partial(_kill_service, one, "supervisor")),
    ]
    return _run("PostgreSQL", [one, other], secret, url, rotation, kills, progress)


def _kill_service(service: ServiceProcess, what: str) -> None:
    service.kill(what)
    service.start()
    service.wait_until_ready()


def _kill_server(server: PostgresqlProcess, services: Sequence[ServiceProcess]) -> None:
    server.kill()
    server.start()
    for service in services:
        service.wait_until_ready()


def _kill_backend(server: PostgresqlProcess, services: Sequence[ServiceProcess]) -> None:
    server.kill_a_backend()
    server.start()
    for service in services:
        service.wait_until_ready()


def _run(
    database: str,
    services: Sequence[ServiceProcess],
    secret: str,
    url: str,
    rotation: Sequence[Kill],
    kills: int,
    progress: Callable[[int], None],
) -> Killed:
    chance = random.Random(SEED)
    done: Counter[str] = Counter()
    with ExitStack() as stack:
        for service in services:
            stack.callback(service.stop)
            service.start()
        for service in services:
            service.wait_until_ready()
        ports = [service.port for service in services]
        with Load(ports, secret) as load:
            for number in range(kills):
                what, kill = rotation[number % len(rotation)]
                wanted = len(load.acknowledged) + chance.randint(5, 40)
                wait_until(lambda wanted=wanted: _goes_on(load, wanted), "decisions are acknowledged again")
                time.sleep(chance.random() * LONGEST_WAIT_S)
                kill()
                done[what] += 1
                progress(number + 1)
            last = len(load.acknowledged) + 20
            wait_until(lambda: _goes_on(load, last), "decisions are acknowledged after the last kill")
        assert not load.wrong, load.wrong
        again = _send_again(ports, secret, load)
    engine = connect(url)
    try:
        found = audit(engine, load.acknowledged)
    finally:
        engine.dispose()
    assert found.acknowledged == found.found_once
    return Killed(
        database, kills, dict(done), found.acknowledged, found.found_once, found.unanswered, load.retried, again,
        found.proofs, found.entries,
    )  # fmt: skip


def _goes_on(load: Load, wanted: int) -> bool:
    assert not load.wrong, load.wrong
    return len(load.acknowledged) >= wanted


def _send_again(ports: Sequence[int], secret: str, load: Load) -> int:
    keys = sorted(load.acknowledged)
    chosen = keys[:: len(keys) // SENT_AGAIN + 1]
    caller = Caller(ports, secret)
    for key in chosen:
        status, body = caller.propose(key)
        assert (status, body["id"]) == (201, load.acknowledged[key].id), (key, status, body)
    caller.close()
    return len(chosen)
