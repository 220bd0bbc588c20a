"""What can be done with a decision, and what it is then. One table; an act that is not in it is not possible now.

The engine's answer is advice. What people decide is theirs, and is an entry of its own: an answer that says "yours"
is not yet a decision, and a decision that differs from the answer is a departure and no error.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    """Asked and answered. Nobody has decided."""
    APPROVED = "approved"
    """Whoever it was for decided that it may go ahead. It has not been carried out."""
    DECLINED = "declined"
    """Whoever it was for decided that it does not go ahead as proposed."""
    TAKEN = "taken"
    """Decided and carried out."""
    NOT_TAKEN = "not_taken"
    """Decided not to."""
    WITHDRAWN = "withdrawn"
    """The proposal was taken back."""


class Act(StrEnum):
    """What somebody does about a decision. The value is its kind of entry in the record."""

    ASK = "request.made"
    """Ask somebody to be heard, to recommend or to agree."""
    REPLY = "request.answered"
    DISCHARGE = "duty.done"
    APPROVE = "decision.approved"
    DECLINE = "decision.declined"
    TAKE = "decision.taken"
    LEAVE = "decision.not_taken"
    WITHDRAW = "decision.withdrawn"
    REOPEN = "decision.reopened"
    LAPSE = "reservation.lapsed"
    """Nobody took it in time, so it no longer counts towards limits. It can still be taken, if the limits allow."""
    RATIFY = "decision.ratified"
    RECORD_OUTCOME = "outcome.recorded"
    REVIEW = "decision.reviewed"
    TELL = "notice.given"
    """The person was told, later than when it was taken."""
    ASK_REVIEW = "review.asked_for"
    COMPLAIN = "complaint.made"
    ACKNOWLEDGE = "complaint.acknowledged"
    RESOLVE = "bind.resolved"
    """Say which side of a double bind is kept, by whoever can resolve it."""


_BEFORE_DECIDING = (Act.ASK, Act.REPLY, Act.DISCHARGE, Act.LAPSE)
_THEIRS = (Act.COMPLAIN, Act.ACKNOWLEDGE)
"""A person may complain of anything, whenever they like."""
_AFTER_DECIDING = (Act.REVIEW, Act.TELL, Act.ASK_REVIEW, *_THEIRS)
_DECIDING = {
    Act.TAKE: State.TAKEN,
    Act.LEAVE: State.NOT_TAKEN,
    Act.WITHDRAW: State.WITHDRAWN,
}

TRANSITIONS: Mapping[State, Mapping[Act, State]] = MappingProxyType(
    {
        State.PROPOSED: {
            **dict.fromkeys((*_BEFORE_DECIDING, *_THEIRS, Act.RESOLVE), State.PROPOSED),
            Act.APPROVE: State.APPROVED,
            Act.DECLINE: State.DECLINED,
            **_DECIDING,
        },
        State.APPROVED: {
            **dict.fromkeys((*_BEFORE_DECIDING, Act.TELL, *_THEIRS, Act.RESOLVE), State.APPROVED),
            Act.DECLINE: State.DECLINED,
            **_DECIDING,
        },
        # Whoever carries it out all the same departs from the decision, with reasons.
        State.DECLINED: dict.fromkeys(_AFTER_DECIDING, State.DECLINED)
        | {Act.REOPEN: State.PROPOSED, **_DECIDING},
        State.TAKEN: dict.fromkeys(
            (Act.REPLY, Act.DISCHARGE, Act.RATIFY, Act.RECORD_OUTCOME, Act.RESOLVE, *_AFTER_DECIDING),
            State.TAKEN,
        )
        | {Act.REOPEN: State.PROPOSED},
        State.NOT_TAKEN: dict.fromkeys(_AFTER_DECIDING, State.NOT_TAKEN) | {Act.REOPEN: State.PROPOSED},
        State.WITHDRAWN: dict.fromkeys(_THEIRS, State.WITHDRAWN) | {Act.REOPEN: State.PROPOSED},
    }
)


def possible(state: State) -> tuple[Act, ...]:
    """What can be done now, in the order of the acts."""
    return tuple(act for act in Act if act in TRANSITIONS[state])


def next_state(state: State, act: Act) -> State | None:
    """What the decision is after the act; None when the act is not possible now."""
    return TRANSITIONS[state].get(act)
