"""A question and its answer, written as a scenario, is read as the same question and passes."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.checking import drafts_in
from govengine.decide import Question, determine
from govengine.feel.values import Months
from govengine.scenarios import run_text
from govengine.scenarios.language import LANGUAGES
from govengine.scenarios.said import moment_in_words, value_in_scenario, value_to_send
from govengine.scenarios.world import LATE_AFTER, World
from govengine.scenarios.written import feature_of, scenario_of
from govengine.scheme import FactType, Library
from govengine.scheme.vocabulary import FACT_TYPES, value_of
from tests import counts
from tests.decide.random_schemes import question, schemes
from tests.scenarios.test_runner import ROOT


def asked_again(text: str, library: Library) -> Question:
    """The one question that a feature's text asks; the feature must pass."""
    asked = []
    (result,) = run_text(text, "x", library, observe=lambda _stack, one: asked.append(one))
    assert result.passed, f"{result.said}\n{text}"
    return asked[-1]


def round_trip(seed: int) -> None:
    chance = Random(seed)
    some = schemes(chance)
    stack = some.stack()
    one = question(chance, stack)
    # A scenario's lateness follows from its moments.
    late = one.recorded_at is not None and one.recorded_at - one.as_of > LATE_AFTER
    facts = dict(one.facts)
    if not set(facts.get("decision.classes", ())) <= stack.classes:
        del facts["decision.classes"]  # nobody could send it
    one = replace(one, late=late, facts=facts)
    library = some.library()
    stack = library.stack(some.asked, one.as_of, one.recorded_at)
    answer = determine(stack, one, what_if=chance.random() < 0.5)
    text = feature_of("x", [scenario_of("y", stack, one, answer)])
    again = asked_again(text, library)
    assert again.facts == one.facts
    assert again.done == one.done
    assert again.as_of == one.as_of


@pytest.mark.parametrize("start", range(0, 100, 50))
def test_a_written_scenario_passes(start: int) -> None:
    for seed in range(start, start + 50):
        round_trip(seed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_many_written_scenarios_pass(part: int) -> None:
    for seed in range(1_000 + part, 1_000 + counts.of(4_000), 4):
        round_trip(seed)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1).filter(
    str.strip
)
VALUES = {
    "number": st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
    .map(lambda value: abs(value) if value.is_zero() else value),
    "string": TEXT,
    "boolean": st.booleans(),
    "date": st.dates(min_value=date(1, 1, 1)),
    "date-time": st.datetimes(timezones=st.just(UTC)),
    "days and time duration": st.timedeltas(timedelta(days=-999), timedelta(days=99_999)).map(
        lambda value: timedelta(days=value.days, seconds=value.seconds)
    ),
    "years and months duration": st.integers(-900, 900).map(Months),
}  # fmt: skip


@given(st.data(), st.sampled_from(sorted(LANGUAGES)))
def test_any_value_is_read_as_it_was_written(data, code):
    language = LANGUAGES[code]
    name = data.draw(st.sampled_from(sorted(FACT_TYPES)))
    kind = FACT_TYPES[name]
    values = VALUES[str(kind.item or kind)]
    value = data.draw(st.lists(values, max_size=4).map(tuple) if kind.name == "list" else values)
    fact = FactType("decision.x", kind)
    written = value_in_scenario(value, language)
    assert "\n" not in written
    assert value_of(fact, value_to_send(written, fact, language)) == value


FIRST = datetime(1970, 1, 1, tzinfo=UTC)


@given(
    st.integers(0, 4_000_000_000_000_000).map(lambda us: FIRST + timedelta(microseconds=us)), st.booleans()
)
def test_any_moment_is_read_as_it_was_written(moment, whole):
    if whole:
        moment = moment.replace(second=0, microsecond=0)
    for language in LANGUAGES.values():
        assert World(Library([]), language).moment_from(moment_in_words(moment, language)) == moment


def test_texts_that_look_like_something_else_stay_what_they_are():
    library = drafts_in(ROOT / "rules")
    as_of = datetime(2026, 5, 2, 11, tzinfo=UTC)
    stack = library.stack("neighbourhood-support", as_of)
    for text in ("yes", "12", "not known", "needed", '"', "a, b", "[x]", "3 June 2025", "a | b", "<amount>", "£5", "# no",
                 "Then the level is act", "\u202eright to left", "line\nline", "a\u2028b", "=1+1", "😀", "\ue000"):  # fmt: skip
        facts = {
            "decision.kind": "hardship_payment", "decision.amount": Decimal("620.00"), "person.ref": text,
            "actor.role": ("support_worker",), "actor.body": "northbridge-council",
        }  # fmt: skip
        one = Question("hardship_payment", as_of, facts)
        page = feature_of("x", [scenario_of(f"y {text}", stack, one, determine(stack, one))])
        assert dict(asked_again(page, library).facts) == facts
