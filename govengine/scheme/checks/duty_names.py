"""Duties that have the name of something a rule owes by itself: its `with`, its adviser, its ratification."""

from collections.abc import Iterator

from govengine.errors import Problem
from govengine.scheme.checks.written import Written
from govengine.scheme.stack import BoundGrant, BoundSafeguard, Rule


def duty_names(written: Written) -> Iterator[Problem]:
    """An error for each: whoever says that it is done would not say which."""
    for rule in written.own():
        made = dict(_made_by(rule))
        for duty in rule.duties:
            if duty.id in made:
                name = duty.id.rsplit("/", 1)[-1]
                message = f"{rule.id}: {name} is also the name of what {made[duty.id]} asks."
                yield Problem("duplicate-duty", message, "Rename the duty.", rule.place)


def _made_by(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.company is not None:
        yield rule.company.id, "`with`"
    if isinstance(rule, BoundGrant) and rule.advised_by is not None:
        yield rule.advised_by.id, "`assure.by`"
    if isinstance(rule, BoundSafeguard) and rule.emergency is not None:
        yield f"{rule.id}/ratify", "`emergency`"
