"""A PostgreSQL server that these tests may do anything to, and the service of tests/api."""

from collections.abc import Iterator

import pytest

from tests.api.conftest import client_of, clock, service, settings
from tests.faults.postgresql_process import PostgresqlProcess

__all__ = ["client_of", "clock", "service", "settings"]


@pytest.fixture(scope="session")
def own_server() -> Iterator[PostgresqlProcess]:
    """The server of these tests alone, started."""
    server = PostgresqlProcess()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def server(own_server: PostgresqlProcess) -> PostgresqlProcess:
    """The same, running again whatever a test before did to it."""
    own_server.start()
    return own_server


@pytest.fixture
def say(capfd):
    """Print counts so that they are seen without `-s`."""

    def to_the_terminal(line: str) -> None:
        with capfd.disabled():
            print(f"\n  {line}", flush=True)

    return to_the_terminal


ON_BOTH_ALWAYS = {
    "test_nth_failure": lambda item: item.callspec.params.get("name") == "propose",
    "test_tampering": lambda item: item.originalname == "test_sql_alone_alters_nothing",
}
"""What of these runs on PostgreSQL in `make test` too. The rest does in `make test-all`."""


AT_LENGTH = {
    "approve an erasure",
    "change the log's key",
    "correct",
    "lift a hold",
    "place a hold",
    "propose an erasure",
    "supersede",
    "withdraw an erasure",
}
"""Commands whose every call fails in turn in `make test-all`: they make many."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On the slower database a part stands for all."""
    for item in items:
        if item.path.stem == "test_nth_failure" and _name(item) in AT_LENGTH:
            item.add_marker(pytest.mark.long)
        given, stands_for_all = getattr(item, "callspec", None), ON_BOTH_ALWAYS.get(item.path.stem)
        if given is None or stands_for_all is None or given.params.get("database_url") != "postgresql":
            continue
        if not stands_for_all(item):
            item.add_marker(pytest.mark.long)


def _name(item: pytest.Item) -> object:
    given = getattr(item, "callspec", None)
    return None if given is None else given.params.get("name")
