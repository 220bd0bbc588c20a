"""What people say of rules that did not fit, over HTTP: `features/publishing/front_line.feature` tells the story."""

import pytest

from api.schemas.suggestions import ANSWER_EXAMPLE, SUGGEST_EXAMPLE
from tests.api.conftest import HARBOUR, question

pytestmark = pytest.mark.usefixtures("verified")
MANAGER = ANSWER_EXAMPLE["by"]


@pytest.fixture
def made(client):
    """A decision somebody said something of, and the reply to that."""
    decision = client.propose(question(decision__amount="620")).json["id"]
    return decision, client.post(f"/v1/decisions/{decision}/suggestions", SUGGEST_EXAMPLE)


def answer(client, suggestion, **more):
    return client.post(f"/v1/suggestions/{suggestion}/answer", ANSWER_EXAMPLE | more)


def test_the_examples_work_as_they_stand(client, made):
    _, reply = made
    assert reply.status_code == 201, reply.text
    assert reply.headers["Location"] == f"/v1/suggestions/{reply.json['id']}"
    answered = answer(client, reply.json["id"])
    assert answered.status_code == 201, answered.text
    assert (
        client.get(reply.headers["Location"]).json["answers"][0]["led_to"] == "neighbourhood-support/2026-10"
    )


def test_the_same_key_says_it_once(client, made):
    decision, _ = made
    path = f"/v1/decisions/{decision}/suggestions"
    first, second = (client.post(path, SUGGEST_EXAMPLE, "one-key") for _ in range(2))
    assert (first.status_code, first.json["id"]) == (second.status_code, second.json["id"])
    assert len(client.get("/v1/suggestions").json["suggestions"]) == 2


def test_where_no_rule_spoke_none_is_named(client):
    decision = client.propose(question(decision__kind="loan_of_a_van", decision__amount=None)).json["id"]
    reply = client.post(f"/v1/decisions/{decision}/suggestions", SUGGEST_EXAMPLE | {"rules": []})
    assert reply.status_code == 201, reply.text
    assert [(one["what"], one["duty"]) for one in reply.json["owes"]] == [
        ("suggestion", "suggestion/neighbourhood-support")
    ]


def test_the_list_is_narrowed_and_shows_what_was_answered_on_request(client, made):
    suggestion = made[1].json["id"]

    def listed(query=""):
        return [one["id"] for one in client.get(f"/v1/suggestions{query}").json["suggestions"]]

    assert listed() == listed("?scheme=neighbourhood-support") == [suggestion]
    assert listed("?scheme=statute-floor-england") == []
    assert answer(client, suggestion).status_code == 201
    assert listed() == []
    assert listed("?all=true") == [suggestion]


def readings(service):
    counted = "SELECT count(*) FROM entries WHERE kind = 'record.read'"
    with service.live.engine.connect() as connection:
        return connection.exec_driver_sql(counted).scalar_one()


def test_a_reading_is_on_the_record(client, made, service):
    for path in ("/v1/suggestions", f"/v1/suggestions/{made[1].json['id']}"):
        before = readings(service)
        assert client.get(path).status_code == 200
        assert readings(service) == before + 1


def test_a_body_that_neither_made_it_nor_replies_sees_nothing(client_of, made):
    decision, reply = made
    other = client_of(HARBOUR)
    assert other.get(f"/v1/suggestions/{reply.json['id']}").json["code"] == "unknown-suggestion"
    assert other.get(f"/v1/suggestions/{decision}").json["code"] == "unknown-suggestion"
    assert other.get("/v1/suggestions").json["suggestions"] == []
    assert answer(other, reply.json["id"]).json["code"] == "unknown-suggestion"


def test_what_is_owed_for_it_is_done_in_no_other_way(client, made):
    owed = made[1].json["owes"][0]["id"]
    done = client.post(f"/v1/owed/{owed}/done", {"said": "Looked at it.", "by": MANAGER})
    assert done.json["code"] == "owed-by-decision"
    offer = {"to": {"body": HARBOUR, "role": "housing_officer"}, "said": "Yours.", "by": MANAGER}
    assert client.post(f"/v1/owed/{owed}/offer", offer).status_code in (403, 409, 422)
    assert (
        client.post(f"/v1/requests/{owed}/reply", {"view": "agrees", "said": "x", "by": MANAGER}).status_code
        == 404
    )
