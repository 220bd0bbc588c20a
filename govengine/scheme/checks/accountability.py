"""Accountabilities that a grant does not state (MEANING rule 11): noted, so that an owner sees what is lacking."""

from govengine.errors import Problem
from govengine.scheme.rules import NOT_STATED, Grant
from govengine.scheme.shape import Absent
from govengine.scheme.version import Version
from govengine.scheme.words import GrantLevel

ACCOUNTABILITIES = ("outcome", "delegated_by", "involve", "assure")


def not_stated(version: Version) -> dict[str, list[Problem]]:
    """By accountability, a note for each grant that says none or leaves it out."""
    return {
        name: [
            _note(grant, name, held)
            for grant in version.text.grants
            if isinstance(held := getattr(grant, name), Absent)
        ]
        for name in ACCOUNTABILITIES
    }


def _note(grant: Grant, name: str, held: Absent) -> Problem:
    message = f"{grant.id.value} names no {name}: {held.why}."
    what_to_do = f"Add {name}:" if held == NOT_STATED else "Nothing, while the reason holds."
    if grant.level is not GrantLevel.ACT:
        what_to_do += " Required only of grants that can give act."
    return Problem("no-accountability", message, what_to_do, str(grant.place), severity="note")
