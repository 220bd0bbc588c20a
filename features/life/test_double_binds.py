"""Steps about double binds: what the answer names, and who resolves it."""

from pytest_bdd import given, parsers, scenarios, then, when

from features.life.town import Person, Town

scenarios("life/double_binds.feature")

WHY, KEPT = "She is not safe otherwise.", "The rent is paid on the day."


@given(parsers.re(r'(?P<who>[A-Z]\w+) keeps "(?P<keep>[^"]+)"$'))
@when(parsers.re(r'(?P<who>[A-Z]\w+) keeps "(?P<keep>[^"]+)"$'))
def _keeps(town: Town, who: str, keep: str) -> None:
    (bind,) = town.story["determination"]["binds"]
    sent = {"bind": bind["id"], "keep": keep, "why": WHY, "kept": KEPT}
    town.post(who, f"/v1/decisions/{town.decision}/resolve", sent)


@when(parsers.re(r'(?P<who>[A-Z]\w+), acting as (?P<role>[a-z_]+), keeps "(?P<keep>[^"]+)"$'))
def _keeps_as(town: Town, who: str, role: str, keep: str) -> None:
    town.people[who] = Person(who, role, town.people[who].body)
    _keeps(town, who, keep)


@then(parsers.re(r'the answer names a bind between "(?P<one>[^"]+)" and "(?P<other>[^"]+)"$'))
def _between(town: Town, one: str, other: str) -> None:
    (bind,) = town.last.json["determination"]["binds"]
    assert {side["says"] for side in bind["between"]} == {one, other}
    assert {option["says"] for option in bind["options"]} == {one, other}


@then("the answer names no bind")
def _none(town: Town) -> None:
    assert "binds" not in town.last.json["determination"]
    assert town.story["binds"] == []


@then(parsers.re(r"it can be resolved by the (?P<role>[a-z0-9_]+) of (?P<body>[a-z-]+)$"))
def _resolver(town: Town, role: str, body: str) -> None:
    (bind,) = town.last.json["determination"]["binds"]
    assert {"role": role, "body": body} in bind["resolved_by"]


@then(parsers.re(r'the summary says "(?P<sentence>[^"]+)"$'))
def _summary(town: Town, sentence: str) -> None:
    assert sentence in town.last.json["summary"]


@then(
    parsers.re(
        r'the story says that (?P<who>[A-Z]\w+) kept "(?P<keep>[^"]+)", why, and what is kept for the other side'
    )
)
def _told(town: Town, who: str, keep: str) -> None:
    (act,) = (one for one in town.story["acts"] if one["act"] == "bind.resolved")
    assert (act["keeps"], act["why"], act["kept"], act["by"]["ref"]) == (keep, WHY, KEPT, who.lower())
    (bind,) = town.story["binds"]
    assert [(one["keeps"], one["decision"]) for one in bind["resolutions"]] == [(keep, town.decision)]


@then(parsers.re(r'the bind was resolved before, by the (?P<role>[a-z_]+), who kept "(?P<keep>[^"]+)"$'))
def _before(town: Town, role: str, keep: str) -> None:
    (bind,) = town.story["binds"]
    (earlier,) = bind["resolutions"]
    assert (earlier["role"], earlier["keeps"], earlier["decision"]) == (role, keep, town.decisions[-2])


@then(parsers.re(r'(?P<who>[A-Z]\w+) owes "(?P<duty>[^"]+)" alone$'))
def _owes_alone(town: Town, who: str, duty: str) -> None:
    assert [one["duty"] for one in town.owed(town.people[who].body)] == [duty]
