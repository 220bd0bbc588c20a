"""Made-up cases as they are kept: under an id nobody can guess, for a day unless somebody saves them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from api.store.tables import lab_cases
from api.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class LabCase:
    """A case of one body. `asked` is its text, `came_from` the id of the case it was made of; times are `instant_text`; `saved_at` is None for a day's case."""

    id: str
    body: str
    made_by: str
    made_at: str
    asked: str
    came_from: str | None = None
    title: str | None = None
    saved_at: str | None = None


def keep_case(tx: Transaction, case: LabCase) -> None:
    """Keep it."""
    tx.connection.execute(insert(lab_cases), asdict(case))


def find_case(connection: Connection, case_id: str, body: str, since: str) -> LabCase | None:
    """A case of this body that was saved, or made at `since` or after."""
    alive = lab_cases.c.saved_at.is_not(None) | (lab_cases.c.made_at >= since)
    wanted = select(lab_cases).where(lab_cases.c.id == case_id, lab_cases.c.body == body, alive)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _case(row)


def find_next_case(connection: Connection, case_id: str, made_by: str) -> LabCase | None:
    """The latest case that this account has made of another."""
    wanted = (
        select(lab_cases)
        .where(lab_cases.c.came_from == case_id, lab_cases.c.made_by == made_by)
        .order_by(lab_cases.c.made_at.desc())
        .limit(1)
    )
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _case(row)


def saved_cases(connection: Connection, body: str, limit: int) -> Sequence[LabCase]:
    """What this body has saved, the latest first."""
    wanted = (
        select(lab_cases)
        .where(lab_cases.c.body == body, lab_cases.c.saved_at.is_not(None))
        .order_by(lab_cases.c.saved_at.desc(), lab_cases.c.id)
        .limit(limit)
    )
    return [_case(row) for row in connection.execute(wanted).mappings()]


def save_case(tx: Transaction, case_id: str, title: str) -> None:
    """Keep it for good, under a title."""
    changed = {"title": title, "saved_at": tx.recorded_at}
    tx.connection.execute(update(lab_cases).where(lab_cases.c.id == case_id).values(changed))


def remove_case(tx: Transaction, case_id: str) -> None:
    """Let it go."""
    tx.connection.execute(delete(lab_cases).where(lab_cases.c.id == case_id))


def purge_cases(tx: Transaction, made_before: str) -> None:
    """Let go of cases that nobody saved and that were made before this."""
    old = (lab_cases.c.saved_at.is_(None)) & (lab_cases.c.made_at < made_before)
    tx.connection.execute(delete(lab_cases).where(old))


def _case(row: Any) -> LabCase:
    return LabCase(**{one.name: row[one.name] for one in fields(LabCase)})
