"""The rule of `govengine.watch.finding` in plain Python, over whole days: the engine is held equal to it."""

from collections.abc import Callable, Sequence

from govengine.scheme.bound_watch import BoundWatch
from govengine.watch.matter import Matter


def members_of(
    watch: BoundWatch,
    trigger: Matter,
    matters: Sequence[Matter],
    against: Sequence[int],
    holds: Callable[[Matter], bool],
) -> list[str]:
    """The decisions of the finding about `trigger`, by day; empty when there is none.

    Tries every two entries as the first and the last, in the order of (day, index).
    """
    chosen = sorted(
        (one for one in matters if one.index <= trigger.index and abs(one.day - trigger.day) < watch.days and holds(one)),
        key=lambda one: (one.day, one.index),
    )  # fmt: skip
    wanted = chosen[-1:] if watch.without in ("answer", "outcome") else [trigger]
    best: list[Matter] = []
    for first in range(len(chosen)):
        for last in range(first, len(chosen)):
            stretch = chosen[first : last + 1]
            if not wanted or wanted[0] not in stretch or not _meets(watch, trigger, stretch, against):
                continue
            if len(stretch) >= len(best):
                best = stretch
    return [one.decision for one in best]


def _meets(watch: BoundWatch, trigger: Matter, stretch: Sequence[Matter], against: Sequence[int]) -> bool:
    days = stretch[-1].day - stretch[0].day + 1
    mine = [one for one in stretch if one.by == trigger.by]
    enough = len(stretch) >= watch.count
    if watch.total is not None:
        enough = enough and sum(one.facts[watch.total[0]] for one in stretch) > watch.total[1]
    elif watch.each_way:
        enough = enough and min(len(mine), len(stretch) - len(mine)) >= watch.count
    elif watch.share is not None:
        enough = enough and len(mine) * 100 > watch.share * len(stretch)
    if watch.without == "decline":
        enough = enough and not any(
            stretch[0].day <= day <= stretch[-1].day for day in against if abs(day - trigger.day) < watch.days
        )
    return enough and days <= watch.days
