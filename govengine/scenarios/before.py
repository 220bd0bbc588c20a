"""What was decided before, as a scenario says it, and the history that follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from govengine.decide import Question
from govengine.decide.history import Earlier, history_of
from govengine.decide.question import local_day
from govengine.feel import Value
from govengine.scenarios.holding import DoesNotHoldError, hold
from govengine.scenarios.names import known_as
from govengine.scheme import Stack


@dataclass(frozen=True, slots=True)
class DecidedBefore:
    """A decision taken before the one in question, as a scenario says it."""

    kind: str
    day: date
    amount: Decimal | None
    same_actor: bool
    same_person: bool | None
    """None where nobody said for whom."""


def with_history(question: Question, stack: Stack, before: Sequence[DecidedBefore]) -> Question:
    """The question with the sums and counts over what was decided before; those that were said stay.

    Raises DoesNotHoldError for a kind that no scheme declares, or a day after the question's.
    """
    today = local_day(question.as_of, stack)
    earlier = []
    for one in before:
        known_as(one.kind, stack.kinds, "kind of decision")
        hold(one.day <= today, f"{one.day.isoformat()} is after the day of the question.")
        facts = _facts_of(one, question)
        if one.amount is not None:
            facts[_amount_of(one.kind, stack)] = one.amount
        earlier.append(Earlier(one.kind, one.day, facts))
    history = history_of(stack, question.facts, earlier, today)
    return replace(question, facts={**history, **question.facts})


_OF_SOMEBODY_ELSE = object()


def _facts_of(one: DecidedBefore, question: Question) -> dict[str, Value]:
    """What is known of an earlier decision: whose it was, and for whom, where that was said."""
    shared = {"actor": one.same_actor}
    if one.same_person is not None:
        shared["person"] = one.same_person
    return {
        name: value if shared[name.partition(".")[0]] else _OF_SOMEBODY_ELSE
        for name, value in question.facts.items()
        if name.partition(".")[0] in shared
    }


def _amount_of(kind: str, stack: Stack) -> str:
    """The fact that an earlier decision's amount is: the one that is added up for its kind."""
    summed = {a.sum for a in stack.history.values() if a.sum and kind in a.kinds} or {"decision.amount"}
    hold(len(summed) == 1, f"Say the history itself: {' and '.join(sorted(summed))} are both added up.")
    return next(iter(summed))


def amount_from(text: str) -> Decimal:
    """An amount as a scenario writes it. Raises DoesNotHoldError."""
    try:
        return Decimal(text.replace("£", "").replace(",", ""))
    except InvalidOperation:
        raise DoesNotHoldError(f"{text} is not an amount.") from None
