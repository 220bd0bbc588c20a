"""What the tables about the life of decisions have to say of an entry: who stands where, who owes what, who may."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table

from api.store.reading import entry_by_id
from api.store.tables import (
    acts,
    authorisation_ends,
    authorisations,
    obligation_ends,
    obligations,
    suspension_ends,
    suspensions,
)
from govengine.life import Act
from govengine.record import Kind, StoredEntry

LIFE_TABLES = (
    acts,
    obligations,
    obligation_ends,
    suspensions,
    suspension_ends,
    authorisations,
    authorisation_ends,
)
_ACTS = frozenset(str(act) for act in Act)


def life_rows(
    row: StoredEntry, leaf: Mapping[str, Any], looking_up: Connection
) -> dict[Table, list[tuple[Any, ...]]]:
    """The rows that belong to an entry, by table, each its columns in their order."""
    index, moment = row.index, row.recorded_at
    match row.kind:
        case kind if kind in _ACTS:
            return _of_act(row, leaf, looking_up)
        case Kind.POWER_SUSPENDED:
            named = (leaf["scheme"], leaf["grant"], moment, leaf["until"])
            return {suspensions: [(index, row.entry_id, *named)]}
        case Kind.POWER_RESTORED:
            return {suspension_ends: [(index, leaf["suspension"], moment)]}
        case Kind.AUTHORISATION_GIVEN:
            holder = leaf["keys"]["actor.ref"]
            told = (leaf["body"], holder, leaf["fact"], leaf["since"], leaf["until"])
            return {authorisations: [(index, row.entry_id, *told)]}
        case Kind.AUTHORISATION_ENDED:
            return {authorisation_ends: [(index, leaf["authorisation"], moment)]}
        case _:
            return {}


def _of_act(
    row: StoredEntry, leaf: Mapping[str, Any], looking_up: Connection
) -> dict[Table, list[tuple[Any, ...]]]:
    about = entry_by_id(looking_up, leaf["decision"])
    decision = -1 if about is None else about.index
    owed = [
        (
            row.index,
            number,
            f"{row.entry_id}-{number}",
            decision,
            *(one[name] for name in ("what", "duty", "body", "role", "due_at")),
        )
        for number, one in enumerate(leaf["owes"])
    ]
    return {
        acts: [(row.index, decision, leaf["state"], leaf["counts"])],
        obligations: owed,
        obligation_ends: [(row.index, ended) for ended in leaf["ends"]],
    }
