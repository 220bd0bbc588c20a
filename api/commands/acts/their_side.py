"""What is noted on the citizen's side when a decision is taken. Nothing here decides about them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from govengine.record import instant_text

Json = dict[str, Any]


class Told(StrEnum):
    """How the person was told of the decision."""

    IN_PERSON = "in_person"
    LETTER = "letter"
    EMAIL = "email"
    TELEPHONE = "telephone"
    OTHER = "other"


class Publication(StrEnum):
    """Whether the decision is published."""

    PUBLISHED = "published"
    EXEMPT = "exempt"
    ROUTINE = "routine"
    """An everyday decision, which no regulation asks to be published."""


@dataclass(frozen=True, slots=True)
class TheirSide:
    """Every part may be left out. `interests` and `capacity` are in somebody's own words, and so personal.

    `review_until` is the last day on which the person may ask for a review; `exemption` the paragraph relied on.
    """

    interests: str | None = None
    capacity: str | None = None
    notice_at: datetime | None = None
    notice_how: Told | None = None
    review_until: date | None = None
    publication: Publication | None = None
    exemption: str | None = None

    def open_part(self) -> Json:
        """What is not personal."""
        found: Json = {}
        if self.notice_at is not None and self.notice_how is not None:
            found["notice"] = {"at": instant_text(self.notice_at), "how": str(self.notice_how)}
        if self.review_until is not None:
            found["review_until"] = self.review_until.isoformat()
        if self.publication is not None:
            found["publication"] = {"class": str(self.publication), "exemption": self.exemption}
        return found

    def own_words(self) -> Json:
        """What is free text."""
        words = {"interests": self.interests, "capacity": self.capacity}
        return {name: text for name, text in words.items() if text is not None}
