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


ON_BOTH_ALWAYS = {"propose"}
"""Commands whose sweep runs on PostgreSQL in `make test` too; those of the others are long."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On the slower database one command's sweep stands for all; what is left out runs in `make test-all`."""
    for item in items:
        given = getattr(item, "callspec", None)
        swept = item.path.stem == "test_nth_failure" and given is not None
        if (
            swept
            and given.params["database_url"] == "postgresql"
            and given.params["name"] not in ON_BOTH_ALWAYS
        ):
            item.add_marker(pytest.mark.long)
