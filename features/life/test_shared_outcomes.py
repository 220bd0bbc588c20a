"""Steps about signing for an outcome, leaving it, and looking again at how it stands."""

from datetime import datetime

from pytest_bdd import given, parsers, scenarios, then, when

from features.life.town import RULES, Town
from govengine.errors import GovengineError

scenarios("life/shared_outcomes.feature")

TITLE = "People keep a home they can afford"
PARTIES = ["northbridge-council", "harbour-housing"]

_SIGNS = parsers.re(
    r"(?P<who>[A-Z]\w+) signs the outcome (?P<name>\w+)( and will look again on (?P<day>.+))?$"
)


@given(_SIGNS)
@when(_SIGNS)
def _signs(town: Town, who: str, name: str, day: str | None) -> None:
    days = [datetime.strptime(day, "%d %B %Y").date().isoformat()] if day else []  # noqa: DTZ007 a day
    sent = {"title": TITLE, "shared_by": PARTIES, "share": "Half of the fund.", "follow_up": days}
    town.post(who, f"/v1/outcomes/{name}/signatures", sent)


@when(parsers.parse('{who} withdraws the signature to {name}, because "{why}"'))
def _leaves(town: Town, who: str, name: str, why: str) -> None:
    town.post(who, f"/v1/outcomes/{name}/leave", {"why": why})


@when("the scheme neighbourhood-support is put to be adopted")
def _put(town: Town) -> None:
    folders = [RULES / "statute-floor-england/2026-11", RULES / "neighbourhood-support/2026-04"]
    try:
        town.adopt(folders)
    except GovengineError as refused:
        town.wrong = [problem.message for problem in refused.problems]
    else:
        town.wrong = []


@then("it is adopted")
def _is_adopted(town: Town) -> None:
    assert town.wrong == []
    assert "neighbourhood-support" in town.service.live.rules.in_force.library.schemes


@then(parsers.parse("it is not adopted, because {body} has not signed {name}"))
def _not_adopted(town: Town, body: str, name: str) -> None:
    assert len(town.wrong) == 1, town.wrong
    assert town.wrong[0].startswith(name)
    assert town.wrong[0].endswith(f"by: {body}.")
    assert "neighbourhood-support" not in town.service.live.rules.in_force.library.schemes


@then(parsers.parse("the register says that {name} lacks {body}"))
def _lacks(town: Town, name: str, body: str) -> None:
    assert body in town.get(body, f"/v1/outcomes/{name}")["lacks"]


@when(parsers.re(r"(?P<who>[A-Z]\w+) does the (?P<what>follow_up|review) of the outcome(s)?$"))
def _does(town: Town, who: str, what: str) -> None:
    line = town.owed(town.people[who].body, what)[0]
    town.post(who, f"/v1/owed/{line['id']}/done", {"said": "Most are still at home.", "came": "partly"})


@when(parsers.re(r"(?P<who>[A-Z]\w+) offers the (?P<what>[a-z_]+) to (?P<to>[A-Z]\w+)$"))
def _offers(town: Town, who: str, what: str, to: str) -> None:
    (line,) = town.owed(town.people[who].body, what)
    receiver = town.people[to]
    sent = {"to": {"body": receiver.body, "role": receiver.role}, "said": "It is yours by rights."}
    town.post(who, f"/v1/owed/{line['id']}/offer", sent)
