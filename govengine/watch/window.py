"""The window of one decision: the decisions of its group that a pattern could join it with."""

from collections.abc import Iterable
from dataclasses import dataclass

from govengine.errors import Problem
from govengine.watch.event import Event
from govengine.watch.limits import MAX_EVENTS, MAX_INTEGER, WatchError
from govengine.watch.pattern import Pattern


@dataclass(frozen=True, slots=True)
class Window:
    """What is sent to the engine for one decision, and what its answer is read against."""

    pattern: Pattern
    trigger: Event
    """The decision that caused the look: the newest in the log."""
    events: tuple[Event, ...]
    """In the order of (day, log index), the trigger among them. Rank r is `events[r - 1]`."""
    cut: bool
    """True when there were more than `MAX_EVENTS` and only the most recently recorded are here."""

    def facts(self) -> list[dict[str, int]]:
        """One flat dict of integers for each event: nothing about a case but the day leaves this process."""
        return [
            {"rank": rank, "prev": rank - 1, "day": event.day}
            for rank, event in enumerate(self.events, start=1)
        ]


def window_of(pattern: Pattern, trigger: Event, events: Iterable[Event]) -> Window:
    """The window of `trigger` in its group.

    Days on both sides count, because a decision may be recorded late with an earlier day. What was recorded
    after the trigger is left out: it will be a trigger itself, and so the same log gives the same findings
    whenever it is read. `events` may hold the trigger or not. Raises `WatchError` for an index or a day that
    is no whole number from 0 to 2**53.
    """
    near = {
        event.decision_id: event
        for event in (*events, trigger)
        if event.kind in pattern.kinds
        and event.index <= trigger.index
        and abs(event.day - trigger.day) < pattern.within_days
    }
    for event in near.values():
        if not all(type(number) is int and 0 <= number <= MAX_INTEGER for number in (event.index, event.day)):
            message = (
                f"The decision {event.decision_id} has the index {event.index!r} and the day {event.day!r}."
            )
            raise WatchError([Problem("watch-event", message, "Give whole numbers from 0 to 2**53.")])
    recent = sorted(near.values(), key=lambda event: event.index)[-MAX_EVENTS:]
    ordered = tuple(sorted(recent, key=lambda event: (event.day, event.index)))
    return Window(pattern, trigger, ordered, cut=len(recent) < len(near))
