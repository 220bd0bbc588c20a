"""What a scenario has said so far, and the answer once it has asked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide import Determination, determine, question_from_json, summary
from govengine.scheme import Library, Stack

Json = dict[str, Any]
NOON = "12:00"
LATE_AFTER = timedelta(days=1)
"""What is recorded later than this after the decision is a late record, as the service has it."""


@dataclass
class World:
    """Facts by dotted name as they would be sent; nothing is known until a step says it."""

    library: Library
    scheme: str = ""
    beside: list[str] = field(default_factory=list)
    """Schemes of other bodies that the decision is asked under as well."""
    day: str = ""
    clock: str = NOON
    recorded_day: str = ""
    recorded_clock: str = NOON
    facts: Json = field(default_factory=dict)
    done: list[Json] = field(default_factory=list)
    outcome: str | None = None
    answer: Determination | None = None
    words: str = ""

    @property
    def as_of(self) -> datetime:
        """The moment asked about, in London. Raises AssertionError when no step said the day."""
        assert self.day, "Say which day it is: Given it is 2 May 2026."
        return _in_london(self.day, self.clock)

    @property
    def recorded_at(self) -> datetime | None:
        """When it reached the record, where a step said so."""
        return _in_london(self.recorded_day, self.recorded_clock) if self.recorded_day else None

    @property
    def stack(self) -> Stack:
        """What governs the question."""
        return self.library.stack(self.scheme, self.as_of, self.recorded_at, self.beside)

    @property
    def left_out(self) -> list[str]:
        """The rows the scheme's version of the day says it leaves out."""
        version = self.library.version_on(self.scheme, self.as_of.date())
        return [left.row.value for left in version.text.leaves_out] if version else []

    def ask(self) -> None:
        """Ask the question as a what-if, so that history may be given."""
        stack = self.stack
        sent = {"facts": nested(self.facts), "done": self.done}
        if self.outcome is not None:
            sent["outcome"] = self.outcome
        recorded = self.recorded_at
        late = recorded is not None and recorded - self.as_of > LATE_AFTER
        question = question_from_json(sent, stack, self.as_of, recorded_at=recorded, late=late)
        self.answer = determine(stack, question)
        self.words = summary(stack, self.answer, question)

    @property
    def answered(self) -> Determination:
        """The answer. Raises AssertionError before the question was asked."""
        assert self.answer is not None, "Ask first: When the question is asked."
        return self.answer


def _in_london(day: str, clock: str) -> datetime:
    moment = datetime.strptime(f"{day} {clock}", "%d %B %Y %H:%M")  # noqa: DTZ007 - the zone follows
    return moment.replace(tzinfo=ZoneInfo("Europe/London"))


def nested(facts: Json) -> Json:
    """`{"a.b": 1}` as `{"a": {"b": 1}}`."""
    found: Json = {}
    for name, value in facts.items():
        *path, last = name.split(".")
        inner = found
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return found
