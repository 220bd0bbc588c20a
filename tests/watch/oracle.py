"""The rule of `govengine.watch.finding` in plain Python, over whole days: the engine is held equal to it."""

from collections.abc import Sequence

from govengine.watch import Event, Pattern


def members_of(pattern: Pattern, trigger: Event, events: Sequence[Event]) -> tuple[str, ...]:
    """The sorted member ids of the finding about `trigger`; empty when there is none.

    Tries every stretch of `within_days` days that contains the trigger's day, from the earliest to the
    latest, and keeps the fullest, of equals the latest.
    """
    best: list[str] = []
    for first in range(trigger.day - pattern.within_days + 1, trigger.day + 1):
        inside = [
            event.decision_id
            for event in events
            if event.kind in pattern.kinds
            and event.index <= trigger.index
            and first <= event.day < first + pattern.within_days
        ]
        if len(inside) >= max(pattern.count, len(best)):
            best = inside
    return tuple(sorted(best))
