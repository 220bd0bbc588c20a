"""The steps of `features/`: the engine's own, and those about the service."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import parsers, step

from api.checking import drafts_in
from govengine.scenarios import STEPS, World, library_beside
from govengine.scheme import Library

RULES = Path(__file__).parents[1] / "rules"


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped schemes."""
    return drafts_in(RULES)


_WITH_NEIGHBOURS: dict[Path, Library] = {}


@pytest.fixture
def world(library: Library, request: pytest.FixtureRequest) -> World:
    """A new world for each scenario, with the schemes that lie beside its feature file."""
    folder = request.path.parent
    if folder not in _WITH_NEIGHBOURS:
        _WITH_NEIGHBOURS[folder] = library_beside(library, folder)
    return World(_WITH_NEIGHBOURS[folder])


def _for_pytest(run: Callable[..., None], pattern: re.Pattern[str]) -> Callable[..., None]:
    """The step as pytest-bdd wants it: its named parts as parameters, the world as a fixture."""

    def call(world: World, **parts: Any) -> None:
        run(world, **parts)

    names = ["world", *pattern.groupindex]
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in names]
    )
    return call


for _one in STEPS:
    step(parsers.re(f"(?:{_one.pattern.pattern})$"), target_fixture=None)(_for_pytest(_one.run, _one.pattern))
