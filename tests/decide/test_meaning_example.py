"""MEANING's own example: the scheme loads as printed, and the answer is the printed one, member by member."""

from typing import Any

import pytest

from govengine.decide import determine, question_from_json, scheme_and_moment, summary
from govengine.scheme import Library
from tests.decide import meaning_example as example

ANSWER: dict[str, Any] = {
    "level": "refer",
    "may_act": False,
    "complete": True,
    "basis": "delegated_elsewhere",
    "decided_by": [
        {
            "role": "service_manager",
            "body": "northbridge-council",
            "level": "act",
            "with": [],
            "duties": [],
            "must": [],
            "provisional": False,
        }
    ],
    "ask": None,
    "route": [],
    "with": [],
    "duties": [],
    "needed": [],
    "relies_on": [],
    "because": [
        {
            "rule": "neighbourhood-support/hardship-worker",
            "effect": "grant",
            "held": "false",
            "authority": "Part 3C, item 14",
            "clauses": [
                {
                    "text": "decision.amount <= worker_limit",
                    "value": "false",
                    "seen": {"decision.amount": "620.00", "worker_limit": "500"},
                }
            ],
        }
    ],
    "would_change": [],
    "would_have": [],
    "accountability": {
        "outcome": "settled_home",
        "shared_by": ["northbridge-council", "harbour-housing"],
        "line": ["support_worker", "team_manager", "service_manager"],
    },
    "semantics": 1,
    "as_of": "2026-05-02T10:15:00+01:00",
}


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    _, as_of = scheme_and_moment(example.QUESTION, example.NOW)
    stack = example.stack()
    question = question_from_json(example.QUESTION, stack, as_of)
    determination = determine(stack, question)
    return {**determination.to_json(), "summary": summary(stack, determination, question)}


def test_it_loads_with_the_warnings_it_deserves_and_no_error() -> None:
    """Its `source:` is cut at a comma by YAML, which a warning mends."""
    versions = example.versions()
    problems = Library(versions).problems(versions[0])
    assert [p for p in problems if p.severity == "error"] == []
    assert versions[0].text.source.title.value == "Scheme of delegation, part 3C"


@pytest.mark.parametrize("member", sorted(ANSWER))
def test_member_by_member(answer: dict[str, Any], member: str) -> None:
    assert answer[member] == ANSWER[member]


def test_nothing_else_is_in_the_answer(answer: dict[str, Any]) -> None:
    assert set(answer) == {*ANSWER, "schemes", "summary"}


def test_the_schemes_are_named_with_their_digests(answer: dict[str, Any]) -> None:
    named = [(s["id"], s["version"], s["layer"]) for s in answer["schemes"]]
    assert named == [
        ("neighbourhood-support", "2026-04", "organisation"),
        ("statute-floor-england", "2026-02", "statute"),
    ]
    assert all(s["digest"].startswith("sha256:") for s in answer["schemes"])


def test_the_summary_begins_as_printed(answer: dict[str, Any]) -> None:
    assert answer["summary"].startswith("This one is for the service manager to decide. ")
