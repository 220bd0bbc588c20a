"""Packs of cases as they are kept: of one body, until somebody removes them. There is no column for who did what with one."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from api.store.tables import exercises
from api.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ExerciseRow:
    """A pack. `cases` is JSON: a list of `{title, asked}`, `asked` being a case's text; `made_at` as `instant_text`."""

    id: str
    body: str
    title: str
    made_at: str
    cases: str


def keep_exercise(tx: Transaction, row: ExerciseRow) -> None:
    """Keep it."""
    tx.connection.execute(insert(exercises), asdict(row))


def find_exercise(connection: Connection, exercise_id: str, body: str) -> ExerciseRow | None:
    """A pack of this body, or None."""
    wanted = select(exercises).where(exercises.c.id == exercise_id, exercises.c.body == body)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else _exercise(row)


def exercises_of(connection: Connection, body: str, limit: int) -> Sequence[ExerciseRow]:
    """The packs of a body, the latest first."""
    wanted = select(exercises).where(exercises.c.body == body)
    wanted = wanted.order_by(exercises.c.made_at.desc(), exercises.c.id).limit(limit)
    return [_exercise(row) for row in connection.execute(wanted).mappings()]


def remove_exercise(tx: Transaction, exercise_id: str, body: str) -> None:
    """Let it go."""
    tx.connection.execute(delete(exercises).where(exercises.c.id == exercise_id, exercises.c.body == body))


def _exercise(row: Any) -> ExerciseRow:
    return ExerciseRow(**{one.name: row[one.name] for one in fields(ExerciseRow)})
