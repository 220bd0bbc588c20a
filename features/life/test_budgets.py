"""Steps about what is kept for a time, and what bodies pay together."""

from typing import Any

from pytest_bdd import parsers, scenarios, then, when

from features.life.town import Town

scenarios("life/budgets.feature")


@when("what falls due by itself is done")
def _swept(town: Town) -> None:
    town.service.sweeper.sweep()


@then(parsers.parse('its story says "{act}" once'))
def _once(town: Town, act: str) -> None:
    assert [one["act"] for one in town.story["acts"]] == [act]


def fund(town: Town) -> Any:
    (found,) = town.get("meadow-council", "/v1/schemes/meadow-homes/budgets")["budgets"]
    return found


def partner(town: Town, body: str) -> Any:
    return next(one for one in fund(town)["partners"] if one["body"] == body)


@then(parsers.re(r"of the homes fund (?P<spent>\S+) is spent, (?P<kept>\S+) kept and (?P<left>\S+) left$"))
def _told(town: Town, spent: str, kept: str, left: str) -> None:
    found = fund(town)
    assert (found["spent"], found["reserved"], found["left"]) == (spent, kept, left)
    assert town.story["budgets"] == [found]


@then(
    parsers.re(
        r"the share of (?P<body>\S+) is (?P<of_fund>\S+) of the fund and (?P<of_spent>\S+) of what is spent$"
    )
)
def _share(town: Town, body: str, of_fund: str, of_spent: str) -> None:
    found = partner(town, body)
    assert (found["of_budget"], found["of_spent"]) == (of_fund, of_spent)


@then(parsers.re(r"(?P<body>\S+) bears (?P<amount>\S+) of what goes over$"))
def _bears(town: Town, body: str, amount: str) -> None:
    assert partner(town, body)["bears"] == amount
