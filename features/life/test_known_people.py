"""Steps about keys that are somebody's own."""

from pytest_bdd import given, parsers, scenarios, then, when

from api.store.keys import create_key
from features.life.town import Person, Town

scenarios("life/known_people.feature")


@given(parsers.parse("{who} has a key of his own"))
def _own_key(town: Town, who: str) -> None:
    person = town.people[who]
    _, town.keys[who, "own"] = town.service.live.appender.submit(
        lambda tx: create_key(
            tx, body=person.body, client=who, role="manager", person=person.by["ref"], acts_as=[person.role]
        )
    )


def approve(town: Town, who: str, key: str) -> None:
    headers = {"If-Match": town.story["version"], "Authorization": f"Bearer {key}"}
    town.post(who, f"/v1/decisions/{town.decision}/approve", {}, **headers)


@when(parsers.parse("{who} approves it with his own key"))
def _approves(town: Town, who: str) -> None:
    approve(town, who, town.keys[who, "own"])


@when(parsers.parse("{who}'s key is used to approve it in the name of {other}, a {role}"))
def _in_anothers_name(town: Town, who: str, other: str, role: str) -> None:
    town.people[other] = Person(other, role, town.people[who].body)
    approve(town, other, town.keys[who, "own"])


@then(parsers.parse("it is recorded that {who} is known by {way}"))
def _known_by(town: Town, who: str, way: str) -> None:
    act = town.story["acts"][-1]
    assert (act["by"]["ref"], act["attested"]) == (town.people[who].by["ref"], way)


@then(parsers.parse("the record says that {who}'s key was used, and nothing else was done"))
def _kept_apart(town: Town, who: str) -> None:
    act = town.story["acts"][-1]
    assert (act["act"], act["by"]["ref"]) == ("act.kept_apart", town.people[who].by["ref"])
