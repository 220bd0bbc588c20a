"""The stack as it is governed at a moment: with the powers that are taken back (MEANING rule 1)."""

from collections.abc import Sequence
from datetime import datetime

from api.store.suspensions import Suspension
from govengine.decide.suspension import with_suspensions
from govengine.record import instant_text
from govengine.scheme import Stack


def as_suspended(stack: Stack, kept: Sequence[Suspension], *moments: datetime) -> Stack:
    """The stack with every power suspended that a suspension takes back at any of the moments."""
    at = [instant_text(moment) for moment in moments]
    held = [one for one in kept if any(one.at(moment) for moment in at)]
    if not held:
        return stack
    grants = {one.grant for one in held if one.grant is not None}
    schemes = {one.scheme for one in held if one.grant is None}
    whole = {grant.id for one in (stack, *stack.beside) for grant in one.grants if grant.scheme in schemes}
    return with_suspensions(stack, grants | whole)
