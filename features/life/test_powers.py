"""Steps about powers taken back and given back, and who delegated them."""

from typing import Any

import orjson
from pytest_bdd import given, parsers, scenarios, then, when

from api.store.reading import stored_entries
from features.life.town import Town
from features.moment import moment
from tests.application import client_on

scenarios("life/powers.feature")

_BACK = parsers.re(r'(?P<who>[A-Z]\w+) takes the power "(?P<grant>[a-z-]+)" back(?: until (?P<until>.+))?$')


def suspension(grant: str, until: str | None = None) -> dict[str, Any]:
    ends = {} if until is None else {"until": moment(until).isoformat()}
    return {"scheme": "meadow-homes", "grant": grant, "why": "The fund is being looked at.", **ends}


@given(_BACK)
@when(_BACK)
def _takes_back(town: Town, who: str, grant: str, until: str | None) -> None:
    town.post(who, "/v1/suspensions", suspension(grant, until))


@when(parsers.re(r"(?P<who>[A-Z]\w+) gives the power back$"))
def _gives_back(town: Town, who: str) -> None:
    (one,) = town.get(town.people[who].body, "/v1/suspensions")["suspensions"]
    town.post(who, f"/v1/suspensions/{one['id']}/restore", {"why": "It has been looked at."})


@when(
    parsers.re(
        r'an administrator takes the power "(?P<grant>[a-z-]+)" back in the name of (?P<who>[A-Z]\w+)$'
    )
)
def _administrator(town: Town, grant: str, who: str) -> None:
    person = town.people[who]
    headers = {"Authorization": f"Bearer {town.key_of(person.body, 'admin')}", "Idempotency-Key": "admin"}
    sent = suspension(grant) | {"by": person.by}
    client = client_on(town.service)
    town.replies.append(client.post("/v1/suspensions", json=sent, headers=headers))


@then(parsers.re(r"the answer names the (?P<role>[a-z_]+), who delegated it on (?P<day>.+)$"))
def _delegated(town: Town, role: str, day: str) -> None:
    named = town.last.json["determination"]["accountability"]["delegated_by"]
    assert named == {"role": role, "dated": moment(f"{day} at 00:00").date().isoformat()}


@then(parsers.re(r'the entry "(?P<kind>[a-z.]+)" names the (?P<role>[a-z_]+) as delegator$'))
def _on_the_entry(town: Town, kind: str, role: str) -> None:
    with town.service.live.engine.connect() as connection:
        (leaf,) = (orjson.loads(one.leaf) for one in stored_entries(connection) if one.kind == kind)
    assert leaf["determination"]["accountability"]["delegated_by"]["role"] == role


@then(parsers.re(r'the answer says why: "(?P<clause>[^"]+)"$'))
def _why(town: Town, clause: str) -> None:
    texts = [
        one["text"] for reason in town.last.json["determination"]["because"] for one in reason["clauses"]
    ]
    assert clause in texts, texts
