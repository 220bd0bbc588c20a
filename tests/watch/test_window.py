"""What is looked at for one decision, and what leaves this process."""

from dataclasses import replace

import pytest

from govengine.watch import Event, WatchError, finding_of, window_of
from govengine.watch.limits import MAX_EVENTS
from tests.watch.memory_ledger import DAY, THIRD_PAYMENT


def event(index: int, day: int, kind: str = "hardship_payment") -> Event:
    return Event(index, f"d{index}", kind, DAY + day)


def ids(trigger: Event, *events: Event) -> list[str]:
    return [member.decision_id for member in window_of(THIRD_PAYMENT, trigger, events).events]


def test_days_on_both_sides_within_reach_in_order_of_day_then_index() -> None:
    near = [event(5, 29), event(4, -29), event(3, 0), event(2, 0)]
    assert ids(event(9, 0), *near, event(1, 30), event(0, -30)) == ["d4", "d2", "d3", "d9", "d5"]


def test_later_entries_other_kinds_and_doubles_are_left_out() -> None:
    trigger = event(5, 0)
    assert ids(trigger, event(6, 0), event(1, 0, "loan"), event(2, 0), event(2, 0), trigger) == ["d2", "d5"]


def test_a_full_window_is_cut_to_the_most_recently_recorded_and_says_so() -> None:
    trigger = event(500, -5)
    window = window_of(THIRD_PAYMENT, trigger, [event(index, index % 20) for index in range(MAX_EVENTS + 7)])
    assert (len(window.events), window.cut) == (MAX_EVENTS, True)
    assert trigger in window.events
    assert min(member.index for member in window.events) == 8
    finding = finding_of(window, [range(rank, rank + 3) for rank in range(1, MAX_EVENTS - 1)])
    assert finding is not None
    assert finding.at_least
    assert finding.sentence.startswith(
        "Support for one household has been given at least 100 times in 30 days"
    )


def test_only_small_integers_leave_this_process() -> None:
    window = window_of(THIRD_PAYMENT, event(7, 1), [event(3, 0)])
    assert window.facts() == [
        {"rank": 1, "prev": 0, "day": DAY},
        {"rank": 2, "prev": 1, "day": DAY + 1},
    ]


@pytest.mark.parametrize("change", [{"day": float(DAY)}, {"index": True}, {"index": -1}])
def test_an_event_that_is_no_whole_number_is_refused(change: dict[str, int]) -> None:
    with pytest.raises(WatchError) as caught:
        window_of(THIRD_PAYMENT, event(7, 1), [replace(event(3, 0), **change)])
    assert caught.value.code == "watch-event"


def test_no_run_is_no_finding() -> None:
    assert finding_of(window_of(THIRD_PAYMENT, event(1, 0), []), []) is None


def test_a_run_beside_the_trigger_is_no_finding_about_it() -> None:
    window = window_of(THIRD_PAYMENT, event(9, 25), [event(1, 0), event(2, 1), event(3, 2)])
    alone = replace(window, pattern=replace(THIRD_PAYMENT, within_days=5))
    assert finding_of(alone, [(1, 2, 3)]) is None
    found = finding_of(window, [(1, 2, 3), (2, 3, 4)])
    assert found is not None
    assert found.members == ("d1", "d2", "d3", "d9")
