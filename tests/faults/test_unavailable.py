"""Disk full, read-only, database gone, lock held: 503 within two seconds, nothing recorded, and over by itself."""

import tempfile
import threading
import time
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from api.store import connect
from api.store.head import read_head
from tests.faults import misfortunes as real
from tests.faults.audit import audit
from tests.faults.load import Caller, Told, told
from tests.faults.service_process import ServiceProcess, home_with_key, wait_until

WITHIN_S = 2.0
CLIENTS = 8
MOST_BEFORE_REFUSAL = 2_000
"""How many proposals a full disk may still take: what was set aside for the file before it filled up."""


class Sufferer:
    """A service, a client, and what it was told so far."""

    def __init__(self, home: Path, url: str, stack: ExitStack) -> None:
        self.url = url
        _, self.secret = home_with_key(home, url)
        self.service = ServiceProcess(home, url)
        stack.callback(self.service.stop)
        self.service.start()
        self.service.wait_until_ready()
        self.told: dict[str, Told] = {}
        self.slowest = 0.0
        self.refused: set[str] = set()
        self.uncertain: set[str] = set()
        """Those told that nobody knows: lost while they were committed."""

    def propose(self, key: str) -> bool:
        """Whether it was recorded; if not it was refused as it should be."""
        caller = Caller([self.service.port], self.secret)
        began = time.monotonic()
        status, body = caller.propose(key)
        took = time.monotonic() - began
        caller.close()
        if status == 201:
            self.told[key] = told(body)
            return True
        assert (status, body["code"], body["type"]) == (
            503,
            "log-unavailable",
            "/problems/log-unavailable",
        ), body
        assert took < WITHIN_S, f"503 after {took:.2f} s"
        self.slowest = max(self.slowest, took)
        self.refused.add(key)
        if "cannot be asked" in body["detail"]:
            self.uncertain.add(key)
        return False

    def suffer(self) -> None:
        """Propose until it is refused, then from many clients at once, who all are."""
        for number in range(MOST_BEFORE_REFUSAL):
            if not self.propose(f"load-before-{number}"):
                break
        assert self.refused, "nothing was refused"
        keys = [f"load-{client}-{turn}" for client in range(CLIENTS) for turn in range(2)]
        errors: list[Exception] = []

        def client(mine: list[str]) -> None:
            try:
                for key in mine:
                    self.propose(key)
            except Exception as error:  # noqa: BLE001 shown by the thread that waits
                errors.append(error)

        threads = [threading.Thread(target=client, args=(keys[n::CLIENTS],)) for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not errors, errors

    def recover(self, say, what: str) -> None:
        """Nothing was recorded of what was refused; asked again, it is, once."""
        engine = connect(self.url)
        with engine.connect() as connection:
            size = read_head(connection).size
        before = audit(engine, self.told)
        assert before.unanswered <= len(self.uncertain), "recorded, though it was refused"
        for key in sorted(self.refused):
            wait_until(lambda key=key: self.propose(key), "it recovers by itself", 10)
        found = audit(engine, self.told)
        assert found.found_once == len(self.told)
        assert found.entries == size + len(self.refused) - before.unanswered
        engine.dispose()
        say(
            f"{what}: refused: {len(self.refused)}, slowest after {self.slowest:.2f} s; recorded of them: "
            f"{before.unanswered} of {len(self.uncertain)} that were told nobody knows; "
            f"asked again afterwards: {len(self.refused)}, found once: {len(self.refused)}"
        )


@pytest.fixture
def stack():
    with ExitStack() as made:
        yield made


def go_through(sufferer: Sufferer, misfortune: AbstractContextManager[object], say, what: str) -> None:
    assert sufferer.propose("load-first")
    with misfortune:
        sufferer.suffer()
    sufferer.recover(say, what)


def test_a_full_disk(tmp_path, stack, say):
    disk = tmp_path / "disk"
    mounted = stack.enter_context(real.small_disk(disk, 4))
    sufferer = Sufferer(tmp_path, f"sqlite:///{disk / 'log.db'}", stack)
    if mounted:
        go_through(sufferer, real.disk_full(disk), say, "SQLite, disk full")
    else:
        full = real.files_may_not_grow(sufferer.service)
        go_through(sufferer, full, say, "SQLite, file may not grow (this user may not mount a disk to fill)")


@pytest.mark.long
def test_a_file_that_may_not_grow(tmp_path, stack, say):
    sufferer = Sufferer(tmp_path, f"sqlite:///{tmp_path / 'log.db'}", stack)
    go_through(sufferer, real.files_may_not_grow(sufferer.service), say, "SQLite, file may not grow")


def test_a_read_only_file(stack, say):
    # Not where the other tests write: a file in memory is never quite immutable.
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/var/tmp")))
    sufferer = Sufferer(folder, f"sqlite:///{folder / 'log.db'}", stack)
    if real.can_make_immutable(folder):
        go_through(sufferer, real.files_read_only(folder / "log.db"), say, "SQLite, read-only")
    else:
        full = real.files_may_not_grow(sufferer.service)
        go_through(sufferer, full, say, "SQLite, file may not grow (this user may not make one immutable)")


@pytest.mark.long
def test_a_file_that_is_gone(tmp_path, stack, say):
    sufferer = Sufferer(tmp_path, f"sqlite:///{tmp_path / 'log.db'}", stack)
    go_through(sufferer, real.file_moved_away(tmp_path / "log.db"), say, "SQLite, file gone")


@pytest.mark.long
def test_a_key_that_is_lost(tmp_path, stack, say):
    """Nothing is signed any more with what is only in memory; and whoever watches the service is told."""
    sufferer = Sufferer(tmp_path, f"sqlite:///{tmp_path / 'log.db'}", stack)
    assert sufferer.propose("load-first")
    with real.key_lost(tmp_path):
        sufferer.suffer()
        status, body = sufferer.service.ask("GET", "/readyz")
        assert (status, body["code"]) == (503, "log-unavailable")
        assert "key" in body["detail"]
    sufferer.recover(say, "the log's key lost")
    assert sufferer.service.ask("GET", "/readyz")[0] == 200


@pytest.mark.long
def test_a_lock_that_another_process_holds(tmp_path, stack, say):
    url = f"sqlite:///{tmp_path / 'log.db'}"
    sufferer = Sufferer(tmp_path, url, stack)
    go_through(sufferer, real.lock_held(url), say, "SQLite, lock held")


@pytest.mark.postgres
@pytest.mark.long
def test_a_server_whose_lock_another_process_holds(tmp_path, server, stack, say):
    url = server.new_database()
    sufferer = Sufferer(tmp_path, url, stack)
    go_through(sufferer, real.lock_held(url), say, "PostgreSQL, lock held")


@pytest.mark.postgres
def test_a_server_that_is_gone(tmp_path, server, stack, say):
    sufferer = Sufferer(tmp_path, server.new_database(), stack)
    go_through(sufferer, real.server_stopped(server), say, "PostgreSQL, server gone")


@pytest.mark.postgres
def test_a_server_that_hangs(tmp_path, server, stack, say):
    """It refuses nothing and answers nobody, so no timeout of its own ends what waits for it."""
    sufferer = Sufferer(tmp_path, server.new_database(), stack)
    go_through(sufferer, real.server_frozen(server), say, "PostgreSQL, server hangs")


@pytest.mark.postgres
@pytest.mark.long
def test_a_server_that_takes_no_writes(tmp_path, server, stack, say):
    sufferer = Sufferer(tmp_path, server.new_database(), stack)
    go_through(sufferer, real.server_read_only(server), say, "PostgreSQL, read-only")


@pytest.mark.postgres
@pytest.mark.long
def test_a_server_whose_disk_is_full(tmp_path, server, stack, say):
    disk = server.folder / f"disk-{tmp_path.name}"
    if not stack.enter_context(real.small_disk(disk, 16, server.user)):
        say("PostgreSQL, disk full: left out, this user may not mount a disk")
        return
    url = server.new_database(on=disk)
    stack.callback(server.drop_database, url)
    sufferer = Sufferer(tmp_path, url, stack)
    go_through(sufferer, real.disk_full(disk), say, "PostgreSQL, disk full")
