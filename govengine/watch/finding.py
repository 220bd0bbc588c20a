"""What the watch found: from the runs that fired in a window to one finding about it.

The rule: **one finding for each decision that completes or extends a pattern.** Of all the stretches of
`within_days` days that contain the triggering decision, take the one with the most decisions, of equals the
latest; if it holds `count` or more, they are the members. So a household with ten payments in a month raises
a finding at the third and one, a member longer, at each that follows: never one for each triple. A decision
recorded late, with a day in the middle, is found together with those on both sides of it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from govengine.errors import Problem
from govengine.watch.event import Event
from govengine.watch.limits import WatchError
from govengine.watch.pattern import Pattern
from govengine.watch.window import Window


@dataclass(frozen=True, slots=True)
class Finding:
    """One pattern met by one set of decisions. It says something about a rule, never about a person."""

    pattern: str
    """The pattern's qualified id."""
    identity: str
    """SHA-256, in hex, over the pattern's id and the sorted member ids: recorded once, however often seen."""
    members: tuple[str, ...]
    """Decision ids, sorted."""
    trigger: str
    """The id of the decision that raised it; a member."""
    first_day: int
    last_day: int
    """Proleptic ordinals of the local dates of the first and the last member."""
    count: int
    """How many members."""
    at_least: bool
    """True when the window was cut to `MAX_EVENTS`: there may be more than `count`."""
    sentence: str


def identity_of(pattern: str, members: Iterable[str]) -> str:
    """The identity of a finding. Ids hold no newline, so no two lists run together."""
    return hashlib.sha256("\n".join([pattern, *sorted(members)]).encode()).hexdigest()


def finding_of(window: Window, fired: Iterable[Sequence[int]]) -> Finding | None:
    """The finding about the window's trigger, or None; `fired` holds the ranks of each run that fired.

    Every run within the best stretch fired, so the union of those is the whole stretch. What the engine
    claims is checked again here first: `WatchError` with the code `watch-disagreement` when it is not so.
    """
    runs = [_checked(window, run) for run in fired]
    days = window.pattern.within_days
    best: tuple[int, int, set[int]] = (0, 0, set())
    for start in {run[0] for run in runs}:
        last = window.events[start - 1].day + days - 1
        stretch = {
            rank for run in runs if run[0] >= start and window.events[run[-1] - 1].day <= last for rank in run
        }
        if any(window.events[rank - 1] == window.trigger for rank in stretch):
            best = max(best, (len(stretch), start, stretch), key=lambda candidate: candidate[:2])
    return _finding(window, [window.events[rank - 1] for rank in sorted(best[2])]) if best[2] else None


def _finding(window: Window, events: Sequence[Event]) -> Finding:
    pattern: Pattern = window.pattern
    members = tuple(sorted(event.decision_id for event in events))
    return Finding(
        pattern=pattern.id,
        identity=identity_of(pattern.id, members),
        members=members,
        trigger=window.trigger.decision_id,
        first_day=events[0].day,
        last_day=events[-1].day,
        count=len(members),
        at_least=window.cut,
        sentence=pattern.sentence(len(members), at_least=window.cut),
    )


def _checked(window: Window, run: Sequence[int]) -> Sequence[int]:
    pattern, events = window.pattern, window.events
    consecutive = len(run) == pattern.count and all(after == rank + 1 for rank, after in pairwise(run))
    inside = consecutive and run[0] >= 1 and run[-1] <= len(events)
    if not inside or events[run[-1] - 1].day - events[run[0] - 1].day >= pattern.within_days:
        message = f"Watch {pattern.id!r}: the engine fired for {list(run)}, which does not meet the pattern."
        raise WatchError(
            [Problem("watch-disagreement", message, "Keep the window and report it as a fault.")]
        )
    return run
