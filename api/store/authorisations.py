"""Authority by competence: who was authorised to what, from when to when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, or_, select

from api.store.tables import authorisation_ends, authorisations
from api.store.transaction import Appended, Transaction


@dataclass(frozen=True, slots=True)
class Authorisation:
    """That whoever has the look-up key `holder` holds `fact`. Times as `instant_text`; `until` is not included."""

    id: str
    entry_index: int
    body: str
    holder: str
    fact: str
    since: str
    until: str

    def at(self, moment: str) -> bool:
        """Whether it holds at that moment."""
        return self.since <= moment < self.until


def authorise(
    tx: Transaction,
    appended: Appended,
    *,
    body: str,
    holder: str,
    fact: str,
    since: str,
    until: str,
    stands_in_for: str | None = None,
) -> None:
    """Note the authorisation just appended."""
    row = {
        "entry_index": appended.index,
        "id": appended.id,
        "body": body,
        "holder": holder,
        "fact": fact,
        "since": since,
        "until": until,
        "stands_in_for": stands_in_for,
    }
    tx.connection.execute(insert(authorisations), row)


def end_authorisation(tx: Transaction, appended: Appended, authorisation: Authorisation) -> None:
    """Note that the entry just appended ended an authorisation."""
    row = {"entry_index": appended.index, "authorisation": authorisation.id, "since": appended.recorded_at}
    tx.connection.execute(insert(authorisation_ends), row)


def held_by(
    source: Connection | Transaction, holder: str, facts: Collection[str], body: str
) -> Sequence[Authorisation]:
    """What a body has authorised somebody to, of these facts, whenever that was. Exact with a Transaction."""
    connection = source.reader if isinstance(source, Transaction) else source
    statement = _ALL.where(
        authorisations.c.holder == holder,
        authorisations.c.fact.in_(sorted(facts)),
        authorisations.c.body == body,
    )
    return [_authorisation(row) for row in connection.execute(statement)]


def held_at(connection: Connection, holder: str, body: str, moment: str) -> Sequence[Authorisation]:
    """Whatever a body has authorised somebody to that holds at a moment."""
    statement = _ALL.where(authorisations.c.holder == holder, authorisations.c.body == body)
    found = (_authorisation(row) for row in connection.execute(statement))
    return [one for one in found if one.at(moment)]


def authorisation_by_id(connection: Connection, authorisation_id: str) -> Authorisation | None:
    """The authorisation with that id, whoever gave it."""
    row = connection.execute(_ALL.where(authorisations.c.id == authorisation_id)).one_or_none()
    return None if row is None else _authorisation(row)


def stood_in_for(connection: Connection, holders: Collection[str], moments: Collection[str]) -> set[str]:
    """For whom any of these people stood in at one of these moments; all by look-up key."""
    standing = authorisations.c.stands_in_for.is_not(None) & authorisations.c.holder.in_(sorted(holders))
    rows = connection.execute(_ALL.where(standing))
    found = [(row.stands_in_for, _authorisation(row)) for row in rows]
    return {other for other, one in found if any(one.at(moment) for moment in moments)}


def find_authorisation(connection: Connection, authorisation_id: str, body: str) -> Authorisation | None:
    """The authorisation of this body with that id."""
    statement = _ALL.where(authorisations.c.id == authorisation_id, authorisations.c.body == body)
    row = connection.execute(statement).one_or_none()
    return None if row is None else _authorisation(row)


def entries_of_holder(connection: Connection, body: str, holder: str) -> Sequence[int]:
    """The entries that a body gave somebody's authorisations with, and ended them with, in log order."""
    given = select(authorisations).where(authorisations.c.body == body, authorisations.c.holder == holder)
    named = given.with_only_columns(authorisations.c.id)
    ended = select(authorisation_ends.c.entry_index).where(authorisation_ends.c.authorisation.in_(named))
    return sorted(connection.scalars(given.with_only_columns(authorisations.c.entry_index).union(ended)))


def over_before(connection: Connection, moment: str) -> Sequence[int]:
    """The entries of authorisations that were over before a moment, and of their ends, in log order."""
    over = _ALL.where(or_(authorisations.c.until <= moment, authorisation_ends.c.since <= moment)).order_by(
        None
    )
    given = over.with_only_columns(authorisations.c.entry_index)
    ended = over.with_only_columns(authorisation_ends.c.entry_index).where(
        authorisation_ends.c.entry_index.is_not(None)
    )
    return sorted(connection.scalars(given.union(ended)))


_ALL = (
    select(authorisations, authorisation_ends.c.since.label("ended"))
    .outerjoin(authorisation_ends, authorisation_ends.c.authorisation == authorisations.c.id)
    .order_by(authorisations.c.entry_index)
)


def _authorisation(row: object) -> Authorisation:
    found = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 SQLAlchemy's public name for it
    until = found["until"] if found["ended"] is None else min(found["until"], found["ended"])
    return Authorisation(
        found["id"],
        found["entry_index"],
        found["body"],
        found["holder"],
        found["fact"],
        found["since"],
        until,
    )
