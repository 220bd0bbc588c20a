"""What the watch found: from the stretches that fired in a window to one finding about it.

The rule: **one finding for each entry that completes or extends a pattern.** Of all the stretches of so many days
that hold the entry in hand and meet the pattern, the one with the most entries, of equals the latest. So a household
with ten payments in a month raises a finding at the third and one, a member longer, at each that follows. An entry
recorded late, with a day in the middle, is found together with those on both sides of it.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govengine.errors import Problem
from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.words import Lacking, Matter
from govengine.watch.limits import SCALE, WatchError
from govengine.watch.window import Window

_NOUNS = {
    Matter.ALLOWED: "decisions within somebody's own authority",
    Matter.SILENT: "questions on which the schemes are silent",
    Matter.TAKEN: "decisions taken",
    Matter.APPROVED: "approvals",
    Matter.DEPARTED: "departures from the answer",
    Matter.ASKED: "requests",
    Matter.OWED: "things owed",
}
_LACKS = {
    Lacking.ANSWER: " without an answer",
    Lacking.OUTCOME: " without an outcome recorded",
    Lacking.DECLINE: " and none declined",
}
_SHARED = {"kind": "kind", "role": "role", "rule": "rule", "pair": "two people", "scheme": "scheme"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One pattern met by one set of entries. It says something about a rule, never about a person."""

    pattern: str
    """The watch's qualified id."""
    identity: str
    """SHA-256, in hex, over the watch's id, the days and the sorted member ids: recorded once, however often seen."""
    members: tuple[str, ...]
    """Decision ids, sorted."""
    trigger: str
    """The decision that raised it."""
    first_day: int
    last_day: int
    """Proleptic ordinals of the local dates of the first and the last member."""
    count: int
    """How many entries."""
    at_least: bool
    """True when the window was cut to `MAX_EVENTS`: there may be more than `count`."""
    sentence: str


def sentence_of(watch: BoundWatch, count: int, *, at_least: bool = False) -> str:
    """The finding in words about the rule or the arrangement. No value of any fact is in it."""
    times = f"at least {count}" if at_least else str(count)
    shared = _SHARED.get(watch.same) or watch.same.removesuffix(".ref").replace(".", " ").replace("_", " ")
    lacks = _LACKS[watch.without] if watch.without else ""
    said = f"{times} {_NOUNS[watch.of]}{lacks} in {watch.days} days, of the same {shared}."
    return f"{said} {watch.because}"


def identity_of(pattern: str, first_day: int, last_day: int, members: Iterable[str]) -> str:
    """The identity of a finding. Ids hold no newline, so no two lists run together."""
    return hashlib.sha256(
        "\n".join([pattern, f"{first_day}-{last_day}", *sorted(members)]).encode()
    ).hexdigest()


def finding_of(window: Window, chosen: Sequence[int], fired: Iterable[Sequence[int]]) -> Finding | None:
    """The finding about the window's trigger, or None.

    `chosen` holds the ranks that were selected, `fired` the places among them of the first and last of each stretch.
    What the engine claims is checked again here: `WatchError` `watch-disagreement` when it is not so.
    """
    if any(not 1 <= rank <= len(window.matters) for rank in chosen) or list(chosen) != sorted(set(chosen)):
        raise _disagreement(window, f"chose {list(chosen)}")
    if not all(window.fits(window.matters[rank - 1]) for rank in chosen):
        raise _disagreement(window, f"chose {list(chosen)}")
    met = [_checked(window, chosen, stretch) for stretch in fired]
    if not met:
        return None
    first, last = max(met, key=lambda ends: (ends[1] - ends[0], ends[0]))
    return _finding(window, chosen[first - 1 : last])


def _finding(window: Window, ranks: Sequence[int]) -> Finding:
    watch, found = window.watch, [window.matters[rank - 1] for rank in ranks]
    members = tuple(sorted({one.decision for one in found}))
    first_day, last_day = found[0].day, found[-1].day
    return Finding(
        pattern=watch.id,
        identity=identity_of(watch.id, first_day, last_day, members),
        members=members,
        trigger=window.trigger.decision,
        first_day=first_day,
        last_day=last_day,
        count=len(found),
        at_least=window.cut,
        sentence=sentence_of(watch, len(found), at_least=window.cut),
    )


def _checked(window: Window, chosen: Sequence[int], stretch: Sequence[int]) -> tuple[int, int]:
    """The two places, when the stretch between them meets the watch."""
    if len(stretch) != 2 or not 1 <= stretch[0] <= stretch[1] <= len(chosen):  # noqa: PLR2004 - first and last
        raise _disagreement(window, f"fired for {list(stretch)}")
    first, last = stretch
    ranks = chosen[first - 1 : last]
    if window.pivot not in ranks or not meets(window, ranks):
        raise _disagreement(window, f"fired for {list(stretch)}")
    return first, last


def meets(window: Window, ranks: Sequence[int]) -> bool:
    """Whether these entries, all that were chosen between the first and the last, meet the watch."""
    watch, found = window.watch, [window.matters[rank - 1] for rank in ranks]
    first_day, last_day = found[0].day, found[-1].day
    if len(found) < watch.count or last_day - first_day >= watch.days:
        return False
    sums = [sum(column) for column in zip(*(window.weights(one) for one in found), strict=True)]
    if watch.total is not None and sums[0] <= int(watch.total[1] * SCALE):
        return False
    if watch.each_way and min(sums) < watch.count:
        return False
    if watch.share is not None and not watch.total and sums[0] <= 0:
        return False
    return watch.without is not Lacking.DECLINE or not any(
        first_day <= day <= last_day for day in window.against
    )


def _disagreement(window: Window, did: str) -> WatchError:
    message = f"Watch {window.watch.id!r}: the engine {did}, which does not meet the pattern."
    return WatchError([Problem("watch-disagreement", message, "Keep the window and report it as a fault.")])
