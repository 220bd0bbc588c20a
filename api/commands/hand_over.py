"""A duty or a follow-up handed over: it is the giver's until the receiver accepts (`handover.offered`, `.answered`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.commands.acts.holder import DECISION
from api.commands.acts.standing import REPLY_WITHIN
from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.commands.outcome_signing import OutcomeError, check_role_of
from api.commands.owed_done import check_theirs, open_of
from api.store.decisions import find
from api.store.obligations import Obligation, Owing, What, end, find_obligation, open_about, owe, told
from api.store.outcomes import signatures_of, standing
from api.store.reading import entry
from api.store.subjects import mark_about
from api.store.transaction import Appended, Transaction
from govengine.errors import Problem, RequestError
from govengine.record import Kind, instant_text
from govengine.scheme import Library

Json = dict[str, Any]

HANDED_OVER = (What.DUTY, What.FOLLOW_UP)
"""A review or a ratification is with the role the scheme names, and rises; it is not passed on."""


@dataclass(frozen=True, slots=True)
class Offer:
    """To whom, and what is said to them."""

    body: str
    role: str
    said: str


@dataclass(frozen=True, slots=True)
class Matter:
    """What is handed over: its id, the entry it is about, and the decision or the outcome that is."""

    id: str
    about_index: int
    decision: str | None
    outcome: str | None = None


def offer_handover(tx: Transaction, owed_id: str, offer: Offer, doing: Doing) -> Answered:
    """Ask somebody to take over what the caller's body owes.

    Raises OutcomeError `unknown-owed`, `owed-over`, `not-handed-over`, `already-offered`, `not-theirs`; RequestError.
    """

    def act() -> Done:
        owed = open_of(tx, owed_id, doing.caller.body)
        if owed.what not in HANDED_OVER:
            message = f"A {owed.what} is with the role it is owed by, or somebody above them."
            what_to_do = "Duties and follow-ups are handed over."
            raise OutcomeError([Problem("not-handed-over", message, what_to_do)])
        library = doing.library(tx)
        check_theirs(library, owed, doing.by)
        _check_receiver(tx, library, owed, offer)
        return put_offer(tx, _matter(owed), offer, doing)

    return answered_once(tx, doing.caller, doing.keyed, act)


def answer_handover(tx: Transaction, offer_id: str, said: str, doing: Doing, *, accepted: bool) -> Answered:
    """Accept what is offered, and owe or hold it from now on; or decline, and it stays the giver's.

    Raises OutcomeError `unknown-owed`, `owed-over`, `not-theirs`.
    """

    def act() -> Done:
        asked = open_of(tx, offer_id, doing.caller.body)
        if asked.what is not What.ACCEPT:
            message = "Nothing is offered under this id."
            raise OutcomeError([Problem("unknown-owed", message, "GET /v1/owed lists offers: `accept`.")])
        check_theirs(doing.library(tx), asked, doing.by)
        matter = Matter(asked.duty, asked.decision_index, asked.decision, asked.outcome)
        found = None if matter.id == DECISION else find_obligation(tx.connection, matter.id)
        moves = accepted and found is not None and found[1]  # it may have been done meanwhile
        owes = [replace(found[0].owing, body=asked.body, role=asked.role)] if moves and found else []
        ends = [asked.id, *([matter.id] if owes else [])]
        fields = {"accepted": accepted, "obligation": matter.id}
        made, ids = _record(
            tx, Kind.HANDOVER_ANSWERED, matter, fields, said, doing=doing, owes=owes, ends=ends
        )
        says = {"obligation": matter.id, "accepted": accepted, "owes": told(ids, owes)}
        return Done(made, says, about=matter.decision)

    return answered_once(tx, doing.caller, doing.keyed, act)


def put_offer(tx: Transaction, matter: Matter, offer: Offer, doing: Doing) -> Done:
    """Put an offer on the record: the receiver owes an answer. Raises OutcomeError `already-offered`."""
    waiting = open_about(tx.connection, matter.about_index)
    if any(one.what is What.ACCEPT and one.duty == matter.id for one in waiting):
        message = "It is offered to somebody, who has not answered yet."
        raise OutcomeError([Problem("already-offered", message, "Wait for their answer.")])
    due_at = instant_text(tx.now + REPLY_WITHIN)
    asked = Owing(What.ACCEPT, matter.id, offer.body, offer.role, due_at, matter.outcome)
    fields = {"obligation": matter.id, "to": {"body": offer.body, "role": offer.role}}
    made, ids = _record(tx, Kind.HANDOVER_OFFERED, matter, fields, offer.said, doing=doing, owes=[asked])
    return Done(made, {"obligation": matter.id, "owes": told(ids, [asked])}, about=matter.decision)


def _record(
    tx: Transaction,
    kind: Kind,
    matter: Matter,
    fields: Json,
    said: str,
    *,
    doing: Doing,
    owes: Sequence[Owing],
    ends: Sequence[str] = (),
) -> tuple[Appended, list[str]]:
    about = entry(tx.connection, matter.about_index)
    assert about is not None  # what is owed is about an entry
    leaf = {
        **doing.fields,
        **fields,
        "about": about.entry_id,
        "decision": matter.decision,
        "ends": sorted(ends),
        "outcome": matter.outcome,
        "owes": [one.to_json() for one in owes],
    }
    made = tx.append(kind, leaf, {"by": doing.by.ref}, {"said": said})
    ids = owe(tx, made, matter.about_index, owes)
    end(tx, made, ends)
    if matter.decision is not None:
        mark_about(tx, made.index, [matter.about_index])
    doing.note(tx, made)
    return made, ids


def _matter(owed: Obligation) -> Matter:
    return Matter(owed.id, owed.decision_index, owed.decision, owed.outcome)


def _check_receiver(tx: Transaction, library: Library, owed: Obligation, offer: Offer) -> None:
    """A role of the receiving body, which is party to the decision or shares the outcome."""
    check_role_of(library, offer.role, offer.body, "/to/role")
    if owed.decision is not None:
        party = find(tx.connection, owed.decision, body=offer.body) is not None
    else:
        signed = standing(signatures_of(tx.connection, owed.outcome))
        party = any(one.body == offer.body for one in signed)
    if not party:
        message = f"{offer.body[:80]} has no part in it."
        raise RequestError([Problem("unknown-body", message, "Send a body that has.", "/to/body")])
