"""Evaluate a what-if: the same answer, about made-up or hoped-for facts. Nothing is recorded."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from govengine.decide import determine, question_from_json, scheme_and_moment, summary
from govengine.errors import RequestError
from govengine.scheme import Library, Stack

Json = dict[str, Any]


def evaluate(sent: Any, in_force: Library, drafts: Callable[[], Library], now: datetime) -> Json:
    """The answer to a what-if, by the scheme in force or else by a draft of it.

    `history.*` and other computed facts may be sent, and a future `as_of`. Raises RequestError.
    """
    scheme, as_of = scheme_and_moment(sent, now)
    stack = _stack(scheme, as_of, sent.get("with_schemes", ()), in_force, drafts)
    question = question_from_json(sent, stack, as_of)
    answer = determine(stack, question, what_if=True)
    return {
        "what_if": True,
        "determination": answer.to_json(),
        "summary": summary(stack, answer, question),
    }


def _stack(
    scheme: str, as_of: datetime, beside: Sequence[str], in_force: Library, drafts: Callable[[], Library]
) -> Stack:
    try:
        return in_force.stack(scheme, as_of, beside=beside)
    except RequestError as error:
        try:
            return drafts().stack(scheme, as_of, beside=beside)
        except RequestError:
            raise error from None
