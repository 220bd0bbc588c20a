"""Decisions that a rule in shadow would have opened, with where each stands and what people wrote of it."""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from api.store.acts import course_of
from api.store.decisions import DecisionRow, is_superseded
from api.store.subjects import stored_about
from api.store.tables import decision_parties, decisions, entries
from govengine.life import State
from govengine.record import Kind, StoredEntry

_WITH_REASONS = (Kind.DECISION_TAKEN, Kind.DECISION_DECLINED, Kind.DECISION_NOT_TAKEN)


@dataclass(frozen=True, slots=True)
class Shadowed:
    """One decision. `rules` are those that would have opened it. `state` is None where another replaced it.

    `reasons` are what people wrote when they departed or declined: their words, None where they were erased.
    """

    entry_index: int
    rules: tuple[str, ...]
    team: str | None
    state: State | None
    departed: bool
    reasons: tuple[str | None, ...]


def latest_shadowed(
    connection: Connection, scheme: str, body: str, limit: int
) -> tuple[list[Shadowed], bool]:
    """Among the latest decisions of a scheme that a body is party to, at most `limit` of them; and whether that is all."""
    statement = (
        select(decisions, entries.c.leaf)
        .join(decision_parties, decision_parties.c.entry_index == decisions.c.entry_index)
        .join(entries, entries.c.entry_index == decisions.c.entry_index)
        .where(decisions.c.scheme == scheme, decision_parties.c.body == body)
        .order_by(decisions.c.entry_index.desc())
        .limit(limit + 1)
    )
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    found = []
    for said in rows[:limit]:
        leaf = orjson.loads(said.pop("leaf"))
        rules = tuple(one["rule"] for one in leaf["determination"]["would_have"])
        if rules:
            found.append(_shadowed(connection, DecisionRow(**said), leaf, rules))
    return found, len(rows) <= limit


def _shadowed(
    connection: Connection, row: DecisionRow, leaf: dict[str, Any], rules: tuple[str, ...]
) -> Shadowed:
    team = leaf["facts"].get("actor.team", {}).get("value")
    if is_superseded(connection, row.id):
        return Shadowed(row.entry_index, rules, team, None, departed=False, reasons=())
    told = stored_about(connection, row.entry_index, _WITH_REASONS)
    departed = any(orjson.loads(stored.leaf).get("departs") for stored in told)
    reasons = tuple(reason for stored in told for reason in _reasons(stored))
    return Shadowed(row.entry_index, rules, team, course_of(connection, row).state, departed, reasons)


def _reasons(stored: StoredEntry) -> list[str | None]:
    leaf = orjson.loads(stored.leaf)
    side = orjson.loads(stored.side) if stored.side else {}
    if "departure" in side:
        return [side["departure"]["why"]]
    if "why" in side:
        return [side["why"]]
    return [None] if leaf.get("departs") or stored.kind == Kind.DECISION_DECLINED else []
