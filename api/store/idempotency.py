"""What was answered to which Idempotency-Key: the same request gets the same answer and the same receipt."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from api.store.tables import idempotency
from api.store.transaction import Transaction

_RECALL = select(idempotency.c.request_hash, idempotency.c.status, idempotency.c.headers, idempotency.c.body)
_REMEMBER = insert(idempotency)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An answer given before. `request_hash` is the caller's digest of method, path and body."""

    request_hash: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def recall(connection: Connection, client: str, key: str) -> Remembered | None:
    """What `client` was answered under `key`, or None. Exact under the log lock: nobody can be in between."""
    row = connection.execute(
        _RECALL.where(idempotency.c.client == client, idempotency.c.key == key)
    ).one_or_none()
    if row is None:
        return None
    return Remembered(row.request_hash, row.status, json.loads(row.headers), bytes(row.body))


def remember(tx: Transaction, client: str, key: str, answer: Remembered) -> None:
    """Keep `answer` in the transaction that records what it answers, so that there is both or neither."""
    tx.connection.execute(
        _REMEMBER,
        {
            "client": client,
            "key": key,
            "request_hash": answer.request_hash,
            "status": answer.status,
            "headers": json.dumps(dict(answer.headers)),
            "body": answer.body,
            "created_at": tx.recorded_at,
        },
    )


def forget(tx: Transaction, before: str) -> int:
    """Drop the answers given before that moment (`instant_text`): they hold personal facts. How many."""
    return tx.connection.execute(delete(idempotency).where(idempotency.c.created_at < before)).rowcount
