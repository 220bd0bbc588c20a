"""How double binds were resolved: found by the bind, for whoever meets the same one."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select

from api.store.tables import decision_parties, decisions, resolutions
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who chose what, when. `decision` is there for a body that is party to it."""

    id: str
    keeps: str
    role: str
    body: str
    recorded_at: str
    decision: str | None


def note_resolved(
    tx: Transaction, made: Appended, decision_index: int, *, bind: str, keeps: str, by: tuple[str, str]
) -> None:
    """Note the resolution just appended; `by` are the body and the role."""
    row = {
        "entry_index": made.index,
        "id": made.id,
        "bind": bind,
        "decision_index": decision_index,
        "body": by[0],
        "role": by[1],
        "keeps": keeps,
        "recorded_at": made.recorded_at,
    }
    tx.insert(resolutions, row)


def resolutions_of(connection: Connection, bind: str, body: str, limit: int) -> Sequence[Resolved]:
    """The last resolutions of a bind, the newest first, as they are told to a body."""
    party = exists().where(
        decision_parties.c.entry_index == resolutions.c.decision_index, decision_parties.c.body == body
    )
    rows = connection.execute(
        select(
            resolutions, decisions.c.id.label("decision"), party.label("ours"), decisions.c.body.label("of")
        )
        .join(decisions, decisions.c.entry_index == resolutions.c.decision_index)
        .where(resolutions.c.bind == bind)
        .order_by(resolutions.c.entry_index.desc())
        .limit(limit)
    )
    return [
        Resolved(
            row.id,
            row.keeps,
            row.role,
            row.body,
            row.recorded_at,
            row.decision if row.ours or row.of == body else None,
        )
        for row in rows
    ]
