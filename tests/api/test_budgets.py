"""Pooled budgets over HTTP: what is spent, reserved and left, and who bears what goes over."""

import pytest

from tests.api.conftest import HARBOUR, NORTHBRIDGE, question
from tests.api.test_life import DEPARTURE, WORKER, act, story

BUDGET = """
budgets:
  homes_fund:
    title: Homes fund
    amount: 1000.01
    counts: homes_spent
    partners: {northbridge-council: 60, harbour-housing: 40}
    overspend: [{body: harbour-housing, up_to: 50}, {body: northbridge-council}]
    source: 'Section 75 agreement, schedule 3'
"""


@pytest.fixture
def rules(rules):
    scheme = rules / "neighbourhood-support/2026-04/scheme.yaml"
    text = scheme.read_text()
    history = (
        "history:\n  homes_spent: {sum: decision.amount, of: [hardship_payment], within: financial_year}\n"
    )
    scheme.write_text(text.replace("history:\n", history, 1) + BUDGET)
    return rules


def ask(client, amount, person="p-1"):
    return client.propose(question(decision__amount=amount, person__ref=person)).json["id"]


def budget(client):
    (found,) = client.get("/v1/schemes/neighbourhood-support/budgets").json["budgets"]
    return found


def test_spent_reserved_and_left_with_each_partners_share(client):
    act(client, ask(client, "333.33"), "take", by=WORKER)
    waiting = ask(client, "200.00", "p-2")
    found = budget(client)
    assert (found["spent"], found["reserved"], found["left"], found["over"]) == (
        "333.33",
        "200.00",
        "466.68",
        "0.00",
    )
    assert found["partners"] == [
        {
            "body": HARBOUR,
            "percent": "40",
            "of_budget": "400.00",
            "of_spent": "133.33",
            "bears": "0.00",
        },
        {
            "body": NORTHBRIDGE,
            "percent": "60",
            "of_budget": "600.01",
            "of_spent": "200.00",
            "bears": "0.00",
        },
    ]
    assert story(client, waiting)["budgets"] == [found]


def test_what_goes_over_is_borne_in_the_agreed_order(client):
    for number in range(3):
        act(client, ask(client, "400.00", f"p-{number}"), "take", by=WORKER)
    found = budget(client)
    assert (found["spent"], found["left"], found["over"]) == ("1200.00", "-199.99", "199.99")
    assert [(one["body"], one["bears"]) for one in found["partners"]] == [
        (HARBOUR, "50.00"),
        (NORTHBRIDGE, "149.99"),
    ]


def test_a_departure_counts_and_what_was_given_up_does_not(client):
    act(client, ask(client, "620.00"), "take", by=WORKER, departure=DEPARTURE)
    act(client, ask(client, "100.00"), "withdraw", by=WORKER)
    assert (budget(client)["spent"], budget(client)["reserved"]) == ("620.00", "0.00")


def test_partners_read_it_and_nobody_else(client_of):
    assert client_of(HARBOUR).get("/v1/schemes/neighbourhood-support/budgets").status_code == 200
    assert client_of("some-other-body").get("/v1/schemes/neighbourhood-support/budgets").status_code == 404
    assert client_of().get("/v1/schemes/no-such-scheme/budgets").status_code == 404
