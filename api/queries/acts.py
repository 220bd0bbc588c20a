"""The story of a decision after its answer: what was done, by whom, and what is still owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection

from api.commands.acts.called import callable_now
from api.store.acts import course_of
from api.store.decisions import DecisionRow, is_superseded
from api.store.obligations import open_about
from api.store.subjects import stored_about
from govengine.life import Act, State
from govengine.record import Kind, StoredEntry

Json = dict[str, Any]

_TOLD = frozenset(
    {
        *(str(act) for act in Act),
        Kind.KEPT_APART,
        Kind.HANDOVER_OFFERED,
        Kind.HANDOVER_ANSWERED,
        Kind.LINK_MADE,
        Kind.REQUEST_UNANSWERED,
    }
)
_OPEN = (
    "view",
    "finding",
    "came",
    "ratified",
    "departs",
    "within",
    "taken_at",
    "discharges",
    "asked",
    "state",
    "notice",
    "review_until",
    "publication",
    "obligation",
    "to",
    "accepted",
    "request",
    "until",
    "unheard",
    "goes_ahead",
    "asker",
    "in_time",
    "bind",
    "keeps",
)
_OWN_WORDS = (
    "said",
    "title",
    "why",
    "question",
    "departure",
    "matters",
    "evidence",
    "interests",
    "capacity",
    "kept",
)


@dataclass(frozen=True, slots=True)
class Course:
    """Where a decision stands and how it came there. `personal` when anything personal is in it."""

    body: Json
    personal: bool


def course_told(connection: Connection, row: DecisionRow) -> Course:
    """The acts on a decision in order, where it stands, what can be done with it, and what is owed."""
    acts = stored_about(connection, row.entry_index, _TOLD)
    stands = course_of(connection, row)
    replaced = is_superseded(connection, row.id)
    body = {
        "state": "replaced" if replaced else str(stands.state),
        "version": stands.last,
        "reserved_until": stands.reserved_until,
        "possible": [] if replaced else callable_now(stands.state),
        "may_act_now": None if replaced else stands.state is State.APPROVED or _may_act_now(row, acts),
        "acts": [told_of(one) for one in acts],
        "owed": [one.to_json() for one in open_about(connection, row.entry_index)],
    }
    return Course(body, any(one.side for one in acts))


def _may_act_now(row: DecisionRow, acts: Sequence[StoredEntry]) -> bool:
    """As the engine said when it was last asked. What was approved is for whoever asked to act on, whatever it said."""
    for stored in reversed(acts):
        leaf = orjson.loads(stored.leaf)
        if "determination" in leaf:
            return bool(leaf["determination"]["may_act"])
    return row.may_act


def told_of(stored: StoredEntry) -> Json:
    """An act as its readers see it: what, when, by whom, and what they said."""
    leaf = orjson.loads(stored.leaf)
    side = orjson.loads(stored.side) if stored.side else {"values": {}}
    told: Json = {
        "id": stored.entry_id,
        "act": stored.kind,
        "recorded_at": stored.recorded_at,
        "by": {"ref": side["values"].get("by"), "role": leaf["by_role"], "body": leaf["body"]},
        "attested": leaf["attested"],
    }
    told |= {name: leaf[name] for name in _OPEN if name in leaf}
    told |= {name: side[name] for name in _OWN_WORDS if name in side}
    return told
