"""Sums and counts over earlier decisions: the windows, and what falls in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from govengine.feel import Value
from govengine.feel.operations import add_months
from govengine.feel.values import ARITHMETIC, Months
from govengine.scheme import Stack, Window
from govengine.scheme.stack import BoundAggregate

FINANCIAL_YEAR_BEGINS = (4, 6)
"""6 April, the United Kingdom's tax and financial year for individuals' budgets."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A decision that somebody took, with those of its facts that are known."""

    kind: str
    day: date
    facts: Mapping[str, Value]


def first_day(within: timedelta | Months | Window, today: date) -> date:
    """The first day of a window that ends today: `P90D` is today and the 89 days before."""
    match within:
        case timedelta():
            return today - within + timedelta(days=1)
        case Months():
            return add_months(today, -within.months) + timedelta(days=1)
        case Window.CALENDAR_MONTH:
            return today.replace(day=1)
        case Window.CALENDAR_YEAR:
            return today.replace(month=1, day=1)
        case _:
            begins = date(today.year, *FINANCIAL_YEAR_BEGINS)
            return begins if today >= begins else begins.replace(year=today.year - 1)


def total(aggregate: BoundAggregate, amounts: Sequence[Decimal | None]) -> Decimal | None:
    """The count, or the sum, of decisions with these amounts. None, not known, where an amount is."""
    if aggregate.sum is None:
        return Decimal(len(amounts))
    found = Decimal(0)
    for amount in amounts:
        if amount is None:
            return None  # an unknown part makes the sum unknown: it must not look smaller than it was
        found = ARITHMETIC.add(found, amount)
    return found


def fullest(
    aggregate: BoundAggregate, counted: Collection[tuple[date, Decimal | None]], day: date, today: date
) -> Decimal | None:
    """The total in the fullest window that has `day` in it and ends by `today`, of decisions with day and amount.

    So a decision about an earlier day cannot slip past what was decided since. None where it is not known.
    """
    totals = []
    end = day
    while end <= max(day, today) and (begins := first_day(aggregate.within, end)) <= day:
        totals.append(total(aggregate, [amount for on, amount in counted if begins <= on <= end]))
        end += timedelta(days=1)
    known = [one for one in totals if one is not None]
    return max(known) if len(known) == len(totals) else None


def history_of(
    stack: Stack, facts: Mapping[str, Value], earlier: Iterable[Earlier], today: date
) -> dict[str, Value]:
    """The `history.` facts, had these and no other decisions been taken. What cannot be worked out is left out."""
    decisions = list(earlier)
    found: dict[str, Value] = {}
    for name, aggregate in stack.history.items():
        counted = _counted(aggregate, facts, decisions, today)
        worked_out = None if counted is None else total(aggregate, counted)
        if worked_out is not None:
            found[name] = worked_out
    return found


def _counted(
    aggregate: BoundAggregate, facts: Mapping[str, Value], decisions: Iterable[Earlier], today: date
) -> list[Decimal | None] | None:
    """The amounts of the decisions in the window; None where it is not known which these are."""
    same = aggregate.same
    if same is not None and same not in facts:
        return None  # nobody said whose history it is
    begins = first_day(aggregate.within, today)
    amounts: list[Decimal | None] = []
    for one in decisions:
        if one.kind not in aggregate.kinds or not begins <= one.day <= today:
            continue
        if aggregate.across:
            if "actor.body" not in one.facts:
                return None
            if one.facts["actor.body"] not in aggregate.across:
                continue
        if same is not None and same not in one.facts:
            return None
        if same is None or one.facts[same] == facts[same]:
            amounts.append(one.facts.get(aggregate.sum or ""))
    return amounts
