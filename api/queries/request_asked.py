"""What somebody who holds a one-time link is shown of a request: who asks, what for, by when, in the asker's words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Connection

from api.desk import Desk
from api.store.obligations import Obligation, What, find_obligation
from api.store.reading import entry
from api.store.reply_links import ReplyLink, find_link
from govengine.record import Kind, instant_text
from govengine.scheme import Stack

_ASKED_TO = {
    What.CONSULT: "to be heard before it is decided",
    What.RECOMMEND: "for a recommendation",
    What.AGREE: "whether you agree",
}


class LinkState(StrEnum):
    """What a link that is ours opens."""

    OPEN = "open"
    REPLACED = "replaced"
    OVER = "over"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Asked:
    """No fact of the decision is in it: `question` is what the asker chose to say."""

    request: Obligation
    state: LinkState
    asked_by: str
    asked_of: str
    role: str
    kind: str
    asked_to: str
    question: str | None
    due: str | None
    until: str


def asked_by_link(desk: Desk, link_id: str) -> Asked | None:
    """What is behind a link; None where there is no such link."""
    with desk.engine.connect() as connection:
        link = find_link(connection, link_id)
        found = None if link is None else find_obligation(connection, link.obligation)
        if link is None or found is None:
            return None
        request, still_open = found
        decision = entry(connection, request.decision_index)
        assert decision is not None  # a request is about a decision
        question = _question(connection, request)
    leaf = orjson.loads(decision.leaf)
    stack = desk.rules.in_force.library.stack(
        leaf["scheme"], datetime.fromisoformat(leaf["as_of"]), None, leaf.get("with_schemes", ())
    )
    return Asked(
        request,
        _state(link, instant_text(desk.clock()), still_open=still_open),
        stack.bodies.get(leaf["body"], leaf["body"]),
        stack.bodies.get(request.body, request.body),
        stack.title_of(str(request.role)),
        stack.kind_titles.get(leaf["kind"], leaf["kind"].replace("_", " ")),
        _ASKED_TO[request.what],
        question,
        None if request.due_at is None else _written(request.due_at, stack),
        _written(link.until, stack),
    )


def _state(link: ReplyLink, now: str, *, still_open: bool) -> LinkState:
    if not still_open:
        return LinkState.ANSWERED
    if not link.newest:
        return LinkState.REPLACED
    return LinkState.OVER if link.until <= now else LinkState.OPEN


def _question(connection: Connection, request: Obligation) -> str | None:
    """In the words of whoever asked, also where the request rose to another role."""
    stored = entry(connection, request.entry_index)
    while stored is not None and stored.kind == Kind.REQUEST_UNANSWERED:
        before = find_obligation(connection, orjson.loads(stored.leaf)["request"])
        stored = None if before is None else entry(connection, before[0].entry_index)
    side = orjson.loads(stored.side) if stored is not None and stored.side else {}
    found: str | None = side.get("question")
    return found


def _written(moment: str, stack: Stack) -> str:
    local = datetime.fromisoformat(moment).astimezone(ZoneInfo(stack.zone))
    return f"{local.day} {local:%B %Y at %H:%M}"
