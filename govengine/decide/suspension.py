"""Powers taken back at once: a suspended grant stands, is named, and opens nothing until it is restored."""

from collections.abc import Collection
from dataclasses import replace

from govengine.feel.tree import Literal
from govengine.scheme import BoundGrant, Clause, Stack

SUSPENDED = Clause("this power is not suspended", Literal(value=False), (), {}, about_actor=False)
"""The clause that fails, so that an answer says why as it says anything else."""

_KEPT = "with suspensions"
_HERE = "suspended here"


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
