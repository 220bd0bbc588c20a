"""How a pooled budget stands: what is spent, reserved and left, each partner's share, who bears what goes over.

To the penny. Shares are rounded down, and the pennies that are left go one each to the partners with the largest
part of a penny, by name where these are alike: so the shares always make the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from govengine.scheme.budgets import PENNY, WHOLE, BoundBudget

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BudgetStanding:
    """A budget with what was taken from it and what is reserved; None where an amount is not known."""

    budget: BoundBudget
    spent: Decimal | None
    reserved: Decimal | None

    def to_json(self) -> Json:
        """As it is read. Amounts are text, in pounds and pence."""
        budget = self.budget
        known = self.spent is not None and self.reserved is not None
        spent, reserved = self.spent or Decimal(0), self.reserved or Decimal(0)
        over = max(spent - budget.amount, Decimal(0))
        of_spent = apportioned(min(spent, budget.amount), budget.partners)
        bears = borne(over, budget.overspend)
        return {
            "budget": budget.name,
            "title": budget.title,
            "amount": _pounds(budget.amount),
            "spent": _pounds(spent) if known else None,
            "reserved": _pounds(reserved) if known else None,
            "left": _pounds(budget.amount - spent - reserved) if known else None,
            "over": _pounds(over) if known else None,
            "partners": [
                {
                    "body": body,
                    "percent": str(percent),
                    "of_budget": _pounds(whole),
                    "of_spent": _pounds(used) if known else None,
                    "bears": _pounds(bears.get(body, Decimal(0))) if known else None,
                }
                for (body, percent), whole, used in zip(
                    budget.partners, apportioned(budget.amount, budget.partners), of_spent, strict=True
                )
            ],
            "overspend": [
                {"body": body, "up_to": None if most is None else _pounds(most)}
                for body, most in budget.overspend
            ],
            "source": budget.source,
        }


def apportioned(amount: Decimal, partners: Sequence[tuple[str, Decimal]]) -> list[Decimal]:
    """An amount among partners by their shares in per cent, in their order; together exactly the amount."""
    exact = [amount * percent / WHOLE for _, percent in partners]
    shares = [one.quantize(PENNY, ROUND_FLOOR) for one in exact]
    pennies = int((amount - sum(shares)) / PENNY)
    by_part = sorted(range(len(exact)), key=lambda at: (shares[at] - exact[at], partners[at][0]))
    for at in by_part[:pennies]:
        shares[at] += PENNY
    return shares


def borne(over: Decimal, order: Sequence[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Who bears how much of what goes over: each up to their most, in the agreed order."""
    found = {}
    for body, most in order:
        found[body] = over if most is None else min(over, most)
        over -= found[body]
    return found


def _pounds(amount: Decimal) -> str:
    return format(amount.quantize(PENNY), "f")
