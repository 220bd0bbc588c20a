"""Evaluate a what-if: the same answer, about made-up or hoped-for facts. Nothing is recorded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from govengine.decide import (
    Determination,
    Question,
    determine,
    question_from_json,
    scheme_and_moment,
    summary,
)
from govengine.errors import RequestError
from govengine.scheme import Library, Stack

Json = dict[str, Any]
StackOf = Callable[[str, datetime, Sequence[str]], Stack]
"""What governs a question: of a scheme, at a moment, with those beside it. Raises RequestError."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer to a what-if, with what it was asked of."""

    stack: Stack
    question: Question
    determination: Determination

    @property
    def summary(self) -> str:
        """The answer in words."""
        return summary(self.stack, self.determination, self.question)

    def to_json(self) -> Json:
        """The answer as it is sent."""
        return {"what_if": True, "determination": self.determination.to_json(), "summary": self.summary}


def evaluate(sent: Any, in_force: Library, drafts: Callable[[], Library], now: datetime) -> Json:
    """The answer to a what-if, by the scheme in force or else by a draft of it. Raises RequestError."""
    return what_if(sent, partial(_in_force_or_draft, in_force, drafts), now).to_json()


def what_if(sent: Any, stack_of: StackOf, now: datetime) -> WhatIf:
    """The answer by what `stack_of` says governs it.

    `history.*` and other computed facts may be sent, and a future `as_of`. Raises RequestError.
    """
    scheme, as_of = scheme_and_moment(sent, now)
    stack = stack_of(scheme, as_of, sent.get("with_schemes", ()))
    question = question_from_json(sent, stack, as_of)
    return WhatIf(stack, question, determine(stack, question, what_if=True))


def _in_force_or_draft(
    in_force: Library, drafts: Callable[[], Library], scheme: str, as_of: datetime, beside: Sequence[str]
) -> Stack:
    try:
        return in_force.stack(scheme, as_of, beside=beside)
    except RequestError as error:
        try:
            return drafts().stack(scheme, as_of, beside=beside)
        except RequestError:
            raise error from None
