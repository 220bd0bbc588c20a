"""A pattern: what a scheme's author asks to be told about when it happens across decisions."""

import re
from dataclasses import dataclass

from govengine.errors import Problem
from govengine.watch.limits import MAX_COUNT, MAX_WITHIN_DAYS

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*/[a-z0-9][a-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """`count` decisions of `kinds` that share the fact `same`, within `within_days` days.

    Source of authority: the `watches:` of an adopted scheme. Within 30 days means one day and the 29 before
    it, in local dates. Building one checks nothing: `faults()` lists what is wrong, so that a loader can
    collect; `compile_ruleset` refuses a pattern that has faults.
    """

    id: str
    """Qualified: `scheme/watch-id`."""
    kinds: tuple[str, ...]
    same: str
    """The fact the decisions share, such as `person.ref`. Its values never come here."""
    count: int
    within_days: int
    says: str = ""
    """How the finding begins, up to the number: "Support for one household has been given"."""
    asks: str = ""
    """The question it ends with: "is it still one-off?"."""

    @property
    def scheme(self) -> str:
        """The id of the scheme that asks for this."""
        return self.id.partition("/")[0]

    def sentence(self, count: int, *, at_least: bool = False) -> str:
        """The finding in one sentence about the rule or the arrangement. No value of any fact is in it."""
        kinds = " or ".join(kind.replace("_", " ") for kind in self.kinds)
        says = self.says or f"{kinds[:1].upper()}{kinds[1:]} for one {self._shared()} has been decided"
        asks = self.asks or "is the rule or the arrangement behind it still the right one?"
        times = f"at least {count}" if at_least else str(count)
        return f"{says} {times} times in {self.within_days} days: {asks}"

    def faults(self, place: str = "") -> tuple[Problem, ...]:
        """Everything that keeps this pattern from being watched; empty when nothing does."""
        found: list[Problem] = []

        def fault(code: str, message: str, what_to_do: str) -> None:
            found.append(Problem(code, f"Watch {self.id!r}: {message}", what_to_do, place))

        if not _ID.fullmatch(self.id):
            fault(
                "watch-id",
                "the id is not `scheme/watch-id`.",
                "Use lower-case letters, digits, '.', '_' and '-'.",
            )
        if not isinstance(self.kinds, tuple) or not self.kinds or not all(self.kinds):
            fault("watch-kinds", "it names no kind of decision.", "Name at least one kind.")
        if not self.same:
            fault(
                "watch-same", "it does not say what the decisions share.", "Name one fact, as `person.ref`."
            )
        if not _whole(self.count, 2, MAX_COUNT):
            fault(
                "watch-count",
                f"a count of {self.count!r} cannot be watched.",
                f"Use a whole number, 2 to {MAX_COUNT}.",
            )
        if not _whole(self.within_days, 1, MAX_WITHIN_DAYS):
            fault(
                "watch-within",
                f"within {self.within_days!r} days cannot be watched.",
                f"Use a whole number of days, 1 to {MAX_WITHIN_DAYS}.",
            )
        return tuple(found)

    def _shared(self) -> str:
        return self.same.removesuffix(".ref").replace("_", " ")


def _whole(value: object, least: int, most: int) -> bool:
    """Whether it is an int, not a bool, in range: the engine takes true for 1 and "3" for 3."""
    return type(value) is int and least <= value <= most
