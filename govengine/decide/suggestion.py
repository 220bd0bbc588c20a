"""What would change the answer: only what the scheme says may be done another way (MEANING rule 9)."""

from collections.abc import Callable, Iterator
from typing import Any

from govengine.decide.case import Case
from govengine.decide.determination import Determination
from govengine.decide.question import Question
from govengine.feel import Value, text_of
from govengine.feel.types import BOOLEAN, STRING
from govengine.scheme import FactType, Level

Json = dict[str, Any]


def would_change(
    case: Case, now: Level, *, ready: bool, again: Callable[[Question], Determination]
) -> tuple[Json, ...]:
    """Single facts whose other value would lower the level or let the actor act. Each has been re-run."""
    found: list[Json] = []
    for name in sorted(case.program.facts):
        fact = case.stack.facts[name]
        if not fact.changeable or name not in case.question.facts:
            continue
        for value in _others(fact, case.question.facts[name]):
            then = again(case.question.with_fact(name, value))
            if then.level.rank < now.rank or (then.may_act and not ready):
                found.append(
                    {
                        "fact": name,
                        "from": text_of(case.question.facts[name]),
                        "to": text_of(value),
                        "level": str(then.level),
                        "may_act": then.may_act,
                    }
                )
    return tuple(found)


def _others(fact: FactType, value: Value) -> Iterator[Value]:
    if fact.type == BOOLEAN:
        yield not value
    elif fact.type == STRING:
        yield from (other for other in sorted(fact.one_of) if other != value)
