"""Suggestions about rules, for those who made them and those who reply. Who made one is told by role, not by name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from api.commands.suggest import SuggestionError
from api.desk import Desk
from api.problems import problem
from api.store.suggestions import Made, answers_to, owed_on, suggestion, suggestions_to
from govengine.record import instant_text

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is read, and the decisions it is about, for the record of the reading."""

    body: Json
    decisions: tuple[int, ...]


def one_suggestion(desk: Desk, suggestion_id: str, body: str) -> Told:
    """One, for the body that made it and those that reply. Raises SuggestionError `unknown-suggestion`."""
    now = instant_text(desk.clock())
    with desk.engine.connect() as connection:
        made = suggestion(connection, suggestion_id)
        if made is None or body not in _parties(made):
            raise SuggestionError([problem("unknown-suggestion")])
        return Told(_told(connection, made, now), (made.decision_index,))


def suggestions_for(desk: Desk, body: str, *, scheme: str | None, open_only: bool, limit: int) -> Told:
    """Those that roles of this body reply to, the latest first."""
    now = instant_text(desk.clock())
    found: list[Json] = []
    read: list[int] = []
    with desk.engine.connect() as connection:
        for suggestion_id in suggestions_to(connection, body, MOST_READ):
            made = suggestion(connection, suggestion_id)
            if made is None or len(found) >= limit:
                continue
            told = _told(connection, made, now)
            waiting = [one for one in told["owed"] if one["open"] and one["body"] == body]
            of_scheme = scheme is None or scheme in {one["scheme"] for one in told["owed"]}
            if of_scheme and (waiting or not open_only):
                found.append(told)
                read.append(made.decision_index)
    return Told({"suggestions": found}, tuple(read))


MOST_READ = 1_000
"""Suggestions looked at, the latest."""


def _parties(made: Made) -> set[str]:
    return {made.leaf["body"], *(one["body"] for one in made.leaf["owes"])}


def _told(connection: Connection, made: Made, now: str) -> Json:
    return {
        "id": made.id,
        "recorded_at": made.recorded_at,
        "decision": made.leaf["decision"],
        "rules": made.leaf["rules"],
        "by": {"role": made.leaf["by_role"], "body": made.leaf["body"]},
        "said": made.side.get("said"),
        "owed": [
            {
                "id": one.id,
                "scheme": one.duty.partition("/")[2],
                "body": one.body,
                "role": one.role,
                "due_at": one.due_at,
                "open": is_open,
                "overdue": is_open and one.due_at is not None and one.due_at < now,
            }
            for one, is_open in owed_on(connection, made)
        ],
        "answers": [
            {
                "id": stored.entry_id,
                "recorded_at": stored.recorded_at,
                "by": {"role": leaf["by_role"], "body": leaf["body"]},
                "answer": leaf["answer"],
                "led_to": leaf["led_to"],
                "why": side.get("why"),
            }
            for stored, leaf, side in answers_to(connection, made)
        ],
    }
