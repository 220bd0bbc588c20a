"""Decisions whose answer was a question: no rule spoke, or those that spoke let nobody do it. And what became of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from api.store.tables import decision_parties, decisions, entries, entry_subjects

ASKING = ("silence", "not_met")
"""The bases of such answers."""

DECIDING = ("decision.approved", "decision.declined", "decision.taken", "decision.not_taken")
"""Kinds of entries in which somebody decides what had been asked."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One such decision, with its leaf. `recorded_at` is UTC (`instant_text`)."""

    entry_index: int
    id: str
    scheme: str
    kind: str
    basis: str
    recorded_at: str
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Later:
    """What came later about the decision at entry `about`: a proposal that replaces it, or an act."""

    about: int
    by_act: bool
    leaf: bytes


def latest_asked(
    connection: Connection,
    body: str,
    *,
    scheme: str | None = None,
    kind: str | None = None,
    basis: str | None = None,
    limit: int,
) -> Sequence[Asked]:
    """The latest that `body` is party to, at most `limit`, the latest first."""
    statement = _asked_of(body).order_by(decision_parties.c.entry_index.desc()).limit(limit)
    for column, value in (("scheme", scheme), ("kind", kind), ("basis", basis)):
        if value is not None:
            statement = statement.where(decisions.c[column] == value)
    return [_asked(row) for row in connection.execute(statement)]


def find_asked(connection: Connection, decision_id: str, body: str) -> Asked | None:
    """One of them by its id, if the body is party to it."""
    statement = _asked_of(body).where(decisions.c.id == decision_id)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _asked(row)


def later_about(connection: Connection, asked: Iterable[Asked]) -> Sequence[Later]:
    """What came later about these, in log order."""
    found: list[tuple[int, Later]] = []
    wanted = list(asked)
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        index_of = {one.id: one.entry_index for one in some}
        replacing = (
            select(decisions.c.supersedes, entries.c.leaf, entries.c.entry_index)
            .join(entries, entries.c.entry_index == decisions.c.entry_index)
            .where(decisions.c.supersedes.in_(index_of))
        )
        for row in connection.execute(replacing):
            later = Later(index_of[row.supersedes], by_act=False, leaf=bytes(row.leaf))
            found.append((row.entry_index, later))
        acts = (
            select(entry_subjects.c.subject_index, entries.c.leaf, entries.c.entry_index)
            .join(entries, entries.c.entry_index == entry_subjects.c.entry_index)
            .where(entry_subjects.c.subject_index.in_(index_of.values()), entries.c.kind.in_(DECIDING))
        )
        for act in connection.execute(acts):
            found.append((act.entry_index, Later(act.subject_index, by_act=True, leaf=bytes(act.leaf))))
    return [later for _, later in sorted(found, key=lambda one: one[0])]


def _asked_of(body: str) -> Select[Any]:
    columns = decisions.c
    return (
        select(
            columns.entry_index,
            columns.id,
            columns.scheme,
            columns.kind,
            columns.basis,
            columns.recorded_at,
            entries.c.leaf,
        )
        .join(decision_parties, decision_parties.c.entry_index == columns.entry_index)
        .join(entries, entries.c.entry_index == columns.entry_index)
        .where(decision_parties.c.body == body, columns.basis.in_(ASKING))
    )


def _asked(row: Row[Any]) -> Asked:
    said = row._asdict()
    return Asked(**{**said, "leaf": bytes(said["leaf"])})
