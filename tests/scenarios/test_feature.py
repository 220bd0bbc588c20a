"""Feature files as people write them: what is wrong is said with its line, and nothing passes by being unreadable."""

import re

import pytest

from api.checking import drafts_in
from govengine.scenarios import Outcome, run_paths, run_text
from govengine.scenarios.feature import read_feature
from tests.scenarios.test_runner import ROOT

SAID = """\
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
"""
ASKED = """\
    When the question is asked
    Then the level is refer
"""
SCENARIO = f"  Scenario: y\n{SAID}{ASKED}"
PAGE = f"Feature: x\n{SCENARIO}"


@pytest.fixture(scope="module")
def library():
    return drafts_in(ROOT / "rules")


def problems(text: str) -> list[tuple[int, str]]:
    feature = read_feature(text, "x.feature")
    return list(feature.problems)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "empty"),
        ("\ufeff", 1, "empty"),
        ("\n\n# nothing\n", 1, "empty"),
        ("Feature: x\n", 1, "no scenario"),
        ("Feature: x\n  Background:\n    Given y\n", 1, "no scenario"),
        ("nonsense", 1, "This line cannot be read: 'nonsense'"),
        ("Feture: x\n", 1, "Did you mean 'Feature:'?"),
        (PAGE + "    Thn x\n", 8 + 1, "Did you mean 'Then'?"),
        (PAGE + "Feature: again\n", 9, "Feature: cannot stand here"),
        (PAGE + "    Given these facts\n      | a | b |\n      | c |\n", 11, "another number of cells"),
        (PAGE + '    Given x\n      """\n      y\n', 12, "ends too early"),
        (PAGE + "  @tag\n", 10, "ends too early"),
        ("# language: klingon\nFeature: x\n", 1, "English and Welsh"),
        ("# language: fr\nFonctionnalité: x\n  Scénario: y\n    Soit z\n", 2, "English and Welsh"),
        ("Feature: x\n  Scenario: y\n    Gven the scheme x\n", 3, "Did you mean 'Given'?"),
        ("Feature: x\n  Scenario Outline: y\n    Given a <b>\n", 2, "no examples"),
        ("Feature: x\n  Scenario Outline: y\n    Given a <b>\n\n    Examples:\n", 5, "empty"),
        ("Feature: x\n  Scenario Outline: y\n    Given a <b>\n\n    Examples:\n      | b |\n", 5, "empty"),
        ("Feature: x\n  Scenario Outline: y\n    Given a <amuont>\n\n    Examples:\n      | amount |\n      | 1 |\n", 5, "Did you mean 'amount'?"),
        ("Feature: x\n  Scenario Outline: y\n    Given a <b>\n\n    Examples: from b.csv\n", 5, "b.csv cannot be read here"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(text, line, said, library):
    found = problems(text)
    assert [at for at, _ in found] == [line]
    assert said in found[0][1]
    results = list(run_text(text, "x.feature", library))
    assert not results[0].passed
    assert results[0].place == f"x.feature:{line}"
    for word in ("expected:", "#EOF", "#StepLine", "refused", "not allowed", "failed to"):
        assert word not in results[0].said


def test_several_things_wrong_are_said_at_once(library):
    text = "Feature: x\n  Scenario: y\n    Given z\n    Wehn a\n    Thne b\n"
    assert [at for at, _ in problems(text)] == [4, 5]


def test_descriptions_are_not_taken_for_misspelt_steps():
    text = (
        "Feature: x\n  Scenario: y\n    The worker asks.\n    They know. An amount is there. Who decides?\n\n"
        + SAID
    )
    assert problems(text) == []


@pytest.mark.parametrize(
    "text",
    [
        PAGE.replace("\n", "\r\n"),
        "\ufeff" + PAGE,
        PAGE.replace("    ", "\t\t"),
        PAGE.replace("level is", "level  is").replace("a support_worker", "a\u00a0support_worker"),
        PAGE.replace("level is", "\u200flevel\u200e is"),
        "Feature: x\n  Rule: z\n    Background:\n" + SAID + "    Scenario: y\n" + ASKED,
        "@a @b\nFeature: x\n  @c\n" + SCENARIO,
        "Feature: x\n  Background:\n" + SAID + "  Scenario: y\n" + ASKED,
        PAGE.replace("And ", "* "),
    ],
)
def test_files_as_editors_save_them(text, library):
    (result,) = run_text(text, "x", library)
    assert result.passed, result.said


def test_curly_quotation_marks_are_read_as_straight(library):
    text = PAGE + "    And the rule \u201cconsent\u201d is among the reasons\n"
    (result,) = run_text(text, "x", library)
    assert result.passed, result.said


@pytest.mark.parametrize(
    ("lines", "step", "said"),
    [
        (['Given x', '  """', "  text", '  """'], "x", "three quotation marks"),
        (["Given it is 2 May 2026", "  | a.b | c |"], "it is 2 May 2026", "these facts"),
        (["Given these facts"], "these facts", "Write a table under it"),
        (["Given these facts", "  | decision.amount | 620 | GBP |"], "these facts", "this has 3 cells"),
        (["Given these facts", "  | nothing | 620 |"], "these facts", "No fact is called nothing"),
        (["Then decision.amount is 620"], "decision.amount is 620", "stands under Then"),
        (["Then the question is asked"], "the question is asked", "stands under Then"),
        (["Given it is 31 February 2026"], "it is 31 February 2026", "no such day"),
        (["Given it is 2 Mya 2026"], "it is 2 Mya 2026", "Did you mean May?"),
        (["Given it is 2 May 2026 at 25:00"], "it is 2 May 2026 at 25:00", "no such time"),
        (["Given it is 2026-13-01T00:00:00Z"], "it is 2026-13-01T00:00:00Z", "no such moment"),
        (["Then it rests on hardship"], "it rests on hardship", "Ask first"),
    ],
)  # fmt: skip
def test_a_step_that_means_nothing_says_why(lines, step, said, library):
    text = (
        f"Feature: x\n  Scenario: y\n{SAID}"
        + "".join(f"    {line}\n" for line in lines)
        + "    Then they may act\n"
    )
    (result,) = run_text(text, "x", library)
    stopped = [one for one in result.steps if one.said]
    assert [one.text for one in stopped] == [step]
    assert said in stopped[0].said


def test_a_scenario_that_checks_nothing_does_not_pass(library):
    (result,) = run_text(f"Feature: x\n  Scenario: y\n{SAID}    When the question is asked\n", "x", library)
    assert "checks nothing" in result.said
    (result,) = run_text("Feature: x\n  Scenario: y\n", "x", library)
    assert "checks nothing" in result.said


def test_steps_come_back_with_their_places(library):
    text = PAGE.replace("is refer", "is act") + "    And they may act\n"
    (result,) = run_text(text, "x.feature", library)
    assert [step.place for step in result.steps] == [f"x.feature:{line}" for line in range(3, 10)]
    assert [step.outcome for step in result.steps] == [
        *[Outcome.PASSED] * 5,
        Outcome.FAILED,
        Outcome.NOT_REACHED,
    ]
    assert result.place == "x.feature:8"
    assert result.answer in result.said
    assert [step.keyword for step in result.steps][:2] == ["Given", "And"]


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (("And it is 2 May", "And decision.amuont is 5\n    And it is 2 May"), 4, "Did you mean 'decision.amount'?"),
        (("And it is 2 May", "And decision.amuont is not known\n    And it is 2 May"), 4, "Did you mean 'decision.amount'?"),
        (("And it is 2 May", "And decision.amount.x is 5\n    And decision.amount is 5\n    And it is 2 May"), 4, "decision.amount.x"),
        (("support_worker", "suport_worker"), 5, "Did you mean 'support_worker'?"),
        (("northbridge-council", "northbrige-council"), 5, "Did you mean 'northbridge-council'?"),
        (("neighbourhood-support", "neighborhood-support"), 7, "Did you mean 'neighbourhood-support'?"),
        (("hardship_payment", "hardship_paymnt"), 8, "Did you mean hardship_payment?"),
        (("the level is refer", "it rests on hardship-wroker"), 8, "Did you mean hardship-worker?"),
        (("the level is refer", "the rule consnt is not among the reasons"), 8, "Did you mean consent?"),
        (("the level is refer", "it is for the service_manger to decide"), 8, "Did you mean service_manager?"),
        (("the level is refer", "the duty tell-landlrod is not owed"), 8, "Did you mean tell-landlord?"),
        (("the level is refer", "it would change if decision.amont were no"), 8, "Did you mean decision.amount?"),
        (("the level is refer", "the levl is refer"), 8, "The nearest is: the level is refer"),
        (("And it is 2 May", "And the amont is 5\n    And it is 2 May"), 4, "The nearest is: the amount is 1"),
    ],
)  # fmt: skip
def test_a_name_misspelt_is_told_where_it_stands_with_the_nearest(change, place, said, library):
    text = PAGE.replace(*change, 1) if change[0] != "the level is refer" else PAGE.replace(*change)
    if "paymnt" in text:
        text = text.replace("the level is refer", "the basis is missing_facts")
    (result,) = run_text(text, "x", library)
    assert result.place == f"x:{place}"
    assert said in result.said


