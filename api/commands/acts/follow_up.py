"""What comes after: ratification, what came of it, and the review."""

from dataclasses import dataclass
from enum import StrEnum

from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.commands.acts.people import apart_from, had_a_part, in_one_of
from api.commands.acts.standing import review_owed
from api.store.obligations import Obligation, What, open_about
from govengine.errors import Problem
from govengine.life import Act


class Came(StrEnum):
    """Whether what was hoped for came about."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    TOO_EARLY = "too_early"


class Finding(StrEnum):
    """What a review came to. None of them is a mark for anybody."""

    SOUND = "sound"
    WOULD_DECIDE_OTHERWISE = "would_decide_otherwise"
    RULE_DOES_NOT_FIT = "rule_does_not_fit"


@dataclass(frozen=True, slots=True)
class Review:
    """What the review came to, in a word and in their own words."""

    finding: Finding
    said: str


def ratify(on: OnDecision, *, ratified: bool, said: str | None) -> Deed:
    """What was done in an emergency, confirmed or not by the role the scheme names. Raises ActError, KeptApartError."""
    on.check_possible(Act.RATIFY)
    owed = _owed(on, What.RATIFY)
    if not owed:
        raise ActError(
            [Problem("not-owed", "Nothing waits to be ratified.", "GET the decision: `owed` says what does.")]
        )
    in_one_of(on, [one.role for one in owed if one.role], "ratify")
    apart_from(on, had_a_part(on), "ratify")
    side = {} if said is None else {"said": said}
    owes = [] if ratified else [review_owed(on, on.answer()[1])]  # what was done stands, and is looked at
    return Deed(Act.RATIFY, {"ratified": ratified}, side=side, owes=owes, ends=[one.id for one in owed])


def record_outcome(on: OnDecision, came: Came, said: str) -> Deed:
    """What came of it, as somebody sees it now. There may be several, as time goes by.

    It does what follow-ups of their body are due by now, or else the next that is to come.
    """
    on.check_possible(Act.RECORD_OUTCOME)
    waiting = [one for one in _owed(on, What.FOLLOW_UP) if one.body == on.asking.caller.body]
    waiting.sort(key=lambda one: str(one.due_at))
    due = [one for one in waiting if str(one.due_at) <= on.tx.recorded_at] or waiting[:1]
    fields = {"came": str(came), "shared": on.row.outcome}
    return Deed(Act.RECORD_OUTCOME, fields, side={"said": said}, ends=[one.id for one in due])


def review(on: OnDecision, given: Review) -> Deed:
    """The review, by somebody who had no part in it. Raises ActError `not-theirs`; KeptApartError."""
    on.check_possible(Act.REVIEW)
    owed = _owed(on, What.REVIEW)
    if owed:
        in_one_of(on, [one.role for one in owed if one.role], "review")
    apart_from(on, had_a_part(on), "review")
    fields = {"finding": str(given.finding)}
    return Deed(Act.REVIEW, fields, side={"said": given.said}, ends=[one.id for one in owed])


def _owed(on: OnDecision, what: What) -> list[Obligation]:
    return [one for one in open_about(on.tx.connection, on.row.entry_index) if one.what is what]
