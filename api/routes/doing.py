"""What a route needs for a command that is no act on a decision: who does it, read from the body and the key."""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import Schema

from api.auth.caller import Act, Caller
from api.commands.answered_once import Answered, Person
from api.commands.doing import Doing
from api.desk import Desk
from api.routes.recording import keyed_body, read_as, recorded
from api.routes.request import caller_for, person_of
from api.store.idempotency import Remembered
from api.store.transaction import Transaction

Command = Callable[[Transaction, dict[str, Any], Doing], Answered]
Before = Callable[[Desk, dict[str, Any]], None]


def done_once(act: Act, schema: type[Schema], command: Command, *, before: Before | None = None) -> Response:
    """Run `command(tx, body, doing)` for the caller, once for each Idempotency-Key.

    `before(desk, body)` works out what need not wait for the log lock.
    """
    return _done(act, schema, command, person_of, before)


def done_in_anybodys_name(
    act: Act, schema: type[Schema], command: Command, *, before: Before | None = None
) -> Response:
    """The same where the command itself sees to it, on the record, that a key is used in its person's name."""
    return _done(act, schema, command, lambda _caller, sent: Person(**sent), before)


def _done(
    act: Act,
    schema: type[Schema],
    command: Command,
    who: Callable[[Caller, dict[str, str]], Person],
    before: Before | None,
) -> Response:
    caller = caller_for(act)
    sent, keyed = keyed_body()
    body = read_as(schema, sent)
    by = who(caller, body["by"])

    def run(desk: Desk) -> Remembered:
        if before is not None:
            before(desk, body)
        return desk.record(lambda tx: command(tx, body, Doing(by, caller, keyed, desk.rules, desk.secret)))

    return recorded(caller, keyed, run)
