"""What would change the answer: only what the scheme says may be done another way (MEANING rule 9)."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from govengine.decide.determination import Determination
from govengine.decide.question import Question
from govengine.feel import Value, text_of
from govengine.feel.types import BOOLEAN, STRING
from govengine.scheme import FactType, Level

Json = dict[str, Any]


def would_change(
    facts: Iterable[FactType],
    question: Question,
    now: Level,
    *,
    ready: bool,
    again: Callable[[Question], Determination],
) -> tuple[Json, ...]:
    """Single facts whose other value would lower the level or let the actor act. Each has been re-run."""
    found: list[Json] = []
    for fact in facts:
        name = fact.name
        if not fact.changeable or name not in question.facts:
            continue
        for value in _others(fact, question.facts[name]):
            then = again(question.with_fact(name, value))
            if then.level.rank < now.rank or (then.may_act and not ready):
                found.append(
                    {
                        "fact": name,
                        "from": text_of(question.facts[name]),
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
