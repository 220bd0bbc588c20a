"""What is so, and asking."""

from govengine.scenarios.before import DecidedBefore, amount_from
from govengine.scenarios.holding import hold
from govengine.scenarios.sentence import DAY, DUTY, FACT, MOMENT, NAME, Table, sentence
from govengine.scenarios.world import World


@sentence(rf'the scheme "?(?P<scheme>{NAME})"?', "the scheme leeds-cs", checks=False)
def _scheme(world: World, scheme: str) -> None:
    world.scheme = scheme


@sentence(
    rf'the scheme "?(?P<scheme>{NAME})"? of another body as well',
    "the scheme harbour-tenancies of another body as well",
    checks=False,
)
def _beside(world: World, scheme: str) -> None:
    world.beside.append(scheme)


@sentence(rf"it is {MOMENT}", "it is 3 June 2025 at 10:15", checks=False)
def _day(world: World, moment: str) -> None:
    world.moment = world.moment_from(moment)


@sentence(rf"it is recorded on {MOMENT}", "it is recorded on 17 June 2025 at 09:30", checks=False)
def _recorded(world: World, moment: str) -> None:
    world.recorded = world.moment_from(moment)


@sentence(
    rf'an? (?P<role>{NAME})(?: "(?P<ref>[^"]+)")? of (?P<body>{NAME}) asks',
    "a team_manager of leeds-city-council asks",
    checks=False,
)
def _actor(world: World, role: str, ref: str | None, body: str) -> None:
    world.say("actor.role", role)
    world.say("actor.body", body)
    if ref is not None:
        world.say("actor.ref", ref)
    world.facts.setdefault("actor.ref", "w-1")


@sentence(rf"the decision is an? (?P<kind>{NAME})", "the decision is a hardship_payment", checks=False)
def _kind(world: World, kind: str) -> None:
    world.say("decision.kind", kind)
    world.facts.setdefault("person.ref", "p-1")


@sentence(r"it is an emergency", "it is an emergency", checks=False)
def _emergency(world: World) -> None:
    world.say("decision.emergency", True)


@sentence(rf"the outcome is (?P<outcome>{NAME})", "the outcome is settled_home", checks=False)
def _outcome(world: World, outcome: str) -> None:
    world.outcome = outcome


@sentence(rf"(?P<fact>{FACT}) is not known", "person.consent is not known", checks=False)
def _unknown(world: World, fact: str) -> None:
    world.unsay(fact)


# "… is needed" and "… is not known" are sentences of their own, never a value.
@sentence(
    rf"(?P<fact>{FACT}) is (?!not known$|needed$)(?P<value>.+)", "decision.amount is 620.00", checks=False
)
def _fact(world: World, fact: str, value: str) -> None:
    world.say(fact, value)


@sentence(r"these facts:?", "these facts", checks=False, takes_table=True)
def _facts(world: World, table: Table | None) -> None:
    hold(table, "Write a table under it, of a name and a value in each row: | decision.amount | 620.00 |.")
    for row in table or ():
        hold(len(row) == len(("name", "value")), f"A row has a name and a value; this has {len(row)} cells.")
        name, value = row
        labelled = "." in name or name.casefold() in world.labels
        hold(labelled, f"No fact is called {name}.")
        world.say(name, value)


# -- what was decided before ------------------------------------------------------------------------------------

_DECISION = (
    rf"an? (?P<kind>{NAME})(?: of (?P<amount>[£\d.,]+))?(?: for (?P<whose>the same person|another person))?"
    rf" on {DAY}"
)


@sentence(
    rf"they decided {_DECISION}",
    "they decided a hardship_payment of 200 for the same person on 3 May 2026",
    checks=False,
)
def _they_decided(world: World, kind: str, amount: str | None, whose: str | None, day: str) -> None:
    _decided(world, kind, amount, whose, day, same_actor=True)


@sentence(
    rf"somebody else decided {_DECISION}",
    "somebody else decided a hardship_payment of 200 for the same person on 3 May 2026",
    checks=False,
)
def _others_decided(world: World, kind: str, amount: str | None, whose: str | None, day: str) -> None:
    _decided(world, kind, amount, whose, day, same_actor=False)


def _decided(
    world: World, kind: str, amount: str | None, whose: str | None, day: str, *, same_actor: bool
) -> None:
    same_person = None if whose is None else whose == "the same person"
    worth = None if amount is None else amount_from(amount)
    decided = DecidedBefore(kind, world.day_from(day), worth, same_actor, same_person)
    world.before = [*(world.before or []), decided]


@sentence(r"nothing was decided before", "nothing was decided before", checks=False)
def _nothing_before(world: World) -> None:
    world.before = []


# -- duties, and asking -----------------------------------------------------------------------------------------


@sentence(
    rf'the duty {DUTY} has been done(?: by (?=\S)(?:an? (?P<role>{NAME}))? ?(?:"(?P<ref>[^"]+)")?)?',
    'the duty "confirm/decision.x" has been done by a team_manager "w-7"',
    checks=False,
)
def _done(world: World, duty: str, role: str | None, ref: str | None) -> None:
    by = {name: value for name, value in (("role", role), ("ref", ref)) if value}
    world.done.append({"duty": duty, "by": by} if by else {"duty": duty})


@sentence(r"the question is asked(?: again)?", "the question is asked", checks=False)
def _ask(world: World) -> None:
    world.ask()
