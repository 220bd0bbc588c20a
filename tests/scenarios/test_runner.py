"""The runner without pytest: it runs the same pages, finds the schemes beside them, and says what went wrong."""

import re
import shutil
from pathlib import Path

import pytest

from api.checking import drafts_in
from govengine.scenarios import STEPS, run_paths, run_text
from govengine.scenarios.reference import scenarios_page
from govengine.scheme import Library

ROOT = Path(__file__).parents[2]
PAGE = """\
Feature: x
  Scenario: y
    Given the scheme doncaster-asc
    And it is 10 September 2024
    And a team_manager of doncaster-council asks
    And the decision is a personal_budget_sign_off
    And decision.annual_amount is 49,000.01
    When the question is asked
    Then the level is act
"""


@pytest.fixture(scope="module")
def library() -> Library:
    return drafts_in(ROOT / "rules")


@pytest.mark.parametrize("folder", ["schemes", "deciding"])
def test_runs_every_page_that_pytest_runs(folder: str, library: Library) -> None:
    results = run_paths([ROOT / "features" / folder], library)
    assert {Path(result.file).name for result in results} == {
        path.name for path in (ROOT / "features" / folder).glob("*.feature")
    }
    assert [result.line() for result in results if not result.passed] == []


def test_the_scenario_on_the_page_about_scenarios_passes(library: Library) -> None:
    (shown,) = re.findall(r"```gherkin\n(.*?)```", scenarios_page(), re.DOTALL)
    results = list(run_text(shown, "the page", library))
    assert [result.said for result in results] == ["", ""]


def test_every_sentence_is_on_the_page() -> None:
    page = scenarios_page()
    assert [step.example for step in STEPS if f" `{step.example}` |" not in page] == []


def test_stories_about_the_service_are_left_to_its_own_tests(library: Library) -> None:
    assert run_paths([ROOT / "features/record"], library) == []


def test_a_draft_beside_the_page_stands_in_for_the_version_of_its_name(
    tmp_path: Path, library: Library
) -> None:
    page = tmp_path / "x.feature"
    page.write_text(PAGE)
    assert not run_paths([page], library)[0].passed
    draft = tmp_path / "doncaster-asc" / "2024-25"
    shutil.copytree(ROOT / "rules/doncaster-asc/2024-25", draft)
    text = (draft / "scheme.yaml").read_text("utf-8")
    (draft / "scheme.yaml").write_text(text.replace("{is: 49000}", "{is: 50000}"), "utf-8")
    assert run_paths([page], library)[0].passed
    assert not run_paths([page], library_of_the_page(tmp_path, library))[0].said


def library_of_the_page(folder: Path, library: Library) -> Library:
    """A library that has the draft already, as where pages lie in the rules folder itself."""
    return Library([*drafts_in(folder).schemes["doncaster-asc"], *library.schemes["statute-floor-england"]])


def test_a_scheme_beside_the_page_that_cannot_be_read_is_a_result(tmp_path: Path, library: Library) -> None:
    page = tmp_path / "x.feature"
    page.write_text(PAGE)
    broken = tmp_path / "broken" / "1"
    broken.mkdir(parents=True)
    (broken / "scheme.yaml").write_text("scheme: broken\nlayre: team\n")
    (result,) = run_paths([page], library)
    assert not result.passed
    assert "layre" in result.said
    assert result.scenario == "the schemes beside it"
