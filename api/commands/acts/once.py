"""An act is done once for each Idempotency-Key; one that had to be kept apart is on the record as well."""

from collections.abc import Callable

from api.commands.acts.on_decision import Asking, Deed, OnDecision, on_decision, put_on_record
from api.commands.acts.people import KeptApartError, check_key, check_known, check_role
from api.commands.answered_once import Answered, Done, Keyed, answered_once
from api.problems import PROBLEM_TYPES, problem_body
from api.store.erasing import key_about_person
from api.store.idempotency import Remembered, remember
from api.store.subjects import mark_about
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.record import Kind, lookup_key


def act_once(
    tx: Transaction, asking: Asking, keyed: Keyed, do: Callable[[OnDecision], Deed], *, own: bool = True
) -> Answered:
    """Do it, or answer as before. `own` when only the body that proposed the decision may.

    Raises ActError, RequestError, KeyReusedError, RulesChanged.
    """

    def act() -> Done:
        on = on_decision(tx, asking, own=own)
        check_key(on)
        check_role(on)
        deed = do(on)
        check_known(on, deed.act)
        return put_on_record(on, deed)

    try:
        return answered_once(tx, asking.caller, keyed, act)
    except KeptApartError as kept:
        return _kept_apart(tx, asking, keyed, kept)


def _kept_apart(tx: Transaction, asking: Asking, keyed: Keyed, kept: KeptApartError) -> Answered:
    """Nothing was done but to note that somebody asked for it."""
    on = on_decision(tx, asking, own=False)
    caller = asking.caller
    by = caller.person or asking.by.ref  # not in whose name somebody else has used their own key
    by_key = lookup_key(asking.secret, ACTOR, by)
    fields = {
        "attested": caller.attested,
        "body": caller.body,
        "by_role": asking.by.role,
        "client": caller.client,
        "decision": on.row.id,
        "keys": {ACTOR: by_key},
        "said": kept.problems[0].message,
    }
    made = tx.append(Kind.KEPT_APART, fields, {"by": by})
    mark_about(tx, made.index, [on.row.entry_index])
    key_about_person(tx, made.index, (ACTOR, by_key))
    status = PROBLEM_TYPES[kept.problems[0].code].status
    reply = Remembered(keyed.request_hash, status, {}, problem_body(kept.problems), made.index)
    remember(tx, caller.client, keyed.key, reply, about=on.row.id)
    return Answered(reply, made)
