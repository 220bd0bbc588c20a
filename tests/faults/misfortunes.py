"""What happens to databases: each a block within which it has really happened, and after which it is over."""

import contextlib
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.postgresql_process import PostgresqlProcess
from tests.faults.service_process import ServiceProcess, children

LOCK_HELD = """
import sys
from api.store import connect
from api.store.database import lock_log
engine = connect(sys.argv[1])
with engine.connect() as connection:
    lock_log(connection)
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def lock_held(url: str) -> Iterator[None]:
    """Another process holds the log lock and does not let go."""
    holder = subprocess.Popen(
        [sys.executable, "-c", LOCK_HELD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            holder.kill()


@contextmanager
def small_disk(folder: Path, megabytes: int, owner: str | None = None) -> Iterator[bool]:
    """A disk of its own mounted at `folder`; False where this user may not mount one."""
    folder.mkdir()
    mounted = _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(folder))
    if mounted and owner:
        _run("chown", owner, str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            _run("umount", "--lazy", str(folder))


@contextmanager
def disk_full(folder: Path) -> Iterator[None]:
    """Something else fills the disk to the last byte."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def files_may_not_grow(service: ServiceProcess) -> Iterator[None]:
    """The service's own limit on the size of files is reached (RLIMIT_FSIZE)."""
    workers = children(service.pid)
    assert workers
    before = {worker: resource.prlimit(worker, resource.RLIMIT_FSIZE) for worker in workers}
    for worker, (_, most) in before.items():
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (4096, most))
    try:
        yield
    finally:
        for worker, limits in before.items():
            resource.prlimit(worker, resource.RLIMIT_FSIZE, limits)


def can_make_immutable(folder: Path) -> bool:
    """Whether this user may, on this file system."""
    probe = folder / "probe"
    with probe.open("w") as opened:
        made = _run("chattr", "+i", str(probe))
        try:
            opened.write("Memory takes what is written by whoever has it open.")
            opened.flush()
            made = False
        except PermissionError:
            pass
        finally:
            _run("chattr", "-i", str(probe))
    return made


@contextmanager
def files_read_only(database: Path) -> Iterator[None]:
    """No byte of the files can be changed, not even by who has them open (`chattr +i`).

    Not that of `-shm`: it is memory shared between processes, and a disk that turns read-only leaves it alone.
    """
    files = [str(database), f"{database}-wal"]
    assert _run("chattr", "+i", *files)
    try:
        yield
    finally:
        _run("chattr", "-i", *files)


@contextmanager
def file_moved_away(database: Path) -> Iterator[None]:
    """Somebody moves the database out of the way under the running service."""
    aside = database.parent / "aside"
    aside.mkdir()
    for one in database.parent.glob(f"{database.name}*"):
        one.rename(aside / one.name)
    try:
        yield
    finally:
        for one in aside.iterdir():
            one.rename(database.parent / one.name)
        aside.rmdir()


@contextmanager
def key_lost(home: Path) -> Iterator[None]:
    """Somebody moves the log's key away under the running service, which has it in memory."""
    key = home / ".govengine" / "log.key"
    key.rename(key.with_suffix(".aside"))
    try:
        yield
    finally:
        key.with_suffix(".aside").rename(key)


@contextmanager
def server_stopped(server: PostgresqlProcess) -> Iterator[None]:
    """The database server is not there."""
    server.stop()
    try:
        yield
    finally:
        server.start()


@contextmanager
def server_frozen(server: PostgresqlProcess) -> Iterator[None]:
    """The database server hangs: connections are taken and stay, and nothing is answered."""
    server.freeze()
    try:
        yield
    finally:
        server.thaw()


@contextmanager
def server_read_only(server: PostgresqlProcess) -> Iterator[None]:
    """The server takes no writes, as after a failover to a standby."""
    server.run("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()")
    try:
        yield
    finally:
        server.run(
            "SET default_transaction_read_only = off",
            "ALTER SYSTEM RESET default_transaction_read_only",
            "SELECT pg_reload_conf()",
        )


def _run(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False
