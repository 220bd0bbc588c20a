"""Where drafts are kept, and what they are started from."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine

from api.drafting.changes import Changes, changes_of
from api.drafting.check import Checked, check
from api.drafting.folder import VERSION, bytes_of, good_files, texts_of, with_head
from api.lab.choosing import Named
from api.problems import problem
from api.rule_store import RuleStore
from api.store.appender import Appender
from api.store.drafts import (
    Base,
    Draft,
    Files,
    Revision,
    files_at,
    find_draft,
    list_drafts,
    revisions_of,
    save_draft,
    start_draft,
    text_digest,
)
from govengine.decide.uprating import NamedIndex
from govengine.errors import Problem, RequestError
from govengine.scheme import Version, read_version

MOST_LISTED = 200
MOST_KEPT = 30
"""Checks and differences remembered: each is worked out once for a text."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a save: the draft as it is now, and whether this is what was sent."""

    draft: Draft
    kept: bool


@dataclass(frozen=True, slots=True)
class Read:
    """A draft's text by itself."""

    version: Version | None
    problems: Sequence[Problem]


class DraftDesk:
    """Drafts by id. Those of another body look as if they were not there. `clock()` is aware."""

    def __init__(
        self, engine: Engine, appender: Appender, rules: RuleStore, clock: Callable[[], datetime]
    ) -> None:
        self._engine, self._appender, self._rules, self._clock = engine, appender, rules, clock
        self._known: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()

    def bases(self) -> Sequence[Version]:
        """Every version a draft can be started from: adopted ones, and those in the rules folder."""
        return [version for versions in self._rules.with_drafts().schemes.values() for version in versions]

    def start(  # noqa: PLR0917
        self, body: str, by: str, scheme: str, base: str, version: str, since: date | None = None
    ) -> Draft:
        """A draft of a version's text, under a name of its own. Raises RequestError."""
        found = next((one for one in self.bases() if (one.id, one.version) == (scheme, base)), None)
        if found is None:
            raise RequestError([problem("unknown-version")])
        if not VERSION.fullmatch(version) or any(
            (one.id, one.version) == (scheme, version) for one in self.bases()
        ):
            raise RequestError([problem("version-taken")])
        files = texts_of(found.files)
        named = with_head(files, version, since.isoformat() if since else None)
        started_from = Base(found.version, found.digest, files)
        return self._appender.submit(
            lambda tx: start_draft(tx, body=body, scheme=scheme, base=started_from, files=named, by=by)
        )

    def bring_in(self, body: str, by: str, files: Files) -> Draft:
        """A draft of files from elsewhere; its base is the latest version here of the scheme they name.

        Raises RequestError or SchemeError.
        """
        good = good_files(files)
        version, problems = read_version({name: text.encode() for name, text in good.items()})
        if version is None:
            told = f"{problems[0].place}: {problems[0].message}"
            raise RequestError([problem("bad-folder", told, problems[0].what_to_do)])
        same = [one for one in self.bases() if one.id == version.id and one.version != version.version]
        base = Base(same[-1].version, same[-1].digest, texts_of(same[-1].files)) if same else None
        return self._appender.submit(
            lambda tx: start_draft(tx, body=body, scheme=version.id, base=base, files=good, by=by)
        )

    def save(self, draft: Draft, seen: int, files: Files, by: str) -> Saved:
        """Keep what became of revision `seen`, unless somebody has saved since. Raises RequestError."""
        good = good_files(files)
        if seen == draft.revision and text_digest(good) == draft.digest:
            return Saved(draft, kept=True)
        return Saved(
            *self._appender.submit(lambda tx: save_draft(tx, draft.id, seen=seen, files=good, by=by))
        )

    def find(self, draft_id: str, body: str) -> Draft | None:
        """A draft of this body."""
        with self._engine.connect() as connection:
            return find_draft(connection, draft_id, body)

    def of(self, body: str) -> Sequence[Draft]:
        """This body's drafts, the last saved first."""
        with self._engine.connect() as connection:
            return list_drafts(connection, body, MOST_LISTED)

    def revisions(self, draft: Draft) -> Sequence[Revision]:
        """Every saved state of it, the latest first."""
        with self._engine.connect() as connection:
            return revisions_of(connection, draft.id)

    def files_at(self, draft: Draft, number: int) -> Files | None:
        """Its files at a revision."""
        with self._engine.connect() as connection:
            return files_at(connection, draft.id, number)

    def read(self, files: Files) -> Read:
        """A draft by itself, without the schemes beside it: quick, for a form that is saved often."""
        return self._once(("read", text_digest(files)), lambda: Read(*read_version(bytes_of(files))))

    def roles(self, files: Files) -> Sequence[Named]:
        """The roles its rules may name: its own, and those of the schemes it stands under."""
        version = self.read(files).version
        if version is None:
            return ()
        above = {one.value for one in version.text.under}
        texts = [version.text, *(one.text for one in self.bases() if one.id in above)]
        named = {name: role.value for text in reversed(texts) for name, role in text.roles.items()}
        return [
            Named(name, role.title.value if role.title else name.replace("_", " "))
            for name, role in named.items()
        ]

    def check(self, scheme: str, files: Files) -> Checked:
        """What is wrong with such a draft. Worked out once for each text and day."""
        today = self._clock().date()
        key = ("check", scheme, text_digest(files), today, *self._around())
        return self._once(key, lambda: check(self._rules, scheme, files, today))

    def changes(self, draft: Draft, index: NamedIndex | None = None) -> Changes | None:
        """What it changes against what it was started from; None while it does not load."""
        after = self.check(draft.scheme, draft.files)
        if after.stack is None:
            return None
        key = ("changes", draft.base_digest, draft.digest, index, *self._around())
        return self._once(key, lambda: changes_of(self._rules, draft, after, index))

    def _around(self) -> tuple[Any, ...]:
        """What else the answer depends on: the schemes beside it."""
        return (self._rules.in_force.upto, *(one.digest for one in self._rules.drafts()))

    def _once(self, key: Any, work: Callable[[], Found]) -> Found:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                known: Found = self._known[key]
                return known
        found = work()
        with self._lock:
            self._known[key] = found
            while len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        return found
