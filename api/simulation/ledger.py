"""What earlier decisions add up to, kept in memory: the same sums the service reads from its store."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from api.store.tables import EVERYTHING
from govengine.decide.history import fullest
from govengine.feel import Value
from govengine.scheme import Stack

KEPT_DAYS = 800
"""No window that ships reaches further back than a financial year and a late record."""

PRUNED_AT = 64


@dataclass(slots=True)
class Counted:
    """A decision that may be counted. `replaced` once another supersedes it."""

    day: date
    kind: str
    facts: Mapping[str, Value]
    replaced: bool = False


class Ledger:
    """Decisions with `may_act`, by the references that aggregates group by."""

    def __init__(self) -> None:
        self._by_key: dict[tuple[str, Value], list[Counted]] = {}

    def aggregates(
        self,
        stack: Stack,
        wanted: Sequence[str],
        facts: Mapping[str, Value],
        *,
        day: date,
        today: date,
        superseded: Counted | None,
    ) -> dict[str, Value]:
        """The `history.` facts that some rule reads; one that cannot be worked out stays unknown."""
        found: dict[str, Value] = {}
        for name in wanted:
            aggregate = stack.history[name]
            if aggregate.same is not None and aggregate.same not in facts:
                continue
            key = (EVERYTHING, stack.scheme) if aggregate.same is None else _key(aggregate.same, facts)
            members = [
                (one.day, _amount(one, aggregate.sum))
                for one in self._by_key.get(key, ())
                if aggregate.counts(one.kind, str(one.facts.get("actor.body")))
                and not one.replaced
                and one is not superseded
            ]
            total = fullest(aggregate, members, day, today)
            if total is not None:
                found[name] = total
        return found

    def add(self, stack: Stack, counted: Counted, same: Iterable[str]) -> None:
        """Count a decision from now on, by the references its stack groups by."""
        for name in same:
            if name == EVERYTHING:
                key: tuple[str, Value] = EVERYTHING, stack.scheme
            elif name in counted.facts:
                key = _key(name, counted.facts)
            else:
                continue
            kept = self._by_key.setdefault(key, [])
            kept.append(counted)
            if len(kept) % PRUNED_AT == 0:
                kept[:] = [one for one in kept if (counted.day - one.day).days < KEPT_DAYS]


def groups_of(stack: Stack) -> tuple[str, ...]:
    """What the stack's aggregates group by."""
    return tuple(sorted({one.same or EVERYTHING for one in stack.history.values()}))


def _key(name: str, facts: Mapping[str, Value]) -> tuple[str, Value]:
    return name, facts[name]


def _amount(member: Counted, fact: str | None) -> Decimal | None:
    amount = None if fact is None else member.facts.get(fact)
    return amount if isinstance(amount, Decimal) else None
