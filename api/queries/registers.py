"""The registers of proposed erasures and of holds as their readers see them: what was asked, and what became of it.

Nothing personal is in a list. Whom a proposal is about, and why, is read one by one, and the reading is recorded.
"""

import json
from typing import Any

from api.desk import Desk
from api.queries.paging import index_of, page
from api.store.holds import holds_of
from api.store.proposals import proposals_of
from api.store.reading import entry
from govengine.record import Kind

Json = dict[str, Any]


def erasures_page(
    desk: Desk, body: str, *, only_open: bool, cursor: str | None, limit: int
) -> tuple[list[Json], str | None]:
    """A page of the erasures a body proposed, and the cursor of the next. Raises BadQueryError."""
    with desk.engine.connect() as connection:
        found = proposals_of(
            connection, body, only_open=only_open, after_index=index_of(cursor), limit=limit + 1
        )
        return page([(one.entry_index, _proposal(connection, one)) for one in found], limit)


def holds_page(
    desk: Desk, body: str, *, only_open: bool, cursor: str | None, limit: int
) -> tuple[list[Json], str | None]:
    """A page of the holds a body placed, and the cursor of the next. Raises BadQueryError."""
    with desk.engine.connect() as connection:
        found = holds_of(connection, body, only_open=only_open, after_index=index_of(cursor), limit=limit + 1)
        return page([(one.entry_index, _hold(connection, one)) for one in found], limit)


def _proposal(connection: Any, proposal: Any) -> Json:
    stored, settled = entry(connection, proposal.entry_index), _settled(connection, proposal.settled_by)
    assert stored is not None  # the row that named it points at it
    leaf = json.loads(stored.leaf)
    state = "waiting"
    if settled is not None:
        state = "withdrawn" if settled.kind == Kind.ERASURE_WITHDRAWN else "erased"
    elif stored.side is not None and "note" not in json.loads(stored.side):
        state = "erased"  # with another erasure, which took what this one says as well
    return {
        "id": proposal.id,
        "recorded_at": stored.recorded_at,
        "state": state,
        "settled_at": settled.recorded_at if settled else None,
        "basis": leaf["basis"],
        "overrides": leaf["overrides"],
        "by_role": leaf["by_role"],
        "found": leaf["found"],
    }


def _hold(connection: Any, hold: Any) -> Json:
    stored, lifted = entry(connection, hold.entry_index), _settled(connection, hold.lifted_by)
    assert stored is not None  # the row that named it points at it
    leaf = json.loads(stored.leaf)
    return {
        "id": hold.id,
        "recorded_at": stored.recorded_at,
        "state": "standing" if lifted is None else "lifted",
        "lifted_at": lifted.recorded_at if lifted else None,
        "covers": hold.covers,
        "decision": leaf["decision"],
        "kind": leaf["kind"],
        "by_role": leaf["by_role"],
    }


def _settled(connection: Any, index: int | None) -> Any:
    return None if index is None else entry(connection, index)
