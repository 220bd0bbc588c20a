"""How an answer stands when somebody is about to act on it, and what is owed once they have."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.commands.acts.on_decision import OnDecision
from api.commands.reserving import after
from api.store.obligations import Owing, What
from govengine.decide import Determination
from govengine.errors import Problem, RequestError
from govengine.feel.values import duration_from_text
from govengine.record import instant_text
from govengine.scheme import Level

Json = dict[str, Any]

REVIEW_WITHIN = timedelta(days=30)
"""How soon a departure or a late record is looked at, where the scheme does not say."""

REPLY_WITHIN = timedelta(days=7)
"""How soon somebody who is asked replies, where the scheme does not say: every request has a clock."""

ONES_OWN = (Level.ACT, Level.CONSULT, Level.AGREE)


def is_theirs(answer: Determination) -> bool:
    """Whether the decision is the person's who was asked about, with whatever still has to be done first."""
    return answer.level in ONES_OWN


def open_before(answer: Determination) -> list[str]:
    """The duties that stand in the way."""
    company = [one["id"] for one in answer.company if not one["done"]]
    return company + [
        one["id"] for one in answer.duties if one["at"] == "before" and not one["done"] and one["certain"]
    ]


def second_for(on: OnDecision, answer: Determination, role: str) -> frozenset[str]:
    """The second persons that somebody else who approves is already, by the ids they are asked under.

    The answer names them without: it asks for two people, and whoever asked is the other (MEANING rule 3).
    """
    return frozenset(
        one["id"]
        for one in answer.company
        if one["second_person"] and role in {one["role"], *on.stack.seniors(one["role"])}
    )


def may_go_ahead(answer: Determination, *, late: bool, second: frozenset[str] = frozenset()) -> bool:
    """Whether it may be acted on, where whoever approves is the `second` person.

    A late record has been acted on: nothing may be open that was due before.
    """
    if answer.may_act:
        return True
    still = set(open_before(answer)) - second
    waits = any(one["at"] == "before" and not one["done"] for one in answer.duties)
    return is_theirs(answer) and not still and (late or (bool(second) and not waits))


def due(within: str | None, moment: datetime) -> str | None:
    """When something is due that is to be done within a time from now."""
    if within is None:
        return None
    return instant_text(after(moment, duration_from_text(within)))


def owed_after(on: OnDecision, answer: Determination, *, review: bool) -> list[Owing]:
    """What is owed once it is taken: the duties with and after the act, ratification, a review."""
    owings = []
    for duty in answer.duties:
        if duty["at"] == "before" or duty["done"] or not duty["certain"]:
            continue
        role = duty["tell"] if duty["tell"] in on.stack.roles else None
        if duty["id"].endswith("/ratify") and role is not None:
            owings.append(
                Owing(
                    What.RATIFY, duty["id"], on.stack.roles[role].body, role, due(duty["within"], on.tx.now)
                )
            )
        elif duty["id"] != "late-record/review":
            owings.append(Owing(What.DUTY, duty["id"], on.row.body, None, due(duty["within"], on.tx.now)))
    if review:
        owings.append(review_owed(on, answer))
    return owings


def review_owed(on: OnDecision, answer: Determination) -> Owing:
    """A review, by whoever assures the grant relied on or is accountable."""
    role = _reviewer(on, answer)
    body = on.stack.roles[role].body
    return Owing(What.REVIEW, "review", body, role, instant_text(on.tx.now + REVIEW_WITHIN))


def follow_ups(on: OnDecision, days: Sequence[date]) -> list[Owing]:
    """What whoever takes it owes on the days they set: each is due when it is over, where the scheme is.

    Raises RequestError `bad-member` for a day that is over.
    """
    zone = ZoneInfo(on.stack.zone)
    owed = []
    for day in sorted(set(days)):
        over = instant_text(datetime.combine(day + timedelta(days=1), time(), zone))
        if over <= on.tx.recorded_at:
            message = f"{day.isoformat()} has gone by."
            raise RequestError([Problem("bad-member", message, "Send a later day.", "/follow_up")])
        name = f"follow-up/{day.isoformat()}"
        owed.append(Owing(What.FOLLOW_UP, name, on.row.body, on.asking.by.role, over))
    return owed


def _reviewer(on: OnDecision, answer: Determination) -> str:
    """Whoever assures the grant relied on, else who is accountable."""
    assure = answer.accountability.get("assure")
    by = assure.get("by") if isinstance(assure, dict) else None
    return by if isinstance(by, str) and by in on.stack.roles else on.stack.accountable
