"""durable_rules against plain Python, on windows made up by the million ways they can be."""

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.watching import WatchChild
from govengine.scheme.bound_watch import BoundWatch
from govengine.watch.finding import finding_of
from govengine.watch.matter import Matter
from govengine.watch.ruleset import compile_ruleset
from govengine.watch.window import window_of
from tests.watch.made import DAY, Lacking, condition, entry, watch
from tests.watch.oracle import members_of

CONDITIONS = [
    "d.amount <= 500",
    "d.amount > 450 and d.amount <= 500",
    "not(d.amount > 500 or d.ready)",
    'd.who = "a" or d.who != "b"',
    "d.amount in [100..500) or d.amount in (0, 700)",
    'not(d.who in ("a", "b")) and d.ready',
    'd.since >= date("2024-02-29") and not(d.since = date("2024-03-01"))',
    "not(not(d.ready)) or d.amount = 499.99",
]
AMOUNTS = [Decimal(text) for text in ("0", "0.01", "100", "499.99", "500", "500.0001", "501", "700", "-20")]
LEAP = date(2024, 2, 29).toordinal() - DAY


@dataclass(frozen=True)
class Look:
    watch: BoundWatch
    text: str | None
    trigger: Matter
    matters: list[Matter]
    against: list[int]
    seed: int


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """Some of them known: what was erased, or never said, is not there."""
    known = {
        "d.amount": draw(st.sampled_from(AMOUNTS)),
        "d.who": draw(st.sampled_from(["a", "b", "c", "a ", "A"])),
        "d.ready": draw(st.booleans()),
        "d.since": draw(st.sampled_from([date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)])),
    }
    gone = draw(st.sampled_from([(), (), ("d.amount",), ("d.who", "d.ready"), ("d.since",)]))
    return {name: value for name, value in known.items() if name not in gone}


@st.composite
def watches(draw: st.DrawFn) -> tuple[BoundWatch, str | None]:
    text = draw(st.sampled_from([None] * 8 + CONDITIONS))
    shape = draw(st.sampled_from(["count", "count", "total", "each_way", "share", "answer", "decline"]))
    more: dict[str, Any] = {
        "count": {},
        "total": {
            "total": ("d.amount", draw(st.sampled_from([Decimal(0), Decimal("500"), Decimal("1000.01")])))
        },
        "each_way": {"each_way": True, "same": "pair"},
        "share": {"share": draw(st.sampled_from([1, 50, 67, 99]))},
        "answer": {"without": Lacking.ANSWER},
        "decline": {"without": Lacking.DECLINE},
    }[shape]
    days = draw(st.sampled_from([1, 2, 7, 30, 366]))
    when = None if text is None else condition(text)[0]
    return watch(count=draw(st.sampled_from([2, 2, 3, 6])), days=days, when=when, **more), text


