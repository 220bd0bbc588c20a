"""A draft of a scheme as it was sent: read, held among what is in force, and held against what governs."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide.change_effect import ChangeEffect, FoundEffect, change_effect
from govengine.decide.uprating import NamedIndex
from govengine.errors import GovengineError, Problem, SchemeError
from govengine.publishing import wider
from govengine.scenarios.runner import run_text
from govengine.scheme import Library, Stack, Succession, Version, read_version
from govengine.scheme.declarations import Attest, Changing
from govengine.scheme.shape import Record

FEATURE = ".feature"
MOST_FAILED_TOLD = 20


class ChangeError(GovengineError):
    """A change cannot be proposed, or not be taken further as it was asked for."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is proposed, with what it would replace and what it would do. `since` is when it would begin."""

    version: Version
    stack: Stack
    governing: Stack | None
    library: Library
    since: date
    files: Mapping[str, str]
    pending: Succession | None
    """A change of the same scheme that has been adopted and has not begun yet."""
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out of it, so that nobody waits for that under the log lock."""

    @property
    def by_whose_rules(self) -> Stack:
        """The scheme that says who has which part: what governs, or else the draft, which is the first."""
        return self.governing or self.stack

    def effect(self, index: NamedIndex | None) -> FoundEffect:
        """What it does. Who may change the scheme, and how they have to be known, is never a matter of wording."""
        if index not in self.memo:
            self.memo[index] = self._effect(index)
        found: FoundEffect = self.memo[index]
        return found

    def tried(self) -> "Tried":
        """How the scenarios come out that were sent with it, among the schemes in force."""
        if Tried not in self.memo:
            self.memo[Tried] = _try(self.files, self.library)
        found: Tried = self.memo[Tried]
        return found

    def _effect(self, index: NamedIndex | None) -> FoundEffect:
        found = change_effect(self.governing, self.stack, index)
        if self.governing is None:
            return found
        before, after = self.governing.versions[0].text, self.stack.versions[0].text
        said = [
            f"What the scheme says under {name}: is another."
            for name, shape in (("attest", Record(Attest)), ("changing", Record(Changing)))
            if _form(shape, getattr(before, name)) != _form(shape, getattr(after, name))
        ]
        if not said:
            return found
        return FoundEffect(wider(found.effect, ChangeEffect.LOOSENS), (*found.because, *said))


def _form(shape: Record, found: Attest | Changing | None) -> Any:
    return None if found is None else shape.canonical(found)


def read_draft(files: Mapping[str, str], in_force: Library, now: datetime) -> Draft:
    """The draft in these files, `.feature` files apart. Raises ChangeError `draft-unsound`, `already-adopted`.

    Read once for as long as the same is in force, and for a quarter of an hour.
    """
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)  # no day begins within one
    key = (hashlib.sha256(json.dumps(sorted(files.items())).encode()).digest(), quarter)
    kept = _READ.get(key)
    if kept is not None and kept[0] is in_force:
        return kept[1]
    draft = _read(files, in_force, now)
    if len(_READ) >= MOST_READ:
        _READ.clear()
    _READ[key] = in_force, draft
    return draft


_READ: dict[Any, tuple[Library, Draft]] = {}
MOST_READ = 20


def foresee(files: Mapping[str, str], in_force: Library, now: datetime, index: NamedIndex | None) -> None:
    """Work out before the log lock what is going to be asked for under it: there it is found again.

    What cannot be read is said there, where it is answered.
    """
    with suppress(GovengineError):
        draft = read_draft(files, in_force, now)
        draft.effect(index)
        draft.tried()


def _read(files: Mapping[str, str], in_force: Library, now: datetime) -> Draft:
    version, problems = read_version(
        {name: text.encode() for name, text in files.items() if not name.endswith(FEATURE)}
    )
    if version is None or any(one.severity == "error" for one in problems):
        raise _unsound(problems)
    kept = [one for versions in in_force.schemes.values() for one in versions]
    if any(one.name == version.name for one in kept):
        message = f"{version.name} has been adopted, and an adopted version is never edited."
        raise ChangeError([Problem("already-adopted", message, "Give the change a new version.", "/files")])
    zone = ZoneInfo(version.text.zone.value if version.text.zone else "Europe/London")
    today = now.astimezone(zone).date()
    since = max(version.text.effective.since, today)
    followed = [*in_force.successions, Succession(version.id, version.version, since)]
    library = Library([*kept, version], followed)
    problems += library.problems(version)
    if any(one.severity == "error" for one in problems):
        raise _unsound(problems)
    governing = in_force.version_on(version.id, today)
    try:
        stack = library.stack_of(version, since)
        before = None if governing is None else in_force.stack_of(governing, since)
    except SchemeError as error:
        raise _unsound(error.problems) from None
    _check_others(in_force, library, version, since)
    waiting = [one for one in in_force.successions if one.scheme == version.id and one.since > today]
    return Draft(version, stack, before, library, since, dict(files), waiting[-1] if waiting else None)


def _check_others(before: Library, after: Library, draft: Version, day: date) -> None:
    """No scheme that stands under this one would cease to load because of it. Raises ChangeError `draft-unsound`."""
    for scheme in sorted(after.schemes):
        other = after.version_on(scheme, day)
        if scheme == draft.id or other is None:
            continue
        try:
            after.stack_of(other, day)
        except SchemeError as error:
            try:
                before.stack_of(other, day)
            except SchemeError:
                continue  # it did not load before either
            raise _unsound(
                [
                    Problem(
                        one.code,
                        f"{other.name} would no longer load: {one.message}",
                        "Change the draft: that scheme has not asked for it.",
                        one.place,
                    )
                    for one in error.problems
                ]
            ) from None


def _unsound(problems: Sequence[Problem]) -> ChangeError:
    errors = [one for one in problems if one.severity == "error"]
    first = Problem(
        "draft-unsound",
        f"The draft has {len(errors)} to mend before it can be proposed.",
        "Each is told beside this, with its place and what to do.",
        "/files",
    )
    return ChangeError([first, *errors])


@dataclass(frozen=True, slots=True)
class Tried:
    """How the scenarios came out that were sent with a draft."""

    run: int
    failed: tuple[str, ...]

    @property
    def green(self) -> bool:
        """Whether there were any, and every one came out as it says."""
        return self.run > 0 and not self.failed


def _try(files: Mapping[str, str], library: Library) -> Tried:
    results = [
        result
        for name, text in sorted(files.items())
        if name.endswith(FEATURE)
        for result in run_text(text, name, library)
    ]
    failed = tuple(f"{one.name}: {one.said}"[:500] for one in results if not one.passed)
    return Tried(len(results), failed[:MOST_FAILED_TOLD])
