"""Pooled budgets: what several bodies put together, what counts against it, and who bears what goes over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from govengine.feel.values import number_from_text
from govengine.scheme.declarations import BODY, NOWHERE
from govengine.scheme.scalar import Prose, Read, Word, wrong
from govengine.scheme.shape import ListOf, MapOf, Named, Record, key
from govengine.scheme.source import Place, Text

PENNY = Decimal("0.01")
WHOLE = Decimal(100)


def _pounds(text: str) -> Decimal:
    amount = number_from_text(text)
    if amount < 0 or amount != amount.quantize(PENNY):
        raise ValueError("an amount is not less than nothing, and goes to the penny")
    return amount


def _percent(text: str) -> Decimal:
    share = number_from_text(text)
    if not 0 < share <= WHOLE:
        raise ValueError("a share is more than 0 and at most 100")
    return share


POUNDS = Read(_pounds, "an amount to the penny, such as 250000")
PERCENT = Read(_percent, "a share in per cent, such as 60")


@dataclass(frozen=True, slots=True)
class Bearer:
    """A partner who bears what goes over a budget, in the agreed order."""

    body: Text = key("body", BODY, "The partner.", "harbour-housing")
    up_to: Decimal | None = key("up_to", POUNDS, "The most it bears. The last bears the rest.", "10000", None)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Budget:
    """A pooled budget, as its partners agreed it."""

    title: Text = key("title", Prose(), "The budget in plain words.", "Homes fund 2026/27")
    amount: Decimal = key("amount", POUNDS, "What there is in a window, in pounds.", "250000")
    counts: Text = key(
        "counts",
        Word("the name of a history"),
        "The history that says what is spent: a sum with nothing in common but the scheme.",
        "homes_spent",
    )
    partners: dict[str, Named] = key(
        "partners",
        MapOf(PERCENT, BODY),
        "Each partner's share in per cent. They make 100.",
        "{northbridge-council: 60, harbour-housing: 40}",
    )
    overspend: tuple[Bearer, ...] = key(
        "overspend",
        ListOf(Record(Bearer), ordered=True),
        "Who bears what goes over it, in this order. The last bears the rest.",
        "[{body: harbour-housing, up_to: 10000}, {body: northbridge-council}]",
    )
    source: Text = key(
        "source", Prose(), "Where it was agreed.", "'Section 75 agreement, schedule 3, 1 April 2026'"
    )
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class BoundBudget:
    """A pooled budget with its names resolved. `partners` in per cent; `history` is `history.<name>`."""

    name: str
    title: str
    amount: Decimal
    history: str
    partners: tuple[tuple[str, Decimal], ...]
    overspend: tuple[tuple[str, Decimal | None], ...]
    source: str


def bound_budgets(names: Any, declared: Mapping[str, Named]) -> Iterable[BoundBudget]:
    """The budgets of a version; what is wrong with them is among the problems of `names` (`Names`)."""
    for name, named in sorted(declared.items()):
        text: Budget = named.value
        history = f"history.{text.counts.value}"
        for reason, at in _amiss(names, text, history):
            what_to_do = "Write it as the partners agreed it."
            names.problems.append(wrong(at, "budget", reason, what_to_do))
        yield BoundBudget(
            name,
            text.title.value,
            text.amount,
            history,
            tuple(sorted((body, one.value) for body, one in text.partners.items())),
            tuple((one.body.value, one.up_to) for one in text.overspend),
            text.source.value,
        )


def _amiss(names: Any, text: Budget, history: str) -> Iterable[tuple[str, Any]]:
    for partner in text.partners.values():
        names.body(Text(partner.name, partner.place))
    counted = names.history.get(history)
    if counted is None:
        yield f"No history is called {text.counts.value!r}.", text.counts
    elif counted.sum is None or counted.same is not None:
        yield f"{text.counts.value} is not the sum of all that a scheme decides.", text.counts
    total = sum((partner.value for partner in text.partners.values()), Decimal(0))
    if total != WHOLE:
        yield f"The partners' shares make {total} per cent, not 100.", text.place
    bearers = [one.body.value for one in text.overspend]
    for one in text.overspend:
        if one.body.value not in text.partners:
            yield f"{one.body.value} is not a partner.", one.body
        if bearers.count(one.body.value) > 1:
            yield f"{one.body.value} stands twice in the order.", one.body
    if not text.overspend or [one.up_to is None for one in text.overspend] != [
        *[False] * (len(bearers) - 1),
        True,
    ]:
        yield "Each but the last bears up to an amount, and the last bears the rest.", text.place
