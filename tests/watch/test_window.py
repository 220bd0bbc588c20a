"""What is looked at for one entry, and what is made of the engine's answer."""

from dataclasses import replace
from decimal import Decimal

import pytest

from govengine.watch.finding import finding_of
from govengine.watch.limits import MAX_EVENTS, WatchError
from govengine.watch.matter import Matter
from govengine.watch.window import window_of
from tests.watch.made import Lacking, condition, entry, watch


def ids(trigger: Matter, *others: Matter) -> list[str]:
    return [one.decision for one in window_of(watch(), trigger, others).matters]


def test_days_on_both_sides_within_reach_in_order_of_day_then_index() -> None:
    near = [entry(5, 29), entry(4, -29), entry(3, 0), entry(2, 0)]
    wanted = ["d004", "d002", "d003", "d009", "d005"]
    assert ids(entry(9, 0), *near, entry(1, 30), entry(0, -30)) == wanted


def test_later_entries_and_doubles_are_left_out() -> None:
    trigger = entry(5, 0)
    assert ids(trigger, entry(6, 0), entry(2, 0), entry(2, 0), trigger) == ["d002", "d005"]


def test_a_full_window_is_cut_to_the_most_recently_recorded_and_says_so() -> None:
    trigger = entry(500, -5)
    window = window_of(watch(), trigger, [entry(index, index % 20) for index in range(MAX_EVENTS + 7)])
    assert (len(window.matters), window.cut) == (MAX_EVENTS, True)
    assert trigger in window.matters
    assert min(one.index for one in window.matters) == 8
    finding = finding_of(window, range(1, MAX_EVENTS + 1), [(1, MAX_EVENTS)])
    assert finding is not None
    assert finding.at_least
    assert finding.sentence == (
        "at least 100 decisions within somebody's own authority in 30 days, of the same person. Is it still one-off?"
    )


@pytest.mark.parametrize("change", [{"day": 1.0}, {"index": True}, {"index": -1}])
def test_an_entry_that_is_no_whole_number_is_refused(change: dict[str, int]) -> None:
    broken = replace(entry(3, 0), **change)
    if "day" in change:
        broken = replace(broken, day=float(entry(3, 0).day))  # type: ignore[arg-type]
    with pytest.raises(WatchError) as caught:
        window_of(watch(), entry(7, 1), [broken])
    assert caught.value.code == "watch-event"


THREE = [entry(1, 0), entry(2, 1), entry(3, 2)]
SMALL = condition("d.amount <= 500")[0]


@pytest.mark.parametrize(
    ("changed", "chosen", "fired"),
    [
        ({}, (1, 2, 3), [(1, 2)]),
        ({}, (1, 2, 3), [(1, 4)]),
        ({}, (1, 2, 3), [(0, 3)]),
        ({}, (1, 2, 3), [(3, 1)]),
        ({}, (1, 2, 3), [(1, 2, 3)]),
        ({}, (1, 2, 4), [(1, 3)]),
        ({}, (1, 1, 3), [(1, 3)]),
        ({"days": 2}, (1, 2), [(1, 2)]),
        ({"when": SMALL}, (1, 2, 3), [(1, 3)]),
        ({"total": ("d.amount", Decimal(5))}, (1, 2, 3), [(1, 3)]),
        ({"each_way": True}, (1, 2, 3), [(1, 3)]),
    ],
)
def test_what_the_engine_says_that_is_not_so_is_no_finding(
    changed: dict[str, object], chosen: tuple[int, ...], fired: list[tuple[int, ...]]
) -> None:
    window = window_of(watch(**changed), THREE[-1], THREE)
    with pytest.raises(WatchError) as caught:
        finding_of(window, chosen, fired)
    assert caught.value.code == "watch-disagreement"


def test_nothing_fired_is_no_finding() -> None:
    assert finding_of(window_of(watch(), THREE[-1], THREE), (1, 2, 3), []) is None


def test_what_misses_an_answer_turns_on_the_latest_of_them() -> None:
    late = [*THREE[:2], replace(THREE[2], answered=True)]
    window = window_of(watch(without=Lacking.ANSWER, count=2), late[-1], late)
    assert (window.pivot, window.request()["answered"]) == (2, [3])
    found = finding_of(window, (1, 2), [(1, 2)])
    assert found is not None
    assert found.members == ("d001", "d002")
    assert "without an answer" in found.sentence
