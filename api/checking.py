"""`govengine check`: versions among their neighbours, and the baseline report of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from api.collector import collecting_seldom
from govengine.decide.claims import MOST, broken_claims
from govengine.decide.comparison import Difference, compare
from govengine.errors import Problem, SchemeError
from govengine.scheme import Library, Version, read_folder, read_version
from govengine.scheme.checks import not_stated, problems_on
from govengine.scheme.set_below import SetBelow, values_of


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one version. `notes` are accountabilities that say none; `missing` counts them by name."""

    folder: Path
    problems: Sequence[Problem]
    notes: Sequence[Problem] = ()
    grants: int = 0
    safeguards: int = 0
    left_out: int = 0
    missing: dict[str, int] | None = None
    set_below: Sequence[tuple[str, SetBelow]] = ()
    """Values by name, each as a scheme below sets it."""

    @property
    def errors(self) -> int:
        """How many problems keep it from loading."""
        return sum(problem.severity == "error" for problem in self.problems)

    def line(self) -> str:
        """The report in one line."""
        if self.errors:
            return f"{self.folder}: {self.errors} to mend before it loads"
        missing = ", ".join(f"{n} without {name}" for name, n in (self.missing or {}).items() if n)
        rules = f"{self.grants} grants, {self.safeguards} safeguards, {self.left_out} rows left out"
        return f"{self.folder}: fine. {rules}" + (
            f"; accountabilities not stated: {missing}" if missing else ""
        )

    def lines_below(self) -> list[str]:
        """What the schemes below have set, a line each."""
        return [
            f"  {name} is {one.value} in {one.scheme}/{one.version} ({one.owner}), since {one.since}"
            + ("" if one.within else ", outside the bounds given here: it no longer loads")
            for name, one in self.set_below
        ]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "folder": str(self.folder),
            "errors": self.errors,
            "problems": [problem.to_json() for problem in self.problems],
            "notes": [note.to_json() for note in self.notes],
            "grants": self.grants,
            "safeguards": self.safeguards,
            "left_out": self.left_out,
            "missing": self.missing or {},
            "set_below": [
                {
                    "value": name,
                    "scheme": one.scheme,
                    "version": one.version,
                    "owner": one.owner,
                    "is": one.value,
                    "since": one.since.isoformat(),
                    "within": one.within,
                }
                for name, one in self.set_below
            ],
        }


@collecting_seldom()
def check_folders(folders: Sequence[Path], day: date | None = None) -> list[Report]:
    """A report for each folder, as of a day (today, if left out).

    The schemes beside them are read as well, for what they stand under.
    """
    day = day or date.today()  # noqa: DTZ011 - the day where the author sits
    found = {
        folder.resolve(): (folder, *read_version(read_folder(folder), str(folder))) for folder in folders
    }
    neighbours = {
        path.parent.resolve()
        for folder in folders
        for path in folder.resolve().parents[1].glob("*/*/scheme.yaml")
    }
    others = [read_version(read_folder(path), str(path))[0] for path in sorted(neighbours - set(found))]
    versions = [version for _, version, _ in found.values() if version is not None]
    library = Library([*versions, *(v for v in others if v is not None)])
    return [_report(folder, version, problems, library, day) for folder, version, problems in found.values()]


def _report(
    folder: Path, version: Version | None, problems: list[Problem], library: Library, day: date
) -> Report:
    if version is None:
        return Report(folder, problems)
    problems = problems_among(version, problems, library, day)
    text = version.text
    lacking = not_stated(version)
    return Report(
        folder,
        problems,
        [note for notes in lacking.values() for note in notes],
        grants=len(text.grants),
        safeguards=len(text.safeguards),
        left_out=len(text.leaves_out),
        missing={name: len(notes) for name, notes in lacking.items()},
        set_below=_set_below(version, library, day),
    )


def _set_below(version: Version, library: Library, day: date) -> list[tuple[str, SetBelow]]:
    day = max(day, version.text.effective.since)
    return [(value.name, one) for value in values_of(library, version, day) for one in value.set_below]


def problems_among(
    version: Version, problems: Sequence[Problem], library: Library, day: date, most: int = MOST
) -> list[Problem]:
    """What is wrong with a version by itself, and then what is among the others of a library.

    `most` is how many cases each claim of it is tried in, for somebody who waits.
    """
    if not _errors(problems):
        problems = [*problems, *library.problems(version), *problems_on(version, day)]
    if not _errors(problems):
        problems = [*problems, *_broken_claims(version, library, most)]
    return list(problems)


def _errors(problems: Sequence[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _broken_claims(version: Version, library: Library, most: int) -> list[Problem]:
    """Claims tried at noon of the version's first day, and of the days on which a rule of it begins."""
    window = version.text.effective
    starts = {*(grant.since for grant in version.text.grants), *(s.since for s in version.text.safeguards)}
    days = {start.date() if isinstance(start, datetime) else start for start in starts if start is not None}
    found: dict[str, Problem] = {}
    for day in sorted({window.since, *(day for day in days if version.holds_on(day))})[:_MOST_DAYS]:
        stack = library.stack_of(version, day)
        noon = datetime.combine(day, time(12), ZoneInfo(stack.zone))
        for problem in broken_claims(stack, noon, most):
            found.setdefault(problem.place, problem)
    return list(found.values())


_MOST_DAYS = 4
"""Days on which the claims of one version are tried."""


@collecting_seldom()
def read_folders(folders: Iterable[Path]) -> list[Version]:
    """The versions in these folders. Raises SchemeError with every problem."""
    read = [read_version(read_folder(folder), str(folder)) for folder in folders]
    problems = [p for _, found in read for p in found if p.severity == "error"]
    if problems:
        raise SchemeError(problems)
    return [version for version, _ in read if version is not None]


def drafts_in(rules: Path) -> Library:
    """Every version below a rules folder, adopted or not."""
    return Library(read_folders(sorted(path.parent for path in rules.glob("*/*/scheme.yaml"))))


def compare_folders(before: Path, after: Path) -> Difference:
    """How two versions differ, among the schemes beside them. Raises SchemeError."""
    versions = read_folders([before, after])
    folders = {
        path.parent.resolve()
        for folder in (before, after)
        for path in folder.resolve().parents[1].glob("*/*/scheme.yaml")
    }
    read = (read_version(read_folder(path), str(path))[0] for path in sorted(folders))
    others = [version for version in read if version is not None]
    return compare(versions[0], versions[1], others)
