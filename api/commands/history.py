"""Sums and counts over earlier decisions, read inside the recording transaction, so that limits are exact."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import orjson
from sqlalchemy import Connection

from api.commands.decision_entry import json_of
from api.store.histories import Member, members
from api.store.reading import entry
from api.store.tables import EVERYTHING
from api.store.transaction import Transaction
from govengine.decide.history import first_day, fullest
from govengine.feel import Value
from govengine.record import lookup_key
from govengine.scheme import Stack
from govengine.scheme.stack import BoundAggregate


def keys_of(stack: Stack, facts: Mapping[str, Value], secret: bytes) -> dict[str, str]:
    """Look-up keys of a decision: of every reference, of what aggregates and watches group by."""
    shared = {a.same for a in stack.history.values() if a.same} | stack.watched_facts
    names = shared | {name for name in facts if name.endswith(".ref")}
    found = {name: lookup_key(secret, name, json_of(facts[name])) for name in sorted(names) if name in facts}
    return {EVERYTHING: stack.scheme, **found}


@dataclass(frozen=True, slots=True)
class HistoryFact:
    """A `history.` fact that some rule reads, and whose decisions it counts: those with this look-up key."""

    name: str
    aggregate: BoundAggregate
    fact: str
    key: str


def history_facts(
    stack: Stack, facts: Mapping[str, Value], reads: frozenset[str], secret: bytes
) -> list[HistoryFact]:
    """The `history.` facts among those that rules read. One whose history nobody named stays unknown."""
    found = []
    for name in sorted(reads & set(stack.history)):
        aggregate = stack.history[name]
        if aggregate.same is None:
            found.append(HistoryFact(name, aggregate, EVERYTHING, stack.scheme))
        elif aggregate.same in facts:
            key = lookup_key(secret, aggregate.same, json_of(facts[aggregate.same]))
            found.append(HistoryFact(name, aggregate, aggregate.same, key))
    return found


def aggregates(
    tx: Connection | Transaction,
    wanted: Iterable[HistoryFact],
    *,
    day: date,
    today: date,
    now: str,
    but: Collection[str],
) -> dict[str, Value]:
    """The value of each for a decision about `day`, without the decisions `but`. What cannot be worked out stays unknown.

    Reservations count that have not lapsed by `now`. What was decided since `day` counts as well (`fullest`).
    """
    found: dict[str, Value] = {}
    for one in wanted:
        counted = members(
            tx,
            one.fact,
            one.key,
            kinds=one.aggregate.kinds,
            from_day=first_day(one.aggregate.within, day).isoformat(),
            to_day=max(day, today).isoformat(),
            exclude_ids=but,
            now=now,
        )
        worked_out = fullest(
            one.aggregate,
            [
                (date.fromisoformat(member.on_day), amount_of(tx, member, one.aggregate.sum))
                for member in counted
                if one.aggregate.counts(member.kind, member.body)
            ],
            day,
            today,
        )
        if worked_out is not None:
            found[one.name] = worked_out
    return found


def amount_of(tx: Connection | Transaction, member: Member, fact: str | None) -> Decimal | None:
    """What it adds to a sum of this fact; None for a count, and where it is not known."""
    if fact is None:
        return None
    figures = orjson.loads(member.figures) if member.figures else {}
    if fact in figures:
        return Decimal(figures[fact])
    # A personal figure, or one from before figures were kept.
    stored = entry(tx.reader if isinstance(tx, Transaction) else tx, member.entry_index)
    assert stored is not None
    leaf = orjson.loads(stored.leaf)
    if fact in leaf["facts"]:
        return Decimal(leaf["facts"][fact]["value"])
    values = orjson.loads(stored.side)["values"] if stored.side else {}
    return Decimal(values[fact]) if fact in values else None
