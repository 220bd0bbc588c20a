"""Grants that a rule of a higher scheme closes in every case, for everybody who holds them."""

from collections.abc import Iterator

from govengine.errors import Problem
from govengine.scheme.checks.region import Region, both, region_of, where
from govengine.scheme.checks.written import Written
from govengine.scheme.layering import kinds_of
from govengine.scheme.stack import BoundGrant, BoundSafeguard, Stack
from govengine.scheme.words import Level, Step


def closed_grants(written: Written) -> Iterator[Problem]:
    """A warning for each: a power on paper that nobody can use."""
    stack = written.stack
    closing = [safeguard for safeguard in stack.safeguards if _may_close(safeguard, stack)]
    for grant in stack.grants if closing else ():
        if grant.scheme != stack.scheme or grant.step is Step.SHADOW:
            continue
        kinds, region = kinds_of(grant, stack), region_of(grant.clauses, stack.facts)
        for safeguard in closing:
            if _closes(safeguard, grant, kinds, region, stack):
                level = "stops it" if safeguard.level is Level.STOP else "refers it to somebody else"
                message = f"{grant.id} never opens anything: {safeguard.id} {level} whenever it holds."
                what_to_do = "Remove the grant, narrow it, or ask the owner of the higher scheme."
                yield Problem("closed-above", message, what_to_do, grant.place, severity="warning")
                break


def _may_close(safeguard: BoundSafeguard, stack: Stack) -> bool:
    """One from above, of no end of its own, that no emergency lifts, in a version that lasts as long as this."""
    if safeguard.scheme == stack.scheme or safeguard.level.rank < Level.REFER.rank or safeguard.emergency:
        return False
    above = next(v for v in stack.versions if v.id == safeguard.scheme).text.effective
    own = stack.versions[0].text.effective
    lasts = above.until is None or (own.until is not None and above.until >= own.until)
    return lasts and safeguard.since is None and safeguard.until is None


def _closes(
    safeguard: BoundSafeguard, grant: BoundGrant, kinds: frozenset[str], region: Region, stack: Stack
) -> bool:
    if safeguard.exempts & grant.holders or not kinds or not kinds <= kinds_of(safeguard, stack):
        return False
    return not any(both(region, where(clause.tree, stack.facts, true=False)) for clause in safeguard.clauses)
