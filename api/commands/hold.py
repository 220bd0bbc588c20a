"""Place a hold, so that nothing under it is erased, and lift it again."""

from dataclasses import dataclass

from api.commands.answered_once import Answered, Done, answered_once
from api.commands.doing import Doing
from api.commands.erasure_selection import PERSON, ErasureError
from api.store.decisions import find
from api.store.erasing import key_about_person
from api.store.holds import BODY, DECISION, KIND, Hold, find_hold, lift_hold
from api.store.holds import place_hold as put_in_register
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.errors import Problem
from govengine.record import Kind, lookup_key


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """What a hold covers: a decision, a person, a kind, or everything of the body."""

    reason: str
    decision: str | None = None
    person_ref: str | None = None
    kind: str | None = None


def place_hold(tx: Transaction, request: HoldRequest, doing: Doing) -> Answered:
    """Put a hold on the record and into the register. Raises ErasureError for a decision that is not there."""

    def act() -> Done:
        body = doing.caller.body
        named = (request.decision, request.person_ref, request.kind)
        if sum(one is not None for one in named) > 1:
            message = "A hold covers one of decision, person_ref and kind."
            raise ErasureError([Problem("selector", message, "Place several holds.", "/covers")])
        about = None
        if request.decision is not None:
            about = find(tx.connection, request.decision, body=body)
            if about is None or about.body != body:
                message = "There is no decision of your body with this id."
                raise ErasureError([Problem("unknown-decision", message, "Send the id of an answer.")])
        covers, key = _covers(request, doing.secret)
        fields = doing.who | {
            "covers": covers,
            "decision": request.decision,
            "keys": {} if request.person_ref is None else {PERSON: key},
            "kind": request.kind,
        }
        personal = {"placed_by": doing.by.ref}
        if request.person_ref is not None:
            personal["person_ref"] = request.person_ref
        made = tx.append(Kind.HOLD_PLACED, fields, personal, {"reason": request.reason})
        put_in_register(tx, Hold(made.index, made.id, body, covers, key))
        if about is not None:
            mark_about(tx, made.index, [about.entry_index])
        if request.person_ref is not None:
            key_about_person(tx, made.index, (PERSON, key))
        return Done(made, {"covers": covers}, about=request.decision or made.id)

    return answered_once(tx, doing.caller, doing.keyed, act)


def _covers(request: HoldRequest, secret: bytes) -> tuple[str, str]:
    if request.decision is not None:
        return DECISION, request.decision
    if request.person_ref is not None:
        return PERSON, lookup_key(secret, PERSON, request.person_ref)
    return (BODY, "") if request.kind is None else (KIND, request.kind)


def lift(tx: Transaction, hold_id: str, reason: str, doing: Doing) -> Answered:
    """Lift a hold. Raises ErasureError `unknown-hold`, `hold-lifted`."""

    def act() -> Done:
        hold = find_hold(tx.connection, hold_id, doing.caller.body)
        if hold is None:
            message = "There is no hold of your body with this id."
            raise ErasureError([Problem("unknown-hold", message, "Use the id from the answer to it.")])
        if hold.lifted_by is not None:
            message = f"Entry {hold.lifted_by} lifted it."
            raise ErasureError([Problem("hold-lifted", message, "Place another if one is needed.")])
        fields = doing.who | {"hold": hold.id}
        made = tx.append(Kind.HOLD_LIFTED, fields, {"lifted_by": doing.by.ref}, {"reason": reason})
        lift_hold(tx, hold, made.index)
        mark_about(tx, made.index, [hold.entry_index])
        return Done(made, {"hold": hold.id}, about=hold.id)

    return answered_once(tx, doing.caller, doing.keyed, act)
