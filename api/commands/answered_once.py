"""An act that records is answered once for each Idempotency-Key, whatever the act."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from api.auth.caller import Caller
from api.store.idempotency import Remembered, recall, remember
from api.store.transaction import Appended, Transaction
from govengine.errors import GovengineError, Problem
from govengine.record import Receipt


class KeyReusedError(GovengineError):
    """An Idempotency-Key came again with another request."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """An Idempotency-Key and the digest of what came with it."""

    key: str
    request_hash: str


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


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply, still without its receipt, and the entry; `appended` is None for a reply given before."""

    reply: Remembered
    appended: Appended | None


def request_hash(method: str, path: str, body: bytes) -> str:
    """What makes two requests the same."""
    return hashlib.sha256(b"\x00".join((method.encode(), path.encode(), body))).hexdigest()


def answered_once(tx: Transaction, caller: Caller, keyed: Keyed, act: Callable[[], Done]) -> Answered:
    """The reply this key got before, or that of the act, done now. Raises KeyReusedError and what the act does."""
    earlier = recall(tx, caller.client, keyed.key)
    if earlier is not None:
        return Answered(same_request(earlier, keyed), None)
    done = act()
    entry = done.appended
    body = {"id": entry.id, "recorded_at": entry.recorded_at, **done.says}
    headers = {} if done.location is None else {"Location": done.location + entry.id}
    reply = Remembered(keyed.request_hash, 201, headers, orjson.dumps(body), entry.index)
    remember(tx, caller.client, keyed.key, reply, about=done.about)
    return Answered(reply, entry)


def same_request(earlier: Remembered, keyed: Keyed) -> Remembered:
    """The reply given before, if it was to the same request. Raises KeyReusedError."""
    if earlier.request_hash != keyed.request_hash:
        what_to_do = "Use a new Idempotency-Key for a new request."
        raise KeyReusedError(
            [Problem("idempotency-key-reused", "This Idempotency-Key came with another request.", what_to_do)]
        )
    return earlier


def with_receipt(reply: Remembered, receipt: Receipt) -> Remembered:
    """The reply as it is sent."""
    body = reply.body[:-1] + b',"receipt":' + orjson.dumps(receipt.to_json()) + b"}"
    return replace(reply, body=body)
