"""What the tests of watch share: a child that runs, and a skip in one clear line where it cannot."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from api.watching import ChildLimits, WatchChild

PATIENT = ChildLimits(first_seconds=10, seconds=10)
"""The machine that runs the tests may be busy; only the tests of hanging want short limits."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_spec("durable") is None:
        skip = pytest.mark.skip(
            reason="durable_rules is not installed: pip install 'govengine-decisions[watch]'"
        )
        for item in items:
            if item.get_closest_marker("watch"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def shim_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shim")


@pytest.fixture(scope="session")
def child(shim_folder: Path) -> Iterator[WatchChild]:
    """One child for all that only asks: its rulesets and its session are used again and again."""
    running = WatchChild(shim_folder, limits=PATIENT)
    assert running.ensure(), running.unavailable
    yield running
    running.close()


@pytest.fixture
def own_child(shim_folder: Path) -> Iterator[WatchChild]:
    """A child of the test's own, to be harmed."""
    running = WatchChild(shim_folder, limits=PATIENT)
    yield running
    running.close()
