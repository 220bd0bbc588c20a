"""What was answered to which Idempotency-Key: the same request gets the same answer and the same receipt."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from api.store.tables import idempotency
from api.store.transaction import Transaction

_RECALL = select(idempotency).where(
    idempotency.c.client == bindparam("client"), idempotency.c.key == bindparam("key")
)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer given before. `request_hash` is the caller's digest of method, path and body.

    The answer to what was recorded has no receipt in it: that is made from entry `entry_index` and the
    checkpoint of its batch, which are always the same. The answer to a proposal is kept without its body, which is
    made from the entry as well.
    """

    request_hash: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    entry_index: int | None = None


def recall(source: Connection | Transaction, client: str, key: str) -> Remembered | None:
    """What `client` was answered under `key`, or None. Exact with a Transaction: nobody can be in between."""
    if isinstance(source, Transaction):
        if (client, key) in source.answers:
            known = source.answers[client, key]
            return None if known is None else _remembered(known)
        for kept in source.pending(idempotency):
            if kept["client"] == client and kept["key"] == key:
                return _remembered(kept)
    connection = source.reader if isinstance(source, Transaction) else source
    row = connection.execute(_RECALL, {"client": client, "key": key}).mappings().one_or_none()
    return None if row is None else _remembered({**row})


def remember(tx: Transaction, client: str, key: str, answer: Remembered, *, about: str | None = None) -> None:
    """Keep `answer` in the transaction that records what it answers, so that there is both or neither.

    `about` is the id of the decision or proposal it tells of, with which it is erased.
    """
    row = {
        "client": client,
        "key": key,
        "request_hash": answer.request_hash,
        "status": answer.status,
        "headers": json.dumps(dict(answer.headers)),
        "body": answer.body,
        "created_at": tx.recorded_at,
        "entry_index": answer.entry_index,
        "about": about,
    }
    tx.insert(idempotency, row)
    tx.answer((client, key), row)


def forget(tx: Transaction, before: str) -> int:
    """Drop the answers given before that moment (`instant_text`): they hold personal facts. How many."""
    tx.answers.clear()
    return tx.connection.execute(delete(idempotency).where(idempotency.c.created_at < before)).rowcount


def count_before(connection: Connection, before: str) -> int:
    """How many answers `forget` would drop."""
    return connection.execute(select(func.count()).where(idempotency.c.created_at < before)).scalar_one()


def _remembered(row: Mapping[str, Any]) -> Remembered:
    headers = json.loads(row["headers"])
    return Remembered(row["request_hash"], row["status"], headers, bytes(row["body"]), row["entry_index"])
