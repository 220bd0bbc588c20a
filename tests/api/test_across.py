"""Decisions under the schemes of two bodies, over HTTP and in the record."""

import json
from pathlib import Path

import pytest

from api.commands.redecide import Outcome, redecide
from api.store.reading import stored_entries
from tests.api.conftest import HARBOUR, question

HARBOUR_SCHEME = """
scheme: harbour-tenancies
version: "2026-04"
title: What Harbour Housing's staff may agree to
owner: harbour-housing
layer: organisation
jurisdiction: England
under: [statute-floor-england]
effective: {from: 2026-04-01}
source: {title: An example}
bodies: {harbour-housing: {title: Harbour Housing}}
roles:
  housing_officer: {body: harbour-housing}
  lettings_manager: {body: harbour-housing}
  director: {body: harbour-housing}
lines: {lettings: [housing_officer, lettings_manager]}
ask: {role: director}
accountable: {role: director}
kinds: {hardship_payment: {is: [spend, individual]}}
facts: {decision.amount: {type: number, unit: GBP, min: 0, personal: false}}
history: {agreed: {of: [hardship_payment], within: P90D, same: person.ref}}
grants:
  - {id: small, for: hardship_payment, role: housing_officer, level: act, when: decision.amount <= 200}
  - {id: larger, for: hardship_payment, role: lettings_manager, level: act, when: decision.amount <= 400 and history.agreed < 3}
safeguards:
  - {id: never-large, for: hardship_payment, level: stop, when: decision.amount > 450, route: {do: Apply to the fund}}
"""


@pytest.fixture
def rules(rules: Path) -> Path:
    folder = rules / "harbour-tenancies" / "2026-04"
    folder.mkdir(parents=True)
    (folder / "scheme.yaml").write_text(HARBOUR_SCHEME, "utf-8")
    return rules


def under_both(amount: str, **more):
    return question(decision__amount=amount) | {"with_schemes": ["harbour-tenancies"], **more}


@pytest.mark.parametrize(
    ("amount", "level", "agrees"),
    [
        ("200.00", "agree", "housing_officer"),
        ("200.01", "agree", "lettings_manager"),
        ("450.00", "refer", None),
        ("450.01", "stop", None),
    ],
)
def test_the_other_body_agrees_is_asked_or_stops_it(client, amount, level, agrees):
    found = client.propose(under_both(amount)).json["determination"]
    assert found["level"] == level
    assert [one["role"] for one in found["with"]] == ([agrees] if agrees else [])
    assert found["may_act"] is False
    if level == "refer":
        assert found["ask"] == {"role": "director", "body": HARBOUR, "other_person": False}
        assert found["basis"] == "not_met"
    if level == "stop":
        assert [route["do"] for route in found["route"]] == ["Apply to the fund"]
    assert {scheme["id"] for scheme in found["schemes"]} == {
        "neighbourhood-support",
        "harbour-tenancies",
        "statute-floor-england",
    }


def test_once_they_agree_it_may_go_ahead_and_counts_in_their_history(client, service):
    for turn in range(4):
        first = client.propose(under_both("300.00"))
        assert "lettings manager" in first.json["summary"] or turn == 3
        done = [
            {"duty": "harbour-tenancies/lettings_manager", "by": {"ref": "h-7", "role": "lettings_manager"}}
        ]
        second = client.propose(under_both("300.00", done=done, supersedes=first.json["id"]))
        assert second.json["determination"]["may_act"] is (turn < 3), second.json["summary"]
    assert second.json["determination"]["ask"]["role"] == "director"
    with service.live.engine.connect() as connection:
        rows = list(stored_entries(connection))
        outcomes = {redecide(connection, service.live.rules, row) for row in rows}
        last = json.loads(rows[-1].leaf)
    assert outcomes == {None, Outcome.SAME}
    assert last["with_schemes"] == ["harbour-tenancies"]
    assert last["facts"].get("history.agreed", {}).get("from") != "asserted"


def test_the_other_body_may_read_it(client, client_of):
    made = client.propose(under_both("300.00")).json
    theirs = client_of(HARBOUR)
    assert theirs.get(f"/v1/decisions/{made['id']}").json["determination"] == made["determination"]


@pytest.mark.parametrize(
    ("named", "code", "pointer"),
    [
        (["harbour-tenancy"], "unknown-scheme", "/with_schemes/0"),
        (["neighbourhood-support"], "scheme-twice", "/with_schemes/0"),
        (["harbour-tenancies", "harbour-tenancies"], "scheme-twice", "/with_schemes/1"),
        ("harbour-tenancies", "wrong-type", "/with_schemes"),
        ([7], "wrong-type", "/with_schemes"),
    ],
)
def test_mistakes_are_named(client, named, code, pointer):
    reply = client.propose(under_both("30.00") | {"with_schemes": named})
    assert (reply.status_code, reply.json["code"], reply.json["pointer"]) == (422, code, pointer)


def test_a_what_if_can_be_asked_of_both(client_of):
    reply = client_of(role="manager").ask(under_both("200.00"))
    assert reply.json["determination"]["level"] == "agree"
    assert reply.json["determination"]["may_act"] is None
