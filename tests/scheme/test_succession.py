"""A version takes another's place from a day on; rolled back, every answer is the one there was before."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.decide import determine, question_from_json
from govengine.scheme import Library, Succession, read_folder, read_version

RULES = Path(__file__).parents[2] / "rules"
SCHEME = "neighbourhood-support"
FILES = read_folder(RULES / SCHEME / "2026-04")
FLOOR = read_version(read_folder(RULES / "statute-floor-england" / "2026-11"))[0]
ADOPTED, BACK = date(2026, 11, 10), date(2026, 11, 20)


def version(name):
    """The example scheme under another version, with another limit."""
    text = FILES["scheme.yaml"].decode().replace('version: "2026-04"', f'version: "{name}"')
    assert "is: 500" in text
    made, problems = read_version({**FILES, "scheme.yaml": text.replace("is: 500", "is: 600").encode()})
    assert made is not None, problems
    return made


FIRST = read_version(FILES)[0]
SECOND = version("2026-05")
CHANGED = Library([FIRST, SECOND, FLOOR], [Succession(SCHEME, "2026-05", ADOPTED)])
ROLLED_BACK = Library(
    [FIRST, SECOND, FLOOR],
    [Succession(SCHEME, "2026-05", ADOPTED), Succession(SCHEME, "2026-04", BACK, "2026-05")],
)
PLAIN = Library([FIRST, FLOOR])


def questions():
    facts = st.fixed_dictionaries(
        {
            "decision": st.fixed_dictionaries(
                {"kind": st.just("hardship_payment")},
                optional={
                    "amount": st.decimals(Decimal(0), Decimal(3000), places=2).map(str),
                    "other_help_tried": st.booleans(),
                },
            ),
            "actor": st.fixed_dictionaries(
                {
                    "ref": st.just("w-1"),
                    "role": st.sampled_from(
                        ["support_worker", "team_manager", "service_manager", "section_151_officer"]
                    ),
                }
            ),
        },
        optional={
            "person": st.fixed_dictionaries({}, optional={"consent": st.booleans()}),
            "history": st.fixed_dictionaries(
                {"household_90d": st.decimals(Decimal(0), Decimal(3000), places=2).map(str)}
            ),
        },
    )
    return st.builds(lambda found: {"scheme": SCHEME, "facts": found}, facts)


def answer(library, sent, day):
    as_of = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    stack = library.stack(SCHEME, as_of, as_of)
    return determine(
        stack, question_from_json(sent, stack, as_of, computed=None, recorded_at=as_of)
    ).to_json()


@given(questions(), st.integers(0, 400))
def test_rolled_back_every_answer_is_the_one_there_was(sent, later):
    day = BACK + timedelta(days=later)
    assert answer(ROLLED_BACK, sent, day) == answer(PLAIN, sent, day)


@given(questions(), st.integers(1, 8))
def test_a_change_never_reaches_back(sent, earlier):
    day = ADOPTED - timedelta(days=earlier)
    assert answer(CHANGED, sent, day) == answer(PLAIN, sent, day)


def test_in_between_the_change_answers():
    facts = {
        "decision": {"kind": "hardship_payment", "amount": "550.00", "other_help_tried": True},
        "actor": {"ref": "w-1", "role": "support_worker"},
        "person": {"consent": True},
        "history": {"household_90d": "0"},
    }
    sent = {"scheme": SCHEME, "facts": facts}
    days = {ADOPTED - timedelta(1): "refer", ADOPTED: "act", BACK - timedelta(1): "act", BACK: "refer"}
    assert {day: answer(ROLLED_BACK, sent, day)["level"] for day in days} == days


def test_versions_that_follow_may_share_days_and_others_may_not():
    alone = Library([FIRST, SECOND, FLOOR])
    assert "window" in {problem.code for problem in alone.problems(SECOND)}
    assert "window" not in {problem.code for problem in CHANGED.problems(SECOND)}


@pytest.mark.parametrize(("day", "governs"), [(date(2026, 12, 31), "2026-05"), (date(2027, 1, 1), "2026-04")])
def test_where_one_ends_the_one_before_answers_again(day, governs):
    text = (
        SECOND.files["scheme.yaml"]
        .decode()
        .replace("{from: 2026-04-01,", "{from: 2026-04-01, to: 2026-12-31,")
    )
    ends, _ = read_version({**SECOND.files, "scheme.yaml": text.encode()})
    library = Library([FIRST, ends, FLOOR], [Succession(SCHEME, "2026-05", ADOPTED)])
    assert library.version_on(SCHEME, day).version == governs


def test_what_was_rolled_back_never_governs_again():
    third = version("2026-06")
    successions = [
        Succession(SCHEME, "2026-05", ADOPTED),
        Succession(SCHEME, "2026-04", BACK, "2026-05"),
        Succession(SCHEME, "2026-06", BACK),
        Succession(SCHEME, "2026-04", BACK, "2026-06"),
    ]
    library = Library([FIRST, SECOND, third, FLOOR], successions)
    assert library.version_on(SCHEME, BACK).version == "2026-04"
    assert library.version_on(SCHEME, ADOPTED).version == "2026-05"


def test_a_version_that_begins_later_is_not_passed_over_unsaid():
    text = FIRST.files["scheme.yaml"].decode()
    until = text.replace("{from: 2026-04-01,", "{from: 2026-04-01, to: 2027-03-31,")
    next_year = text.replace("{from: 2026-04-01,", "{from: 2027-04-01,").replace('"2026-04"', '"2027-04"')
    versions = [read_version({**FIRST.files, "scheme.yaml": one.encode()})[0] for one in (until, next_year)]
    library = Library([*versions, SECOND, FLOOR], [Succession(SCHEME, "2026-05", ADOPTED)])
    said = [problem.message for problem in library.problems(SECOND) if problem.code == "window"]
    assert said == ["neighbourhood-support/2027-04 holds on some of these days as well."]