def test_a_fact_may_be_said_by_its_label(library):
    text = PAGE.replace("    When", "    And The amount is £620\n    And the amount is not known\n    When")
    (result,) = run_text(text + "    And decision.amount is needed\n", "x", library)
    assert result.passed, result.said
    text = PAGE.replace("    When", "    And the amount is £620\n    When")
    (result,) = run_text(text + "    And decision.amount is needed\n", "x", library)
    assert "Needed: nothing" in result.said


def test_a_label_that_two_facts_share_is_asked_about(tmp_path, library):
    folder = tmp_path / "shared" / "1"
    folder.mkdir(parents=True)
    source = (ROOT / "rules/neighbourhood-support/2026-04/scheme.yaml").read_text("utf-8")
    text = source.replace("scheme: neighbourhood-support", "scheme: shared")
    text = text.replace("facts:\n", "facts:\n  person.amount: {type: number, title: the amount}\n", 1)
    (folder / "scheme.yaml").write_text(re.sub(r"tables:\n(  .*\n)+", "", text), "utf-8")
    page = PAGE.replace("neighbourhood-support", "shared").replace(
        "    When", "    And the amount is 5\n    When"
    )
    (tmp_path / "x.feature").write_text(page)
    (result,) = run_paths([tmp_path / "x.feature"], library)
    assert "'the amount' could be decision.amount or person.amount: write which." in result.said


