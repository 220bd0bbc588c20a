"""Steps about what the person is told, asks for and complains of."""

from pytest_bdd import given, parsers, scenarios, then, when

from features.life.town import Town

scenarios("life/their_side.feature")


@given(parsers.parse("{who} says that the person was told by letter, with {days:d} days to ask for a review"))
def _tells(town: Town, who: str, days: int) -> None:
    sent = {"at": town.clock[0].isoformat(), "how": "letter", "review_days": days}
    town.post(who, f"/v1/decisions/{town.decision}/notice", sent)


_WRITES = parsers.re(r"(?P<who>[A-Z]\w+) writes down that the person (?P<what>asks for a review|complains)$")


@when(_WRITES)
def _writes(town: Town, who: str, what: str) -> None:
    path = "complaints" if what == "complains" else "review-asked"
    town.post(who, f"/v1/decisions/{town.decision}/{path}", {"said": "You did not ask about the arrears."})


@when(parsers.parse("{who} acknowledges the complaint"))
def _acknowledges(town: Town, who: str) -> None:
    town.post(
        who, f"/v1/decisions/{town.decision}/acknowledge", {"said": "We have it and will write to you."}
    )


@then(parsers.re(r"the story says that they asked (?P<when_>in time|late)$"))
def _in_time(town: Town, when_: str) -> None:
    assert town.story["acts"][-1]["in_time"] is (when_ == "in time")
