"""What was corrected of a decision: both readings, who and why."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from api.store.subjects import stored_about
from govengine.record import Kind, StoredEntry

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction as it is read. `personal` when anything personal is in it."""

    body: Json
    personal: bool


def corrections_of(connection: Connection, decision_index: int) -> Sequence[Correction]:
    """The corrections of the decision at this entry, oldest first."""
    found = stored_about(connection, decision_index, [Kind.DECISION_CORRECTED])
    return [_correction(stored) for stored in found]


def _correction(stored: StoredEntry) -> Correction:
    leaf = json.loads(stored.leaf)
    side = json.loads(stored.side) if stored.side else {"values": {}, "salts": {}}
    facts = {
        name: {"was": side["values"].get(f"was.{name}"), "is": side["values"].get(f"is.{name}")}
        for name in leaf["personal"]
    }
    body = {
        "id": stored.entry_id,
        "recorded_at": stored.recorded_at,
        "facts": dict(sorted({**leaf["facts"], **facts}.items())),
        "why": side.get("why"),
        "by": {"ref": side["values"].get("corrected_by"), "role": leaf["by_role"]},
        "new_decision": leaf["new_decision"],
    }
    return Correction(body, bool(side["salts"]))
