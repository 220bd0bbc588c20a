"""Links by which a body without a system replies, and requests that nobody answered in time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, exists, insert, select

from api.store.obligations import REPLIES
from api.store.tables import obligation_ends, obligations, reply_links, unanswered_requests
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class ReplyLink:
    """A link for one request. `until` as `instant_text`; `newest` when no later one was made for the request."""

    id: str
    entry_index: int
    obligation: str
    until: str
    newest: bool


def note_link(tx: Transaction, made: Appended, *, obligation: str, until: str) -> None:
    """Note the link just appended; those made before for the same request open nothing any more."""
    row = {"entry_index": made.index, "id": made.id, "obligation": obligation, "until": until}
    tx.connection.execute(insert(reply_links), row)


def find_link(connection: Connection, link_id: str) -> ReplyLink | None:
    """The link with this id."""
    row = connection.execute(select(reply_links).where(reply_links.c.id == link_id)).one_or_none()
    if row is None:
        return None
    later = exists().where(
        reply_links.c.obligation == row.obligation, reply_links.c.entry_index > row.entry_index
    )
    newest = not connection.scalar(select(later))
    return ReplyLink(row.id, row.entry_index, row.obligation, row.until, newest)


def note_unanswered(tx: Transaction, made: Appended, obligation: str) -> None:
    """Note that the entry just appended says of a request that nobody answered it in time."""
    tx.connection.execute(insert(unanswered_requests), {"entry_index": made.index, "obligation": obligation})


def unnoted(connection: Connection, since: str, moment: str, limit: int) -> Sequence[tuple[str, str]]:
    """The requests whose time was over between two moments, still open, of which no entry says so: oldest first.

    Each with the moment it was over.
    """
    ended = exists().where(obligation_ends.c.obligation == obligations.c.id)
    noted = exists().where(unanswered_requests.c.obligation == obligations.c.id)
    statement = (
        select(obligations.c.id, obligations.c.due_at)
        .where(
            obligations.c.what.in_([str(one) for one in REPLIES]),
            obligations.c.due_at >= since,
            obligations.c.due_at <= moment,
            ~ended,
            ~noted,
        )
        .order_by(obligations.c.due_at, obligations.c.id)
        .limit(limit)
    )
    return [(row.id, row.due_at) for row in connection.execute(statement)]


def noted_about(connection: Connection, decision_index: int) -> frozenset[str]:
    """The duties of a decision that somebody was asked for and nobody answered in time."""
    statement = (
        select(obligations.c.duty)
        .join(unanswered_requests, unanswered_requests.c.obligation == obligations.c.id)
        .where(obligations.c.decision_index == decision_index)
    )
    return frozenset(connection.scalars(statement))
