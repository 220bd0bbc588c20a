"""What the answer is: the level, whose decision, with whom, on what it rests."""

from govengine.errors import RequestError
from govengine.scenarios.holding import DoesNotHoldError, hold
from govengine.scenarios.sentence import FACT, NAME, RULE, is_called, same, sentence
from govengine.scenarios.world import World

_HOW = {"is heard": "consulted", "agrees": "agrees", "recommends": "recommends"}
_IN_WORDS = {how: words for words, how in _HOW.items()}


@sentence(r'it cannot be asked: "(?P<code>[a-z-]+)"', 'it cannot be asked: "no-version-in-force"')
def _cannot_be_asked(world: World, code: str) -> None:
    try:
        world.ask()
    except RequestError as error:
        same([problem.code for problem in error.problems], [code], world)
        return
    raise DoesNotHoldError(f"It was answered. {world.words}")


@sentence(r"the level is (?P<level>act|consult|agree|refer|stop)", "the level is refer")
def _level(world: World, level: str) -> None:
    same(str(world.answered.level), level, world)


@sentence(rf"the basis is (?P<basis>{NAME})", "the basis is delegated_elsewhere")
def _basis(world: World, basis: str) -> None:
    same(str(world.answered.basis), basis, world)


@sentence(r"they may act", "they may act")
def _may(world: World) -> None:
    same(world.answered.may_act, True, world)


@sentence(r"they may not act(?: yet)?", "they may not act yet")
def _may_not(world: World) -> None:
    same(world.answered.may_act, False, world)


# -- whose decision ---------------------------------------------------------------------------------------------


def _settled(world: World) -> list[str]:
    return [decider["role"] for decider in world.answered.decided_by if not decider["provisional"]]


@sentence(rf"it is for the (?P<role>{NAME}) to decide", "it is for the service_manager to decide")
def _decides(world: World, role: str) -> None:
    world.role_called(role)
    same(_settled(world)[:1], [role], world)


@sentence(rf"the (?P<role>{NAME}) may decide it too", "the section_151_officer may decide it too")
def _decides_too(world: World, role: str) -> None:
    world.role_called(role)
    hold(role in _settled(world)[1:], f"Decided by: {', '.join(_settled(world)) or 'nobody'}. {world.words}")


@sentence(r"nobody holds it", "nobody holds it")
def _nobody(world: World) -> None:
    same(_settled(world), [], world)


@sentence(r'whoever decides must meet "(?P<text>[^"]+)"', 'whoever decides must meet "actor.trained"')
def _must(world: World, text: str) -> None:
    same(world.answered.decided_by[0]["must"] if world.answered.decided_by else None, [text], world)


@sentence(
    rf"the person to ask is (?P<other>the|another) (?P<role>{NAME})",
    "the person to ask is the service_manager",
)
def _to_ask(world: World, other: str | None, role: str) -> None:
    world.role_called(role)
    ask = world.answered.ask or {}
    same((ask.get("role"), ask.get("other_person")), (role, other == "another"), world)


@sentence(r'the route is "(?P<route>[^"]+)"', 'the route is "ask the person first"')
def _route(world: World, route: str) -> None:
    same([one["do"] for one in world.answered.route], [route], world)


@sentence(rf"the route leads to the (?P<role>{NAME})", "the route leads to the team_leader")
def _route_to(world: World, role: str) -> None:
    world.role_called(role)
    routes = [one["to"]["role"] for one in world.answered.route if one["to"]]
    hold(role in routes, f"The route leads to: {', '.join(routes) or 'nobody'}. {world.words}")


@sentence(
    rf"(?P<who>the|a second) (?P<role>{NAME}) (?P<how>agrees|recommends|is heard) first",
    "the team_manager agrees first",
)
def _company(world: World, who: str | None, role: str, how: str) -> None:
    world.role_called(role)
    found = [(one["role"], one["how"], one["second_person"]) for one in world.answered.company]
    people = (
        ", ".join(f"{'a second ' * second}{one} {_IN_WORDS[by]}" for one, by, second in found) or "nobody"
    )
    hold((role, _HOW[how], who == "a second") in found, f"In it: {people}. {world.words}")


@sentence(r"nobody else is in it", "nobody else is in it")
def _alone(world: World) -> None:
    same([one["role"] for one in world.answered.company], [], world)


# -- why --------------------------------------------------------------------------------------------------------


@sentence(rf"it rests on {RULE}", 'it rests on "hardship-worker"')
def _rests(world: World, rule: str) -> None:
    world.rule_called(rule)
    relied = list(world.answered.relies_on)
    hold(
        any(is_called(one, rule) for one in relied),
        f"It rests on {', '.join(relied) or 'no rule'}. {world.words}",
    )


@sentence(rf"{RULE} would have opened it", '"pilot-help" would have opened it')
def _would_have(world: World, rule: str) -> None:
    world.rule_called(rule)
    shadows = [one["rule"] for one in world.answered.would_have]
    hold(
        any(is_called(one, rule) for one in shadows),
        f"In shadow: {', '.join(shadows) or 'nothing'}. {world.words}",
    )


@sentence(r'the summary says "(?P<text>[^"]+)"', 'the summary says "yours to decide"')
def _says(world: World, text: str) -> None:
    hold(text in world.words, world.words)


@sentence(
    rf"the rule {RULE} is (?P<no>not )?among the reasons",
    'the rule "hardship-worker" is among the reasons',
)
def _reason(world: World, rule: str, no: str | None) -> None:
    world.rule_called(rule)
    rules = [entry["rule"] for entry in world.answered.because]
    found = any(is_called(one, rule) for one in rules)
    hold(found is not bool(no), f"The reasons are {', '.join(rules) or 'none'}.")


@sentence(
    rf"it would change if (?P<fact>{FACT}) were (?P<value>\S+)",
    "it would change if decision.payee were landlord",
)
def _would_change(world: World, fact: str, value: str) -> None:
    world.fact_known(fact)
    found = [(one["fact"], one["to"]) for one in world.answered.would_change]
    truth = world.language.truths.get(value.casefold())
    wanted = (fact, value if truth is None else str(truth).lower())
    ways = ", ".join(f"{name} {to}" for name, to in found) or "nothing"
    hold(wanted in found, f"It would change with {ways}. {world.words}")


@sentence(r"nothing about the case would change it", "nothing about the case would change it")
def _no_change(world: World) -> None:
    same(list(world.answered.would_change), [], world)


@sentence(
    rf'the schemes that applied include "?(?P<scheme>{NAME})/(?P<version>[^"]+)"?',
    "the schemes that applied include leeds-cs/2025-02",
)
def _applied(world: World, scheme: str, version: str) -> None:
    applied = [(one["id"], one["version"]) for one in world.answered.schemes]
    hold((scheme, version) in applied, f"Applied: {', '.join(map('/'.join, applied))}.")


@sentence(r'the scheme leaves out "(?P<row>[^"]+)"', 'the scheme leaves out "item 19"')
def _leaves_out(world: World, row: str) -> None:
    rows = world.left_out
    hold(row in rows, f"It leaves out: {'; '.join(rows) or 'nothing'}.")
