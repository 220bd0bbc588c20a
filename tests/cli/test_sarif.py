"""`govengine check --sarif`: the shape of SARIF 2.1.0, and each problem beside its line."""

import json
from pathlib import Path

from click.testing import CliRunner

from api.cli import main
from tests.scheme.small import VISIT, small

SMALL = small(f"grants:\n  - {VISIT}\n")["scheme.yaml"].decode()
PAGE = (Path(__file__).parents[2] / "docs/problems.md").read_text("utf-8")


def sarif(folder, status):
    result = CliRunner().invoke(main, ["check", str(folder), "--sarif"])
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def written(tmp_path, text):
    (tmp_path / "scheme.yaml").write_text(text, "utf-8")
    return tmp_path


def test_each_problem_stands_beside_its_line(tmp_path):
    text = SMALL + "\nstray_key: 1\n"
    report = sarif(written(tmp_path, text), 1)
    assert report["version"] == "2.1.0"
    [run] = report["runs"]
    [found] = [result for result in run["results"] if result["ruleId"] == "unknown-key"]
    place = found["locations"][0]["physicalLocation"]
    assert Path(place["artifactLocation"]["uri"]) == tmp_path / "scheme.yaml"
    line = place["region"]["startLine"]
    assert text.splitlines()[line - 1].startswith("stray_key")
    assert found["level"] == "error"
    assert run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == "unknown-key"


def test_every_rule_is_explained(tmp_path):
    report = sarif(written(tmp_path, SMALL.replace("title:", "tittle:")), 1)
    rules = report["runs"][0]["tool"]["driver"]["rules"]
    assert rules
    assert all(f"\n### {rule['helpUri'].partition('#')[2]}\n" in PAGE for rule in rules)


def test_a_scheme_that_is_fine_has_no_errors(tmp_path):
    results = sarif(written(tmp_path, SMALL), 0)["runs"][0]["results"]
    assert {result["level"] for result in results} <= {"warning", "note"}
