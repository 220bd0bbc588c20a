"""Endpoint by role by body: what a key opens, and what looks as if it were not there."""

import pytest

from api.auth.caller import ApiRole
from tests.api.conftest import HARBOUR, NORTHBRIDGE, question

PROPOSES = {"caller", "worker", "manager", "owner"}
READS = set(ApiRole) - {"admin"}
NEEDS = {
    "propose": PROPOSES,
    "read": READS,
    "list": READS,
    "export": {"owner", "reviewer", "auditor"},
    "what-if": {"manager"},
    "schemes": set(ApiRole),
    "questions": {"manager", "owner", "reviewer", "auditor"},
    "own-record": {"caller", "worker"},
    "correct": PROPOSES,
    "propose-erasure": {"manager", "owner"},
    "dry-run": {"manager", "owner"},
    "read-erasure": {"manager", "owner", "reviewer", "auditor"},
    "list-erasures": {"manager", "owner", "reviewer", "auditor"},
    "approve-erasure": {"owner", "reviewer"},
    "withdraw-erasure": {"owner", "reviewer"},  # and the key that proposed it
    "list-holds": {"owner", "auditor"},
    "hold": {"owner", "auditor"},
    "lift-hold": {"owner", "auditor"},
}
BY = {"ref": "u-1", "role": "lead"}


def erasure(decision: str) -> dict:
    return {
        "selector": {"decision": decision},
        "basis": "unlawful",
        "overrides": ["officer_decision"],
        "note": "n",
        "by": BY,
    }


def call(client, endpoint: str, decision: str, proposal: str = "01J", hold: str = "01J") -> int:
    match endpoint:
        case "correct":
            body = {"facts": {"person.consent": False}, "why": "w", "by": BY}
            return client.post(f"/v1/decisions/{decision}/corrections", body).status_code
        case "propose-erasure":
            return client.post("/v1/erasures", erasure(decision)).status_code
        case "dry-run":
            return client.post("/v1/erasures", erasure(decision) | {"dry_run": True}).status_code
        case "read-erasure":
            return client.get(f"/v1/erasures/{proposal}").status_code
        case "list-erasures":
            return client.get("/v1/erasures").status_code
        case "list-holds":
            return client.get("/v1/holds").status_code
        case "withdraw-erasure":
            return client.post(f"/v1/erasures/{proposal}/withdraw", {"reason": "r", "by": BY}).status_code
        case "approve-erasure":
            body = {"by": {"ref": "u-2", "role": "officer"}}
            return client.post(f"/v1/erasures/{proposal}/approve", body).status_code
        case "hold":
            body = {"covers": {"kind": "k"}, "reason": "r", "by": BY}
            return client.post("/v1/holds", body).status_code
        case "lift-hold":
            return client.post(f"/v1/holds/{hold}/lift", {"reason": "r", "by": BY}).status_code
        case "propose":
            return client.propose(question()).status_code
        case "read":
            return client.get(f"/v1/decisions/{decision}").status_code
        case "export":
            return client.get("/v1/export").status_code
        case "own-record":
            return client.http.post(
                "/v1/own-record", json={"ref": "w-2041"}, headers=client.headers()
            ).status_code
        case "list":
            return client.get("/v1/decisions").status_code
        case "questions":
            return client.get("/v1/questions").status_code
        case "what-if":
            return client.ask(question()).status_code
        case _:
            return client.get("/v1/schemes").status_code


@pytest.mark.parametrize("endpoint", NEEDS)
@pytest.mark.parametrize("role", ApiRole)
def test_each_endpoint_opens_to_its_roles(client_of, client, endpoint, role):
    decision = client.propose(question()).json["id"]
    owner = client_of(NORTHBRIDGE, "owner")
    proposal = owner.post("/v1/erasures", erasure(decision)).json["id"]
    hold = owner.post("/v1/holds", {"covers": {"kind": "k"}, "reason": "r", "by": BY}).json["id"]
    status = call(client_of(NORTHBRIDGE, role), endpoint, decision, proposal, hold)
    assert (status < 300) == (role in NEEDS[endpoint])
    if role not in NEEDS[endpoint]:
        assert status == 403


@pytest.mark.parametrize("endpoint", NEEDS)
def test_nothing_opens_without_a_key(client, endpoint):
    client.secret = "gk_nobody"
    assert call(client, endpoint, "01J") == 401


@pytest.mark.parametrize("role", sorted(READS))
def test_a_key_of_another_body_cannot_read_a_decision(client_of, client, role):
    decision = client.propose(question()).json["id"]
    other = client_of(HARBOUR, role)
    reply = other.get(f"/v1/decisions/{decision}")
    assert (reply.status_code, reply.json["code"]) == (404, "unknown-decision")
    assert other.get("/v1/decisions").json["decisions"] == []
    assert role not in NEEDS["export"] or other.get("/v1/export").text == ""
    assert other.get("/v1/decisions/01J").json == reply.json, "a decision of others looks like none"


@pytest.mark.parametrize(
    "endpoint", ["correct", "read-erasure", "approve-erasure", "withdraw-erasure", "lift-hold"]
)
def test_acts_of_another_body_look_as_if_they_were_not_there(client_of, client, endpoint):
    decision = client.propose(question()).json["id"]
    owner = client_of(NORTHBRIDGE, "owner")
    proposal = owner.post("/v1/erasures", erasure(decision)).json["id"]
    hold = owner.post("/v1/holds", {"covers": {"kind": "k"}, "reason": "r", "by": BY}).json["id"]
    assert call(client_of(HARBOUR, "owner"), endpoint, decision, proposal, hold) == 404


def test_a_key_proposes_only_for_people_of_its_own_body(client_of):
    reply = client_of(HARBOUR).propose(question())
    assert (reply.status_code, reply.json["code"]) == (403, "other-body")


def test_a_key_of_a_body_without_a_part_in_the_scheme(client_of):
    reply = client_of("elsewhere").propose(question())
    assert (reply.status_code, reply.json["code"]) == (403, "not-party")


def test_a_key_of_another_body_cannot_supersede(client_of, client):
    decision = client.propose(question()).json["id"]
    assert client_of(HARBOUR).propose(question() | {"supersedes": decision}).status_code == 403


def test_the_secret_is_kept_nowhere(client, service):
    from sqlalchemy import text

    with service.live.engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM api_keys")).all()
    assert client.secret not in str(rows)


def test_a_revoked_key_opens_nothing(client, service):
    from api.store.keys import list_keys, revoke_key

    with service.live.engine.connect() as connection:
        made = list_keys(connection)[-1]
    service.live.appender.submit(lambda tx: revoke_key(tx, made.id))
    assert client.get("/v1/decisions").status_code == 401


def test_a_sandbox_key_writes_to_a_log_of_its_own(client_of, client, service):
    sandbox = client_of(sandbox=True)
    reply = sandbox.propose(question())
    assert reply.status_code == 201
    assert client.get("/v1/decisions").json["decisions"] == []
    assert [one["id"] for one in sandbox.get("/v1/decisions").json["decisions"]] == [reply.json["id"]]
    assert sandbox.ask(question()).status_code == 200
    assert (service.settings.home / "sandbox.db").exists()
