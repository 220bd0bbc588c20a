"""Erasing at a desk: the acts, and what has to follow an erasure outside its transaction."""

import logging
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from api.auth.caller import Caller
from api.commands.answered_once import Keyed, Person
from api.commands.erase import (
    ErasureRequest,
    Rules,
    approve_erasure,
    propose_erasure,
    read_proposal,
    would_erase,
)
from api.desk import Desk
from api.store.idempotency import Remembered
from api.store.scrubbing import scrub
from govengine.errors import RecordError

Json = dict[str, Any]
_log = logging.getLogger(__name__)


def dry_run(desk: Desk, request: ErasureRequest, caller: Caller) -> Json:
    """What the erasure would take, and what stands in its way."""
    with desk.engine.connect() as connection:
        return would_erase(connection, request, caller, _rules(desk), desk.clock())


def propose(desk: Desk, request: ErasureRequest, caller: Caller, keyed: Keyed) -> Remembered:
    """Put a proposed erasure on the record."""
    command = partial(propose_erasure, request=request, caller=caller, keyed=keyed, rules=_rules(desk))
    return desk.record(command)


def approve(desk: Desk, proposal_id: str, by: Person, caller: Caller, keyed: Keyed) -> Remembered:
    """Carry out a proposed erasure, enter it in the register, and clean up after it."""
    command = partial(
        approve_erasure, proposal_id=proposal_id, by=by, caller=caller, keyed=keyed, rules=_rules(desk)
    )
    reply = desk.record(command)
    after_erasing(desk)
    return reply


def after_erasing(desk: Desk, *, thoroughly: bool = False) -> bool:
    """What follows a committed erasure: the database's own leavings, and the register. Whether all went.

    The erasure is done and on the record, so nothing here may be answered as if it were not. What the register
    lacks it is given after the next erasure, or when the service starts: then the leavings are looked after again
    as well, so the register comes last.
    """
    return scrub(desk.engine, thoroughly=thoroughly) & _in_register(desk)


def _in_register(desk: Desk) -> bool:
    try:
        if desk.register is not None:
            desk.register.catch_up(desk.engine)
    except (OSError, SQLAlchemyError, RecordError) as error:
        _log.error("an erasure is not in the register of erasures yet: %s", type(error).__name__)
        return False
    return True


def story_of_proposal(desk: Desk, proposal_id: str, caller: Caller) -> tuple[Json, int]:
    """A proposal that waits, for whoever is to approve it, and the index of its entry."""
    with desk.engine.connect() as connection:
        proposal, request, _ = read_proposal(connection, proposal_id, caller.body)
        told = would_erase(connection, request, caller, _rules(desk), desk.clock())
    selector = request.selector.open_part()
    if request.selector.person_ref is not None:
        selector["person_ref"] = request.selector.person_ref
    story = {
        "id": proposal.id,
        "selector": selector,
        "basis": str(request.basis),
        "overrides": list(request.overrides),
        "note": request.note,
        "by": {"ref": request.by.ref, "role": request.by.role},
        "would_erase": told["would_erase"],
        "in_the_way": told["in_the_way"],
    }
    return story, proposal.entry_index


def _rules(desk: Desk) -> Rules:
    return Rules(desk.periods, desk.secret)
