"""The scenarios of `rule_changes.feature`, with the steps that only they have."""

from datetime import datetime
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from api.store.keys import create_key, list_keys, revoke_key
from features.life.town import RULES, Person, Town
from features.moment import moment
from tests.application import client_on

FOLDER = RULES / "neighbourhood-support" / "2026-04"
LIMIT = "worker_limit: {is: 500,"
SCENARIO = """Feature: The limit
  Scenario: As much as the limit says
    Given the scheme neighbourhood-support
    And it is 2 June 2026
    And a support_worker of northbridge-council asks
    And the decision is a hardship_payment
    And decision.amount is {limit}.00
    And person.consent is yes
    And decision.other_help_tried is yes
    And history.household_90d is 0
    When the question is asked
    Then the level is act
"""

scenarios("publishing/rule_changes.feature")


class Keys(dict[str, str]):
    """Everybody's own key, by their name; and the change that was proposed last."""

    change: str = ""


@pytest.fixture
def own() -> Keys:
    return Keys()


@given("everybody has a key of their own")
def _keys(town: Town, own: Keys) -> None:
    for person in town.people.values():
        _, own[person.name] = town.service.live.appender.submit(
            lambda tx, person=person: create_key(
                tx,
                body=person.body,
                client=person.name,
                role="owner",
                person=person.by["ref"],
                acts_as=[person.role],
            )
        )


def act(town: Town, own: Keys, who: str, path: str, sent: dict[str, Any], *, key: str | None = None) -> None:
    """What somebody does about the change, with their own key unless another is given."""
    http = client_on(town.service)
    headers = {
        "Authorization": f"Bearer {key or own[who]}",
        "Idempotency-Key": f"c-{len(town.replies)}",
    }
    body = sent | {"by": town.people[who].by}
    town.replies.append(http.post(f"/v1/changes{path}", json=body, headers=headers))


_PROPOSES = parsers.re(r"(?P<who>[A-Z]\w+) proposes that the worker's limit is (?P<limit>\d+)$")


@given(_PROPOSES)
@when(_PROPOSES)
def _proposes(town: Town, own: Keys, who: str, limit: str) -> None:
    files = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    text = files["scheme.yaml"].replace('version: "2026-04"', 'version: "2026-05"')
    assert LIMIT in text
    files["scheme.yaml"] = text.replace(LIMIT, LIMIT.replace("500", limit))
    files["limit.feature"] = SCENARIO.format(limit=limit)
    act(town, own, who, "", {"files": files, "base": "2026-04", "why": "Rents have risen."})
    own.change = town.last.json["id"]


_AGREES = parsers.re(r"(?P<who>[A-Z]\w+) agrees as (?P<part>[a-z_]+)$")


@given(_AGREES)
@when(_AGREES)
def _agrees(town: Town, own: Keys, who: str, part: str) -> None:
    act(town, own, who, f"/{own.change}/agree", {"part": part})


_TOLD = parsers.re(r"(?P<who>[A-Z]\w+) says who took part, and names (?P<host>[A-Z]\w+)'s role to watch it$")


@given(_TOLD)
@when(_TOLD)
def _evidence(town: Town, own: Keys, who: str, host: str) -> None:
    part = {"role": "tenant", "how": "Two evenings at the hall."}
    said = {"took_part": [part], "changed": "The letter.", "not_done": "Help with deposits."}
    act(town, own, who, f"/{own.change}/evidence", said)
    watcher = town.people[host]
    act(town, own, who, f"/{own.change}/host", {"body": watcher.body, "role": watcher.role})


_RISKS = parsers.re(r"(?P<who>[A-Z]\w+) takes the risks$")


@given(_RISKS)
@when(_RISKS)
def _risks(town: Town, own: Keys, who: str) -> None:
    sent = {"risks": ["The budget may be spent by January."], "statute_floor": True}
    act(town, own, who, f"/{own.change}/acknowledge", sent)


_ADOPTS = parsers.re(r"(?P<who>[A-Z]\w+) adopts it$")
ADOPTING = {"authority": "Cabinet, minute 14"}


@given(_ADOPTS)
@when(_ADOPTS)
def _adopts(town: Town, own: Keys, who: str) -> None:
    act(town, own, who, f"/{own.change}/adopt", ADOPTING)


@when("somebody at the council's system adopts it in Olu's name")
def _system(town: Town, own: Keys) -> None:
    key = town.key_of(town.people["Olu"].body, "owner")
    act(town, own, "Olu", f"/{own.change}/adopt", ADOPTING, key=key)


@when(parsers.re(r"(?P<who>[A-Z]\w+) adopts it in (?P<name>[A-Z]\w+)'s name with his own key$"))
def _in_their_name(town: Town, own: Keys, who: str, name: str) -> None:
    act(town, own, name, f"/{own.change}/adopt", ADOPTING, key=own[who])


@when(parsers.re(r"(?P<who>[A-Z]\w+) rolls it back$"))
def _rolls_back(town: Town, own: Keys, who: str) -> None:
    act(town, own, who, f"/{own.change}/roll-back", {"why": "It sends people the wrong way."})


@when(parsers.re(r"(?P<who>[A-Z]\w+) leaves, and her key is taken back$"))
def _leaves(town: Town, who: str) -> None:
    with town.service.live.engine.connect() as connection:
        (key,) = [one.id for one in list_keys(connection) if one.client == who]
    town.service.live.appender.submit(lambda tx: revoke_key(tx, key))
    del town.people[who]


@when(parsers.re(r"(?P<name>Rae) is an? (?P<role>[a-z0-9_]+) of (?P<body>[a-z-]+)"))
def _comes(town: Town, name: str, role: str, body: str) -> None:
    town.people[name] = Person(name, role, body)


@then(parsers.re(r"it does this: (?P<effect>[a-z ]+)$"))
def _effect(town: Town, effect: str) -> None:
    assert town.last.json["effect"] == effect, town.last.json


@given(parsers.parse("the answer is {level}"))
def _answer(town: Town, level: str) -> None:
    assert town.last.json["determination"]["level"] == level


@then(parsers.re(r"(?P<who>[A-Z]\w+) is waited for as (?P<part>[a-z_]+) since (?P<day>.+)$"))
def _waited_for(town: Town, own: Keys, who: str, part: str, day: str) -> None:
    person = town.people[who]
    found = town.get(person.body, f"/v1/changes/{own.change}")["checklist"]
    (line,) = [one for one in found if one["part"] == part]
    assert line["waits"]
    assert person.role in {one["role"] for one in line["roles"]}
    assert datetime.fromisoformat(line["since"]).date() == moment(f"{day} at 10:00").date()
