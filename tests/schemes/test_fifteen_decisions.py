"""The fifteen decisions of real schemes, D01 to D15: as they were written, and with what else could matter settled.

As written, no more is known than the source says. Where the scheme asks for more, that answer stands under
`first`, and it never lets anybody act. With the facts of the law supplied in the favourable way the answer is the
same, and nothing is left that may yet be owed.
"""

from typing import Any

import pytest

from govengine.scheme import Library
from tests.schemes.case import answer, load_cases, merged, seen

NUMBERS = [f"D{number:02}" for number in range(1, 16)]
FAVOURABLE: dict[str, Any] = {
    "child": {"harm_suspected": False, "disclosed_harm": False},
    "adult": {"abuse_suspected": False, "care_needs": False, "unable_to_protect_self": False},
}
"""Nobody whom the law protects is at risk; what a case says itself stands above it."""

CASES = {case.values[0]["id"]: case.values[0] for case in load_cases()}
SAYS_ALWAYS = {"level", "basis", "may_act", "complete", "needed"}
SAYS_WHOSE = {"by", "route", "way", "ask"}


def test_all_fifteen_are_here() -> None:
    assert [number for number in NUMBERS if number in CASES] == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_says_all_that_the_source_says(number: str) -> None:
    wanted = CASES[number]["answer"]
    assert set(wanted) >= SAYS_ALWAYS
    assert set(wanted) & SAYS_WHOSE
    assert wanted.get("duties") or wanted.get("decider_duties")


@pytest.mark.parametrize("number", NUMBERS)
def test_as_written(number: str, library: Library) -> None:
    case = CASES[number]
    wanted = case.get("first", case["answer"])
    got = answer(library, case, case["facts"], [])
    assert seen(got, wanted) == wanted
    assert got["may_act"] is (wanted["may_act"] and "first" not in case)
    if "first" in case:
        assert got["complete"] is False


@pytest.mark.parametrize("number", NUMBERS)
def test_with_favourable_facts(number: str, library: Library) -> None:
    case = CASES[number]
    facts = merged(merged(FAVOURABLE, case["facts"]), case.get("then", {}))
    got = answer(library, case, facts, case.get("done", []))
    assert seen(got, case["answer"]) == case["answer"]
    assert [duty["id"] for duty in got["duties"] if not duty["certain"]] == []
