"""Rules in shadow beside what people decided, as a manager reads it: by rule and team, and nobody's name."""

from html import unescape

import pytest

from tests.api.test_agreement import MANAGER, SHADOW, ask, decline
from tests.api.test_life import act
from tests.pages.conftest import add_account
from tests.pages.test_changes import last


@pytest.fixture
def rules(rules):
    scheme = rules / "neighbourhood-support/2026-04/scheme.yaml"
    scheme.write_text(scheme.read_text().replace("tables:\n", SHADOW + "tables:\n", 1))
    return rules


def test_how_often_people_decided_as_the_rule_would_have(service, ada, cases):
    for number in range(5):
        decision = ask(cases, "north", f"p-{number}")
        assert act(cases, decision, "approve", decision, by=MANAGER).status_code == 201
    decline(cases, ask(cases, "south", "p-9"))
    ask(cases, "north", "p-7")
    page = unescape(ada.get("/shadow").text)
    for told in ("Hardship shadow", "5 of 6", "north", "5 of 5", "Smaller teams, and no team", "0 of 1"):
        assert told in page
    assert "The landlord pays for it." in page
    assert "w-2041" not in page
    assert "m-7" not in page
    leaf, _ = last(service)
    assert (leaf["entry"], leaf["what"], leaf["attested"]) == ("record.read", "agreement", "session")


def test_where_no_rule_is_in_shadow_it_says_how_one_is_put_there(ada):
    assert "No decision has met a rule in shadow yet" in ada.get("/shadow").text


def test_it_is_for_those_who_answer_for_rules(somebody, service):
    add_account(service, "wim", role="worker")
    somebody.sign_in("wim")
    assert somebody.get("/shadow").status_code == 403
