"""The answers kept for Idempotency-Keys, looked up for a whole batch at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from api.store.batch import Asked
from api.store.tables import idempotency

# One client at a time: SQLite would answer pairs of client and key by going through every answer kept.
_ANSWERS = select(idempotency).where(
    idempotency.c.client == bindparam("client"), idempotency.c.key.in_(bindparam("keys", expanding=True))
)


def answers_to(connection: Connection, asked: Sequence[Asked]) -> dict[Asked, Mapping[str, Any] | None]:
    """The row kept for each, None for a key that is new."""
    found: dict[Asked, Mapping[str, Any] | None] = dict.fromkeys(asked)
    for client in sorted({client for client, _ in asked}):
        keys = [key for one, key in found if one == client]
        for row in connection.execute(_ANSWERS, {"client": client, "keys": keys}).mappings():
            found[client, row["key"]] = {**row}
    return found
