"""An act on a change is done once for each Idempotency-Key; one that had to be kept apart is on the record as well."""

from collections.abc import Callable

from api.commands.acts.people import KeptApartError
from api.commands.answered_once import Answered, Done, answered_once
from api.commands.changes.on_change import OnChange, check_key, on_change
from api.commands.doing import Doing
from api.problems import PROBLEM_TYPES, problem_body
from api.store.erasing import key_about_person
from api.store.idempotency import Remembered, remember
from api.store.subjects import mark_about
from api.store.tables import ACTOR
from api.store.transaction import Transaction
from govengine.record import Kind, lookup_key


def change_once(tx: Transaction, change_id: str, doing: Doing, do: Callable[[OnChange], Done]) -> Answered:
    """Do it, or answer as before. Raises ChangeError, RequestError, KeyReusedError, RulesChanged."""

    def act() -> Done:
        on = on_change(tx, change_id, doing)
        check_key(doing)
        return do(on)

    try:
        return answered_once(tx, doing.caller, doing.keyed, act)
    except KeptApartError as kept:
        return _kept_apart(on_change(tx, change_id, doing), kept)


def _kept_apart(on: OnChange, kept: KeptApartError) -> Answered:
    """Nothing was done but to note that somebody asked for it."""
    doing, tx = on.doing, on.tx
    by = doing.caller.person or doing.by.ref
    by_key = lookup_key(doing.secret, ACTOR, by)
    fields = {
        **doing.fields,
        "change": on.change.row.id,
        "decision": None,
        "keys": {ACTOR: by_key},
        "said": kept.problems[0].message,
    }
    made = tx.append(Kind.KEPT_APART, fields, {"by": by})
    mark_about(tx, made.index, [on.change.row.entry_index])
    key_about_person(tx, made.index, (ACTOR, by_key))
    status = PROBLEM_TYPES[kept.problems[0].code].status
    reply = Remembered(doing.keyed.request_hash, status, {}, problem_body(kept.problems), made.index)
    remember(tx, doing.caller.client, doing.keyed.key, reply)
    return Answered(reply, made)
