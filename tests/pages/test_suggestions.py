"""What people say of rules that did not fit, as whoever owes them a reply reads it and answers."""

from html import unescape

import pytest

from api.schemas.suggestions import SUGGEST_EXAMPLE
from tests.api.conftest import question
from tests.pages.conftest import Person, add_account
from tests.pages.test_changes import last

REPLY = {"answer": "taken_up", "why": "Three teams say the same.", "led_to": "neighbourhood-support/2026-10"}


@pytest.fixture
def made(cases):
    """The address of what a worker said of an answer."""
    decision = cases.propose(question(decision__amount="620")).json["id"]
    reply = cases.post(f"/v1/decisions/{decision}/suggestions", SUGGEST_EXAMPLE)
    assert reply.status_code == 201, reply.text
    return f"/suggestions/{reply.json['id']}"


def test_who_owes_a_reply_is_told_and_the_reading_is_recorded(service, made, sign_in, clock):
    sid = sign_in("s-1")
    page = unescape(sid.get("/suggestions").text)
    assert SUGGEST_EXAMPLE["said"] in page
    assert "Waits for a reply" in page
    assert "The service manager replies by 30 May 2026" in page
    assert made in page
    leaf, _ = last(service)
    assert (leaf["entry"], leaf["what"], leaf["attested"]) == ("record.read", "suggestions", "session")
    clock.forward(days=60)
    sid.sign_in("s-1")
    assert "Overdue" in sid.get("/suggestions").text


def test_a_reply_is_recorded_with_the_session_and_told(service, made, sign_in):
    sid = sign_in("s-1")
    sid.get(made)
    assert sid.post(made, REPLY | {"role": "service_manager"}).status_code == 303
    leaf, side = last(service)
    assert (leaf["entry"], leaf["attested"], leaf["answer"]) == (
        "suggestion.answered",
        "session",
        "taken_up",
    )
    assert (side["why"], leaf["led_to"]) == (REPLY["why"], REPLY["led_to"])
    page = sid.follow().text
    assert REPLY["why"] in page
    assert "Your reply" not in page
    assert "Taken up" in sid.get("/suggestions").text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"answer": ""}, "Choose what becomes of it"),
        ({"answer": "never"}, "Choose what becomes of it"),
        ({"led_to": REPLY["led_to"] + "x" * 200}, "in 200 characters or fewer"),
        ({"why": " "}, "Say why, in words that whoever made it can use"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(service, made, sign_in, sent, told):
    sid = sign_in("s-1")
    sid.get(made)
    reply = sid.post(made, REPLY | sent | {"role": "service_manager"})
    assert reply.status_code == 422
    assert told in reply.text
    assert REPLY["led_to"] in reply.text
    assert last(service)[0]["entry"] == "record.read"


def test_whoever_is_not_asked_is_told_who_is(made, sign_in):
    wanda = sign_in("w-1")
    wanda.get(made)
    reply = wanda.post(made, REPLY | {"role": "support_worker"})
    assert reply.status_code == 422
    assert "A reply is owed by: service manager" in reply.text


def test_a_role_that_is_not_held_answers_nothing(service, made, sign_in):
    wanda = sign_in("w-1")
    wanda.get(made)
    reply = wanda.post(made, REPLY | {"role": "service_manager"})
    assert reply.status_code == 422
    assert "Choose a role that you hold" in reply.text
    assert last(service)[0]["entry"] == "record.read"


def test_another_body_finds_nothing(service, made, app):
    add_account(service, "lee", body="leeds-city-council")
    lee = Person(app.test_client())
    lee.sign_in("lee")
    assert "Nobody has said anything" in lee.get("/suggestions").text
    assert lee.get(made).status_code == 404
