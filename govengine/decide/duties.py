"""What is owed, put together and in order: by layer, then rule, then duty (MEANING rules 6 and 8)."""

from collections.abc import Iterable
from typing import Any

from govengine.decide.case import Asked, Owed
from govengine.decide.standing import HeldGrant, Standing
from govengine.feel import text_of
from govengine.scheme import At, BoundSafeguard, How, Level, Stack

Json = dict[str, Any]

CONFIRM = "confirm/"
"""How the duties begin that ask the person deciding to vouch for a fact."""


def duties_of(standing: Standing, relied: Iterable[HeldGrant]) -> list[Owed]:
    """The duties of safeguards that count, of the grants relied on, and the confirmations both ask for."""
    found: dict[str, tuple[tuple[int, str], Owed]] = {}
    confirms = dict.fromkeys(standing.confirms, (0, ""))
    for bearing in standing.bearing:
        for owed in bearing.duties:
            found.setdefault(owed.id, (bearing.safeguard.order, owed))
    for held in relied:
        for owed in held.duties:
            found.setdefault(owed.id, (held.grant.order, owed))
        for name in held.confirms:
            confirms.setdefault(name, held.grant.order)
    for name, order in confirms.items():
        duty = Owed(CONFIRM + name, order[1], At.BEFORE, None, None, None)
        found.setdefault(duty.id, (order, duty))
    return [owed for _, owed in sorted(found.values(), key=lambda item: (item[0], item[1].id))]


def company_of(standing: Standing, relied: Iterable[HeldGrant]) -> list[Asked]:
    """Everybody who is to be heard or to agree."""
    found: dict[str, tuple[tuple[int, str], Asked]] = {}
    for bearing in standing.bearing:
        for asked in bearing.asked:
            found.setdefault(asked.company.id, (bearing.safeguard.order, asked))
    for held in relied:
        for asked in held.asked:
            found.setdefault(asked.company.id, (held.grant.order, asked))
    return [asked for _, asked in sorted(found.values(), key=lambda item: (item[0], item[1].company.id))]


def duty_json(stack: Stack, owed: Owed) -> Json:
    """`do` is what to do, `tell` the body or role it goes to."""
    text = owed.text
    if owed.id.startswith(CONFIRM):
        text = stack.facts[owed.id.removeprefix(CONFIRM)].confirm
    return {
        "id": owed.id,
        "at": str(owed.at),
        "do": text,
        "tell": owed.tell,
        "within": None if owed.within is None else text_of(owed.within),
        "certain": owed.certain,
        "done": owed.done,
    }


def company_json(stack: Stack, asked: Asked) -> Json:
    """`how` is `consulted`, `agrees` or `recommends`; `id` is the duty that discharges it."""
    company = asked.company
    how = "consulted" if asked.level is Level.CONSULT else str(company.how or How.AGREES)
    return {
        "id": company.id,
        "role": company.role,
        "body": stack.roles[company.role].body,
        "how": how,
        "second_person": company.second_person,
        "within": None if company.within is None else text_of(company.within),
        "done": asked.done,
    }


def routes_of(stack: Stack, standing: Standing) -> tuple[Json, ...]:
    """The other ways that the stops that apply name."""
    stops = [b.safeguard for b in standing.bearing if b.certain and b.level is Level.STOP]
    return tuple(_route_json(stack, stop) for stop in stops)


def _route_json(stack: Stack, stop: BoundSafeguard) -> Json:
    route = stop.route
    assert route is not None  # a stop without a route does not load
    to = None if route.to is None else {"role": route.to, "body": stack.roles[route.to].body}
    return {"rule": stop.id, "do": route.do, "to": to}
