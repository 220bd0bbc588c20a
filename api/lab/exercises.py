"""Packs of cases to talk about: put together from saved scenarios, as copies, so that a pack stays what it was.

What a participant says is never here: it is shown back to them in the reply to their form, and kept nowhere.
"""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from api.lab.case import Case, case_from
from api.lab.shelf import Kept
from api.store.accounts import Account
from api.store.appender import Appender
from api.store.exercises import (
    ExerciseRow,
    exercises_of,
    find_exercise,
    keep_exercise,
    remove_exercise,
)
from govengine.record import instant_text

MOST_CASES = 30
MOST_LISTED = 200


@dataclass(frozen=True, slots=True)
class PackCase:
    """A case of a pack, with its title."""

    title: str
    case: Case


@dataclass(frozen=True, slots=True)
class Pack:
    """Cases in their order."""

    id: str
    title: str
    made_at: str
    cases: tuple[PackCase, ...]

    def as_kept(self, number: int) -> Kept:
        """A case of the pack as the lab opens cases, by its number from 1."""
        one = self.cases[number - 1]
        return Kept(f"{self.id}/{number}", one.case, self.made_at, one.title)


class Packs:
    """Packs by id. Those of another body look as if they were not there. `clock()` is aware."""

    def __init__(self, engine: Engine, appender: Appender, clock: Callable[[], datetime]) -> None:
        self._engine, self._appender, self._clock = engine, appender, clock

    def put(self, title: str, scenarios: Sequence[Kept], account: Account) -> str:
        """Keep a pack of these saved scenarios; its id."""
        cases = [{"title": one.title or "", "asked": one.case.to_text()} for one in scenarios[:MOST_CASES]]
        row = ExerciseRow(
            secrets.token_urlsafe(24),
            account.body,
            title,
            instant_text(self._clock()),
            json.dumps(cases, ensure_ascii=False),
        )
        self._appender.submit(lambda tx: keep_exercise(tx, row))
        return row.id

    def find(self, pack_id: str, account: Account) -> Pack | None:
        """A pack, or None when there is none or it is another body's."""
        with self._engine.connect() as connection:
            row = find_exercise(connection, pack_id, account.body)
        return None if row is None else _pack(row)

    def all_of(self, account: Account) -> Sequence[Pack]:
        """The packs of this body, the latest first."""
        with self._engine.connect() as connection:
            return [_pack(row) for row in exercises_of(connection, account.body, MOST_LISTED)]

    def remove(self, pack: Pack, account: Account) -> None:
        """Let it go."""
        self._appender.submit(lambda tx: remove_exercise(tx, pack.id, account.body))


def _pack(row: ExerciseRow) -> Pack:
    cases = tuple(PackCase(one["title"], case_from(one["asked"])) for one in json.loads(row.cases))
    return Pack(row.id, row.title, row.made_at, cases)
