"""A link for one request, for a body without a system: made by whoever asked, for a time, used once (`link.made`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.commands.acts.on_decision import ActError
from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.problems import problem
from api.store.decisions import find
from api.store.obligations import REPLIES, find_obligation
from api.store.reply_links import note_link
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.errors import Problem, RequestError
from govengine.record import Kind, instant_text

LINK_LASTS = timedelta(days=7)
LINK_LASTS_AT_MOST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """For which request; `until` is aware, a week from now if it is left out."""

    request: str
    until: datetime | None = None


def make_link(tx: Transaction, wanted: LinkRequest, doing: Doing) -> Answered:
    """Put the link on the record. Its id is that of the entry.

    Raises ActError `unknown-request`, `already-answered`; RequestError `bad-member`.
    """

    def act() -> Done:
        found = find_obligation(tx.connection, wanted.request)
        request, is_open = found if found is not None else (None, False)
        body = doing.caller.body
        decision = None if request is None else find(tx.connection, str(request.decision), body=body)
        if request is None or request.what not in REPLIES or decision is None or decision.body != body:
            raise ActError([problem("unknown-request")])
        if not is_open:
            raise ActError([problem("already-answered")])
        until = wanted.until or tx.now + LINK_LASTS
        if not tx.now < until <= tx.now + LINK_LASTS_AT_MOST:
            message = "The link would be over already, or last longer than 31 days."
            raise RequestError([Problem("bad-member", message, "Send an end within 31 days.", "/until")])
        ends = instant_text(until)
        fields = {
            **doing.fields,
            "decision": decision.id,
            "request": request.id,
            "to": {"body": request.body, "role": request.role},
            "until": ends,
        }
        made = tx.append(Kind.LINK_MADE, fields, {"by": doing.by.ref})
        note_link(tx, made, obligation=request.id, until=ends)
        mark_about(tx, made.index, [request.decision_index])
        doing.note(tx, made)
        return Done(made, {"request": request.id, "until": ends}, about=decision.id)

    return answered_once(tx, doing.caller, doing.keyed, act)
