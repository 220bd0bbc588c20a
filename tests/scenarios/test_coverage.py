"""Coverage of rules by scenarios: what counts as seen, and that the shipped schemes' pages see nearly everything."""

from pathlib import Path

import pytest

from api.checking import drafts_in
from govengine.scenarios import run_paths, run_text
from govengine.scenarios.coverage import Collector, Coverage, Share
from govengine.scheme import Library
from tests.scenarios.test_runner import ROOT

ENOUGH = 90
"""Per cent of the ways in which each shipped scheme's rules, and its clauses, are to be seen."""
SCHEMES = sorted(path.name for path in (ROOT / "rules").iterdir() if path.is_dir())


@pytest.fixture(scope="module")
def library() -> Library:
    return drafts_in(ROOT / "rules")


@pytest.fixture(scope="module")
def shipped(library: Library) -> dict[str, Coverage]:
    collector = Collector()
    results = run_paths([ROOT / "features/schemes"], library, collector.observe)
    assert all(result.passed for result in results)
    return dict(collector.coverage(library, SCHEMES).by_scheme())


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_pages_of_the_shipped_schemes_see_their_rules_and_clauses(scheme, shipped):
    seen = shipped[scheme]
    assert seen.of_clauses.percent >= ENOUGH
    assert seen.of_rules.percent >= ENOUGH
    assert seen.below(ENOUGH) == []


PAGE = """\
Feature: x
  Scenario: y
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
{facts}
    When the question is asked
    Then the summary says "."
"""


def seen_by(library: Library, *facts: str):
    """How the clauses of each rule were seen, by rule and text, over scenarios that each know these facts."""
    collector = Collector()
    for known in facts:
        lines = "".join(f"    And {one.strip()}\n" for one in known.split(","))
        (result,) = run_text(PAGE.format(facts=lines), "x", library, observe=collector.observe)
        assert result.passed, result.said
    ((_, coverage),) = collector.coverage(library).by_scheme()
    (version,) = coverage.versions
    rules = {rule.id.partition("/")[2]: rule for rule in version.rules.values()}
    clauses = {
        (name, clause.text): {way for way, times in clause.seen.times.items() if times}
        for name, rule in rules.items()
        for clause in rule.clauses.values()
    }
    return rules, clauses, coverage


LIMIT = ("hardship-worker", "decision.amount <= worker_limit")
HELP = ("hardship-worker", "decision.other_help_tried")
CONSENT = ("consent", "not(person.consent)")
ALL = "person.consent is yes, decision.other_help_tried is yes, history.household_90d is 0"


def test_a_clause_is_decisive_where_the_answer_turns_on_it(library):
    _, clauses, _ = seen_by(library, f"{ALL}, decision.amount is 500")
    assert clauses[LIMIT] == {"true", "decisive"}
    assert clauses[CONSENT] == {"false", "decisive"}


def test_a_clause_beside_another_that_is_false_is_not_decisive(library):
    _, clauses, _ = seen_by(
        library, "decision.amount is 3000, person.consent is yes, decision.other_help_tried is no"
    )
    assert clauses[LIMIT] == {"false"}
    assert clauses[HELP] == {"false"}


def test_a_clause_that_is_not_known_is_never_decisive(library):
    _, clauses, _ = seen_by(library, "person.consent is yes, decision.other_help_tried is yes")
    assert clauses[LIMIT] == {"unknown"}


def test_rows_of_tables_are_told_from_grants(library):
    rules, _, _ = seen_by(library, ALL)
    assert {name: rule.what for name, rule in rules.items()} == {
        "hardship-service": "row", "hardship-worker": "grant", "consent": "safeguard", "regular-support": "safeguard",
    }  # fmt: skip
    assert ":" in rules["hardship-service"].place


def test_versions_no_scenario_asks_about_count_as_not_seen(library):
    collector = Collector()
    text = """Feature: x
  Scenario: y
    Given the scheme doncaster-asc
    And it is 10 September 2024
    And a team_manager of doncaster-council asks
    And the decision is a personal_budget_sign_off
    And decision.annual_amount is 49,000
    When the question is asked
    Then they may act
"""
    assert all(result.passed for result in run_text(text, "x", library, observe=collector.observe))
    versions = {one.version: one for one in collector.coverage(library).versions}
    assert set(versions) == {"2021", "2024-25"}
    assert versions["2021"].of_clauses.met == 0
    assert 0 < versions["2024-25"].of_clauses.met < versions["2024-25"].of_clauses.of
    assert collector.coverage(library).below(1) == []
    assert collector.coverage(library).below(90) == ["doncaster-asc"]


def test_a_share_is_never_rounded_up_to_the_whole():
    assert str(Share(9_999, 10_000)) == "99.9%"
    assert str(Share(0, 0)) == "100%"


def test_json_names_what_is_missing(library):
    _, _, coverage = seen_by(library, ALL)
    (version,) = coverage.to_json()["versions"]
    (worker,) = [rule for rule in version["rules"] if rule["rule"].endswith("/hardship-worker")]
    assert worker["seen"]["missing"] == ["true", "false", "decisive"]
    assert Path(worker["place"].partition(":")[0]).name == "scheme.yaml"
