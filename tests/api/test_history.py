"""Limits over earlier decisions are exact: read under the log lock, in the transaction that records."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

import pytest

from api.checking import drafts_in
from govengine.decide.history import first_day
from govengine.feel.values import Months
from govengine.scenarios import run_text
from govengine.scheme.words import Window
from tests.api.conftest import SHIPPED, question


def answer(client, amount, **more):
    return client.propose(question(decision__amount=amount, **more)).json["determination"]


def test_earlier_decisions_for_the_same_person_count(client):
    for _ in range(5):
        assert answer(client, "500.00")["may_act"] is True
    assert answer(client, "0.00")["level"] == "act", "2,500 is not more than 2,500"
    over = answer(client, "0.01")
    assert (over["level"], over["may_act"]) == ("agree", False)
    assert answer(client, "0.01", person__ref="p-2")["level"] == "act"


def test_decisions_nobody_could_act_on_do_not_count(client):
    for _ in range(4):
        answer(client, "1900.00")
    assert answer(client, "500.00")["level"] == "act"


def test_a_superseded_decision_does_not_count(client):
    ids = [client.propose(question(decision__amount="500.00")).json["id"] for _ in range(5)]
    assert answer(client, "300.00")["level"] == "agree"
    replaced = client.propose(question(decision__amount="100.00") | {"supersedes": ids[0]}).json[
        "determination"
    ]
    assert replaced["level"] == "act", "the one it replaces is not counted beside it"
    assert answer(client, "400.00")["level"] == "act"
    assert answer(client, "0.01")["level"] == "agree"


def test_the_window_is_today_and_the_89_days_before(client, clock):
    for _ in range(5):
        answer(client, "500.00")
    clock.forward(days=89)
    assert answer(client, "500.00")["level"] == "agree"
    clock.forward(days=1)
    assert answer(client, "500.00")["level"] == "act"


def test_without_the_person_the_history_is_not_known(client):
    unknown = answer(client, "10.00", person__ref=None)
    assert unknown["may_act"] is False
    assert "person.ref" in [need.get("fact") for need in unknown["needed"]]


def test_many_clients_at_once_never_exceed_a_limit_and_reach_it(client, service):
    # Each may be given 500; together 2,500 a household before a second person is needed.
    sent = question(decision__amount="500.00")
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda i: client.propose(sent, f"race-{i}").json["determination"], range(24)))
    assert sum(one["may_act"] for one in answers) == 5


@pytest.mark.parametrize(
    ("within", "today", "first"),
    [
        (timedelta(days=90), date(2026, 5, 2), date(2026, 2, 2)),
        (timedelta(days=1), date(2026, 5, 2), date(2026, 5, 2)),
        (Months(1), date(2026, 3, 31), date(2026, 3, 1)),
        (Months(12), date(2024, 2, 29), date(2023, 3, 1)),
        (Window.CALENDAR_MONTH, date(2026, 5, 2), date(2026, 5, 1)),
        (Window.CALENDAR_YEAR, date(2026, 5, 2), date(2026, 1, 1)),
        (Window.FINANCIAL_YEAR, date(2026, 4, 5), date(2025, 4, 6)),
        (Window.FINANCIAL_YEAR, date(2026, 4, 6), date(2026, 4, 6)),
    ],
)
def test_first_day_of_a_window(within, today, first):
    assert first_day(within, today) == first


def test_scenarios_add_up_earlier_decisions_as_the_record_does(client, clock):
    """The same payments, proposed to the service one by one and said in a scenario before the next."""
    chance, library = Random(7), drafts_in(SHIPPED)
    counted: list[tuple[str, str, str, str]] = []
    levels = set()
    for _ in range(40):
        clock.forward(days=chance.choice((0, 0, 1, 5, 30)))
        person, worker = chance.choice("ab"), chance.choice("xy")
        amount = chance.choice(("499.99", "500.00", "250.01", "0.01"))
        determination = answer(client, amount, person__ref=person, actor__ref=worker)
        lines = [
            f"    And {'they' if by == worker else 'somebody else'} decided a hardship_payment of {paid}"
            f" for {'the same' if whose == person else 'another'} person on {day}\n"
            for by, whose, paid, day in counted
        ]
        (result,) = run_text(
            "Feature: x\n  Scenario: y\n    Given the scheme neighbourhood-support\n"
            f"    And it is {clock.now.isoformat()}\n"
            "    And a support_worker of northbridge-council asks\n    And the decision is a hardship_payment\n"
            f"    And decision.amount is {amount}\n    And person.consent is yes\n"
            "    And decision.other_help_tried is yes\n    And nothing was decided before\n"
            f"{''.join(lines)}    When the question is asked\n    Then the level is {determination['level']}\n",
            "x",
            library,
        )
        assert result.passed, result.said
        levels.add(determination["level"])
        if determination["may_act"]:
            counted.append((worker, person, amount, clock.now.date().isoformat()))
    assert levels == {"act", "agree"}
