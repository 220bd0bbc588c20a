"""Sums and counts over earlier decisions, read inside the recording transaction, so that limits are exact."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import orjson

from api.commands.decision_entry import json_of
from api.store.decisions import Member, members
from api.store.transaction import Transaction
from govengine.decide.history import first_day, total
from govengine.feel import Value
from govengine.record import lookup_key
from govengine.scheme import Stack

EVERYTHING = "scheme"
"""The key under which every decision of a scheme is found, for aggregates with nothing in common."""


def keys_of(stack: Stack, facts: Mapping[str, Value], secret: bytes) -> dict[str, str]:
    """Look-up keys of a decision: of every reference, of what aggregates and watches group by."""
    shared = {a.same for a in stack.history.values() if a.same} | {watch.same for watch in stack.watches}
    names = shared | {name for name in facts if name.endswith(".ref")}
    found = {name: lookup_key(secret, name, json_of(facts[name])) for name in sorted(names) if name in facts}
    return {EVERYTHING: stack.scheme, **found}


def aggregates(
    tx: Transaction,
    stack: Stack,
    *,
    facts: Mapping[str, Value],
    wanted: frozenset[str],
    today: date,
    secret: bytes,
    supersedes: str | None,
) -> dict[str, Value]:
    """The `history.` facts that some rule reads. One that cannot be worked out stays unknown."""
    found: dict[str, Value] = {}
    for name in sorted(wanted & set(stack.history)):
        aggregate = stack.history[name]
        if aggregate.same is None:
            fact, key = EVERYTHING, stack.scheme
        elif aggregate.same in facts:
            fact, key = aggregate.same, lookup_key(secret, aggregate.same, json_of(facts[aggregate.same]))
        else:
            continue  # nobody said whose history it is
        counted = members(
            tx,
            fact,
            key,
            kinds=aggregate.kinds,
            from_day=first_day(aggregate.within, today).isoformat(),
            to_day=today.isoformat(),
            exclude_ids=[supersedes] if supersedes else [],
        )
        amounts = [_amount(member, aggregate.sum) if aggregate.sum else None for member in counted]
        worked_out = total(aggregate, amounts)
        if worked_out is not None:
            found[name] = worked_out
    return found


def _amount(member: Member, fact: str) -> Decimal | None:
    leaf = orjson.loads(member.leaf)
    if fact in leaf["facts"]:
        return Decimal(leaf["facts"][fact]["value"])
    values = orjson.loads(member.side)["values"] if member.side else {}
    return Decimal(values[fact]) if fact in values else None
