"""Everything recorded about somebody who works here, for themselves: in order, without a count or a mark."""

from dataclasses import dataclass
from typing import Any

import orjson

from api.desk import Desk
from api.queries.acts import told_of
from api.queries.paging import cursor_of, index_of
from api.store.erasing import subjects_of
from api.store.own_entries import OwnEntry, own_entries
from api.store.tables import ACTOR
from govengine.record import Kind, StoredEntry, lookup_key

Json = dict[str, Any]

_OF_AUTHORISATION = ("scheme", "fact", "how", "since", "until")
_OF_FINDING = ("pattern", "sentence", "asks", "asks_for")
"""A question about the rule; how many decisions of whom it is about is nobody's mark."""

_OF_SUGGESTION = ("suggestion", "rules", "answer", "led_to")
_OF_ANSWER = ("level", "may_act", "basis")


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A page. `decisions` are the entries it tells of, for the record of the reading."""

    body: Json
    decisions: tuple[int, ...]


def own_record(desk: Desk, ref: str, body: str, *, cursor: str | None, limit: int) -> OwnRecord:
    """What is recorded of this person by this body. Raises BadQueryError for a cursor that is none."""
    after = index_of(cursor)
    key = lookup_key(desk.secret, ACTOR, ref)
    with desk.engine.connect() as connection:
        found = own_entries(
            connection, key, body, after_index=-1 if after is None else after, limit=limit + 1
        )
        shown = [one for one in found[:limit] if _of_body(one, body)]
        about = {
            subject
            for one in shown
            if not one.stored.kind.startswith("finding.")
            for subject in (subjects_of(connection, one.stored.index) or (one.stored.index,))
        }
    following = cursor_of(found[limit - 1].stored.index) if len(found) > limit else None
    return OwnRecord({"entries": [_line(one.stored) for one in shown], "next": following}, tuple(about))


def _of_body(one: OwnEntry, body: str) -> bool:
    leaf = orjson.loads(one.stored.leaf)
    return one.about_theirs or body in (leaf["body"], leaf.get("made_by_body"))


def _line(stored: StoredEntry) -> Json:
    leaf = orjson.loads(stored.leaf)
    line: Json = {"id": stored.entry_id, "act": stored.kind, "recorded_at": stored.recorded_at}
    match stored.kind:
        case Kind.DECISION_PROPOSED:
            answer = {name: leaf["determination"][name] for name in _OF_ANSWER}
            return line | {"decision": stored.entry_id, "kind": leaf["kind"], "answer": answer}
        case Kind.AUTHORISATION_GIVEN:
            return line | {"decision": None} | {name: leaf[name] for name in _OF_AUTHORISATION}
        case Kind.FINDING_RAISED:
            return line | {"decision": None} | {name: leaf.get(name) for name in _OF_FINDING}
        case Kind.SUGGESTION_MADE | Kind.SUGGESTION_ANSWERED:
            named = {name: leaf[name] for name in _OF_SUGGESTION if name in leaf}
            return line | {"decision": leaf["decision"]} | named | told_of(stored)
        case Kind.OUTCOME_SIGNED:
            return line | {"decision": None, "outcome": leaf["signatures"][0]["outcome"]}
        case Kind.OUTCOME_LEFT | Kind.OWED_DONE:
            return line | {"decision": None, "outcome": leaf["outcome"]} | told_of(stored)
        case Kind.FINDING_ACCEPTED | Kind.FINDING_EXPLAINED | Kind.FINDING_RESOLVED:
            return line | {"decision": None, "finding": leaf["finding"]} | told_of(stored)
        case Kind.DECISION_CORRECTED:
            return line | {
                "decision": leaf["decision"],
                "by": {"role": leaf["by_role"], "body": leaf["body"]},
            }
        case kind if kind.startswith("change."):
            return line | {"decision": None, "change": leaf.get("change", stored.entry_id)} | told_of(stored)
        case _:
            return line | {"decision": leaf["decision"]} | told_of(stored)
