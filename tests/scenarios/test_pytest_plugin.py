"""The pytest plugin in a project of somebody else's: it collects what is configured, and else is not there."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.scenarios.test_runner import ROOT

PASSING = """\
Feature: Ours
  Scenario: A small payment
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    When the question is asked
    Then the level is refer
"""
FAILING = PASSING.replace("is refer", "is act")
THEIRS = """\
Feature: Theirs, of another tool
  Scenario: Cucumbers
    Given I have 5 cucumbers
"""
# Of the service nothing is needed, and a project that configures nothing imports nothing of the engine.
CONFTEST = """\
import sys
for name in ("flask", "sqlalchemy", "marshmallow", "granian", "durable"):
    sys.modules[name] = None

def pytest_sessionfinish(session):
    names = ("govengine.scenarios", "govengine.scheme", "gherkin", "yaml")
    print("IMPORTED", sorted(name for name in names if name in sys.modules))
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with its own `api/`, `rules/`, `tests/` and feature files, and with govengine installed."""
    site = tmp_path / "site"
    project = tmp_path / "project"
    metadata = site / "govengine_decisions-0.1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: govengine-decisions\nVersion: 0.1.0\n")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"][
        "pytest11"
    ]
    lines = "".join(f"{name} = {target}\n" for name, target in declared.items())
    (metadata / "entry_points.txt").write_text(f"[pytest11]\n{lines}")
    (site / "govengine").symlink_to(ROOT / "govengine")
    for name in ("api", "tests", "features", "policy"):
        (project / name).mkdir(parents=True)
    (project / "api" / "__init__.py").write_text("THEIRS = True\n")
    (project / "rules").mkdir()
    (project / "rules" / "lint.cfg").write_text("not ours")
    (project / "tests" / "test_theirs.py").write_text(
        "import api\n\ndef test_api():\n    assert api.THEIRS\n"
    )
    (project / "features" / "theirs.feature").write_text(THEIRS)
    (project / "policy" / "ours.feature").write_text(PASSING)
    (project / "conftest.py").write_text(CONFTEST)
    return project


def run(project: Path, settings: str = "", *words: str) -> tuple[int, str]:
    (project / "pytest.ini").write_text(f"[pytest]\npythonpath = .\n{settings}")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(project.parent / "site")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:pytest-bdd", "-s", "-v", "-W", "error", *words],
        cwd=project, env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def schemes_for(project: Path, folder: str = "rules") -> None:
    for name in ("neighbourhood-support", "statute-floor-england"):
        shutil.copytree(ROOT / "rules" / name, project / folder / name)


def test_a_project_that_configures_nothing_is_as_it_was(project):
    code, told = run(project)
    assert code == 0, told
    assert "1 passed" in told
    assert ".feature" not in told
    assert "IMPORTED []" in told


def test_files_that_are_named_and_not_configured_are_not_ours(project):
    _, told = run(project, "", "policy/ours.feature")
    assert "no match in any of" in told


def test_only_what_is_configured_is_collected(project):
    schemes_for(project)
    code, told = run(project, "govengine_features = policy\n")
    assert code == 0, told
    assert "2 passed" in told
    assert "policy/ours.feature::A small payment PASSED" in told
    assert "theirs.feature" not in told


def test_the_schemes_may_lie_elsewhere(project):
    schemes_for(project, "delegation")
    code, told = run(project, "govengine_features = policy\ngovengine_rules = delegation\n", "policy")
    assert (code, "1 passed" in told) == (0, True), told


def test_a_scenario_that_does_not_pass_shows_its_step_and_no_traceback(project):
    schemes_for(project)
    (project / "policy" / "ours.feature").write_text(FAILING)
    broken = project / "policy" / "broken.feature"
    broken.write_text("Feature: x\n  Scenario: y\n    Given x\n    Wehn y\n")
    code, told = run(project, "govengine_features = policy/ours.feature policy/broken.feature\n")
    assert code == 1
    assert "ours.feature:8: A small payment" in told
    assert "> Then the level is act" in told
    assert "It is refer, not act." in told
    assert "broken.feature:4: the file" in told, told
    assert "Did you mean 'When'?" in told
    assert "Traceback" not in told
    assert "pytest_plugin.py" not in told


def test_a_folder_of_rules_that_is_not_there_is_said(project):
    code, told = run(project, "govengine_features = policy\ngovengine_rules = nowhere\n", "policy")
    assert code != 0
    assert "govengine_rules names" in told
    assert "Traceback" not in told


def test_tables_and_drafts_beside_a_file_are_found(project):
    schemes_for(project)
    shutil.copytree(ROOT / "features/deciding/oakfield-families", project / "policy" / "oakfield-families")
    shutil.copy(ROOT / "features/deciding/a_year_of_help.feature", project / "policy")
    outline = PASSING.replace("Scenario:", "Scenario Outline:").replace("is refer", "is <level>")
    (project / "policy" / "ours.feature").write_text(outline + "\n    Examples: from limits.csv\n")
    (project / "policy" / "limits.csv").write_text("level\nrefer\n")
    code, told = run(project, "govengine_features = policy\n", "policy")
    assert code == 0, told
    assert "ours.feature::A small payment (limits.csv:2) PASSED" in told
    assert "a_year_of_help.feature::To the penny (line 19) PASSED" in told
