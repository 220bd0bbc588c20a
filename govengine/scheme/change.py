"""One change between two versions of a scheme, in words, with its effect on who may decide what."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from govengine.feel import Value, text_of


class Effect(StrEnum):
    """What a change does to who may decide what.

    `tighter`: nobody's level falls and nobody comes to act. `looser`: nobody's level rises and nobody who may
    act no longer may. More or fewer duties count in the same way. `text only` touches nobody's authority:
    wording, sources, what is promised about accountability, whom to ask.
    """

    TIGHTER = "tighter"
    LOOSER = "looser"
    BOTH = "both"
    TEXT_ONLY = "text only"
    UNCLEAR = "unclear"


OPPOSITE = {Effect.TIGHTER: Effect.LOOSER, Effect.LOOSER: Effect.TIGHTER}


def joined(effects: list[Effect]) -> Effect:
    """What several changes do together, seen from each alone: `unclear` where they pull both ways."""
    felt = set(effects) - {Effect.TEXT_ONLY}
    if not felt:
        return Effect.TEXT_ONLY
    return felt.pop() if len(felt) == 1 else Effect.UNCLEAR


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of asking both versions the same questions."""

    cases: int
    tighter: int
    looser: int
    tighter_example: str | None = None
    looser_example: str | None = None
    whole: bool = False
    """Whether that was every question that could be made of what the rules compare with."""

    @property
    def effect(self) -> Effect | None:
        """None where no case came out differently."""
        if self.tighter and self.looser:
            return Effect.BOTH
        return Effect.TIGHTER if self.tighter else Effect.LOOSER if self.looser else None

    def to_json(self) -> dict[str, Any]:
        """The counts and, of each way, one case."""
        return {
            "cases": self.cases,
            "tighter": self.tighter,
            "looser": self.looser,
            "tighter_example": self.tighter_example,
            "looser_example": self.looser_example,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """`part` is what of it changed, and empty where it was added or removed as a whole."""

    section: str
    name: str
    part: str
    before: str | None
    after: str | None
    effect: Effect
    why: str = ""
    """Where the effect comes from, if not from the change itself."""
    tried: Tried | None = None

    @property
    def what(self) -> str:
        """`added`, `removed` or `changed`."""
        if self.part:
            return "changed"
        return "added" if self.before is None else "removed"

    @property
    def thing(self) -> str:
        """What changed, as `grant team-manager`."""
        return f"{_ONE[self.section]} {self.name}" if self.name else _ONE[self.section]

    @property
    def words(self) -> str:
        """The change in a line."""
        thing = self.thing
        if not self.part:
            text = self.after if self.before is None else self.before
            return f"{thing} {self.what}" + (f": {text}" if text else "")
        if self.before is None:
            return f"{thing}: {self.part} added: {self.after}"
        if self.after is None:
            return f"{thing}: {self.part} removed: {self.before}"
        return f"{thing}: {self.part} {self.before} → {self.after}"

    def to_json(self) -> dict[str, Any]:
        """The change as JSON."""
        return {
            "section": self.section,
            "name": self.name,
            "what": self.what,
            "part": self.part or None,
            "before": self.before,
            "after": self.after,
            "effect": str(self.effect),
            "why": self.why or None,
            "tried": self.tried.to_json() if self.tried else None,
            "text": self.words,
        }


_ONE = {
    "head": "the scheme",
    "bodies": "body",
    "roles": "role",
    "lines": "line",
    "outcomes": "outcome",
    "kinds": "kind",
    "facts": "fact",
    "values": "value",
    "history": "history",
    "budgets": "budget",
    "conditions": "condition",
    "grants": "grant",
    "safeguards": "safeguard",
    "principles": "principle",
    "never": "claim",
    "watches": "watch",
}
"""Sections in the order of the report, and one of each."""

SECTIONS = tuple(_ONE)


def shown(value: Value, unit: str | None = None) -> str:
    """`£35,000`, `35 hours`, `1 April 2026`; anything else as it is written."""
    match value:
        case Decimal():
            whole = value == value.to_integral_value()
            figure = f"{value:,.0f}" if whole else f"{value.normalize():,f}"
            if unit == "GBP":
                return f"£{figure if whole else f'{value:,.2f}'}"
            return figure + (f" {unit}" if unit else "")
        case datetime():
            return text_of(value)
        case date():
            return f"{value.day} {value:%B %Y}"
        case _:
            return text_of(value)
