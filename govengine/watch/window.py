"""The window of one entry: the entries of its group that a pattern could join it with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from govengine.errors import Problem
from govengine.feel.plain import holds
from govengine.feel.values import Value
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.words import Lacking
from govengine.watch.coding import Coding, scaled
from govengine.watch.limits import MAX_EVENTS, MAX_INTEGER, WatchError
from govengine.watch.matter import Matter


@dataclass(frozen=True, slots=True)
class Window:
    """What is sent to the engine for one entry, and what its answer is read against."""

    watch: BoundWatch
    trigger: Matter
    """The entry that caused the look: the newest in the log, or one that fell due."""
    matters: tuple[Matter, ...]
    """In the order of (day, log index). Rank r is `matters[r - 1]`."""
    against: tuple[int, ...]
    """Days of what must not have happened in between."""
    cut: bool
    """True when there were more than `MAX_EVENTS` and only the most recently recorded are here."""

    @property
    def pivot(self) -> int:
        """The rank that a stretch has to hold: the trigger's, or the latest of those that miss something."""
        if misses(self.watch):
            chosen = [rank for rank, one in enumerate(self.matters, start=1) if self.fits(one)]
            return chosen[-1] if chosen else 0
        ranks = [rank for rank, one in enumerate(self.matters, start=1) if one.index == self.trigger.index]
        return ranks[0] if ranks else 0

    def fits(self, one: Matter) -> bool:
        """Whether the entry is one the watch looks for, in plain Python: what the engine says is held against it."""
        return not one.answered and fits(self.watch, one.facts)

    def weights(self, one: Matter) -> list[int]:
        """What is summed over a stretch."""
        watch = self.watch
        if watch.total is not None:
            name = watch.total[0]
            return [scaled(name, one.facts[name])] if name in one.facts else [0]
        if watch.each_way:
            first = one.by == self.trigger.by
            return [int(first), int(not first)]
        if watch.share is not None:
            return [100 * (one.by == self.trigger.by) - watch.share]
        return []

    def request(self) -> dict[str, Any]:
        """What the engine is asked: integers alone. Raises WatchError for a value that cannot be compared."""
        coding = Coding(self.watch)
        matters = []
        for rank, one in enumerate(self.matters, start=1):
            fact = {"rank": rank, **coding.encoded(one.facts)}
            if self.watch.total is not None and self.watch.total[0] in one.facts:
                fact["known"] = 1
            matters.append(fact)
        return {
            "matters": matters,
            "days": [one.day for one in self.matters],
            "weights": [self.weights(one) for one in self.matters],
            "answered": [rank for rank, one in enumerate(self.matters, start=1) if one.answered],
            "against": list(self.against),
            "pivot": self.pivot,
        }


def fits(watch: BoundWatch, facts: Mapping[str, Value]) -> bool:
    """Whether an entry with these facts is one the watch looks for, unless what it misses has come."""
    known = watch.total is None or watch.total[0] in facts
    return known and (watch.when is None or holds(watch.when, facts))


def misses(watch: BoundWatch) -> bool:
    """Whether the watch looks for entries that miss something by now."""
    return watch.without in (Lacking.ANSWER, Lacking.OUTCOME)


def window_of(
    watch: BoundWatch,
    trigger: Matter,
    matters: Iterable[Matter],
    against: Iterable[int] = (),
    *,
    seen: tuple[int, int] | None = None,
) -> Window:
    """The window of `trigger` in its group, as it was `seen`: on a day, up to an entry. Left out, the trigger's own.

    Days on both sides count, because an entry may be recorded late with an earlier day. What was recorded after the
    trigger is left out: it will be a trigger itself, and so the same log gives the same findings whenever it is read.
    `matters` may hold the trigger or not. Raises `WatchError` for an index or a day that is no whole number from 0 to
    2**53.
    """
    on_day, upto = seen or (trigger.day, trigger.index)
    near = {
        one.index: one
        for one in (trigger, *matters)
        if one.index <= upto and abs(one.day - on_day) < watch.days
    }
    days = [day for day in against if abs(day - on_day) < watch.days]
    numbers = [*days, *(number for one in near.values() for number in (one.index, one.day))]
    if not all(type(number) is int and 0 <= number <= MAX_INTEGER for number in numbers):
        message = "A recorded entry has an index or a day that is no whole number."
        raise WatchError([Problem("watch-event", message, "Give whole numbers from 0 to 2**53.")])
    recent = sorted(near.values(), key=lambda one: one.index)[-MAX_EVENTS:]
    ordered = tuple(sorted(recent, key=lambda one: (one.day, one.index)))
    return Window(watch, trigger, ordered, tuple(sorted(days)[:MAX_EVENTS]), cut=len(recent) < len(near))
