"""Duties that are said to exclude one another, of which one is not there."""

from collections.abc import Iterator

from govengine.errors import Problem, nearest
from govengine.scheme.checks.written import Written


def excluded_duties(written: Written) -> Iterator[Problem]:
    """An error for each `excludes` that names no other duty of the scheme or of one above it."""
    rules = (*written.stack.grants, *written.stack.safeguards)
    known = {duty.id for rule in rules for duty in rule.duties}
    for rule in written.own():
        for duty in rule.duties:
            for other in duty.excludes:
                if other == duty.id or other not in known:
                    near = nearest(other, known - {duty.id})
                    message = f"{duty.id} excludes {other}, which is no other duty here."
                    what_to_do = "Name the rule and the duty as they are written there."
                    yield Problem("excluded-duty", message, what_to_do, rule.place, near)
