"""Accountabilities that a grant does not state (MEANING rule 11): noted, so that an owner sees what is lacking."""

from collections.abc import Iterator

from govengine.errors import Problem
from govengine.scheme.rules import NOT_STATED, Grant
from govengine.scheme.shape import Absent
from govengine.scheme.version import Version
from govengine.scheme.words import GrantLevel

ACCOUNTABILITIES = ("outcome", "delegated_by", "involve", "assure")


def not_stated(version: Version) -> Iterator[Problem]:
    """A note for each grant and accountability that says none or is left out."""
    for grant in version.text.grants:
        for name in ACCOUNTABILITIES:
            held = getattr(grant, name)
            if isinstance(held, Absent):
                yield _note(grant, name, held)


def _note(grant: Grant, name: str, held: Absent) -> Problem:
    message = f"{grant.id.value} names no {name}: {held.why}."
    what_to_do = f"Add {name}:" if held == NOT_STATED else "Nothing, while the reason holds."
    if grant.level is not GrantLevel.ACT:
        what_to_do += " Required only of grants that can give act."
    return Problem("no-accountability", message, what_to_do, str(grant.place), severity="note")
