"""Take a decision, or decide not to. What the engine said and what the person decided are two entries.

Taking asks once more, in the transaction that records it: limits, stops and duties are as they are now. Whoever goes
ahead although the answer is another departs from it, with reasons. That is no error, and it is always reviewed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from api.commands.acts.holder import DECISION
from api.commands.acts.on_decision import ActError, Deed, OnDecision
from api.commands.acts.people import acts_of
from api.commands.acts.standing import Json, follow_ups, may_go_ahead, open_before, owed_after, second_for
from api.commands.acts.their_side import TheirSide
from api.commands.acts.unheard import unheard_in_time
from api.commands.decision_entry import question_from_entry
from api.store.obligations import REPLIES, What, open_about
from govengine.decide import Determination, Question
from govengine.errors import Problem, RequestError
from govengine.life import Act, State
from govengine.record import instant_text


@dataclass(frozen=True, slots=True)
class Departure:
    """Why somebody decides other than the answer."""

    need: str
    options: Sequence[str]
    why: str

    def to_json(self) -> Json:
        """As the record holds it: free text, so personal."""
        return {"need": self.need, "options": list(self.options), "why": self.why}


@dataclass(frozen=True, slots=True)
class Taking:
    """`at` is when it was done, now if it is left out; `matters` is what matters to the person, in their words."""

    at: datetime | None = None
    departure: Departure | None = None
    said: str | None = None
    matters: str | None = None
    theirs: TheirSide = field(default_factory=TheirSide)
    follow_up: Sequence[date] = ()
    """The days on which somebody looks at what came of it."""


def take(on: OnDecision, taking: Taking) -> Deed:
    """The decision as taken. Raises ActError `not-theirs`, `needs-departure`; RequestError `future-as-of`."""
    on.check_possible(Act.TAKE)
    at = taking.at or on.tx.now
    if at > on.tx.now:
        message = f"{at.isoformat()} has not come yet."
        raise RequestError(
            [Problem("future-as-of", message, "Send when it was done, or leave it out.", "/at")]
        )
    followed = follow_ups(on, taking.follow_up)
    approver, question = _approved_by(on)
    _only_by(on, approver)
    asked, answer = on.answer(question)
    approved_as = _role_of_approver(on)
    second = second_for(on, answer, approved_as) if approved_as is not None else frozenset()
    unheard = unheard_in_time(on, asked, answer)
    ready = bool(unheard) or may_go_ahead(answer, late=asked.late, second=second)
    within = ready and on.course.state is not State.DECLINED
    if not within and taking.departure is None:
        raise ActError([_another_answer(on, answer)])
    departs = taking.departure is not None
    waiting = open_about(on.tx.connection, on.row.entry_index)
    side: Json = {}
    if taking.departure is not None:
        side["departure"] = taking.departure.to_json()
    for name, text in (("said", taking.said), ("matters", taking.matters)):
        if text is not None:
            side[name] = text
    return Deed(
        Act.TAKE,
        {"departs": departs, "taken_at": instant_text(at), "within": within}
        | ({"unheard": unheard} if unheard else {})
        | taking.theirs.open_part(),
        side=side | taking.theirs.own_words(),
        advice=(asked, answer),
        counts=True,
        owes=[*owed_after(on, answer, review=departs or asked.late or bool(unheard)), *followed],
        ends=[one.id for one in waiting if one.what in REPLIES or one.duty == DECISION],
        says={"departs": departs, "within": within},
    )


def leave(on: OnDecision, why: str | None) -> Deed:
    """The decision not to. What was asked of others for its sake is ended."""
    on.check_possible(Act.LEAVE)
    _only_by(on, None if on.course.state is not State.APPROVED else _approved_by(on)[0])
    return _ended(on, Act.LEAVE, why)


def withdraw(on: OnDecision, why: str | None) -> Deed:
    """The proposal taken back, by anybody of the body that made it."""
    return _ended(on, Act.WITHDRAW, why)


def reopen(on: OnDecision, why: str) -> Deed:
    """The decision open again. What was taken goes on counting until it is decided otherwise."""
    on.check_possible(Act.REOPEN)
    asked, answer = on.answer()
    counts = on.course.counts if on.course.state is State.TAKEN else bool(answer.may_act)
    return Deed(Act.REOPEN, side={"why": why}, advice=(asked, answer), counts=counts)


def _ended(on: OnDecision, act: Act, why: str | None) -> Deed:
    waiting = open_about(on.tx.connection, on.row.entry_index)
    side = {} if why is None else {"why": why}
    # A reply about a rule is owed whatever becomes of the decision it was seen in.
    ends = [one.id for one in waiting if one.what is not What.SUGGESTION]
    return Deed(act, side=side, counts=False, ends=ends)


def _approved_by(on: OnDecision) -> tuple[str | None, Question | None]:
    """Who approved it, and the question as it was asked for them; None and None where nobody did."""
    if on.course.state is not State.APPROVED:
        return None, None
    leaf, side = acts_of(on, [Act.APPROVE])[-1]
    try:
        question = question_from_entry(on.stack, leaf, side, on.tx.now)
    except KeyError:
        message = "What was approved has been erased."
        raise ActError([Problem("erased-decision", message, "Propose the decision anew.")]) from None
    return side["values"].get("by"), replace(question, done=on.question.done)


def _role_of_approver(on: OnDecision) -> str | None:
    if on.course.state is not State.APPROVED:
        return None
    role: str = acts_of(on, [Act.APPROVE])[-1][0]["by_role"]
    return role


def _only_by(on: OnDecision, approver: str | None) -> None:
    """By whoever asked, or approved. A decision whose actor nobody named is anybody's of its body."""
    people = {one for one in (on.actor, approver) if one is not None}
    if people and on.asking.by.ref not in people:
        message = "It is for whoever asked, or approved it, to take."
        raise ActError(
            [Problem("not-theirs", message, "Ask them, or propose it in your own name.", "/by/ref")]
        )


def _another_answer(on: OnDecision, answer: Determination) -> Problem:
    if on.course.state is State.DECLINED:
        said = "It was declined."
    else:
        still = ", ".join(open_before(answer))
        said = f"The answer is {answer.level}." + (f" Still open: {still}." if still else "")
    what_to_do = "Do what is open, or send departure: the need, the options you considered, and why."
    return Problem("needs-departure", said, what_to_do, "/departure")
