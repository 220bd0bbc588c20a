"""Erasures a restored backup has forgotten: done again before anybody is served."""

from functools import partial

from api.commands.erase import record_erased
from api.desk import Desk
from api.keeping.erasing import after_erasing
from api.keeping.erasure_register import Erasure
from api.store.erasing import drop_keys, drop_replies, strike
from api.store.transaction import Transaction
from govengine.errors import Problem, RecordError


def check_repeated(desk: Desk) -> None:
    """Stop where erased values are back; else bring the register up to date.

    Raises RecordError `erasures-to-repeat`.
    """
    if desk.register is None:
        return
    with desk.engine.connect() as connection:
        left = desk.register.to_repeat(connection)
    if left:
        message = f"{len(left)} erasures in the register are not in this log: it was restored from a backup."
        what_to_do = "Run `govengine restore --repeat-erasures`, then start the service."
        raise RecordError([Problem("erasures-to-repeat", message, what_to_do, left[0].id)])
    if desk.register.behind(desk.engine):
        after_erasing(desk)


def repeat_erasures(desk: Desk) -> int:
    """Do every erasure of the register again whose values are back. How many there were."""
    if desk.register is None:
        return 0
    with desk.engine.connect() as connection:
        left = desk.register.to_repeat(connection)
    for erasure in left:
        desk.appender.submit(partial(_repeat, erasure=erasure))
    after_erasing(desk, thoroughly=True)
    return len(left)


def _repeat(tx: Transaction, erasure: Erasure) -> None:
    struck = []
    for target in erasure.targets:
        names = strike(tx, target.index, set(target.names).__contains__)
        drop_keys(tx, target.index)
        drop_replies(tx, target.index)
        if names:
            struck.append((target.index, names))
    fields = {"attested": "service", "basis": erasure.basis, "repeats": erasure.id}
    record_erased(tx, struck, fields, {})
