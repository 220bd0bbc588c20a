"""Steps about stops over a whole body."""

from pytest_bdd import given, parsers, scenarios, when

from features.life.town import Town
from features.moment import moment

scenarios("life/stops.feature")

_STOPS = parsers.re(r"(?P<who>[A-Z]\w+) stops the body from (?P<since>.+) until (?P<until>.+)$")


@given(_STOPS)
@when(_STOPS)
def _stops(town: Town, who: str, since: str, until: str) -> None:
    sent = {
        "since": moment(since).isoformat(),
        "until": moment(until).isoformat(),
        "why": "The ledger is closed at the end of the year.",
    }
    reply = town.post(who, "/v1/stops", sent)
    if reply.status_code == 201:
        town.stops.append(reply.json["id"])


@when(parsers.parse("{who} lifts the stop"))
def _lifts(town: Town, who: str) -> None:
    town.post(who, f"/v1/stops/{town.stops[-1]}/lift", {"why": "The ledger is open again."})
