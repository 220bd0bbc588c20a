"""What a route needs for a command that is no act on a decision: who does it, read from the body and the key."""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import Schema

from api.auth.caller import Act
from api.commands.doing import Doing
from api.commands.propose import Proposed
from api.routes.recording import keyed_body, read_as, recorded
from api.routes.request import caller_for, person_of
from api.store.transaction import Transaction

Command = Callable[[Transaction, dict[str, Any], Doing], Proposed]


def done_once(act: Act, schema: type[Schema], command: Command) -> Response:
    """Run `command(tx, body, doing)` for the caller, once for each Idempotency-Key."""
    caller = caller_for(act)
    sent, keyed = keyed_body()
    body = read_as(schema, sent)
    by = person_of(caller, body["by"])
    return recorded(
        caller,
        keyed,
        lambda desk: desk.record(
            lambda tx: command(tx, body, Doing(by, caller, keyed, desk.rules, desk.secret))
        ),
    )
