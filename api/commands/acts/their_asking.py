"""What the person is told afterwards, and what they ask for: a review, or that a complaint is heard.

Whoever it is written down by, it is theirs. Nothing here decides about them.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.commands.acts.people import in_one_of
from api.commands.acts.standing import review_owed
from api.commands.acts.their_side import Told
from api.store.obligations import Obligation, Owing, What, open_about
from api.store.subjects import stored_about
from govengine.decide.question import local_day
from govengine.errors import Problem, RequestError
from govengine.life import Act
from govengine.record import instant_text

Json = dict[str, Any]

ACKNOWLEDGED_WITHIN = timedelta(days=30)
"""A complaint is acknowledged within thirty days (Data Protection Act 2018, section 164A)."""

_TOLD = (Act.TAKE, Act.TELL)
"""The acts that may say until when the person may ask for a review."""


class Asker(StrEnum):
    """Whose words they are."""

    PERSON = "person"
    FOR_THEM = "somebody_for_them"


@dataclass(frozen=True, slots=True)
class Notice:
    """When and how the person was told, and for how many days from then on they may ask for a review."""

    at: datetime
    how: Told
    review_days: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said, and whose words they are."""

    said: str
    asker: Asker


def tell(on: OnDecision, notice: Notice) -> Deed:
    """The person was told of the decision. Raises ActError `not-possible-now`; RequestError for a time to come."""
    on.check_possible(Act.TELL)
    if notice.at > on.tx.now:
        message = "This moment has not come yet."
        raise RequestError([Problem("bad-member", message, "Send when the person was told.", "/at")])
    fields: Json = {"notice": {"at": instant_text(notice.at), "how": str(notice.how)}}
    if notice.review_days is not None:
        told_on = notice.at.astimezone(ZoneInfo(on.stack.zone)).date()
        fields["review_until"] = (told_on + timedelta(days=notice.review_days)).isoformat()
    return Deed(Act.TELL, fields)


def ask_for_review(on: OnDecision, words: Words) -> Deed:
    """The person wants the decision looked at again: by somebody who had no part in it. Raises ActError.

    Asking late is no reason not to write it down: `in_time` says whether it was, None where nobody set a day.
    """
    on.check_possible(Act.ASK_REVIEW)
    until = _review_until(on)
    in_time = None if until is None else local_day(on.tx.now, on.stack) <= until
    fields = {"asker": str(words.asker), "in_time": in_time}
    owes = [review_owed(on, on.answer()[1])]
    return Deed(Act.ASK_REVIEW, fields, side={"said": words.said}, owes=owes)


def complain(on: OnDecision, words: Words) -> Deed:
    """A complaint, which whoever is accountable acknowledges. Raises ActError."""
    on.check_possible(Act.COMPLAIN)
    role = on.stack.accountable
    due_at = instant_text(on.tx.now + ACKNOWLEDGED_WITHIN)
    owes = [Owing(What.ACKNOWLEDGE, "complaint", on.stack.roles[role].body, role, due_at)]
    return Deed(Act.COMPLAIN, {"asker": str(words.asker)}, side={"said": words.said}, owes=owes)


def acknowledge(on: OnDecision, said: str) -> Deed:
    """What the person was told of their complaint. Raises ActError `not-owed` or `not-theirs`."""
    on.check_possible(Act.ACKNOWLEDGE)
    owed = _complaints(on)
    if not owed:
        message = "No complaint waits to be acknowledged."
        raise ActError([Problem("not-owed", message, "GET the decision: `owed` says what does.")])
    in_one_of(on, [one.role for one in owed if one.role], "acknowledge the complaint")
    return Deed(Act.ACKNOWLEDGE, side={"said": said}, ends=[one.id for one in owed])


def _complaints(on: OnDecision) -> list[Obligation]:
    owed = open_about(on.tx.connection, on.row.entry_index)
    return [one for one in owed if one.what is What.ACKNOWLEDGE]


def _review_until(on: OnDecision) -> date | None:
    """The last day on which the person may ask for a review, as it was said last."""
    found = None
    for stored in stored_about(on.tx.connection, on.row.entry_index, _TOLD):
        found = orjson.loads(stored.leaf).get("review_until", found)
    return None if found is None else date.fromisoformat(found)
