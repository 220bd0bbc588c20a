"""What is owed, and what is still needed."""

import re
from typing import Any

from govengine.scenarios.holding import hold
from govengine.scenarios.sentence import DUTY, NAME, is_called, same, sentence
from govengine.scenarios.world import World

Json = dict[str, Any]


def _find(duties: list[Json], name: str) -> Json:
    found = [one for one in duties if is_called(one["id"], name)]
    hold(found, f"Owed: {', '.join(one['id'] for one in duties) or 'nothing'}.")
    return found[0]


def _owed_now(world: World) -> list[Json]:
    return [one for one in world.answered.duties if one["certain"]]


def _holds(duty: Json, at: str | None, within: str | None, to: str | None) -> None:
    hold(at in (None, duty["at"]), f"{duty['id']} is owed {duty['at']} the act.")
    hold(within is None or duty["within"] == within, f"{duty['id']} is owed within {duty['within']}.")
    hold(to in (None, duty["tell"]), f"{duty['id']} goes to {duty['tell'] or 'nobody'}.")


_WHEN = (
    r"(?: (?P<at>before|with|after) the act)?(?:,? within (?P<within>P[0-9A-Z]+))?"
    rf"(?:,? to (?:the )?(?P<to>{NAME}))?"
)


@sentence(
    rf"the duty {DUTY} is owed{_WHEN}",
    'the duty "tell-landlord" is owed after the act, within P2D, to harbour-housing',
)
def _owed(world: World, duty: str, at: str | None, within: str | None, to: str | None) -> None:
    world.duty_called(duty)
    _holds(_find(_owed_now(world), duty), at, within, to)


@sentence(
    rf"whoever decides owes the duty {DUTY}{_WHEN}", 'whoever decides owes the duty "reason" before the act'
)
def _decider_owes(world: World, duty: str, at: str | None, within: str | None, to: str | None) -> None:
    deciders = world.answered.decided_by
    world.duty_called(duty)
    hold(deciders, f"Nobody decides. {world.words}")
    _holds(_find([one for one in deciders[0]["duties"] if one["certain"]], duty), at, within, to)


@sentence(rf"the duty {DUTY} may yet be owed", 'the duty "refer-child" may yet be owed')
def _uncertain(world: World, duty: str) -> None:
    world.duty_called(duty)
    _find([one for one in world.answered.duties if not one["certain"]], duty)


@sentence(rf"the duty {DUTY} is not owed", 'the duty "refer-child" is not owed')
def _not_owed(world: World, duty: str) -> None:
    world.duty_called(duty)
    owed = [one["id"] for one in _owed_now(world)]
    hold(not any(is_called(one, duty) for one in owed), f"Owed: {', '.join(owed)}.")


@sentence(r"nothing is owed", "nothing is owed")
def _nothing_owed(world: World) -> None:
    same([one["id"] for one in _owed_now(world)], [], world)


@sentence(rf'the duty {DUTY} says "(?P<text>[^"]+)"', 'the duty "tell-person" says "Tell the person"')
def _says(world: World, duty: str, text: str) -> None:
    world.duty_called(duty)
    found = _find(_owed_now(world), duty)
    hold(text in (found["do"] or ""), f"It says: {found['do']}")


# -- what is still needed ---------------------------------------------------------------------------------------


@sentence(r"nothing more is needed", "nothing more is needed")
def _nothing_needed(world: World) -> None:
    same(_needed(world), [], world)


@sentence(r'"?(?P<name>[a-z][^" ]*)"? is needed', "person.consent is needed")
def _is_needed(world: World, name: str) -> None:
    needed = _needed(world)
    hold(
        any(is_called(one, name) for one in needed),
        f"Needed: {', '.join(needed) or 'nothing'}. {world.words}",
    )


@sentence(r"all that is needed is (?P<names>.+)", "all that is needed is person.consent and decision.amount")
def _all_needed(world: World, names: str) -> None:
    wanted = [name.strip('"') for name in re.split(rf",?{world.language.also}|, ", names)]
    needed = _needed(world)
    short = len(needed) == len(wanted) and all(any(is_called(one, w) for one in needed) for w in wanted)
    hold(short, f"Needed: {', '.join(needed) or 'nothing'}. {world.words}")


def _needed(world: World) -> list[str]:
    return [item.get("fact") or item["duty"] for item in world.answered.needed]


@sentence(r"the answer is complete", "the answer is complete")
def _complete(world: World) -> None:
    same(world.answered.complete, True, world)


@sentence(r"more facts could change the answer", "more facts could change the answer")
def _incomplete(world: World) -> None:
    same(world.answered.complete, False, world)
