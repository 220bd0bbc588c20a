"""A map says nothing that the judge does not say, and its limits are exact."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.checking import drafts_in
from govengine.decide import Question, determine
from govengine.decide.as_met import as_met
from govengine.decide.autonomy_map import (
    MOST_ACROSS,
    AutonomyMap,
    Outcome,
    map_of,
    outcome_of,
    telling_map,
)
from govengine.decide.axis import ROLE, Side, facts_for_axes
from govengine.feel import UNKNOWN
from govengine.scheme import Library, Stack, read_version
from govengine.scheme.checks.domain import Span, Spans, holds, moved, step_of
from tests.decide.test_alike import MOMENTS, NOW, STACKS
from tests.scheme.small import small

LIBRARY = drafts_in(Path(__file__).parents[2] / "rules")
KINDS = [(name, kind) for name, stack in sorted(STACKS.items()) for kind in sorted(stack.kinds)]


def roles_of(*stacks: Stack) -> list[str]:
    return list(dict.fromkeys(name for stack in stacks for name, role in stack.roles.items() if role.human))


def side_of(stack: Stack, kind: str, moment: datetime, *, met: bool = True, **facts: Any) -> Side:
    known = {"decision.kind": kind, "actor.ref": "w-1", "person.ref": "p-1"}
    known |= {name.replace("__", "."): value for name, value in facts.items()}
    taken = as_met([stack], kind, known) if met else {}
    return Side(stack, Question(kind, moment, {**taken, **known}))


def drawn(name: str, kind: str, *, met: bool) -> AutonomyMap:
    stack = STACKS[name]
    side = side_of(stack, kind, MOMENTS.get(name, NOW), met=met)
    roles = roles_of(stack)
    return telling_map([side], roles)


def said(side: Side, axes: dict[str, Any]) -> Outcome:
    """What the judge says by itself."""
    question = side.asked(axes)
    assert question is not None
    return outcome_of(determine(side.stack, question, what_if=True))


@pytest.mark.parametrize("met", [True, pytest.param(False, marks=pytest.mark.long)])
@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_every_cell_of_every_shipped_scheme_is_the_judges_answer(name: str, kind: str, *, met: bool):
    made = drawn(name, kind, met=met)
    (side,), (grid,) = made.sides, made.grids
    for row, line in zip(made.down.stops, grid, strict=True):
        for column, cell in zip(made.across.stops, line, strict=True):
            assert cell is not None
            fresh = determine(side.stack, cell.question, what_if=True)
            assert cell.outcome == outcome_of(fresh)
            assert cell.answer.truths == fresh.truths
            axes = {ROLE: row.value} | ({} if not made.across.name else {made.across.name: column.value})
            assert cell.outcome == said(side, axes)


SHOWN = {(name, kind): drawn(name, kind, met=True) for name, kind in KINDS}
ORDERED = [place for place, made in SHOWN.items() if made.across.stops[0].span is not None]


@given(data=st.data())
def test_a_cell_stands_for_every_value_of_its_part(data: st.DataObject):
    made = SHOWN[data.draw(st.sampled_from(ORDERED))]
    (side,), (grid,) = made.sides, made.grids
    row = data.draw(st.integers(0, len(made.down.stops) - 1))
    column = data.draw(st.integers(0, len(made.across.stops) - 1))
    span = made.across.stops[column].span
    fact = side.stack.facts[made.across.name]
    step = step_of(fact)
    ends = [end for end in (span.low, span.high) if end is not None]
    near = [moved(end, step, by) for end in ends for by in (-1, 0, 1)]
    places = st.integers(0, 10**9).map(lambda steps: moved(ends[0], step, steps))
    value = data.draw(st.one_of(st.sampled_from(near), places))
    if holds(Spans((span,)), value):
        assert grid[row][column].outcome == said(side, {ROLE: made.down.stops[row].value, fact.name: value})


def test_parts_cover_every_value_once():
    for place in ORDERED:
        made = SHOWN[place]
        spans = [stop.span for stop in made.across.stops]
        for one, other in pairwise(spans):
            assert one.high == other.low
            assert one.includes_high is not other.includes_low


def test_neighbours_that_say_the_same_are_one():
    for place in ORDERED:
        columns = list(zip(*SHOWN[place].grids[0], strict=True))
        for one, other in pairwise(columns):
            assert [cell.outcome for cell in one] != [cell.outcome for cell in other]


# -- two versions -------------------------------------------------------------------------------------------------


def doncaster() -> AutonomyMap:
    stacks = [LIBRARY.stack("doncaster-asc", datetime(year, 6, 1, 12, tzinfo=UTC)) for year in (2023, 2024)]
    sides = [side_of(stack, "personal_budget_sign_off", NOW) for stack in stacks]
    roles = ["team_manager", "head_of_service"]
    return map_of(sides, "decision.annual_amount", ROLE, roles)


def test_two_versions_are_cut_alike_and_differ_between_their_limits():
    made = doncaster()
    assert [stop.span.high for stop in made.across.stops] == [Decimal(35000), Decimal(49000), None]
    assert [[made.changed(row, column) for column in range(3)] for row in range(2)] == [
        [False, True, False]
    ] * 2
    assert [bool(rules) for rules in made.limits_across(0)] == [True, False]
    assert [bool(rules) for rules in made.limits_across(1)] == [False, True]
    assert "doncaster-asc/team-manager" in made.limits_across(0)[0]


def test_a_role_one_version_does_not_have_has_no_cell_there():
    stack = STACKS["doncaster-asc"]
    made = map_of(
        [side_of(stack, "personal_budget_sign_off", NOW)], "decision.annual_amount", ROLE, ["nobody"]
    )
    assert set(made.grids[0][0]) == {None}
    assert made.limits_across(0) == []


# -- where the rules do more than compare with a constant -------------------------------------------------------------


def made_up(rules: str) -> Stack:
    version, problems = read_version(small(rules))
    assert version is not None, problems
    return Library([version]).stack_of(version, NOW.date())


def grant(when: str, role: str = "worker") -> str:
    return f"grants: [{{id: g, for: payment, role: {role}, level: act, when: '{when}'}}, {{id: visit, for: visit, role: worker, level: act}}]"


@pytest.mark.parametrize(
    ("when", "limit"),
    [
        ("decision.amount <= 500", "500"),
        ("decision.amount * 12 <= 600", "50"),
        ("decision.amount / 4 <= 600", "2400"),
        ("decision.visits + decision.amount <= 2500", "2497"),
        ("decision.amount <= 3 * decision.visits", "9"),
        ("decision.amount * decision.amount < 2", "1.41"),
    ],
)
def test_a_limit_is_found_to_the_penny(when: str, limit: str):
    side = side_of(made_up(grant(when)), "payment", NOW, met=False, decision__visits=Decimal(3))
    made = map_of([side], "decision.amount", ROLE, ["worker"])
    first, second = made.across.stops
    assert first.span == Span(Decimal(0), Decimal(limit), True, True)
    assert second.span.low == Decimal(limit)
    assert [str(cell.outcome.level) for cell in made.grids[0][0]] == ["act", "refer"]
    assert made.limits_across(0) == [("small/g",)]


def test_where_one_clause_reads_both_facts_rows_are_single_values():
    stack = made_up(grant("decision.visits * 100 + decision.amount <= 500"))
    made = map_of(
        [side_of(stack, "payment", NOW, met=False, actor__role=("worker",))],
        "decision.amount",
        "decision.visits",
        [],
    )
    assert all(stop.span is None for stop in made.down.stops)
    for row, line in zip(made.down.stops, made.grids[0], strict=True):
        for column, cell in zip(made.across.stops, line, strict=True):
            may = row.value * 100 + column.value <= 500
            assert (str(cell.outcome.level) == "act") is may


def test_days_and_choices_are_axes_too():
    stack = made_up(grant('decision.day <= date("2026-06-30") and decision.tenure = "tenant"'))
    assert [fact.name for fact in facts_for_axes(stack, "payment")] == ["decision.day", "decision.tenure"]
    side = side_of(stack, "payment", NOW, met=False, actor__role=("worker",))
    made = map_of([side], "decision.day", "decision.tenure", [])
    assert [stop.value for stop in made.down.stops] == ["tenant", "owner", "lodger", UNKNOWN]
    assert [str(stop.span.high) for stop in made.across.stops] == ["2026-06-30", "None"]
    assert [[str(cell.outcome.level) for cell in line] for line in made.grids[0]] == [["act", "refer"]] + [
        ["refer"] * 2
    ] * 3


def test_without_any_fact_there_is_one_column():
    side = side_of(STACKS["leeds-cs"], "passport", MOMENTS["leeds-cs"], met=False)
    made = map_of([side], None, ROLE, ["social_worker", "head_of_service"])
    assert not made.across.name
    assert [len(row) for row in made.grids[0]] == [1, 1]


def test_a_map_has_a_greatest_size_and_says_what_is_left_out():
    rules = ", ".join(
        f"{{id: g{n}, for: payment, role: {('worker', 'manager')[n % 2]}, only: true, level: act, when: 'decision.amount in ({n}..{n + 1}]'}}"
        for n in range(120)
    )
    side = side_of(
        made_up(f"grants: [{rules}, {{id: visit, for: visit, role: worker, level: act}}]"),
        "payment",
        NOW,
        met=False,
    )
    made = map_of([side], "decision.amount", ROLE, ["worker", "manager"])
    assert len(made.across.stops) == MOST_ACROSS
    assert made.across.left_out == 122 - MOST_ACROSS


def test_the_fact_that_tells_is_looked_for():
    stack = made_up(grant('decision.visits > 3 and decision.tenure = "tenant"'))
    side = side_of(stack, "payment", NOW, met=False, decision__tenure="owner")
    assert telling_map([side], ["worker"]).across.name == "decision.tenure", (
        "visits alone changes nothing for an owner"
    )


# -- as met ---------------------------------------------------------------------------------------------------------


def grants_some(name: str, kind: str) -> bool:
    stack = STACKS[name]
    named = {kind, *stack.kinds[kind]}
    return any(grant.bears_on & named for grant in stack.grants)


@pytest.mark.parametrize(("name", "kind"), [pair for pair in KINDS if grants_some(*pair)])
def test_as_met_somebody_can_decide_every_kind_the_schemes_grant(name: str, kind: str):
    levels = {str(cell.outcome.level) for line in SHOWN[name, kind].grids[0] for cell in line}
    assert levels & {"act", "consult", "agree"}


def test_as_met_leaves_what_is_known():
    stack = made_up(grant("person.consent and decision.amount <= 500"))
    assert as_met([stack], "payment", {"person.consent": False}) == {"decision.amount": Decimal(0)}
    assert as_met([stack], "payment", {}) == {"decision.amount": Decimal(0), "person.consent": True}
