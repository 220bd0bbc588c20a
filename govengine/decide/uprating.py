"""Whether a change is an index and nothing else: every figure that moved is the one before, multiplied and rounded.

Rules are held against each other as they are bound, so a figure may be written in a rule, in a cell or under a
name. Only amounts of money are uprated: a number of people or days that grows with prices is another change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from govengine.scheme import Stack
from govengine.scheme.change import Change
from govengine.scheme.stack import Clause, Rule

MOST_PERCENT = Decimal(25)
"""More than any index has risen in a year that somebody would uprate by without looking."""

_FIGURES_IN = ("values", "conditions", "grants", "safeguards")
_WORDS = ("title", "authority", "because", "place", "route", "do")
_MONEY = "GBP"


@dataclass(frozen=True, slots=True)
class NamedIndex:
    """What figures are uprated by. `rounded_to` is the amount a figure is a multiple of, 0.01 where nobody says."""

    name: str
    percent: Decimal
    source: str = ""
    rounded_to: Decimal = Decimal("0.01")

    def of(self, figure: Decimal) -> Decimal:
        """A figure, uprated: half a step is rounded up."""
        risen = figure * (1 + self.percent / 100)
        return (risen / self.rounded_to).quantize(Decimal(1), ROUND_HALF_UP) * self.rounded_to

    def to_json(self) -> dict[str, str]:
        """The index as JSON."""
        return {
            "index": self.name,
            "percent": f"{self.percent:f}",
            "source": self.source,
            "rounded_to": f"{self.rounded_to:f}",
        }


def index_from_json(sent: Mapping[str, Any]) -> NamedIndex:
    """The index as JSON has it, as `to_json` gives it. Raises ValueError with what an index is."""
    name, source = (sent.get(key, "") for key in ("index", "source"))
    percent, step = _number(sent.get("percent")), _number(sent.get("rounded_to", "0.01"))
    good = isinstance(name, str) and isinstance(source, str) and bool(name.strip())
    if not good or percent is None or step is None or not 0 < percent <= MOST_PERCENT or step <= 0:
        raise ValueError(
            f"an index has a name, a per cent over 0 and up to {MOST_PERCENT}, and an amount it is rounded to"
        )
    return NamedIndex(name.strip(), percent, source, step)


def _number(text: object) -> Decimal | None:
    try:
        found = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        return None
    return found if found is not None and found.is_finite() else None


def uprated(before: Stack, after: Stack, changes: Sequence[Change], index: NamedIndex) -> bool:
    """Whether these changes, which are felt, are the index applied to amounts of money and nothing else."""
    if not 0 < index.percent <= MOST_PERCENT or index.rounded_to <= 0:
        return False
    if any(change.section not in _FIGURES_IN or change.part in ("", "bounds") for change in changes):
        return False
    old, new = (_rules(stack) for stack in (before, after))
    seen = _Rises(before, after, index)
    return old.keys() == new.keys() and all(seen.alike(old[name], new[name]) for name in old) and seen.any


def _rules(stack: Stack) -> dict[str, Rule]:
    return {rule.id: rule for rule in (*stack.grants, *stack.safeguards)}


class _Rises:
    """Two things held against each other; `any` is whether some figure rose."""

    def __init__(self, before: Stack, after: Stack, index: NamedIndex) -> None:
        self._before, self._after, self._index = before, after, index
        self.any = False

    def alike(self, one: Any, other: Any) -> bool:
        """Whether they are the same but for figures that rose as the index does."""
        match one, other:
            case Clause(), Clause():
                return self._clauses(one, other)
            case (tuple(), tuple()):
                return len(one) == len(other) and all(map(self.alike, one, other))
        if is_dataclass(one) and type(one) is type(other):
            return all(
                self.alike(getattr(one, field.name), getattr(other, field.name))
                for field in fields(one)
                if field.name not in _WORDS
            )
        return bool(one == other)

    def _clauses(self, one: Clause, other: Clause) -> bool:
        if one.tree == other.tree:
            return True
        money = one.facts == other.facts and self._about_money(one)
        return money and self._trees(one.tree, other.tree)

    def _trees(self, one: Any, other: Any) -> bool:
        match one, other:
            case Decimal(), Decimal():
                rose = one != other
                self.any |= rose
                return not rose or self._index.of(one) == other
            case (tuple(), tuple()):
                return len(one) == len(other) and all(map(self._trees, one, other))
        if is_dataclass(one) and type(one) is type(other):
            shown = [field for field in fields(one) if field.compare]
            return all(self._trees(getattr(one, f.name), getattr(other, f.name)) for f in shown)
        return bool(one == other)

    def _about_money(self, clause: Clause) -> bool:
        """Whether every number it reads is an amount, before and after."""
        return all(
            self._unit(stack, name) == _MONEY
            for stack in (self._before, self._after)
            for name in clause.facts
            if stack.facts[name].type.name == "number"
        )

    def _unit(self, stack: Stack, name: str) -> str | None:
        aggregate = stack.history.get(name)
        summed = aggregate.sum if aggregate is not None else None
        counted = summed if summed is not None and summed in stack.facts else name
        return stack.facts[counted].unit
