"""The service of tests/api, on faults of its own."""

import pytest

from tests.api.conftest import client_of, clock, service, settings

__all__ = ["client_of", "clock", "service", "settings"]


@pytest.fixture
def say(capfd):
    """Print counts so that they are seen without `-s`."""

    def to_the_terminal(line: str) -> None:
        with capfd.disabled():
            print(f"\n  {line}", flush=True)

    return to_the_terminal
