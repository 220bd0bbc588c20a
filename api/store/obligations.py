"""Who owes what by when, about a decision or a shared outcome: replies, duties, ratifications, reviews, follow-ups."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Select, and_, delete, exists, or_, select

from api.store.tables import NEVER, decisions, obligation_ends, obligations, open_obligations
from api.store.transaction import Appended, Transaction


class What(StrEnum):
    """What is owed."""

    CONSULT = "consult"
    RECOMMEND = "recommend"
    AGREE = "agree"
    DUTY = "duty"
    RATIFY = "ratify"
    REVIEW = "review"
    ACKNOWLEDGE = "acknowledge"
    """To tell the person that their complaint is heard."""
    FOLLOW_UP = "follow_up"
    """To look at what came of it, on the day that was set."""
    ACCEPT = "accept"
    """To say whether what is offered in a handover is accepted; `duty` is the id of what is handed over."""
    SUGGESTION = "suggestion"
    """To say what becomes of what somebody said about a rule; `duty` names the scheme."""


REPLIES = (What.CONSULT, What.RECOMMEND, What.AGREE)
"""What somebody in a role is asked for, and answers."""


@dataclass(frozen=True, slots=True)
class Owing:
    """What is going to be owed: `duty` is the id it has in an answer; `due_at` as `instant_text`, or None.

    `outcome` is the shared outcome it is about, where it is not about a decision.
    """

    what: What
    duty: str
    body: str
    role: str | None
    due_at: str | None
    outcome: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """As entries and replies hold it."""
        found: dict[str, str | None] = {
            "what": str(self.what),
            "duty": self.duty,
            "body": self.body,
            "role": self.role,
            "due_at": self.due_at,
        }
        return found if self.outcome is None else {**found, "outcome": self.outcome}


@dataclass(frozen=True, slots=True)
class Obligation:
    """What is owed about a decision, or about a shared outcome.

    `id` is that of the entry it began with, and its number there; `decision_index` the entry of what it is about.
    """

    id: str
    entry_index: int
    decision_index: int
    decision: str | None
    what: What
    duty: str
    body: str
    role: str | None
    due_at: str | None
    outcome: str | None = None

    @property
    def owing(self) -> Owing:
        """What is owed."""
        return Owing(self.what, self.duty, self.body, self.role, self.due_at, self.outcome)

    def to_json(self) -> dict[str, str | None]:
        """As it is read: what is owed, with its id."""
        return {"id": self.id, **self.owing.to_json()}


def owe(tx: Transaction, appended: Appended, decision_index: int, owings: Sequence[Owing]) -> list[str]:
    """Note what is owed because of the entry just appended. The ids."""
    ids = []
    for number, owing in enumerate(owings):
        ids.append(f"{appended.id}-{number}")
        row = {
            "entry_index": appended.index,
            "number": number,
            "id": ids[-1],
            "decision_index": decision_index,
            "what": str(owing.what),
            "duty": owing.duty,
            "body": owing.body,
            "role": owing.role,
            "due_at": owing.due_at,
            "outcome": owing.outcome,
        }
        tx.insert(obligations, row)
        kept = {name: row[name] for name in ("entry_index", "number", "id", "body")}
        tx.insert(open_obligations, {**kept, "due": owing.due_at or NEVER})
    return ids


def told(ids: Sequence[str], owings: Sequence[Owing]) -> list[dict[str, str | None]]:
    """What came to be owed, with the ids that `owe` gave, as replies tell it."""
    return [{"id": found, **one.to_json()} for found, one in zip(ids, owings, strict=True)]


def end(tx: Transaction, appended: Appended, ended: Iterable[str]) -> None:
    """Note that the entry just appended ended these obligations."""
    over = sorted(ended)
    for one in over:
        tx.insert(obligation_ends, {"entry_index": appended.index, "obligation": one})
    if over:
        tx.connection.execute(delete(open_obligations).where(open_obligations.c.id.in_(over)))


def find_obligation(connection: Connection, obligation_id: str) -> tuple[Obligation, bool] | None:
    """An obligation, and whether it is still open."""
    row = connection.execute(
        _select().add_columns(_ENDED).where(obligations.c.id == obligation_id)
    ).one_or_none()
    return None if row is None else (_obligation(row), not row.ended)


def open_about(connection: Connection, decision_index: int) -> list[Obligation]:
    """What is still owed about a decision, in the order it came up."""
    statement = _select().where(obligations.c.decision_index == decision_index, ~_ENDED)
    rows = connection.execute(statement.order_by(obligations.c.entry_index, obligations.c.number))
    return [_obligation(row) for row in rows]


def open_to(
    connection: Connection,
    body: str,
    *,
    roles: Collection[str] | None = None,
    what: Collection[What] = tuple(What),
    due_before: str | None = None,
    limit: int = 50,
) -> list[Obligation]:
    """What a body owes, of these kinds, to these roles (or to no role in particular): oldest clock first.

    `due_before` leaves only what was due by then. What has no date comes last.
    """
    same = and_(
        obligations.c.entry_index == open_obligations.c.entry_index,
        obligations.c.number == open_obligations.c.number,
    )
    statement = (
        _select()
        .join(open_obligations, same)
        .where(open_obligations.c.body == body, obligations.c.what.in_([str(one) for one in what]))
    )
    if roles is not None:
        statement = statement.where(or_(obligations.c.role.in_(list(roles)), obligations.c.role.is_(None)))
    if due_before is not None:
        statement = statement.where(open_obligations.c.due < due_before)
    statement = statement.order_by(
        open_obligations.c.due, open_obligations.c.entry_index, open_obligations.c.number
    )
    return [_obligation(row) for row in connection.execute(statement.limit(limit))]


_ENDED = exists().where(obligation_ends.c.obligation == obligations.c.id).label("ended")


def _select() -> Select[tuple[object, ...]]:
    return select(
        obligations.c.id,
        obligations.c.entry_index,
        obligations.c.decision_index,
        decisions.c.id.label("decision"),
        obligations.c.what,
        obligations.c.duty,
        obligations.c.body,
        obligations.c.role,
        obligations.c.due_at,
        obligations.c.outcome,
    ).outerjoin(decisions, decisions.c.entry_index == obligations.c.decision_index)


def _obligation(row: object) -> Obligation:
    found = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 SQLAlchemy's public name for it
    return Obligation(
        **{name: found[name] for name in Obligation.__slots__ if name != "what"}, what=What(found["what"])
    )
