"""Recorded, then replied; the same request once."""

import json
import threading

from api.store.head import read_head
from api.store.reading import entry
from tests.api.conftest import question


def size(service) -> int:
    with service.live.engine.connect() as connection:
        return read_head(connection).size


def test_an_answer_is_on_the_record_before_it_is_sent(client, service):
    reply = client.propose(question())
    assert reply.status_code == 201
    body = reply.json
    assert body["determination"]["may_act"] is True
    assert reply.headers["Location"] == f"/v1/decisions/{body['id']}"
    with service.live.engine.connect() as connection:
        stored = entry(connection, body["receipt"]["index"])
    assert stored is not None
    assert stored.entry_id == body["id"]
    assert stored.leaf_hash.hex() == body["receipt"]["leaf_hash"]
    assert size(service) == body["receipt"]["size"]


def test_refer_and_stop_are_answers_too(client):
    assert client.propose(question(decision__amount="620.00")).status_code == 201
    assert client.propose(question(person__consent=False)).json["determination"]["level"] == "stop"


def test_the_same_key_and_body_get_the_same_answer_and_receipt(client, service):
    first = client.propose(question(), "k-1")
    before = size(service)
    again = client.propose(question(), "k-1")
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Location"] == first.headers["Location"]
    assert size(service) == before


def test_the_same_key_with_another_body_is_refused(client, service):
    client.propose(question(), "k-1")
    before = size(service)
    reply = client.propose(question(decision__amount="1"), "k-1")
    assert (reply.status_code, reply.json["code"]) == (422, "idempotency-key-reused")
    assert size(service) == before


def test_keys_of_two_clients_do_not_meet(client_of, service):
    one, other = client_of(), client_of()
    assert one.propose(question(), "k").json["id"] != other.propose(question(), "k").json["id"]


def test_a_request_that_is_being_answered_is_409(client, service, monkeypatch):
    inside, go = threading.Event(), threading.Event()
    submit = service.live.appender.submit

    def slow(*command):
        inside.set()
        assert go.wait(10)
        return submit(*command)

    monkeypatch.setattr(type(service.live.appender), "submit", lambda _self, *command: slow(*command))
    replies = []
    thread = threading.Thread(target=lambda: replies.append(client.propose(question(), "k")))
    thread.start()
    assert inside.wait(10)
    again = client.propose(question(), "k")
    go.set()
    thread.join()
    assert (again.status_code, again.json["code"]) == (409, "in-progress")
    assert replies[0].status_code == 201


def test_many_threads_with_one_key_record_once(client, service):
    before = size(service)
    replies: list[int] = []

    def send() -> None:
        replies.append(client.propose(question(), "one").status_code)

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(replies) <= {201, 409}
    assert 201 in replies
    assert size(service) == before + 1


def test_absent_as_of_is_the_moment_it_is_recorded(client):
    body = client.propose(question()).json
    assert body["determination"]["as_of"] == "2026-05-02T10:15:00+00:00"


def test_a_record_made_days_later_is_late_and_permits_nothing(client, clock):
    sent = question() | {"as_of": "2026-04-29T09:00:00+01:00"}
    answer = client.propose(sent).json["determination"]
    assert answer["level"] == "act"
    assert answer["may_act"] is False
    assert "late-record/review" in {duty["id"] for duty in answer["duties"]}


def test_a_record_made_within_a_day_is_not_late(client):
    sent = question() | {"as_of": "2026-05-01T11:15:00+01:00"}
    assert client.propose(sent).json["determination"]["may_act"] is True
    sent["as_of"] = "2026-05-01T11:14:59+01:00"
    assert client.propose(sent).json["determination"]["may_act"] is False


def test_a_bare_date_is_the_end_of_that_day_or_now(client):
    for text, moment in (
        ("2026-05-01", "2026-05-01T23:59:59.999999+01:00"),
        ("2026-05-02", "2026-05-02T10:15:00+00:00"),
    ):
        answer = client.propose(question() | {"as_of": text}).json["determination"]
        assert answer["as_of"] == moment


