"""The steps scenarios are made of. Each is a sentence, as a pattern over what is said, and what it does.

Values are written as in the request: `620.00`, `yes` or `no`, a date, a word, or text in double quotes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govengine.scenarios.world import World


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence with named parts, and what it does to the world. `example` shows it in use."""

    pattern: re.Pattern[str]
    run: Callable[..., None]
    example: str


STEPS: list[Step] = []

_NAME = r"[a-z][a-z0-9_.-]*"


def _step(pattern: str, example: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def keep(run: Callable[..., None]) -> Callable[..., None]:
        STEPS.append(Step(re.compile(pattern), run, example))
        return run

    return keep


def value_from(text: str) -> Any:
    """A value as a scenario writes it, in the form a request would send it."""
    text = text.strip()
    if text in ("yes", "true", "no", "false"):
        return text in ("yes", "true")
    if text.startswith("[") and text.endswith("]"):
        return [value_from(item) for item in text[1:-1].split(",") if item.strip()]
    try:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return text.removeprefix("£").removeprefix('"').removesuffix('"').replace(",", "")


# -- what is so -------------------------------------------------------------------------------------------------


@_step(rf'the scheme "?(?P<scheme>{_NAME})"?', "the scheme leeds-cs")
def _scheme(world: World, scheme: str) -> None:
    world.scheme = scheme


@_step(
    r"it is (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})(?: at (?P<clock>\d{1,2}:\d{2}))?", "it is 3 June 2025 at 10:15"
)
def _day(world: World, day: str, clock: str | None) -> None:
    world.day = day
    world.clock = clock or world.clock


@_step(rf"an? (?P<role>{_NAME}) of (?P<body>{_NAME}) asks", "a team_manager of leeds-city-council asks")
def _actor(world: World, role: str, body: str) -> None:
    world.facts |= {"actor.role": role, "actor.body": body}
    world.facts.setdefault("actor.ref", "w-1")


@_step(rf"the decision is an? (?P<kind>{_NAME})", "the decision is a hardship_payment")
def _kind(world: World, kind: str) -> None:
    world.facts["decision.kind"] = kind
    world.facts.setdefault("person.ref", "p-1")


@_step(rf"the outcome is (?P<outcome>{_NAME})", "the outcome is settled_home")
def _outcome(world: World, outcome: str) -> None:
    world.outcome = outcome


@_step(rf"(?P<fact>{_NAME}\.{_NAME}) is not known", "person.consent is not known")
def _unknown(world: World, fact: str) -> None:
    world.facts.pop(fact, None)


@_step(rf"(?P<fact>{_NAME}\.{_NAME}) is (?P<value>.+)", "decision.amount is 620.00")
def _fact(world: World, fact: str, value: str) -> None:
    world.facts[fact] = value_from(value)


@_step(
    rf'the duty "(?P<duty>[^"]+)" has been done(?: by an? (?P<role>{_NAME})(?: "(?P<ref>[^"]+)")?)?',
    'the duty "confirm/decision.x" has been done by a team_manager "w-7"',
)
def _done(world: World, duty: str, role: str | None, ref: str | None) -> None:
    by = {name: value for name, value in (("role", role), ("ref", ref)) if value}
    world.done.append({"duty": duty, "by": by} if by else {"duty": duty})


# -- asking -----------------------------------------------------------------------------------------------------


@_step(r"the question is asked(?: again)?", "the question is asked")
def _ask(world: World) -> None:
    world.ask()


# -- the answer -------------------------------------------------------------------------------------------------


def _same(found: object, wanted: object, world: World) -> None:
    assert found == wanted, f"It is {found}, not {wanted}. {world.words}"


@_step(r"the level is (?P<level>act|consult|agree|refer|stop)", "the level is refer")
def _level(world: World, level: str) -> None:
    _same(str(world.answered.level), level, world)


@_step(rf"the basis is (?P<basis>{_NAME})", "the basis is delegated_elsewhere")
def _basis(world: World, basis: str) -> None:
    _same(str(world.answered.basis), basis, world)


@_step(r"they may act", "they may act")
def _may(world: World) -> None:
    _same(world.answered.may_act, True, world)


@_step(r"they may not act yet", "they may not act yet")
def _may_not(world: World) -> None:
    _same(world.answered.may_act, False, world)


@_step(rf"it is for the (?P<role>{_NAME}) to decide", "it is for the service_manager to decide")
def _decides(world: World, role: str) -> None:
    settled = [decider["role"] for decider in world.answered.decided_by if not decider["provisional"]]
    _same(settled[:1], [role], world)


@_step(rf"the person to ask is the (?P<role>{_NAME})", "the person to ask is the service_manager")
def _to_ask(world: World, role: str) -> None:
    _same((world.answered.ask or {}).get("role"), role, world)


@_step(r'the route is "(?P<route>[^"]+)"', 'the route is "ask the person first"')
def _route(world: World, route: str) -> None:
    _same([one["do"] for one in world.answered.route], [route], world)


@_step(rf"the (?P<role>{_NAME}) (?:agrees|recommends|is heard) first", "the team_manager agrees first")
def _company(world: World, role: str) -> None:
    roles = [one["role"] for one in world.answered.company]
    assert role in roles, f"With: {', '.join(roles) or 'nobody'}. {world.words}"


@_step(r"nothing more is needed", "nothing more is needed")
def _nothing_needed(world: World) -> None:
    _same(_needed(world), [], world)


@_step(rf'"?(?P<name>{_NAME}(?:/[^" ]+)*)"? is needed', "person.consent is needed")
def _is_needed(world: World, name: str) -> None:
    needed = _needed(world)
    assert any(one == name or one.endswith("/" + name) for one in needed), f"Needed: {needed}. {world.words}"


def _needed(world: World) -> list[str]:
    return [item.get("fact") or item["duty"] for item in world.answered.needed]


@_step(r"the answer is complete", "the answer is complete")
def _complete(world: World) -> None:
    _same(world.answered.complete, True, world)


@_step(r"more facts could change the answer", "more facts could change the answer")
def _incomplete(world: World) -> None:
    _same(world.answered.complete, False, world)


@_step(
    r'the duty "(?P<duty>[^"]+)" is owed(?: (?P<at>before|with|after) the act)?',
    'the duty "hardship-worker/tell-landlord" is owed after the act',
)
def _owed(world: World, duty: str, at: str | None) -> None:
    owed = {one["id"]: one["at"] for one in world.answered.duties if one["certain"]}
    matching = [when for name, when in owed.items() if name == duty or name.endswith("/" + duty)]
    assert matching, f"Owed: {', '.join(owed) or 'nothing'}."
    assert at in (None, matching[0]), f"{duty} is owed {matching[0]} the act."


@_step(r'the summary says "(?P<text>[^"]+)"', 'the summary says "yours to decide"')
def _says(world: World, text: str) -> None:
    assert text in world.words, world.words


@_step(
    rf'the rule "?(?P<rule>{_NAME}(?:/{_NAME})?)"? is among the reasons',
    'the rule "hardship-worker" is among the reasons',
)
def _reason(world: World, rule: str) -> None:
    rules = [entry["rule"] for entry in world.answered.because]
    assert any(one == rule or one.endswith("/" + rule) for one in rules), f"Reasons: {', '.join(rules)}."


@_step(
    rf'the schemes that applied include "?(?P<scheme>{_NAME})/(?P<version>[^"]+)"?',
    "the schemes that applied include leeds-cs/2025-02",
)
def _applied(world: World, scheme: str, version: str) -> None:
    applied = [(one["id"], one["version"]) for one in world.answered.schemes]
    assert (scheme, version) in applied, f"Applied: {applied}."
