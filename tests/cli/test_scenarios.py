"""`govengine test`, run as a person would run it."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.test_commands import ROOT, place, run
from tests.scenarios.test_feature import PAGE

__all__ = ["place"]


@pytest.fixture
def feature(place: Path) -> Path:
    path = place / "policy" / "one.feature"
    path.parent.mkdir()
    path.write_text(PAGE)
    return path


def test_what_passes_is_counted_and_what_does_not_is_shown(place, feature):
    assert run(place, "test", "policy").endswith("policy/one.feature: 1 passed\n1 passed, 0 did not\n")
    feature.write_text(PAGE.replace("is refer", "is act").replace("is asked", "was asked"))
    told = run(place, "test", "policy", code=1)
    assert "policy/one.feature:7: y" in told
    assert "  > When the question was asked" in told
    assert "No sentence says this. The nearest is: the question is asked" in told
    feature.write_text("nonsense")
    assert "policy/one.feature:1: the file\n    This line cannot be read: 'nonsense'." in run(
        place, "test", "policy/one.feature", code=1
    )


def test_nothing_to_run_is_a_finding(place):
    (place / "empty").mkdir()
    assert "There was nothing to run" in run(place, "test", "empty", code=1)


def test_json_has_every_step_and_the_coverage(place, feature):
    told = json.loads(run(place, "test", "policy", "--json", "--coverage"))
    (scenario,) = told["scenarios"]
    assert [step["outcome"] for step in scenario["steps"]] == ["passed"] * 6
    assert scenario["answer"].startswith("This one is for")
    assert told["coverage"]["versions"][0]["scheme"] == "neighbourhood-support"
    assert told["coverage"]["below"] == []
    assert "coverage" not in json.loads(run(place, "test", "policy", "--json"))


def test_reports_are_written_beside_what_is_printed(place, feature):
    feature.write_text(PAGE.replace("is refer", "is act"))
    run(place, "test", "policy", "--junit", "r.xml", "--html", "r.html", "--coverage", code=1)
    root = ElementTree.parse(place / "r.xml").getroot()
    assert (root.get("tests"), root.get("failures")) == ("1", "1")
    page = (place / "r.html").read_text("utf-8")
    assert "1 did not pass." in page
    assert 'id="coverage"' in page


def test_too_little_coverage_is_a_finding(place, feature):
    told = run(place, "test", "policy", "--fail-under", "90", code=1)
    assert "1 passed, 0 did not" in told
    assert "less than 90% seen of: neighbourhood-support" in told
    assert "hardship-worker" in told
    run(place, "test", "policy", "--fail-under", "0")
    assert "statute-floor-england" in run(place, "test", "policy", "--scheme", "statute-floor-england")
    run(place, "test", "policy", "--scheme", "nothing", code=2)
    run(place, "test", "policy", "--fail-under", "101", code=2)


def test_the_shipped_pages_hold_their_schemes_at_ninety(place):
    shutil.rmtree(place / "rules")
    shutil.copytree(ROOT / "rules", place / "rules")
    names = sorted(path.name for path in (place / "rules").iterdir() if path.is_dir())
    words = [word for name in names for word in ("--scheme", name)]
    run(place, "test", str(ROOT / "features/schemes"), "--fail-under", "90", *words)


def test_steps_are_held_where_python_runs_without_asserts(place, feature):
    feature.write_text(PAGE.replace("is refer", "is act"))
    told = run(place, "test", "policy", code=1, PYTHONOPTIMIZE="1")
    assert "It is refer, not act." in told
