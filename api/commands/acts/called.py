"""What each act is called at its address: so that `possible` says what a caller can call."""

from collections.abc import Mapping
from types import MappingProxyType

from govengine.life import Act, State, possible

CALLED: Mapping[Act, str | None] = MappingProxyType(
    {
        Act.ASK: "requests",
        Act.REPLY: "reply",
        Act.DISCHARGE: "duties",
        Act.APPROVE: "approve",
        Act.DECLINE: "decline",
        Act.TAKE: "take",
        Act.LEAVE: "not-take",
        Act.WITHDRAW: "withdraw",
        Act.REOPEN: "reopen",
        Act.LAPSE: None,
        Act.RATIFY: "ratify",
        Act.RECORD_OUTCOME: "outcomes",
        Act.REVIEW: "review",
        Act.TELL: "notice",
        Act.ASK_REVIEW: "review-asked",
        Act.COMPLAIN: "complaints",
        Act.ACKNOWLEDGE: "acknowledge",
        Act.RESOLVE: "resolve",
    }
)
"""The last part of each act's address; None where nobody calls it. A reply goes to the request."""


def callable_now(state: State) -> list[str]:
    """What somebody can call while a decision stands so."""
    return [name for act in possible(state) if (name := CALLED[act]) is not None]
