"""The values of one fact for which something holds: ranges of what is ordered, or a choice of what is not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from govengine.feel import BOOLEAN, Value
from govengine.feel.types import NUMBER, STRING, Type
from govengine.feel.values import Months
from govengine.scheme.vocabulary import FactType


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`; an end that is None is unbounded, and is then not included."""

    low: Value
    high: Value
    includes_low: bool
    includes_high: bool

    @property
    def is_empty(self) -> bool:
        """Whether no value is in it."""
        if self.low is None or self.high is None:
            return False
        return bool(
            self.low > self.high or (self.low == self.high and not (self.includes_low and self.includes_high))
        )


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans that do not touch, from the least."""

    spans: tuple[Span, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no value is in it."""
        return not self.spans


@dataclass(frozen=True, slots=True)
class Choice:
    """These values, or all but these."""

    values: frozenset[Value]
    inside: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no value is in it."""
        return self.inside and not self.values


Domain: TypeAlias = Spans | Choice

EVERYTHING = Spans((Span(None, None, includes_low=False, includes_high=False),))


def universe(fact: FactType) -> Domain | None:
    """Every value a fact can have; None for facts that are lists."""
    if fact.type == BOOLEAN:
        return Choice(frozenset({True, False}))
    if fact.type == STRING:
        return Choice(frozenset(fact.one_of)) if fact.one_of else Choice(frozenset(), inside=False)
    if not fact.type.ordered:
        return None
    low, high = fact.least, fact.most
    return spans([Span(low, high, low is not None, high is not None)])


def spans(parts: Sequence[Span]) -> Spans:
    """The union of some spans."""
    found: list[Span] = []
    for span in sorted((part for part in parts if not part.is_empty), key=_by_low):
        if found and _touches(found[-1], span):
            found[-1] = _joined(found[-1], span)
        else:
            found.append(span)
    return Spans(tuple(found))


def _by_low(span: Span) -> tuple[bool, Value, bool]:
    return span.low is not None, _Least if span.low is None else span.low, not span.includes_low


_Least = 0
"""Never compared: the first part of the key tells unbounded spans apart, and two of them are equal."""


def _touches(one: Span, other: Span) -> bool:
    if one.high is None or other.low is None:
        return True
    meets = one.high == other.low and (one.includes_high or other.includes_low)
    return bool(other.low < one.high or meets)


def _joined(one: Span, other: Span) -> Span:
    if one.high is None or (
        other.high is not None and (other.high, other.includes_high) <= (one.high, one.includes_high)
    ):
        return one
    return Span(one.low, other.high, one.includes_low, other.includes_high)


def meet(one: Domain, other: Domain) -> Domain:
    """The values in both."""
    match one, other:
        case Spans(), Spans():
            return spans([_overlap(a, b) for a in one.spans for b in other.spans])
        case Choice(), Choice():
            if one.inside and other.inside:
                return Choice(one.values & other.values)
            if one.inside:
                return Choice(one.values - other.values)
            if other.inside:
                return Choice(other.values - one.values)
            return Choice(one.values | other.values, inside=False)
        case _:
            raise TypeError("a fact has one type")


def _overlap(one: Span, other: Span) -> Span:
    low, includes_low = one.low, one.includes_low
    if other.low is not None and (
        low is None or (other.low, not other.includes_low) > (low, not includes_low)
    ):
        low, includes_low = other.low, other.includes_low
    high, includes_high = one.high, one.includes_high
    if other.high is not None and (high is None or (other.high, other.includes_high) < (high, includes_high)):
        high, includes_high = other.high, other.includes_high
    return Span(low, high, includes_low, includes_high)


def join(one: Domain, other: Domain) -> Domain:
    """The values in either."""
    match one, other:
        case Spans(), Spans():
            return spans([*one.spans, *other.spans])
        case _:
            return complement(meet(complement(one), complement(other)))


def complement(domain: Domain) -> Domain:
    """All other values of the type."""
    if isinstance(domain, Choice):
        return Choice(domain.values, not domain.inside)
    found: list[Span] = []
    low, includes_low = None, False
    for span in domain.spans:
        if span.low is not None:
            found.append(Span(low, span.low, includes_low, not span.includes_low))
        low, includes_low = span.high, span.high is not None and not span.includes_high
        if low is None:
            return spans(found)
    found.append(Span(low, None, includes_low, includes_high=False))
    return spans(found)


def holds(domain: Domain, value: Value) -> bool:
    """Whether a value is in it."""
    if isinstance(domain, Choice):
        return (value in domain.values) is domain.inside
    point = Span(value, value, includes_low=True, includes_high=True)
    return any(not _overlap(span, point).is_empty for span in domain.spans)


def step_of(fact: FactType, finest: int = 0) -> Value:
    """The least difference between two values of an ordered fact that anybody writes.

    Money has pence; of any other number, as many decimals as `finest` says.
    """
    if fact.type == NUMBER:
        return Decimal(1).scaleb(-max(finest, 2 if fact.unit == "GBP" else 0))
    return _STEPS[str(fact.type)]


_STEPS: dict[str, Value] = {
    "date": timedelta(days=1),
    "date-time": timedelta(seconds=1),
    "days and time duration": timedelta(days=1),
    "years and months duration": 1,
}


def moved(value: Value, step: Value, times: int = 1) -> Value | None:
    """The value some steps on; None beyond the end of the calendar."""
    if isinstance(value, Months):
        return Months(value.months + step * times)
    try:
        return value + step * times
    except OverflowError:
        return None


def samples(domain: Domain, fact: FactType, finest: int = 0) -> Iterator[Value]:
    """Values in it that a person might write, the plainest first. Not all, and at least one where there is any."""
    if isinstance(domain, Choice):
        if domain.inside:
            yield from sorted(domain.values, key=lambda value: (value is not True, str(value)))
        else:
            names = ("another", *(f"another-{number}" for number in range(len(domain.values))))
            yield next(name for name in names if name not in domain.values)
        return
    step = step_of(fact, finest)
    for span in domain.spans:
        tried = [
            *([span.low, moved(span.low, step)] if span.low is not None else []),
            *([span.high, moved(span.high, step, -1)] if span.high is not None else []),
            *([_ORIGINS[fact.type]] if span.low is None and span.high is None else []),
        ]
        inside = [value for value in tried if value is not None and holds(Spans((span,)), value)]
        if not inside and isinstance(span.low, Decimal) and isinstance(span.high, Decimal):
            inside = [(span.low + span.high) / 2]
        yield from dict.fromkeys(inside)


_ORIGINS: dict[Type, Value] = {
    NUMBER: Decimal(0),
    Type("date"): date(2026, 1, 1),
    Type("date-time"): datetime.fromisoformat("2026-01-01T12:00:00+00:00"),
    Type("days and time duration"): timedelta(days=1),
    Type("years and months duration"): Months(1),
}
"""Some value of each ordered type, for a fact of which nothing is asked."""
