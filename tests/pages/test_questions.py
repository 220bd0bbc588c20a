"""The question list as a page, and the scenario that is made of a question."""

import re
from html import unescape

import pytest

from api.store.keys import create_key
from tests.api.conftest import Client, question
from tests.pages.conftest import NORTHBRIDGE, add_account


@pytest.fixture
def caller(service, app):
    """A client that proposes decisions."""
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body=NORTHBRIDGE, client="c", role="caller", sandbox=False)
    )
    return Client(app.test_client(), secret)


def unheard(caller, kind="loan_of_a_van", **more):
    reply = caller.propose(question(decision__kind=kind, decision__amount=None, **more))
    assert reply.status_code == 201, reply.json
    return reply.json["id"]


def make(person, decision: str):
    person.get("/questions")
    return person.post("/questions/scenario", {"decision": decision})


def test_nothing_asked_yet(ada):
    ada.get("/questions")
    assert "Nobody has had to ask anything yet" in ada.last.text
    ada.get("/questions?scheme=doncaster-asc")
    assert "Nobody has had to ask anything about this scheme" in ada.last.text


def test_both_kinds_stand_apart(ada, caller):
    unheard(caller, decision__classes=["spend"])
    caller.propose(question(decision__amount="4000"))
    text = unescape(ada.get("/questions").text)
    silence, _, not_met = text.partition("What they knew, and nobody could do")
    assert "Loan of a van" in silence
    assert "Sent with the classes: spend" in silence
    assert "Asked once, on 2 May 2026" in silence
    assert "Hardship payment" in not_met
    assert "The service manager" in not_met
    assert "w-2041" not in text
    assert "p-88120" not in text


def test_what_is_overdue_is_said_and_first(ada, caller, clock):
    unheard(caller, "an_old_one")
    clock.forward(days=20)
    unheard(caller, "a_new_one")
    ada.sign_in()
    text = ada.get("/questions").text
    assert "1 reply is overdue" in text
    assert text.index("An old one") < text.index("A new one")
    assert text.count("Reply overdue") == 1


def test_one_click_makes_a_scenario_to_be_completed(ada, caller):
    caller.propose(question(decision__amount="4000"))
    ada.get("/questions")
    decision = re.search(r'name="decision" value="([^"]+)"', ada.last.text)[1]
    assert ada.post("/questions/scenario", {"decision": decision}).status_code == 303
    ada.follow()
    assert ada.heading == "To be completed: Hardship payment, asked on 2 May 2026"
    text = unescape(ada.last.text)
    assert "the decision is a hardship_payment" in text
    said = text.partition("Given the scheme")[2].partition("When the question is asked")[0]
    assert "4000" in said
    assert "consent" not in said, "what is personal stays out"
    assert "w-2041" not in text
    assert "p-88120" not in text
    ada.get("/scenarios")
    assert "To be completed: Hardship payment" in ada.last.text


def test_a_kind_nobody_has_heard_of_makes_one_too(ada, caller):
    make(ada, unheard(caller, decision__classes=["spend"]))
    ada.follow()
    text = unescape(ada.last.text)
    assert ada.heading.startswith("To be completed: Loan of a van")
    assert "decision.classes is [spend]" in text
    assert "the basis is silence" in text
    ada.get(re.search(r'href="(/lab/cases/[^"]+)">Change the facts', text)[1])
    assert ada.last.status_code == 200
    assert "Which classes does the decision belong to?" in ada.last.text


def test_only_a_question_of_the_own_body_makes_one(ada, caller, service, somebody):
    decision = unheard(caller)
    answered = caller.propose(question()).json["id"]
    for wrong in ("", "x" * 5000, answered):
        assert make(ada, wrong).status_code == 404
    add_account(service, "bo", body="harbour-housing")
    somebody.sign_in("bo")
    assert make(somebody, decision).status_code == 404
    assert "Loan of a van" not in somebody.get("/questions").text


def test_a_form_of_another_site_makes_nothing(ada, caller):
    decision = unheard(caller)
    ada.get("/questions")
    reply = ada.http.post("/questions/scenario", data={"decision": decision})
    assert reply.status_code == 400
    assert "To be completed" not in ada.get("/scenarios").text


@pytest.mark.parametrize(
    ("role", "status"),
    [("auditor", 200), ("reviewer", 200), ("owner", 200), ("worker", 403), ("caller", 403), ("admin", 403)],
)
def test_who_may_read_it(service, caller, somebody, role, status):
    unheard(caller)
    add_account(service, "x", role)
    somebody.sign_in("x")
    assert somebody.get("/questions").status_code == status
    assert "Make a scenario of it" not in somebody.last.text
    if status == 200:
        assert make(somebody, "x").status_code == 403


def test_html_in_a_kind_is_shown_as_text(ada, caller):
    unheard(caller, "<script>alert(1)</script>")
    assert "<script" not in ada.get("/questions").text


def test_a_long_list_stops_and_says_so(ada, caller, monkeypatch):
    from api.queries import questions

    monkeypatch.setattr(questions, "MOST_LISTED", 2)
    monkeypatch.setattr(questions, "MOST_READ", 3)
    for number in range(5):
        unheard(caller, f"kind_{number}")
    text = ada.get("/questions").text
    assert "1 more are not listed" in text
    assert "There are older ones as well" in text
