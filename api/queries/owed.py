"""What waits for somebody: requests for a reply, duties, ratifications, reviews."""

from collections.abc import Collection
from itertools import pairwise
from typing import Any

from api.commands.acts.on_decision import ActError
from api.commands.suggest import addressee
from api.desk import Desk
from api.problems import problem
from api.store.obligations import REPLIES, Obligation, What, find_obligation, open_to
from govengine.record import instant_text

Json = dict[str, Any]


def owed_to(
    desk: Desk, body: str, *, what: Collection[What], role: str | None, overdue: bool, limit: int
) -> list[Json]:
    """What a body owes, oldest clock first. What a role did not answer in time is the next role's as well."""
    now = instant_text(desk.clock())
    juniors = _juniors(desk, role) if role is not None else frozenset()
    answering = _answering_to(desk, role) if role is not None else frozenset()
    with desk.engine.connect() as connection:
        roles = None if role is None else {role}
        before = now if overdue else None
        found = open_to(connection, body, roles=roles, what=what, due_before=before, limit=limit)
        rose = (
            open_to(connection, body, roles=juniors, what=what, due_before=now, limit=limit)
            if juniors
            else []
        )
        if answering and What.SUGGESTION in what:
            rose += open_to(
                connection, body, roles=answering, what=[What.SUGGESTION], due_before=now, limit=limit
            )
    asked_too = {(one.decision, one.duty) for one in found}
    rose = [
        one for one in rose if (one.decision, one.duty) not in asked_too
    ]  # it is the next role's own by now
    both = {one.id: one for one in (*found, *rose)}.values()
    oldest = sorted(both, key=lambda one: (one.due_at is None, one.due_at or "", one.entry_index, one.id))
    return [_line(one, now, rose=one.role in juniors | answering) for one in oldest[:limit]]


def request_to(desk: Desk, request_id: str, body: str) -> Obligation:
    """A request to this body, answered or not. Raises ActError `unknown-request`."""
    with desk.engine.connect() as connection:
        found = find_obligation(connection, request_id)
    if found is None or found[0].body != body or found[0].what not in REPLIES:
        raise ActError([problem("unknown-request")])
    return found[0]


def _juniors(desk: Desk, role: str) -> frozenset[str]:
    """The roles for which this one is the next up some line, by any scheme in force."""
    found = set()
    for versions in desk.rules.in_force.library.schemes.values():
        for version in versions:
            for line in version.text.lines.values():
                names = [name.value for name in line.value]
                found |= {junior for junior, senior in pairwise(names) if senior == role}
    return frozenset(found)


def _answering_to(desk: Desk, role: str) -> frozenset[str]:
    """Roles nobody is above on a line, that reply to what is said of a scheme for which this one is accountable."""
    found = set()
    for versions in desk.rules.in_force.library.schemes.values():
        for version in versions:
            replies, _ = addressee(version)
            below = {name.value for line in version.text.lines.values() for name in line.value[:-1]}
            if version.text.accountable.role.value == role and replies not in {role, *below}:
                found.add(replies)
    return frozenset(found)


def _is_over(one: Obligation, now: str) -> bool:
    return one.due_at is not None and one.due_at < now


def _line(one: Obligation, now: str, *, rose: bool) -> Json:
    return {
        **one.to_json(),
        "decision": one.decision,
        "outcome": one.outcome,
        "overdue": _is_over(one, now),
        "rose_from": one.role if rose else None,
    }