@st.composite
def looks(draw: st.DrawFn) -> Look:
    """A watch, a group's entries in log order, the newest of them, a seed for the order of arrival."""
    made, text = draw(watches())
    start = draw(st.sampled_from([0, LEAP - made.days]))
    spread = draw(st.sampled_from([made.days - 1, made.days, 2 * made.days]))
    edges = st.sampled_from([0, 0, made.days - 1, made.days - 1, made.days])
    days = draw(st.lists(edges | st.integers(0, spread), min_size=1, max_size=16))
    matters = [
        entry(
            index,
            start + day,
            facts=draw(facts()),
            by=draw(st.sampled_from("xy")),
            answered=made.without is Lacking.ANSWER and draw(st.booleans()),
        )
        for index, day in enumerate(days)
    ]
    trigger = matters[draw(st.integers(len(matters) // 2, len(matters) - 1))]  # what is later is not seen yet
    against = [DAY + start + day for day in draw(st.lists(st.integers(0, spread), max_size=2))]
    return Look(made, text, trigger, matters, against, draw(st.integers(0, 2**32)))


def agree(child: WatchChild, look: Look) -> None:
    arrived = random.Random(look.seed).sample(look.matters, len(look.matters))
    window = window_of(look.watch, look.trigger, arrived, look.against)
    run = child.run(compile_ruleset(look.watch), window.request())
    assert run.failed == ""
    rule = None if look.text is None else condition(look.text)[1]

    def holds(one: Matter) -> bool:
        known = look.watch.total is None or look.watch.total[0] in one.facts
        return known and not one.answered and (rule is None or rule(one.facts) is True)

    finding = finding_of(window, run.chosen, run.fired)
    wanted = members_of(look.watch, look.trigger, look.matters, look.against, holds)
    assert (list(finding.members) if finding else []) == sorted(wanted)


RELAXED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


@pytest.mark.watch
@settings(max_examples=150, **RELAXED)
@given(look=looks())
def test_differential(child: WatchChild, look: Look) -> None:
    agree(child, look)


@pytest.mark.watch
@pytest.mark.long
@settings(max_examples=5_000, **RELAXED)  # all that are asked for: a minute and a half
@given(look=looks())
def test_differential_long(child: WatchChild, look: Look) -> None:
    agree(child, look)


@pytest.mark.watch
@pytest.mark.parametrize("count", [2, 3, 100])
def test_a_full_window_fires_once_for_each_stretch_that_ends_with_the_entry(
    child: WatchChild, count: int
) -> None:
    """A hundred entries on one day, where joining every three fires 161,700 times."""
    made = watch(count=count)
    matters = [entry(index, 0) for index in range(100)]
    window = window_of(made, matters[-1], matters)
    run = child.run(compile_ruleset(made), window.request())
    assert len(run.fired) == 100 - count + 1
    finding = finding_of(window, run.chosen, run.fired)
    assert finding is not None
    assert (finding.count, finding.at_least) == (100, False)
    more = window_of(made, entry(100, 0), matters)
    assert more.cut
    assert len(more.matters) == 100


@pytest.mark.watch
def test_a_joined_test_that_is_false_at_its_end(child: WatchChild) -> None:
    """The window that made the engine read past its own memory, until a test that holds ended each joined one."""
    made = watch()
    matters = [entry(index, day) for index, day in enumerate((0, 20, 21, 50))]
    for trigger, fired in ((matters[2], ((1, 3),)), (matters[3], ())):
        window = window_of(made, trigger, matters)
        for _ in range(30):
            assert child.run(compile_ruleset(made), window.request()).fired == fired


ALIKE_IN_32_BITS = [("costarring", "liquid"), ("declinate", "macallums"), ("altarage", "zinke")]
"""Words with one 32-bit FNV-1a hash, by which the engine tells facts apart."""


@pytest.mark.watch
@pytest.mark.parametrize(("one", "other"), ALIKE_IN_32_BITS)
def test_ids_and_texts_that_collide_in_32_bits_are_told_apart(
    child: WatchChild, one: str, other: str
) -> None:
    made = watch(count=2, when=condition(f'd.who = "{one}"')[0])
    matters = [
        entry(index, 0, decision=f"{who}{index}", facts={"d.who": who})
        for index, who in enumerate((one, other, other, one))
    ]
    window = window_of(made, matters[-1], matters)
    run = child.run(compile_ruleset(made), window.request())
    finding = finding_of(window, run.chosen, run.fired)
    assert finding is not None
    assert sorted(finding.members) == sorted((f"{one}0", f"{one}3"))
    assert "decision" not in str(window.request())  # ids stay here: the engine has numbers of ours


@pytest.mark.watch
def test_a_pattern_that_never_fires_and_one_that_always_does(child: WatchChild) -> None:
    matters = [entry(index, 0, facts={"d.amount": Decimal(3)}) for index in range(5)]
    never = watch(count=2, when=condition("d.amount > 5 and d.amount < 1")[0])
    always = watch(count=2, when=condition("d.amount > 5 or d.amount < 6")[0])
    for made, found in ((never, 0), (always, 5)):
        window = window_of(made, matters[-1], matters)
        run = child.run(compile_ruleset(made), window.request())
        assert run.failed == ""
        finding = finding_of(window, run.chosen, run.fired)
        assert (finding.count if finding else 0) == found
