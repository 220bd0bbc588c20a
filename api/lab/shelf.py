"""Where cases are kept, and for how long."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from api.lab.case import Case, case_from
from api.store.accounts import Account
from api.store.appender import Appender
from api.store.lab_cases import (
    LabCase,
    find_case,
    find_next_case,
    keep_case,
    purge_cases,
    remove_case,
    save_case,
    saved_cases,
)
from api.store.transaction import Transaction
from govengine.record import instant_text

KEPT_FOR = timedelta(hours=24)
"""How long a case is kept that nobody saves."""

MOST_LISTED = 200

MOST_STEPS = 100
"""How many cases made of one another are followed."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A case on the shelf. `title` is None until it is saved."""

    id: str
    case: Case
    made_at: str
    title: str | None


class Shelf:
    """Cases by id. Those of another body look as if they were not there. `clock()` is aware."""

    def __init__(self, engine: Engine, appender: Appender, clock: Callable[[], datetime]) -> None:
        self._engine, self._appender, self._clock = engine, appender, clock

    def put(self, case: Case, account: Account, came_from: str | None = None) -> str:
        """Keep a case, made of another or from nothing; its id."""
        fresh = secrets.token_urlsafe(24)
        row = self._row(fresh, case, account, came_from)
        self._appender.submit(lambda tx: keep_case(tx, row))
        return fresh

    def put_once(self, place: str, case: Case, account: Account, on: Kept) -> str:
        """Keep the case at a place of the map of another, unless it is kept already; its id.

        The id follows from the other's, which nobody can guess, so that looking again keeps no second one.
        """
        digest = hashlib.sha256(f"{on.id}/{account.id}/{place}".encode()).digest()
        case_id = base64.urlsafe_b64encode(digest[:24]).decode()
        if self.find(case_id, account) is None:
            row = self._row(case_id, case, account, None)

            def command(tx: Transaction) -> None:
                remove_case(tx, case_id)  # one whose day is over may still be there
                keep_case(tx, row)

            self._appender.submit(command)
        return case_id

    def _row(self, case_id: str, case: Case, account: Account, came_from: str | None) -> LabCase:
        made_at = instant_text(self._clock())
        return LabCase(case_id, account.body, account.id, made_at, case.to_text(), came_from)

    def find(self, case_id: str, account: Account) -> Kept | None:
        """A case, or None when there is none, it is another body's, or its day is over."""
        with self._engine.connect() as connection:
            row = find_case(connection, case_id, account.body, self._oldest())
        return None if row is None else _kept(row)

    def latest(self, kept: Kept, account: Account) -> Kept:
        """What this account has made of a case since, asked about the same: for whoever goes back to its form."""
        with self._engine.connect() as connection:
            for _ in range(MOST_STEPS):
                row = find_next_case(connection, kept.id, account.id)
                after = None if row is None else _kept(row)
                if after is None or after.case.setting != kept.case.setting:
                    break
                kept = after
        return kept

    def saved(self, account: Account) -> Sequence[Kept]:
        """What this body has saved, the latest first."""
        with self._engine.connect() as connection:
            return [_kept(row) for row in saved_cases(connection, account.body, MOST_LISTED)]

    def save(self, kept: Kept, title: str) -> None:
        """Keep it for good."""
        self._appender.submit(lambda tx: save_case(tx, kept.id, title))

    def remove(self, kept: Kept) -> None:
        """Let it go."""
        self._appender.submit(lambda tx: remove_case(tx, kept.id))

    def purge(self, tx: Transaction) -> None:
        """Let go of cases whose day is over."""
        purge_cases(tx, self._oldest())

    def _oldest(self) -> str:
        return instant_text(self._clock() - KEPT_FOR)


def _kept(row: LabCase) -> Kept:
    return Kept(row.id, case_from(row.asked), row.made_at, row.title)
