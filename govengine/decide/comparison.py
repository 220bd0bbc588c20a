"""What a new version changes, and which way: by structure where the text tells, else by trying both out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide.trial import MOST, try_out
from govengine.errors import SchemeError
from govengine.scheme import Library, Stack, Version
from govengine.scheme.change import Change, Effect, Tried, joined
from govengine.scheme.difference import changes
from govengine.scheme.hybrid import with_change


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from `before` to `after`, and the effect of the whole. `tried` is None where structure told."""

    before: str
    after: str
    changes: tuple[Change, ...]
    effect: Effect
    tried: Tried | None

    @property
    def same(self) -> bool:
        """Whether the two mean the same."""
        return not self.changes

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON."""
        return {
            "before": self.before,
            "after": self.after,
            "same": self.same,
            "effect": str(self.effect),
            "tried": self.tried.to_json() if self.tried else None,
            "changes": [change.to_json() for change in self.changes],
        }


def compare(before: Version, after: Version, others: Sequence[Version]) -> Difference:
    """How the versions differ, as of the first day of `after`. `others` are the schemes beside them.

    Raises SchemeError where one of them does not load.
    """
    day = after.text.effective.since
    return difference_of(_stack(before, others, day), _stack(after, others, day))


def difference_of(old: Stack, new: Stack, most: int | None = None) -> Difference:
    """How two versions differ that load, each with what stands above it.

    `most` is how many cases are tried altogether, for somebody who waits; without it, as many as tell best.
    """
    before, after = old.versions[0], new.versions[0]
    others = list({version.name: version for version in (*old.versions[1:], *new.versions[1:])}.values())
    day = after.text.effective.since
    seen = changes(old, new)
    unclear = sum(change.effect is Effect.UNCLEAR for change in seen)
    alone, together = (MOST_ALONE, MOST) if most is None else (most // 2 // max(unclear, 1), most // 2)
    found = [
        change
        if change.effect is not Effect.UNCLEAR
        else _tried_alone(change, (before, after), old, others, alone)
        for change in seen
    ]
    effect, tried = joined([change.effect for change in found]), None
    if effect is Effect.UNCLEAR:
        tried = try_out(old, new, _moment(new, day), together)
        effect = tried.effect or Effect.UNCLEAR
    return Difference(before.name, after.name, tuple(found), effect, tried)


MOST_ALONE = 3_000
"""Cases for one change; there may be many changes."""


def _tried_alone(
    change: Change, versions: tuple[Version, Version], old: Stack, others: Sequence[Version], most: int
) -> Change:
    """A change that structure leaves unclear, made alone in the earlier version and tried there."""
    hybrid = with_change(*versions, change)
    if hybrid is None:
        return change
    day = versions[1].text.effective.since
    try:
        stack = _stack(hybrid, others, day)
    except SchemeError:
        return change
    tried = try_out(old, stack, _moment(old, day), most)
    return replace(change, effect=tried.effect or Effect.UNCLEAR, tried=tried)


def _stack(version: Version, others: Sequence[Version], day: date) -> Stack:
    beside = [other for other in others if other.id != version.id]
    return Library([version, *beside]).stack_of(version, day)


def _moment(stack: Stack, day: date) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(stack.zone))
