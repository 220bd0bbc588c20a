"""Decisions as their readers see them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from api.commands.decision_reply import answer_again
from api.desk import Desk
from api.queries.acts import course_told
from api.queries.binds import binds_told
from api.queries.budgets import budgets_told
from api.queries.corrections import corrections_of
from api.queries.paging import BadQueryError, index_of
from api.queries.paging import page as first_of
from api.schemas.decisions import ListQuery
from api.store.decisions import DecisionRow, find, list_decisions
from api.store.proofs import receipt_of
from api.store.reading import entry
from govengine.decide.question import local_day
from govengine.errors import Problem
from govengine.record import instant_text

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """A decision as it is read. `personal` when anything personal is in it; `entries` are those it was read from."""

    body: Json
    personal: bool
    entries: tuple[int, ...]


def story_of(desk: Desk, decision_id: str, body: str) -> Story | None:
    """One decision, if the body is party to it: what was proposed, and the answer made again from it."""
    with desk.engine.connect() as connection:
        row = find(connection, decision_id, body=body)
        stored = None if row is None else entry(connection, row.entry_index)
        if row is None or stored is None:
            return None
        receipt = receipt_of(connection, stored.index)
        leaf = json.loads(stored.leaf)
        side = json.loads(stored.side) if stored.side else {"values": {}, "salts": {}}
        corrected = corrections_of(connection, stored.index)
        course = course_told(connection, row)
        answer, text = answer_again(connection, desk.rules, stored)
        budgets = _budgets(connection, desk, leaf)
        binds = binds_told(connection, answer, body)
    story = {
        "id": row.id,
        "recorded_at": row.recorded_at,
        "scheme": row.scheme,
        "body": row.body,
        "as_of": leaf["as_of"],
        "supersedes": row.supersedes,
        "reference": side.get("reference"),
        "facts": _facts(leaf, side),
        **course.body,
        "budgets": budgets,
        "binds": binds,
        "corrections": [one.body for one in corrected],
        "erased": side.get("erased", []),
        "determination": answer,
        "summary": text,
        "receipt": receipt.to_json(),
    }
    personal = bool(side["salts"]) or any(one.personal for one in corrected) or course.personal
    return Story(story, personal, (stored.index,))


def _budgets(connection: Connection, desk: Desk, leaf: Json) -> list[Json]:
    """The pooled budgets that the decision counts towards, as they stand now."""
    as_of, now = datetime.fromisoformat(leaf["as_of"]), desk.clock()
    stack = desk.rules.in_force.library.stack(leaf["scheme"], as_of, now)
    return budgets_told(connection, stack, local_day(as_of, stack), instant_text(now), leaf["kind"])


def _facts(leaf: Json, side: Json) -> Json:
    """Each fact with where it came from; null for the value of one that has been erased."""
    facts = {name: {"value": fact["value"], "from": fact["from"]} for name, fact in leaf["facts"].items()}
    for name, origin in leaf["provenance"].items():
        facts[name] = {"value": side["values"].get(name), "from": origin}
    return dict(sorted(facts.items()))


def page_of(desk: Desk, body: str, args: Mapping[str, str]) -> tuple[Json, str | None]:
    """A page of the decisions a body is party to, and the cursor of the next. Raises BadQueryError."""
    wrong = ListQuery().validate(dict(args))
    if wrong:
        what_to_do = "See /openapi.json for what it takes."
        problems = [
            Problem("bad-query", f"{name}: {' '.join(map(str, said))}", what_to_do, name)
            for name, said in wrong.items()
        ]
        raise BadQueryError(problems)
    query = ListQuery().load(dict(args))
    limit = query.pop("limit")
    after = index_of(query.pop("cursor", None))
    with desk.engine.connect() as connection:
        rows = list_decisions(connection, body, **query, after_index=after, limit=limit + 1)
    shown, following = first_of([(row.entry_index, _line(row)) for row in rows], limit)
    return {"decisions": shown}, following


def _line(row: DecisionRow) -> Json:
    names = (
        "id",
        "scheme",
        "kind",
        "as_of",
        "recorded_at",
        "level",
        "basis",
        "may_act",
        "outcome",
        "supersedes",
    )
    return {name: getattr(row, name) for name in names}
