"""A duty, a follow-up or a decision handed over: it is the giver's until the receiver accepts (`handover.offered`, `.answered`)."""

from dataclasses import dataclass, replace
from typing import Any

from api.auth.caller import Caller
from api.commands.acts.holder import DECISION
from api.commands.acts.on_decision import ActError, Asking, OnDecision, on_decision
from api.commands.acts.people import check_role
from api.commands.acts.standing import REPLY_WITHIN
from api.commands.answered_once import Done, Person, answered_once
from api.commands.outcome_signing import ACTOR, OutcomeError, check_role_of, told
from api.commands.owed_done import check_theirs, open_of
from api.commands.propose import Keyed, Proposed
from api.rule_store import RuleStore
from api.store.decisions import find
from api.store.erasing import key_about_person
from api.store.obligations import Obligation, Owing, What, end, find_obligation, open_about, owe
from api.store.outcomes import signatures_of, standing
from api.store.reading import entry
from api.store.subjects import mark_about
from api.store.transaction import Appended, Transaction
from govengine.errors import Problem, RequestError
from govengine.life import Act
from govengine.record import Kind, instant_text, lookup_key

Json = dict[str, Any]

HANDED_OVER = (What.DUTY, What.FOLLOW_UP)
"""A review or a ratification is with the role the scheme names, and rises; it is not passed on."""


@dataclass(frozen=True, slots=True)
class Offer:
    """To whom, and what is said to them."""

    body: str
    role: str
    said: str


def offer_handover(
    tx: Transaction,
    owed_id: str,
    offer: Offer,
    by: Person,
    *,
    caller: Caller,
    keyed: Keyed,
    rules: RuleStore,
    secret: bytes,
) -> Proposed:
    """Ask somebody to take over what the caller's body owes.

    Raises OutcomeError `unknown-owed`, `owed-over`, `not-handed-over`, `already-offered`, `not-theirs`; RequestError.
    """

    def act() -> Done:
        owed = open_of(tx, owed_id, caller.body)
        _check_offered(tx, owed)
        check_theirs(tx, rules, owed, by)
        _check_receiver(tx, rules, owed, offer)
        asked = Owing(
            What.ACCEPT,
            owed.id,
            offer.body,
            offer.role,
            instant_text(tx.now + REPLY_WITHIN),
            owed.outcome,
        )
        fields = {"obligation": owed.id, "to": {"body": offer.body, "role": offer.role}}
        made, ids = _record(
            tx,
            Kind.HANDOVER_OFFERED,
            owed,
            fields,
            said=offer.said,
            by=by,
            caller=caller,
            secret=secret,
            owes=[asked],
        )
        return Done(made, {"obligation": owed.id, "owes": told(ids, [asked])}, about=owed.decision)

    return answered_once(tx, caller, keyed, act)


def offer_decision(
    tx: Transaction,
    decision_id: str,
    offer: Offer,
    by: Person,
    *,
    caller: Caller,
    keyed: Keyed,
    rules: RuleStore,
    secret: bytes,
) -> Proposed:
    """Ask somebody of the same body to take over a decision that nobody has taken yet: by whoever holds it.

    Another body proposes in its own name. Raises ActError `unknown-decision`, `not-possible-now`, `not-theirs`;
    OutcomeError `already-offered`; RequestError.
    """

    def act() -> Done:
        on = on_decision(tx, Asking(decision_id, by, caller, rules, secret))
        check_role(on)
        on.check_possible(Act.LEAVE)  # whoever could still decide not to can hand it over
        if on.actor is not None and by.ref != on.actor:
            message = "It is for whoever holds the decision to hand it over."
            raise ActError([Problem("not-theirs", message, "Ask them.", "/by/ref")])
        if (offer.role, offer.body) not in {(r, caller.body) for r in on.stack.roles if _of(on, r)}:
            message = f"{offer.role[:80]} is no role of {caller.body} in this scheme."
            what_to_do = "Send a role of your body. Another body proposes the decision in its own name."
            raise RequestError([Problem("unknown-role", message, what_to_do, "/to/role")])
        if any(one.what is What.ACCEPT and one.duty == DECISION for one in _waiting(on)):
            message = "It is offered to somebody, who has not answered yet."
            raise OutcomeError([Problem("already-offered", message, "Wait for their answer.")])
        due_at = instant_text(tx.now + REPLY_WITHIN)
        asked = Owing(What.ACCEPT, DECISION, offer.body, offer.role, due_at)
        whole = Obligation(
            DECISION,
            on.row.entry_index,
            on.row.entry_index,
            on.row.id,
            What.DUTY,
            DECISION,
            on.row.body,
            None,
            None,
        )
        fields = {"obligation": DECISION, "to": {"body": offer.body, "role": offer.role}}
        made, ids = _record(
            tx,
            Kind.HANDOVER_OFFERED,
            whole,
            fields,
            said=offer.said,
            by=by,
            caller=caller,
            secret=secret,
            owes=[asked],
        )
        return Done(made, {"obligation": DECISION, "owes": told(ids, [asked])}, about=on.row.id)

    return answered_once(tx, caller, keyed, act)


