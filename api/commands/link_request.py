"""A link for one request, for a body without a system: made by whoever asked, for a time, used once (`link.made`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.auth.caller import Caller
from api.commands.acts.on_decision import ActError
from api.commands.answered_once import Done, Person, answered_once
from api.commands.propose import Keyed, Proposed
from api.problems import problem
from api.store.decisions import find
from api.store.erasing import key_about_person
from api.store.obligations import REPLIES, find_obligation
from api.store.reply_links import note_link
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.errors import Problem, RequestError
from govengine.record import Kind, instant_text, lookup_key

ACTOR = "actor.ref"
LINK_LASTS = timedelta(days=7)
LINK_LASTS_AT_MOST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """For which request; `until` is aware, a week from now if it is left out."""

    request: str
    by: Person
    until: datetime | None = None


def make_link(
    tx: Transaction, wanted: LinkRequest, *, caller: Caller, keyed: Keyed, secret: bytes
) -> Proposed:
    """Put the link on the record. Its id is that of the entry.

    Raises ActError `unknown-request`, `already-answered`; RequestError `bad-member`.
    """

    def act() -> Done:
        found = find_obligation(tx.connection, wanted.request)
        request, is_open = found if found is not None else (None, False)
        decision = None if request is None else find(tx.connection, str(request.decision), body=caller.body)
        if request is None or request.what not in REPLIES or decision is None or decision.body != caller.body:
            raise ActError([problem("unknown-request")])
        if not is_open:
            raise ActError([problem("already-answered")])
        until = wanted.until or tx.now + LINK_LASTS
        if not tx.now < until <= tx.now + LINK_LASTS_AT_MOST:
            message = "The link would be over already, or last longer than 31 days."
            raise RequestError([Problem("bad-member", message, "Send an end within 31 days.", "/until")])
        ends = instant_text(until)
        by_key = lookup_key(secret, ACTOR, wanted.by.ref)
        fields: dict[str, Any] = {
            "attested": "client",
            "body": caller.body,
            "by_role": wanted.by.role,
            "client": caller.client,
            "decision": decision.id,
            "keys": {ACTOR: by_key},
            "request": request.id,
            "to": {"body": request.body, "role": request.role},
            "until": ends,
        }
        made = tx.append(Kind.LINK_MADE, fields, {"by": wanted.by.ref})
        note_link(tx, made, obligation=request.id, until=ends)
        mark_about(tx, made.index, [request.decision_index])
        key_about_person(tx, made.index, (ACTOR, by_key))
        return Done(made, {"request": request.id, "until": ends}, about=decision.id)

    return answered_once(tx, caller, keyed, act)
