"""A service for each case, on a copy of the log in which its schemes have been adopted."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.bootstrap import bootstrap
from tests.shapes.case import Case
from tests.shapes.hall import Hall, settings
from tests.shapes.shape import Shape

ADOPTED_AT = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="session")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`logs(shape)`: a folder with a log in which the shape's schemes are adopted, made once."""
    made: dict[Path, Path] = {}

    def log_of(shape: Shape) -> Path:
        if shape.folder not in made:
            home = tmp_path_factory.mktemp(shape.folder.name)
            service = bootstrap(settings(home), clock=lambda: ADOPTED_AT)
            try:
                service.live.adopt(
                    shape.versions, by="u-1", role="owner", authority="minute 7", example_signatures=True
                )
            finally:
                service.close()
            made[shape.folder] = home
        return made[shape.folder]

    return log_of


@pytest.fixture
def hall(request: pytest.FixtureRequest, logs: Any, tmp_path: Path) -> Iterator[Hall]:
    case: Case = request.getfixturevalue("case")
    shutil.copytree(logs(case.shape), tmp_path / "home")
    now = [ADOPTED_AT]
    service = bootstrap(settings(tmp_path / "home"), clock=lambda: now[0])
    yield Hall(service, now)
    service.close()
