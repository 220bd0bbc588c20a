"""durable_rules against plain Python, on windows made up by the million ways they can be."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.watching import WatchChild
from govengine.watch import Event, Pattern, compile_ruleset, finding_of, window_of
from tests.watch.memory_ledger import DAY
from tests.watch.oracle import members_of

KINDS = ("hardship_payment", "rent_advance", "loan")


@st.composite
def looks(draw: st.DrawFn) -> tuple[Pattern, Event, list[Event], int]:
    """A pattern, a group's decisions in log order, the newest of them, a seed for the order of arrival."""
    within = draw(st.sampled_from([1, 2, 7, 30]))
    kinds = draw(st.sampled_from([KINDS[:1], KINDS[:2]]))
    pattern = Pattern("city/watch", kinds, "person.ref", draw(st.integers(2, 8)), within)
    spread = draw(st.sampled_from([within, 2 * within, 4 * within]))
    made = draw(
        st.lists(
            st.tuples(st.integers(0, spread), st.sampled_from(KINDS + KINDS[:1] * 3)), min_size=1, max_size=30
        )
    )
    events = [Event(index, f"d{index}", kind, DAY + day) for index, (day, kind) in enumerate(made)]
    trigger = Event(len(events), "new", kinds[0], DAY + draw(st.integers(0, spread)))
    after = Event(len(events) + 1, "after", kinds[0], trigger.day)
    return pattern, trigger, [*events, trigger, after], draw(st.integers(0, 2**32))


def agree(child: WatchChild, look: tuple[Pattern, Event, list[Event], int]) -> None:
    pattern, trigger, events, seed = look
    window = window_of(pattern, trigger, random.Random(seed).sample(events, len(events)))
    facts = window.facts()
    random.Random(seed).shuffle(facts)
    run = child.run(compile_ruleset(pattern), facts)
    assert run.failed == ""
    finding = finding_of(window, run.fired)
    assert (finding.members if finding else ()) == members_of(pattern, trigger, events)
    # Not only the finding: every run of consecutive decisions that is short enough, and no other.
    ordered = window.events
    assert list(run.fired) == [
        tuple(range(start + 1, start + 1 + pattern.count))
        for start in range(len(ordered) - pattern.count + 1)
        if ordered[start + pattern.count - 1].day - ordered[start].day < pattern.within_days
    ]


RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


@pytest.mark.watch
@settings(max_examples=400, **RELAXED)
@given(look=looks())
def test_differential(child: WatchChild, look: tuple[Pattern, Event, list[Event], int]) -> None:
    agree(child, look)


@pytest.mark.watch
@pytest.mark.long
@settings(max_examples=10_000, **RELAXED)
@given(look=looks())
def test_differential_long(child: WatchChild, look: tuple[Pattern, Event, list[Event], int]) -> None:
    agree(child, look)


@pytest.mark.watch
@pytest.mark.parametrize("count", [2, 3, 8])
def test_a_full_window_fires_once_for_each_run(child: WatchChild, count: int) -> None:
    """A hundred decisions on one day: 98 runs of three, where joining every three fires 161,700 times."""
    pattern = Pattern("city/watch", KINDS[:1], "person.ref", count, 30)
    events = [Event(index, f"d{index}", KINDS[0], DAY) for index in range(100)]
    window = window_of(pattern, events[-1], events)
    run = child.run(compile_ruleset(pattern), window.facts())
    assert len(run.fired) == 100 - count + 1
    finding = finding_of(window, run.fired)
    assert finding is not None
    assert finding.count == 100


@pytest.mark.watch
def test_a_joined_test_that_is_false_at_its_end(child: WatchChild) -> None:
    """The window that made the engine read past its own memory, until `LATER` ended each joined test."""
    pattern = Pattern("city/watch", KINDS[:1], "person.ref", 3, 30)
    facts = [
        {"rank": rank, "prev": rank - 1, "day": day} for rank, day in enumerate((0, 20, 21, 50), start=1)
    ]
    for _ in range(50):
        assert child.run(compile_ruleset(pattern), facts).fired == ((1, 2, 3),)
