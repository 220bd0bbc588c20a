"""Suggestions about rules: found by their entries, with who owes a reply and what was replied."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from api.store.obligations import Obligation, What, find_obligation
from api.store.reading import entry_by_id
from api.store.subjects import stored_about
from api.store.tables import obligations
from govengine.record import Kind, StoredEntry

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A suggestion: its leaf, and the side row with what was said."""

    id: str
    entry_index: int
    decision_index: int
    recorded_at: str
    leaf: Json
    side: Json


def suggestion(connection: Connection, suggestion_id: str) -> Made | None:
    """The suggestion with this id, or None."""
    stored = entry_by_id(connection, suggestion_id)
    if stored is None or stored.kind != Kind.SUGGESTION_MADE:
        return None
    leaf, side = _parts(stored)
    decision = entry_by_id(connection, leaf["decision"])
    assert decision is not None  # a suggestion is about a decision
    return Made(stored.entry_id, stored.index, decision.index, stored.recorded_at, leaf, side)


def owed_on(connection: Connection, made: Made) -> list[tuple[Obligation, bool]]:
    """The replies that are or were owed, one for each scheme, each with whether it is open."""
    found = (find_obligation(connection, f"{made.id}-{number}") for number in range(len(made.leaf["owes"])))
    return [one for one in found if one is not None]


def answers_to(connection: Connection, made: Made) -> list[tuple[StoredEntry, Json, Json]]:
    """What was replied, in log order: the entry, its leaf and its side row."""
    found = []
    for stored in stored_about(connection, made.decision_index, [Kind.SUGGESTION_ANSWERED]):
        leaf, side = _parts(stored)
        if leaf["suggestion"] == made.id:
            found.append((stored, leaf, side))
    return found


def suggestions_to(connection: Connection, body: str, limit: int) -> Sequence[str]:
    """The ids of suggestions that a body owes or owed a reply to, the latest first."""
    rows = connection.execute(
        select(obligations.c.id)
        .where(obligations.c.body == body, obligations.c.what == str(What.SUGGESTION))
        .order_by(obligations.c.entry_index.desc(), obligations.c.number)
        .limit(limit)
    )
    return list(dict.fromkeys(found.rpartition("-")[0] for (found,) in rows))


def _parts(stored: StoredEntry) -> tuple[Json, Json]:
    return orjson.loads(stored.leaf), orjson.loads(stored.side) if stored.side else {"values": {}}
