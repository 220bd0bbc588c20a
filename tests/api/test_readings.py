"""Who read what: a reading of personal facts is an entry before the reply is sent."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from tests.api.conftest import HARBOUR, NORTHBRIDGE, question


def readings(service):
    statement = (
        "SELECT e.leaf, s.body FROM entries e LEFT JOIN side_rows s ON s.entry_index = e.entry_index"
        " WHERE e.kind = 'record.read' ORDER BY e.entry_index"
    )
    with service.live.engine.connect() as connection:
        rows = connection.execute(text(statement)).all()
    return [(json.loads(bytes(leaf)), json.loads(bytes(side)) if side else None) for leaf, side in rows]


@pytest.fixture
def decision(client):
    return client.propose(question()).json


def test_who_read_which_decision_when_and_why(client_of, decision, service):
    reader = client_of(role="auditor")
    path = f"/v1/decisions/{decision['id']}"
    reply = reader.http.get(path, headers=reader.headers(**{"Read-Purpose": "the March sample"}))
    assert reply.status_code == 200
    [(leaf, side)] = readings(service)
    assert (leaf["what"], leaf["count"], leaf["entries"]) == ("story", 1, [decision["receipt"]["index"]])
    assert (leaf["body"], leaf["role"]) == (NORTHBRIDGE, "auditor")
    assert leaf["key"] == f"{NORTHBRIDGE} auditor"
    assert leaf["recorded_at"]
    assert side["purpose"] == "the March sample"
    assert "the March sample" not in json.dumps(leaf), "their own words can go"


def test_without_a_purpose_nothing_personal_is_kept_of_a_reading(client, decision, service):
    assert client.get(f"/v1/decisions/{decision['id']}").status_code == 200
    assert [side for _, side in readings(service)] == [None]


@pytest.mark.parametrize("purpose", ["", "x" * 201])
def test_a_purpose_is_short(client, decision, service, purpose):
    headers = client.headers(**{"Read-Purpose": purpose})
    reply = client.http.get(f"/v1/decisions/{decision['id']}", headers=headers)
    assert (reply.status_code, reply.json["code"]) == (400, "read-purpose-bad")
    assert readings(service) == []


def test_lists_and_what_was_not_read_are_no_readings(client, client_of, decision, service):
    assert client.get("/v1/decisions").status_code == 200
    assert client_of(HARBOUR).get(f"/v1/decisions/{decision['id']}").status_code == 404
    assert client.get("/v1/decisions/01J").status_code == 404
    assert readings(service) == []


def test_no_reading_without_its_entry(client, decision, service):
    service.live.appender.close()
    reply = client.get(f"/v1/decisions/{decision['id']}")
    assert (reply.status_code, reply.json["code"]) == (503, "log-unavailable")
    assert "p-88120" not in reply.text


def test_readers_who_come_together_share_a_commit(client, decision, service):
    with service.live.engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM checkpoints")).scalar_one()
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: client.get(f"/v1/decisions/{decision['id']}").status_code, range(64)))
    assert set(found) == {200}
    with service.live.engine.connect() as connection:
        commits = connection.execute(text("SELECT count(*) FROM checkpoints")).scalar_one() - before
    assert len(readings(service)) == 64
    assert commits < 64
