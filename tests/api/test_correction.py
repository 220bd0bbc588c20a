"""Rectification: nothing is overwritten, and both readings are shown."""

import pytest
from sqlalchemy import text

from api.evidence.verifying import verify_and_redecide
from tests.api.conftest import question

BY = {"ref": "u-3", "role": "support_worker"}


def correction(facts, **more):
    return {"facts": facts, "why": "the wrong box was ticked", "by": BY} | more


@pytest.fixture
def decision(client) -> str:
    return client.propose(question()).json["id"]


def correct(client, decision, facts, **more):
    return client.post(f"/v1/decisions/{decision}/corrections", correction(facts, **more))


def test_both_readings_who_and_why(client, decision, service):
    before = client.get(f"/v1/decisions/{decision}").json
    made = correct(client, decision, {"person.consent": False, "decision.amount": "130.00"})
    assert made.status_code == 201, made.text
    after = client.get(f"/v1/decisions/{decision}").json
    assert after["facts"] == before["facts"], "what was recorded stands"
    assert after["determination"] == before["determination"]
    assert before["corrections"] == []
    assert after["corrections"] == [
        {
            "id": made.json["id"],
            "recorded_at": made.json["recorded_at"],
            "facts": {
                "decision.amount": {"was": "120.00", "is": "130.00"},
                "person.consent": {"was": True, "is": False},
            },
            "why": "the wrong box was ticked",
            "by": BY,
            "new_decision": None,
        }
    ]
    assert made.json["receipt"]["index"] > before["receipt"]["index"]
    assert verify_and_redecide(service.live, lambda _d, _o: None).well


def test_a_second_correction_begins_where_the_first_ended(client, decision):
    for value in ("130.00", "140.00"):
        assert correct(client, decision, {"decision.amount": value}).status_code == 201
    for value in ("p-9", "p-10"):
        assert correct(client, decision, {"person.ref": value}).status_code == 201
    found = client.get(f"/v1/decisions/{decision}").json["corrections"]
    assert [one["facts"] for one in found] == [
        {"decision.amount": {"was": "120.00", "is": "130.00"}},
        {"decision.amount": {"was": "130.00", "is": "140.00"}},
        {"person.ref": {"was": "p-88120", "is": "p-9"}},
        {"person.ref": {"was": "p-9", "is": "p-10"}},
    ]


def test_it_can_name_the_decision_that_was_made_because_of_it(client, decision):
    new = client.propose(question(person__consent=False) | {"supersedes": decision}).json["id"]
    assert correct(client, decision, {"person.consent": False}, new_decision=new).status_code == 201
    assert client.get(f"/v1/decisions/{decision}").json["corrections"][0]["new_decision"] == new
    reply = correct(client, decision, {"person.consent": False}, new_decision="01J")
    assert (reply.status_code, reply.json["code"]) == (422, "unknown-earlier-decision")


@pytest.mark.parametrize(
    ("facts", "code", "pointer"),
    [
        ({"person.eyes": "blue"}, "nothing-to-correct", "/facts/person.eyes"),
        ({"decision.amount": "much"}, "wrong-type", "/facts/decision.amount"),
        ({"decision.amount": "-1"}, "out-of-range", "/facts/decision.amount"),
        ({"person.consent": None}, "null-fact", "/facts/person.consent"),
        ({}, "bad-member", "/facts"),
    ],
)
def test_what_cannot_be_corrected(client, decision, facts, code, pointer):
    reply = correct(client, decision, facts)
    assert (reply.status_code, reply.json["code"], reply.json["pointer"]) == (422, code, pointer)


def test_not_what_was_erased(client, client_of, decision):
    sent = {
        "selector": {"decision": decision},
        "basis": "unlawful",
        "overrides": ["officer_decision"],
        "note": "n",
        "by": BY,
    }
    proposed = client_of(role="owner").post("/v1/erasures", sent).json["id"]
    by = {"by": {"ref": "u-9", "role": "officer"}}
    assert client_of(role="reviewer").post(f"/v1/erasures/{proposed}/approve", by).status_code == 201
    reply = correct(client, decision, {"person.consent": False})
    assert (reply.status_code, reply.json["code"]) == (409, "erased-decision")


def test_the_same_key_is_answered_once(client, decision, service):
    path = f"/v1/decisions/{decision}/corrections"
    first = client.post(path, correction({"person.consent": False}), "k-1")
    assert client.post(path, correction({"person.consent": False}), "k-1").json == first.json
    other = client.post(path, correction({"person.consent": True}), "k-1")
    assert (other.status_code, other.json["code"]) == (422, "idempotency-key-reused")
    with service.live.engine.connect() as connection:
        made = connection.execute(text("SELECT count(*) FROM entries WHERE kind = 'decision.corrected'"))
        assert made.scalar_one() == 1
