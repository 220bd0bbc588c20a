"""The steps of `features/`: the engine's own, and those about the service."""

from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from api.checking import drafts_in
from govengine.scenarios import World, library_beside
from govengine.scenarios.language import LANGUAGES
from govengine.scenarios.sentence import Meaning, meaning_of
from govengine.scheme import Library
from tests.conftest import statements_put_together_once, upgraded

__all__ = ["statements_put_together_once", "upgraded"]

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


@pytest.fixture
def datatable() -> None:
    """What a sentence without a table has under it."""


class OurSentence(parsers.StepParser):
    """Any sentence of the engine's that checks, or that does not, in either language."""

    def __init__(self, *, checks: bool) -> None:
        super().__init__("a sentence that checks" if checks else "a sentence that says what is so")
        self.checks = checks

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        meaning = self._meaning(name)
        return None if meaning is None else {"meaning": meaning}

    def is_matching(self, name: str) -> bool:
        return self._meaning(name) is not None

    def _meaning(self, text: str) -> Meaning | None:
        found = (meaning_of(text, language) for language in LANGUAGES.values())
        return next((one for one in found if one is not None and one.step.checks is self.checks), None)


@given(OurSentence(checks=False))
@when(OurSentence(checks=False))
@then(OurSentence(checks=True))
def _say(world: World, meaning: Meaning, datatable: Any) -> None:
    world.language = meaning.step.language
    meaning.do(world, datatable)