def _of(on: OnDecision, role: str) -> bool:
    return on.stack.roles[role].body == on.row.body


def _waiting(on: OnDecision) -> list[Obligation]:
    return open_about(on.tx.connection, on.row.entry_index)


def answer_handover(
    tx: Transaction,
    offer_id: str,
    said: str,
    by: Person,
    *,
    accepted: bool,
    caller: Caller,
    keyed: Keyed,
    rules: RuleStore,
    secret: bytes,
) -> Proposed:
    """Accept what is offered, and owe it from now on; or decline, and it stays the giver's.

    Raises OutcomeError `unknown-owed`, `owed-over`, `not-theirs`.
    """

    def act() -> Done:
        asked = open_of(tx, offer_id, caller.body)
        if asked.what is not What.ACCEPT:
            message = "Nothing is offered under this id."
            raise OutcomeError([Problem("unknown-owed", message, "GET /v1/owed lists offers: `accept`.")])
        check_theirs(tx, rules, asked, by)
        if asked.duty == DECISION:
            owed, still_open = replace(asked, id=DECISION), False
        else:
            found = find_obligation(tx.connection, asked.duty)
            assert found is not None  # an offer is of something owed
            owed, still_open = found
        owes = [replace(owed.owing, body=asked.body, role=asked.role)] if accepted and still_open else []
        ends = [asked.id, *([owed.id] if owes else [])]
        made, ids = _record(
            tx,
            Kind.HANDOVER_ANSWERED,
            owed,
            {"accepted": accepted, "obligation": owed.id},
            said=said,
            by=by,
            caller=caller,
            secret=secret,
            owes=owes,
            ends=ends,
        )
        says = {"obligation": owed.id, "accepted": accepted, "owes": told(ids, owes)}
        return Done(made, says, about=owed.decision)

    return answered_once(tx, caller, keyed, act)


def _record(
    tx: Transaction,
    kind: Kind,
    owed: Obligation,
    fields: Json,
    *,
    said: str,
    by: Person,
    caller: Caller,
    secret: bytes,
    owes: list[Owing],
    ends: list[str] | None = None,
) -> tuple[Appended, list[str]]:
    about = entry(tx.connection, owed.decision_index)
    assert about is not None  # what is owed is about an entry
    by_key = lookup_key(secret, ACTOR, by.ref)
    leaf = {
        "about": about.entry_id,
        "attested": "client",
        "body": caller.body,
        "by_role": by.role,
        "client": caller.client,
        "decision": owed.decision,
        "ends": sorted(ends or []),
        "keys": {ACTOR: by_key},
        "outcome": owed.outcome,
        "owes": [one.to_json() for one in owes],
        **fields,
    }
    made = tx.append(kind, leaf, {"by": by.ref}, {"said": said})
    ids = owe(tx, made, owed.decision_index, owes)
    end(tx, made, ends or [])
    if owed.decision is not None:
        mark_about(tx, made.index, [owed.decision_index])
    key_about_person(tx, made.index, (ACTOR, by_key))
    return made, ids


def _check_offered(tx: Transaction, owed: Obligation) -> None:
    if owed.what not in HANDED_OVER:
        message = f"A {owed.what} is with the role it is owed by, or somebody above them."
        raise OutcomeError([Problem("not-handed-over", message, "Duties and follow-ups are handed over.")])
    waiting = open_about(tx.connection, owed.decision_index)
    if any(one.what is What.ACCEPT and one.duty == owed.id for one in waiting):
        message = "It is offered to somebody, who has not answered yet."
        raise OutcomeError([Problem("already-offered", message, "Wait for their answer.")])


def _check_receiver(tx: Transaction, rules: RuleStore, owed: Obligation, offer: Offer) -> None:
    """A role of the receiving body, which is party to the decision or shares the outcome."""
    check_role_of(rules.in_force.library, offer.role, offer.body, "/to/role")
    if owed.decision is not None:
        party = find(tx.connection, owed.decision, body=offer.body) is not None
    else:
        signed = standing(signatures_of(tx.connection, owed.outcome))
        party = any(one.body == offer.body for one in signed)
    if not party:
        message = f"{offer.body[:80]} has no part in it."
        raise RequestError([Problem("unknown-body", message, "Send a body that has.", "/to/body")])
