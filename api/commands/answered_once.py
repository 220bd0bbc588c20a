"""An act that records is answered once for each Idempotency-Key, whatever the act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from api.auth.caller import Caller
from api.commands.propose import Keyed, Proposed, same_request
from api.store.idempotency import Remembered, recall, remember
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class Person:
    """Who does it, as the client knows them, and in which role they do it."""

    ref: str
    role: str


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to: its entry, what the reply says besides, and where it can be read again.

    `about` is the id of the decision or proposal with which the reply is erased.
    """

    appended: Appended
    says: dict[str, Any]
    location: str | None = None
    about: str | None = None


def answered_once(tx: Transaction, caller: Caller, keyed: Keyed, act: Callable[[], Done]) -> Proposed:
    """The reply this key got before, or that of the act, done now. Raises KeyReusedError and what the act does."""
    earlier = recall(tx, caller.client, keyed.key)
    if earlier is not None:
        return Proposed(same_request(earlier, keyed), None)
    done = act()
    entry = done.appended
    body = {"id": entry.id, "recorded_at": entry.recorded_at, **done.says}
    headers = {} if done.location is None else {"Location": done.location + entry.id}
    reply = Remembered(keyed.request_hash, 201, headers, orjson.dumps(body), entry.index)
    remember(tx, caller.client, keyed.key, reply, about=done.about)
    return Proposed(reply, entry)
