"""`GET /v1/export`: the same as the command line writes, for one body, and nothing held meanwhile."""

import json
from typing import Any

import pytest

from api.exporting.log_export import Format
from api.store.exports import Selection
from tests.api.conftest import NORTHBRIDGE
from tests.api.exported import asked, exported


@pytest.fixture
def first(client) -> dict[str, Any]:
    reply = client.propose(asked())
    assert reply.status_code == 201, reply.text
    return reply.json


@pytest.fixture
def auditor(client_of):
    return client_of(NORTHBRIDGE, "auditor")


def test_an_auditor_gets_what_the_command_line_writes(client, service, first, auditor):
    client.propose(asked(reference="another"))
    reply = auditor.get("/v1/export")
    assert reply.content_type == "application/x-ndjson"
    assert reply.text == exported(service, selection=Selection(NORTHBRIDGE))
    reply = auditor.get("/v1/export?format=csv")
    assert reply.content_type == "text/csv; charset=utf-8"
    assert reply.data.decode("utf-8-sig") == exported(service, Format.CSV, Selection(NORTHBRIDGE))
    assert "p-88120" not in reply.text


def test_personal_values_are_sent_after_the_reading_is_on_the_record(first, auditor):
    headers = auditor.headers(**{"Read-Purpose": "audit of May"})
    for number in range(2):
        reply = auditor.http.get("/v1/export?personal=true", headers=headers)
        (event,) = map(json.loads, reply.text.splitlines())
        assert event["masked"] == []
        assert event["record"]["actor"]["ref"] == "w-2041"
        read = event["record"]["access_log"]
        assert [one["what"] for one in read] == ["export"] * (number + 1), "this reading included"
        assert read[-1]["purpose"] == "audit of May"


def test_what_breaks_off_is_gone_on_with(client, first, auditor, monkeypatch):
    from api.store import exports

    monkeypatch.setattr(exports, "DECISIONS_AT_A_TIME", 2)
    for _ in range(4):
        client.propose(asked())
    every = [json.loads(line) for line in auditor.get("/v1/export").text.splitlines()]
    indexes = [event["record"]["integrity"]["index"] for event in every]
    assert len(indexes) == 5
    part = auditor.get(f"/v1/export?from_index={indexes[2]}&to_index={indexes[3]}").text
    assert [json.loads(line)["decision_id"] for line in part.splitlines()] == [
        event["decision_id"] for event in every[2:4]
    ]
    assert auditor.get("/v1/export?from=2027-01-01").text == ""
    assert len(auditor.get("/v1/export?from=2026-05-01&to=2026-05-02").text.splitlines()) == 5
    assert auditor.get("/v1/export?from=May").status_code == 400


def test_nothing_is_held_while_somebody_receives_slowly(client, first, auditor, service, monkeypatch):
    from api.exporting import log_export
    from api.store import exports

    monkeypatch.setattr(exports, "DECISIONS_AT_A_TIME", 1)
    client.propose(asked())
    pieces = log_export.export_stream(
        service.live, Format.NDJSON, Selection(NORTHBRIDGE), reader=None, purpose=None
    )
    next(pieces)
    assert service.live.engine.pool.checkedout() == 0
    client.propose(asked())
    assert len([*pieces]) == 1, "up to the last entry there was"


def test_without_a_database_it_is_an_answer_and_not_a_broken_one(first, auditor, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from api.exporting import log_export

    def gone(*_given):
        raise OperationalError("select", None, Exception("gone"))

    monkeypatch.setattr(log_export, "page_after", gone)
    reply = auditor.get("/v1/export")
    assert (reply.status_code, reply.json["code"]) == (503, "log-unavailable")