def test_a_file_that_is_not_text_is_a_result(tmp_path, library):
    (tmp_path / "x.feature").write_bytes(b"Feature: \xff\xfe\x00")
    (result,) = run_paths([tmp_path], library)
    assert "not UTF-8" in result.said


def test_a_scheme_of_300_facts_is_told_by_name_and_label(tmp_path, library):
    folder = tmp_path / "many-facts" / "1"
    folder.mkdir(parents=True)
    source = (ROOT / "rules/neighbourhood-support/2026-04/scheme.yaml").read_text("utf-8")
    many = "".join(f"  case.f{i}: {{type: boolean, title: answer number {i} of many}}\n" for i in range(300))
    text = source.replace("scheme: neighbourhood-support", "scheme: many-facts").replace(
        "facts:\n", f"facts:\n{many}", 1
    )
    text = re.sub(r"tables:\n(  .*\n)+", "", text)
    (folder / "scheme.yaml").write_text(text, "utf-8")
    lines = "".join(f"    And answer number {i} of many is {'yes' if i % 2 else 'no'}\n" for i in range(300))
    page = PAGE.replace("neighbourhood-support", "many-facts").replace("    When", f"{lines}    When")
    (tmp_path / "x.feature").write_text(page)
    (result,) = run_paths([tmp_path / "x.feature"], library)
    assert result.passed, result.said
    (tmp_path / "x.feature").write_text(page.replace("answer number 7 of many", "answer nubmer 7 of many"))
    (result,) = run_paths([tmp_path / "x.feature"], library)
    assert "The nearest is: answer number 7 of many is 1" in result.said


# -- what was decided before ------------------------------------------------------------------------------------

EARLIER = f"""Feature: x
  Scenario: y
{SAID}    And decision.amount is 500
    And person.consent is yes
    And decision.other_help_tried is yes
    And {{}}
    When the question is asked
    Then the level is act
"""


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("they decided a hardship_payment of 2,000 for the same person on 2 May 2026", ""),
        ("they decided a hardship_payment of 2,000.01 for the same person on 2 May 2026", "It is agree"),
        ("they decided a hardship_payment of 9,000 for another person on 2 May 2026", ""),
        ("they decided a hardship_payment of 9,000 for the same person on 1 February 2026", ""),
        ("they decided a hardship_payment of 9,000 for the same person on 2 February 2026", "It is agree"),
        ("they decided a hardship_payment of 9,000 on 1 May 2026", "It is agree"),  # for whom is not known
        ("they decided a hardship_payment for the same person on 1 May 2026", "It is agree"),  # nor how much
        ("they decided a hardship_payment of 1 for the same person on 3 May 2026", "after the day of the question"),
        ("they decided a hardship_paymnt of 1 for the same person on 1 May 2026", "Did you mean hardship_payment?"),
        ("they decided a hardship_payment of 1.2.3 for the same person on 1 May 2026", "not an amount"),
        ("nothing was decided before", ""),
    ],
)  # fmt: skip
def test_what_was_decided_before_is_added_up_as_the_service_does(before, said, library):
    (result,) = run_text(EARLIER.format(before), "x", library)
    assert result.passed is not bool(said), result.said
    assert said in result.said


def test_a_history_that_is_said_itself_stands(library):
    both = "nothing was decided before\n    And history.household_90d is 2,000.01"
    (result,) = run_text(EARLIER.format(both), "x", library)
    assert "It is agree" in result.said
