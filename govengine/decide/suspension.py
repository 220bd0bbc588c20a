"""Powers taken back at once: a suspended grant stands, is named, and opens nothing until it is restored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from govengine.feel.tree import Literal
from govengine.scheme import BoundGrant, Clause, Stack

SUSPENDED = Clause("this power is not suspended", Literal(value=False), (), {}, about_actor=False)
"""The clause that fails, so that an answer says why as it says anything else."""

_KEPT = "with suspensions"
_HERE = "suspended here"


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspension of a grant or, with `grant` None, of every grant of a scheme; or, with `body`, a stop.

    A stop is of every grant to a role of the body, whatever the scheme, but for those of the `role` that called it and
    of whoever is above that. Times are text: UTC, of fixed width, so that their order is that of time.
    """

    id: str
    entry_index: int
    scheme: str | None
    grant: str | None
    since: str
    until: str | None
    body: str | None = None
    role: str | None = None

    def at(self, moment: str) -> bool:
        """Whether it holds at that moment."""
        return self.since <= moment and (self.until is None or moment < self.until)


def as_suspended(stack: Stack, kept: Sequence[Suspension], *moments: str) -> Stack:
    """The stack with every power suspended that is taken back at any of the moments (MEANING rule 1)."""
    held = [one for one in kept if any(one.at(moment) for moment in moments)]
    if not held:
        return stack
    grants = {one.grant for one in held if one.grant is not None}
    schemes = {one.scheme for one in held if one.grant is None and one.body is None}
    whole = {grant.id for one in (stack, *stack.beside) for grant in one.grants if grant.scheme in schemes}
    stopped = {
        grant.id
        for stop in held
        if stop.body is not None
        for one in (stack, *stack.beside)
        for grant in one.grants
        if _is_stopped(one, grant, stop)
    }
    return with_suspensions(stack, grants | whole | stopped)


def _is_stopped(stack: Stack, grant: BoundGrant, stop: Suspension) -> bool:
    goes_on = set() if stop.role is None else {stop.role, *stack.seniors(stop.role)}
    return stack.roles[grant.role].body == stop.body and grant.role not in goes_on


def with_suspensions(stack: Stack, suspended: Collection[str]) -> Stack:
    """The stack with these grants suspended, by their ids (`<scheme>/<grant>`). Itself where none of them is in it."""
    here = _grants(stack) & set(suspended)
    if not here:
        return stack
    kept: dict[frozenset[str], Stack] = stack.programs.setdefault(_KEPT, {})
    found = kept.get(frozenset(here))
    if found is None:
        found = kept[frozenset(here)] = _made(stack, here)
    return found


def suspended_in(stack: Stack) -> tuple[str, ...]:
    """The grants that are suspended in this stack, sorted."""
    found: tuple[str, ...] = stack.programs.get(_HERE, ())
    return found


def _made(stack: Stack, here: Collection[str]) -> Stack:
    return replace(
        stack,
        grants=tuple(_suspended(grant) if grant.id in here else grant for grant in stack.grants),
        beside=tuple(with_suspensions(one, here) for one in stack.beside),
        programs={_HERE: tuple(sorted(here))},
    )


def _suspended(grant: BoundGrant) -> BoundGrant:
    return replace(grant, clauses=(*grant.clauses, SUSPENDED))


def _grants(stack: Stack) -> set[str]:
    return {grant.id for one in (stack, *stack.beside) for grant in one.grants}
