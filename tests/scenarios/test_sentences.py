"""The sentences scenarios are made of: no text fits two, and every line of `features/` fits one."""

from pathlib import Path
from typing import Any

import pytest
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from api.checking import drafts_in
from govengine.scenarios import STEPS, Step, run_text
from govengine.scenarios.language import ENGLISH
from govengine.scheme import Library

ROOT = Path(__file__).parents[2]
FEATURES = sorted((ROOT / "features").rglob("*.feature"))


def fitting(text: str) -> list[str]:
    return [step.example for step in STEPS if step.pattern.fullmatch(text)]


@pytest.fixture(scope="module")
def library() -> Library:
    return drafts_in(ROOT / "rules")


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.example)
def test_each_example_is_its_own_sentence_and_no_other(step: Step) -> None:
    assert fitting(step.example) == [step.example]


@pytest.mark.parametrize("path", FEATURES, ids=lambda path: path.stem)
def test_every_line_of_the_features_means_one_thing(path: Path) -> None:
    document: Any = Parser().parse(path.read_text("utf-8"))
    document["uri"] = path.name
    for pickle in Compiler().compile(document):
        if not any(tag["name"] == "@service" for tag in pickle["tags"]):
            for step in pickle["steps"]:
                assert len(fitting(step["text"])) == 1, step["text"]


ASKED = """\
Feature: x
  Scenario: y
    Given the scheme neighbourhood-support
    And it is 2 May 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is 120.00
    And decision.other_help_tried is yes
    And history.household_90d is 0
    When the question is asked
    Then {then}
"""
TRUE = (
    "the level is refer", "the basis is missing_facts", "they may not act yet", "person.consent is needed",
    "all that is needed is person.consent", "more facts could change the answer", "nobody else is in it",
    "the rule consent is among the reasons", "the rule regular-support is not among the reasons",
    "the scheme leaves out \"item 19\"", "nothing about the case would change it", "nothing is owed",
    "the schemes that applied include neighbourhood-support/2026-04",
)  # fmt: skip
FALSE = (
    "the level is act", "the basis is silence", "they may act", "decision.amount is needed", "nothing more is needed",
    "all that is needed is decision.amount", "all that is needed is person.consent and decision.amount",
    "the answer is complete", "the team_manager agrees first", "a second team_manager agrees first",
    "the rule nothing is among the reasons", "the rule consent is not among the reasons", 'the summary says "Yours"',
    'the scheme leaves out "item 20"', "it would change if decision.other_help_tried were no", "the duty x is owed",
    "the duty x may yet be owed", 'the duty x says "y"', "whoever decides owes the duty x", "it rests on hardship-worker",
    "hardship-worker would have opened it", "the route leads to the team_manager", 'the route is "ask"',
    "it is for the team_manager to decide", "the section_151_officer may decide it too", 'whoever decides must meet "x"',
    'it cannot be asked: "no-version-in-force"', "the schemes that applied include leeds-cs/2023-02",
    "the person to ask is another service_manager",
)  # fmt: skip


@pytest.mark.parametrize(("then", "holds"), [*((t, True) for t in TRUE), *((t, False) for t in FALSE)])
def test_a_sentence_about_the_answer_can_fail(then: str, holds: bool, library: Library) -> None:  # noqa: FBT001
    assert len(fitting(then)) == 1
    (result,) = run_text(ASKED.format(then=then), "x", library)
    assert result.passed is holds, result.said


def test_every_sentence_about_an_answer_is_seen_to_fail() -> None:
    """A step that checks nothing would let anything pass."""
    checked = {example for then in FALSE for example in fitting(then)}
    modules = ("govengine.scenarios.answer", "govengine.scenarios.owed")
    english = [step for step in STEPS if step.language is ENGLISH]
    unseen = {s.example for s in english if s.run.__module__ in modules} - checked
    assert unseen <= {"they may not act yet", "more facts could change the answer", "nobody else is in it",
                      "nothing about the case would change it", "nothing is owed", "nobody holds it",
                      'the duty "refer-child" is not owed'}  # fmt: skip
