"""The steps of `features/`: the engine's own, and those about the service."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import parsers, step

from api.checking import drafts_in
from govengine.scenarios import STEPS, World
from govengine.scheme import Library

RULES = Path(__file__).parents[1] / "rules"


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped schemes."""
    return drafts_in(RULES)


@pytest.fixture
def world(library: Library) -> World:
    """A new world for each scenario."""
    return World(library)


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