def test_nothing_personal_is_in_the_leaf(client, service):
    sent = question() | {
        "reference": "CASE-MARKER",
        "done": [
            {
                "duty": "regular-support/second",
                "by": {"ref": "w-MARKER", "role": "team_manager"},
                "ref": "doc-MARKER",
            }
        ],
    }
    sent["facts"]["person"]["ref"] = "p-MARKER"
    sent["facts"]["actor"]["ref"] = "a-MARKER"
    body = client.propose(sent).json
    with service.live.engine.connect() as connection:
        stored = entry(connection, body["receipt"]["index"])
    assert stored is not None
    assert b"MARKER" not in stored.leaf
    assert stored.side is not None
    assert stored.side.count(b"MARKER") == 5
    leaf = json.loads(stored.leaf)
    assert leaf["facts"]["decision.amount"] == {"from": "asserted", "value": "120.00"}
    assert leaf["provenance"]["history.household_90d"] == "derived"
    assert {"person.ref", "person.consent", "side.reference", "side.done"} <= set(leaf["commitments"])
    assert leaf["keys"]["person.ref"] not in ("p-MARKER", "")


def test_what_was_recorded_can_be_read_again(client):
    body = client.propose(question() | {"reference": "CASE-1"}).json
    story = client.get(f"/v1/decisions/{body['id']}").json
    assert {name: story[name] for name in body} == body
    assert story["reference"] == "CASE-1"
    assert story["facts"]["decision.amount"] == {"value": "120.00", "from": "asserted"}


def test_a_body_the_caller_left_out_is_that_of_the_key(client):
    story = client.get(client.propose(question(actor__body=None)).headers["Location"]).json
    assert story["facts"]["actor.body"] == {"value": "northbridge-council", "from": "registered"}


def test_lists_are_filtered_and_paged_in_the_order_of_the_record(client):
    ids = [client.propose(question(decision__amount=amount)).json["id"] for amount in ("1", "600", "2", "3")]
    assert [one["id"] for one in client.get("/v1/decisions").json["decisions"]] == ids
    assert [one["id"] for one in client.get("/v1/decisions?level=refer").json["decisions"]] == [ids[1]]
    assert client.get("/v1/decisions?from=2026-05-03").json["decisions"] == []
    seen, path = [], "/v1/decisions?limit=3"
    while path:
        page = client.get(path)
        seen += [one["id"] for one in page.json["decisions"]]
        link = page.headers.get("Link")
        path = link.partition(">")[0].removeprefix("<") if link else ""
    assert seen == ids


def test_a_list_that_cannot_be_asked_for_says_why(client):
    for query, code in (
        ("level=maybe", "bad-query"),
        ("limit=0", "bad-query"),
        ("cursor=%25", "bad-cursor"),
        ("x=1", "bad-query"),
    ):
        reply = client.get(f"/v1/decisions?{query}")
        assert (reply.status_code, reply.json["code"]) == (400, code), query


def test_what_was_answered_once_is_answered_so_again_even_if_it_could_not_be_asked_any_more(client, clock):
    sent = question() | {"as_of": "2026-05-02T10:15:00Z"}
    first = client.propose(sent, "k-1")
    clock.forward(days=-400)
    assert client.propose(sent, "k-2").json["code"] == "future-as-of"
    assert client.propose(sent, "k-1").data == first.data
    assert client.propose(question(), "k-1").json["code"] == "idempotency-key-reused"


def test_a_record_that_cannot_be_written_is_503_and_nothing_happened(client, service):
    from sqlalchemy import text

    before = size(service)
    with service.live.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("ROLLBACK") if connection.in_transaction() else None
            blocker = service.live.engine.raw_connection()
            blocker.driver_connection.execute("BEGIN IMMEDIATE")
        else:
            from api.store.database import LOG_LOCK

            blocker = None
            connection.execute(text("SELECT pg_advisory_xact_lock(:l)"), {"l": LOG_LOCK})
        reply = client.propose(question(), "blocked")
        assert (reply.status_code, reply.json["code"]) == (503, "log-unavailable")
        if blocker is not None:
            blocker.driver_connection.execute("ROLLBACK")
            blocker.close()
    assert size(service) == before
    assert client.propose(question(), "blocked").status_code == 201
