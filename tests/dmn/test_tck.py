"""Other people's cases: the DMN TCK, reached through GOVENGINE_VECTORS."""

import json
import re
import shutil

import pytest

from govengine.dmn.tck import main, run_folder
from tests.record.vectors import vectors

LEVEL_2 = 116
ALL = 1487


def passed_and_failed(folder):
    tallies = list(run_folder(folder))
    assert not [finding for tally in tallies for finding in tally.findings]
    return sum(tally.passed for tally in tallies), sum(tally.cases for tally in tallies)


def test_every_case_of_level_2_passes():
    passed, cases = passed_and_failed(vectors("dmn-tck") / "compliance-level-2")
    print(f"{passed} of {cases} cases of level 2")
    assert passed == cases >= LEVEL_2


@pytest.mark.long
def test_every_case_passes():
    passed, cases = passed_and_failed(vectors("dmn-tck"))
    print(f"{passed} of {cases} cases")
    assert passed == cases >= ALL


def test_a_result_that_differs_is_reported_and_the_exit_says_so(tmp_path, capsys):
    given = vectors("dmn-tck") / "compliance-level-2/0004-simpletable-U"
    folder = shutil.copytree(given, tmp_path / "0004")
    file = folder / "0004-simpletable-U-test-01.xml"
    text = file.read_text("utf-8")
    assert main([str(folder), "--json"]) == 0
    cases = json.loads(capsys.readouterr().out)["all"]["passed"]
    file.write_text(re.sub("Approved", "Refused", text, count=1), "utf-8")
    assert main([str(folder)]) == 1
    out = capsys.readouterr().out
    assert "expected Refused, found Approved" in out
    assert f"{cases - 1} passed" in " ".join(out.split())


def test_a_folder_without_cases_is_no_success(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "no test cases" in capsys.readouterr().err
