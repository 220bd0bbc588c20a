"""What is wrong with a draft, among the schemes it would stand with, each with its file and line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.checking import problems_among
from api.drafting.folder import bytes_of
from api.rule_store import RuleStore
from api.store.drafts import Files
from govengine.decide.claims import MOST
from govengine.errors import Problem, SchemeError
from govengine.scheme import Library, Stack, Version, read_version

MOST_LOOKED_AT = 100_000
"""Rules looked at while claims are tried, a second or two: claims of a long table are tried in fewer cases than
`govengine check` tries."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that was looked at. `stack` is None where something keeps it from loading."""

    version: Version | None
    problems: Sequence[Problem]
    stack: Stack | None

    @property
    def errors(self) -> Sequence[Problem]:
        """What has to be mended before it can be proposed."""
        return [one for one in self.problems if one.severity == "error"]

    @property
    def advice(self) -> Sequence[Problem]:
        """What is worth another look."""
        return [one for one in self.problems if one.severity != "error"]

    def at(self, file: str) -> list[tuple[int, int, Problem]]:
        """The problems of one file, with line and column."""
        found = ((_PLACE.fullmatch(one.place), one) for one in self.problems)
        return [(int(m[2]), int(m[3] or 1), one) for m, one in found if m is not None and m[1] == file]


_PLACE = re.compile(r"(?:.*/)?([^/:]+):(\d+)(?::(\d+))?")


def check(rules: RuleStore, scheme: str, files: Files, today: date) -> Checked:
    """Everything wrong with a draft of this scheme."""
    version, problems = read_version(bytes_of(files))
    if version is None:
        return Checked(None, problems, None)
    problems = [*problems, *_against_adopted(rules, scheme, version)]
    library = library_with(rules, version)
    written = len(version.text.grants) + len(version.text.safeguards)
    most = min(MOST, MOST_LOOKED_AT // max(written, 1))
    problems = problems_among(version, problems, library, today, most)
    if any(one.severity == "error" for one in problems):
        return Checked(version, problems, None)
    try:
        stack = library.stack_of(version, version.text.effective.since)
    except SchemeError as error:
        return Checked(version, [*problems, *error.problems], None)
    return Checked(version, problems, stack)


def library_with(rules: RuleStore, version: Version) -> Library:
    """A library in which this version is the only one of its scheme. Made anew: places are those of this text."""
    others = [
        one for versions in rules.with_drafts().schemes.values() for one in versions if one.id != version.id
    ]
    return Library([version, *others])


def _against_adopted(rules: RuleStore, scheme: str, version: Version) -> list[Problem]:
    """An adopted version stays what it is, and a draft stays one of its scheme."""
    text, found = version.text, []
    if version.id != scheme:
        message = f"This is a draft of {scheme}, and the text says {version.id}."
        found.append(
            Problem(
                "other-scheme",
                message,
                f"Write {scheme}, or import it as a draft of its own.",
                str(text.scheme.place),
            )
        )
    adopted = {(row.scheme, row.version): row.digest for row in rules.in_force.adoptions}
    if adopted.get((version.id, version.version), version.digest) != version.digest:
        message = f"{version.name} has been adopted, and an adopted version is never edited in place."
        found.append(
            Problem(
                "adopted-text", message, "Give the draft a version name of its own.", str(text.version.place)
            )
        )
    return found
