"""Tables of examples as spreadsheets save them."""

import re

import pytest

from api.checking import drafts_in
from govengine.scenarios import run_paths, run_text
from govengine.scenarios.example_tables import UnreadableTable, read_examples
from tests.scenarios.test_runner import ROOT

OUTLINE = """\
Feature: x
  Scenario Outline: To the penny
    Given the scheme neighbourhood-support
    And it is <day>
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is <amount>
    And person.consent is yes
    And decision.other_help_tried is yes
    And nothing was decided before
    When the question is asked
    Then the level is <level>

    Examples: from amounts.csv
"""
ROWS = (("day", "amount", "level"), ("2 May 2026", "£500.00", "act"), ("3 May 2026", "500.01", "refer"))


@pytest.fixture(scope="module")
def library():
    return drafts_in(ROOT / "rules")


def sheet(separator=",", end="\n", rows=ROWS):
    return "".join(separator.join(row) + end for row in rows)


@pytest.mark.parametrize(
    "content",
    [
        sheet().encode(),
        sheet(";", "\r\n").encode("utf-8-sig"),
        sheet("\t").encode("utf-16"),
        sheet(";").encode("cp1252"),
        ("sep=;\r\n" + sheet(";", "\r\n")).encode(),
        sheet(",", ",\r\n").encode(),  # an empty column at the end
        (sheet() + ",,\n\n").encode(),
        sheet().replace("£500.00", '"£500.00"').encode(),
        sheet().replace("act", "\u00a0act ").encode(),
    ],
)
def test_a_table_is_read_as_spreadsheets_save_it(content, tmp_path, library):
    (tmp_path / "x.feature").write_text(OUTLINE)
    (tmp_path / "amounts.csv").write_bytes(content)
    results = run_paths([tmp_path], library)
    assert [result.said for result in results] == ["", ""]
    assert [result.example.partition(":")[0] for result in results] == ["amounts.csv", "amounts.csv"]


def test_the_row_that_did_not_pass_is_named(tmp_path, library):
    (tmp_path / "x.feature").write_text(OUTLINE)
    (tmp_path / "amounts.csv").write_text(sheet().replace("500.01", "500.00"))
    results = run_paths([tmp_path], library)
    assert [(result.passed, result.example) for result in results] == [
        (True, "amounts.csv:2"),
        (False, "amounts.csv:3"),
    ]
    assert results[1].place.endswith("x.feature:12")


def test_welsh_tables_are_named_in_welsh(tmp_path, library):
    text = "# language: cy\nArwedd: x\n  Scenario Amlinellol: y\n    Anrhegedig a y cynllun neighbourhood-support\n"
    text += "    A mae'n <dydd>\n    Yna mae'r cynllun yn hepgor \"item 19\"\n\n    Enghreifftiau: o dyddiau.csv\n"
    (tmp_path / "x.feature").write_text(text)
    (tmp_path / "dyddiau.csv").write_text("dydd\n2 Mai 2026\n")
    (result,) = run_paths([tmp_path], library)
    assert result.passed, result.said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no examples"),
        ("day,amount,level\n", "no examples"),
        ("day,,level\n1,2,3\n", "empty or stands twice"),
        ("day,day,level\n1,2,3\n", "empty or stands twice"),
        ("day,amount\n1,2,3\n", "amounts.csv:2 has more cells than heads"),
        ("day,amount\n#NAME?,2\n", "amounts.csv:2: A spreadsheet took this cell for a formula"),
        ("day,amount\n03/06/2025,2\n", "amounts.csv:2: 03/06/2025 is a day as a spreadsheet writes it"),
        ("day,amount\n3-Jun-25,2\n", "write 3 June 2025"),
        ('day,amount\n"a"b,2\n', "amounts.csv:2 cannot be read"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(content, said, tmp_path, library):
    with pytest.raises(UnreadableTable, match=re.escape(said)):
        read_examples(content.encode(), "amounts.csv")
    (tmp_path / "x.feature").write_text(OUTLINE)
    (tmp_path / "amounts.csv").write_text(content)
    results = run_paths([tmp_path], library)
    assert not any(result.passed for result in results)
    assert said in results[0].said


def test_a_head_nobody_uses_is_fine_and_one_that_is_missing_is_said(tmp_path, library):
    (tmp_path / "x.feature").write_text(OUTLINE)
    (tmp_path / "amounts.csv").write_text(
        sheet(rows=[(*row, "a note") for row in ROWS]).replace("amount,", "amuont,")
    )
    results = run_paths([tmp_path], library)
    assert "No column is called 'amount'. Did you mean 'amuont'?" in results[0].said


@pytest.mark.parametrize("name", ["../amounts.csv", "/etc/amounts.csv", "a\\amounts.csv", "c:amounts.csv"])
def test_only_a_file_beside_the_feature_file_is_read(name, library):
    asked = []
    text = OUTLINE.replace("amounts.csv", name)
    (result,) = run_text(text, "x", library, beside=lambda file: asked.append(file) or b"")
    assert not result.passed
    assert asked == []


def test_a_file_that_is_not_there_is_said(tmp_path, library):
    (tmp_path / "x.feature").write_text(OUTLINE)
    (result,) = run_paths([tmp_path], library)
    assert "amounts.csv cannot be read: There is no such file" in result.said


def test_a_cell_kept_from_being_a_formula_is_what_was_typed():
    table = read_examples(b"a,b\n'=1+1,-5\n'+x,@y\n", "x.csv")
    assert [cells for _, cells in table.rows] == [("=1+1", "-5"), ("+x", "@y")]
