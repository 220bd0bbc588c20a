"""What a scenario has said so far, and the answer once it has asked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide import Determination, determine, question_from_json, summary
from govengine.scheme import Library, Stack

Json = dict[str, Any]
NOON = "12:00"


@dataclass
class World:
    """Facts by dotted name as they would be sent; nothing is known until a step says it."""

    library: Library
    scheme: str = ""
    day: str = ""
    clock: str = NOON
    facts: Json = field(default_factory=dict)
    done: list[Json] = field(default_factory=list)
    outcome: str | None = None
    answer: Determination | None = None
    words: str = ""

    @property
    def as_of(self) -> datetime:
        """The moment asked about, in London. Raises AssertionError when no step said the day."""
        assert self.day, "Say which day it is: Given it is 2 May 2026."
        moment = datetime.strptime(f"{self.day} {self.clock}", "%d %B %Y %H:%M")  # noqa: DTZ007 - the zone follows
        return moment.replace(tzinfo=ZoneInfo("Europe/London"))

    @property
    def stack(self) -> Stack:
        """What governs the question."""
        return self.library.stack(self.scheme, self.as_of)

    def ask(self) -> None:
        """Ask the question as a what-if, so that history may be given."""
        stack = self.stack
        sent = {"facts": nested(self.facts), "done": self.done}
        if self.outcome is not None:
            sent["outcome"] = self.outcome
        question = question_from_json(sent, stack, self.as_of)
        self.answer = determine(stack, question)
        self.words = summary(stack, self.answer, question)

    @property
    def answered(self) -> Determination:
        """The answer. Raises AssertionError before the question was asked."""
        assert self.answer is not None, "Ask first: When the question is asked."
        return self.answer


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
