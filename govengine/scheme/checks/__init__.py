"""What is asked of a version before it is adopted, beyond its being readable: does it say what was meant?

Nothing here changes an answer. A version that was adopted before a check existed goes on to load; it is
held to the check when it is next checked or a new version is adopted.
"""

from collections.abc import Iterator
from datetime import date

from govengine.errors import Problem
from govengine.scheme.checks.accountability import not_stated
from govengine.scheme.checks.alike import names_alike
from govengine.scheme.checks.closed_grants import closed_grants
from govengine.scheme.checks.contradictions import contradictions
from govengine.scheme.checks.due import overdue
from govengine.scheme.checks.duty_names import duty_names
from govengine.scheme.checks.excluded_duties import excluded_duties
from govengine.scheme.checks.gaps import gaps
from govengine.scheme.checks.graduations import graduations
from govengine.scheme.checks.idle_roles import idle_roles, unusable_grants
from govengine.scheme.checks.listed import unlisted_values
from govengine.scheme.checks.overlaps import overlapping_rows
from govengine.scheme.checks.pilots import pilots
from govengine.scheme.checks.windows import closed_windows
from govengine.scheme.checks.written import Written
from govengine.scheme.stack import Stack
from govengine.scheme.version import Version


def problems_of_stack(stack: Stack) -> Iterator[Problem]:
    """What is wrong with the rules of a stack's own version, seen with all that stands above it."""
    written = Written(stack)
    for check in (
        unlisted_values,
        contradictions,
        overlapping_rows,
        gaps,
        closed_grants,
        idle_roles,
        unusable_grants,
        closed_windows,
        duty_names,
        excluded_duties,
        pilots,
    ):
        yield from check(written)


def problems_on(version: Version, day: date) -> Iterator[Problem]:
    """What is wrong with a version on a day."""
    yield from overdue(version, day)


__all__ = ["graduations", "names_alike", "not_stated", "problems_of_stack", "problems_on"]
