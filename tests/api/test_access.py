"""What looks to a key as if it were not there, and keys that open nothing. Every endpoint: `test_access_matrix`."""

from api.auth.caller import ApiRole
from tests.api.conftest import HARBOUR, question

READS = sorted(set(ApiRole) - {"admin"})
EXPORTS = {"owner", "reviewer", "auditor"}


def test_a_key_of_another_body_cannot_read_a_decision(client_of, client):
    decision = client.propose(question()).json["id"]
    for role in READS:
        other = client_of(HARBOUR, role)
        reply = other.get(f"/v1/decisions/{decision}")
        assert (reply.status_code, reply.json["code"]) == (404, "unknown-decision")
        assert other.get("/v1/decisions").json["decisions"] == []
        assert role not in EXPORTS or other.get("/v1/export").text == ""
        assert other.get("/v1/decisions/01J").json == reply.json, "a decision of others looks like none"


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
