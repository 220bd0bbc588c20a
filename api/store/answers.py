"""The answers kept for Idempotency-Keys, looked up for a whole batch at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, tuple_

from api.store.batch import Asked
from api.store.tables import idempotency

_ANSWERS = select(idempotency).where(
    tuple_(idempotency.c.client, idempotency.c.key).in_(bindparam("asked", expanding=True))
)


def answers_to(connection: Connection, asked: Sequence[Asked]) -> dict[Asked, Mapping[str, Any] | None]:
    """The row kept for each, None for a key that is new."""
    if not asked:
        return {}
    found: dict[Asked, Mapping[str, Any] | None] = dict.fromkeys(asked)
    for row in connection.execute(_ANSWERS, {"asked": list(found)}).mappings():
        found[row["client"], row["key"]] = {**row}
    return found
