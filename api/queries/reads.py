"""Who read what: a reading of personal facts is an entry, durable before the reply."""

from collections.abc import Sequence
from functools import partial

from api.auth.caller import Caller
from api.desk import Desk
from api.store.subjects import mark_about
from api.store.transaction import Transaction
from govengine.record import Kind

MOST_NAMED = 200
"""A reading of more says how many, and which selection; the leaf has a limit."""


def recorded_read(
    desk: Desk,
    caller: Caller,
    indexes: Sequence[int],
    *,
    what: str,
    purpose: str | None = None,
    count: int | None = None,
) -> None:
    """Record that the caller read personal facts of the decisions at these entries. Raises LogUnavailable.

    `what` is a word for how (story, erasure, export). `purpose` is their own words, and so personal. `count` is how
    many it was where they are too many to name.
    """
    command = partial(
        record_read,
        caller=caller,
        indexes=indexes,
        what=what,
        purpose=purpose,
        count=len(indexes) if count is None else count,
    )
    desk.appender.submit(command)


def record_read(
    tx: Transaction, caller: Caller, indexes: Sequence[int], *, what: str, purpose: str | None, count: int
) -> None:
    """Append `record.read`. Readers who come together share one commit, so it costs them little."""
    named = sorted(set(indexes))[:MOST_NAMED]
    fields = {
        "attested": caller.attested,
        "body": caller.body,
        "client": caller.client,
        "count": count,
        "entries": named,
        "key": caller.name,
        "role": str(caller.role),
        "what": what,
    }
    made = tx.append(Kind.RECORD_READ, fields, {}, {} if purpose is None else {"purpose": purpose})
    mark_about(tx, made.index, named)
