"""A made-up case: which version is asked, about what, and what was typed. It never changes; another takes its place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo

NOON = time(12)
"""The time of day of every case, as in scenarios."""

Typed = Mapping[str, Sequence[str]]
"""What was typed, by the name of the field; exactly as it was typed."""


@dataclass(frozen=True, slots=True)
class Case:
    """`scheme`, `version`, `kind` and `role` are names the version declares; `done` are ids of duties."""

    scheme: str
    version: str
    kind: str
    role: str
    day: date
    typed: Typed = field(default_factory=dict)
    done: tuple[str, ...] = ()

    @property
    def setting(self) -> tuple[str, str, str, str, date]:
        """What is asked about, without what is known."""
        return self.scheme, self.version, self.kind, self.role, self.day

    def moment(self, zone: str) -> datetime:
        """When it is asked: noon of its day."""
        return datetime.combine(self.day, NOON, ZoneInfo(zone))

    def with_typed(self, typed: Typed) -> Self:
        """The same with other things typed; fields that are not among them stay."""
        return replace(self, typed={**self.typed, **typed})

    def to_text(self) -> str:
        """The form in which it is kept."""
        return json.dumps(
            {
                "scheme": self.scheme,
                "version": self.version,
                "kind": self.kind,
                "role": self.role,
                "day": self.day.isoformat(),
                "typed": {name: list(values) for name, values in self.typed.items()},
                "done": list(self.done),
            },
            ensure_ascii=False,
        )


def case_from(text: str) -> Case:
    """The case that `to_text` wrote."""
    kept: dict[str, Any] = json.loads(text)
    day, done = date.fromisoformat(kept.pop("day")), tuple(kept.pop("done"))
    return Case(**kept, day=day, done=done)
