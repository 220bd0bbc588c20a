"""How pooled budgets stand now: from the decisions that count towards them, as limits count them."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection

from api.commands.history import amount_of
from api.desk import Desk
from api.store.histories import Member, members
from api.store.tables import EVERYTHING
from govengine.decide.budget import BudgetStanding
from govengine.decide.history import first_day, total
from govengine.decide.question import local_day
from govengine.life import State
from govengine.record import instant_text
from govengine.scheme import Stack
from govengine.scheme.budgets import BoundBudget

Json = dict[str, Any]


def budgets_of(desk: Desk, scheme: str, body: str) -> list[Json] | None:
    """The budgets of a scheme as it is in force today; None where the body has no part in such a scheme."""
    library, now = desk.rules.in_force.library, desk.clock()
    if scheme not in library.schemes:
        return None
    stack = library.stack(scheme, now, now)
    if body not in stack.bodies:
        return None
    with desk.engine.connect() as connection:
        return budgets_told(connection, stack, local_day(now, stack), instant_text(now))


def budgets_told(
    connection: Connection, stack: Stack, day: date, now: str, kind: str | None = None
) -> list[Json]:
    """The budgets of a scheme on a day, or those that decisions of one kind count towards."""
    return [
        _standing(connection, stack, budget, day, now).to_json()
        for budget in stack.budgets
        if kind is None or kind in stack.history[budget.history].kinds
    ]


def _standing(
    connection: Connection, stack: Stack, budget: BoundBudget, day: date, now: str
) -> BudgetStanding:
    aggregate = stack.history[budget.history]
    counted = members(
        connection,
        EVERYTHING,
        stack.scheme,
        kinds=aggregate.kinds,
        from_day=first_day(aggregate.within, day).isoformat(),
        to_day=day.isoformat(),
        now=now,
    )
    counted = [one for one in counted if aggregate.counts(one.kind, one.body)]

    def sum_of(some: list[Member]) -> Decimal | None:
        return total(aggregate, [amount_of(connection, one, aggregate.sum) for one in some])

    spent = [one for one in counted if one.state == State.TAKEN]
    return BudgetStanding(budget, sum_of(spent), sum_of([one for one in counted if one not in spent]))
