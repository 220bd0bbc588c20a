"""What is so, and asking."""

from govengine.errors import RequestError
from govengine.scenarios.sentence import DUTY, FACT, MOMENT, NAME, same, sentence, value_from
from govengine.scenarios.world import World


@sentence(rf'the scheme "?(?P<scheme>{NAME})"?', "the scheme leeds-cs")
def _scheme(world: World, scheme: str) -> None:
    world.scheme = scheme


@sentence(
    rf'the scheme "?(?P<scheme>{NAME})"? of another body as well',
    "the scheme harbour-tenancies of another body as well",
)
def _beside(world: World, scheme: str) -> None:
    world.beside.append(scheme)


@sentence(rf"it is {MOMENT}", "it is 3 June 2025 at 10:15")
def _day(world: World, day: str, clock: str | None) -> None:
    world.day = day
    world.clock = clock or world.clock


@sentence(rf"it is recorded on {MOMENT}", "it is recorded on 17 June 2025 at 09:30")
def _recorded(world: World, day: str, clock: str | None) -> None:
    world.recorded_day = day
    world.recorded_clock = clock or world.clock


@sentence(
    rf'an? (?P<role>{NAME})(?: "(?P<ref>[^"]+)")? of (?P<body>{NAME}) asks',
    "a team_manager of leeds-city-council asks",
)
def _actor(world: World, role: str, ref: str | None, body: str) -> None:
    world.facts |= {"actor.role": role, "actor.body": body}
    if ref is not None:
        world.facts["actor.ref"] = ref
    world.facts.setdefault("actor.ref", "w-1")


@sentence(rf"the decision is an? (?P<kind>{NAME})", "the decision is a hardship_payment")
def _kind(world: World, kind: str) -> None:
    world.facts["decision.kind"] = kind
    world.facts.setdefault("person.ref", "p-1")


@sentence(r"it is an emergency", "it is an emergency")
def _emergency(world: World) -> None:
    world.facts["decision.emergency"] = True


@sentence(rf"the outcome is (?P<outcome>{NAME})", "the outcome is settled_home")
def _outcome(world: World, outcome: str) -> None:
    world.outcome = outcome


@sentence(rf"(?P<fact>{FACT}) is not known", "person.consent is not known")
def _unknown(world: World, fact: str) -> None:
    world.facts.pop(fact, None)


# "… is needed" and "… is not known" are sentences of their own, never a value.
@sentence(rf"(?P<fact>{FACT}) is (?!not known$|needed$)(?P<value>.+)", "decision.amount is 620.00")
def _fact(world: World, fact: str, value: str) -> None:
    world.facts[fact] = value_from(value)


@sentence(
    rf'the duty {DUTY} has been done(?: by an? (?P<role>{NAME})(?: "(?P<ref>[^"]+)")?)?',
    'the duty "confirm/decision.x" has been done by a team_manager "w-7"',
)
def _done(world: World, duty: str, role: str | None, ref: str | None) -> None:
    by = {name: value for name, value in (("role", role), ("ref", ref)) if value}
    world.done.append({"duty": duty, "by": by} if by else {"duty": duty})


@sentence(r"the question is asked(?: again)?", "the question is asked")
def _ask(world: World) -> None:
    world.ask()


@sentence(r'asking is refused as "(?P<code>[a-z-]+)"', 'asking is refused as "no-version-in-force"')
def _refused(world: World, code: str) -> None:
    try:
        world.ask()
    except RequestError as refusal:
        same([problem.code for problem in refusal.problems], [code], world)
        return
    raise AssertionError(f"It was answered. {world.words}")
