"""A rule did not fit: said on a page, from an answer, by whoever works with it."""

from html import unescape

import pytest

from tests.api.conftest import question
from tests.pages.conftest import Person, add_account
from tests.pages.test_changes import last

RULE = "neighbourhood-support/hardship-worker"
SAID = {"rules": RULE, "said": "A boiler costs £650 now.", "role": "support_worker"}


@pytest.fixture
def about(cases):
    """The address of the page about an answer somebody of the body got."""
    return f"/suggestions/about/{cases.propose(question(decision__amount='620')).json['id']}"


def test_it_shows_the_answer_and_its_rules_and_the_reading_is_recorded(service, about, sign_in):
    page = unescape(sign_in("w-1").get(about).text)
    assert "This one is for the service manager to decide" in page
    assert f'value="{RULE}"' in page
    leaf, _ = last(service)
    assert (leaf["entry"], leaf["what"], leaf["attested"]) == ("record.read", "story", "session")


def test_what_is_said_is_recorded_with_the_session_and_leads_to_its_page(service, about, sign_in):
    wanda = sign_in("w-1")
    wanda.get(about)
    token = wanda.token
    assert [wanda.post(about, SAID, token=token).status_code for _ in range(2)] == [303, 303]
    page = unescape(wanda.follow().text)
    assert SAID["said"] in page
    assert "The service manager replies by 30 May 2026" in page
    assert page.count("Waits for a reply") == 1
    made = unescape(wanda.get("/suggestions").text)
    assert made.count(SAID["said"]) == 1


def test_more_rules_chosen_is_another_thing_said(service, about, sign_in):
    wanda = sign_in("w-1")
    wanda.get(about)
    token = wanda.token
    both = {**SAID, "rules": [RULE, "statute-floor-england/adult-safeguarding"]}
    assert [wanda.post(about, sent, token=token).status_code for sent in (SAID, both)] == [303, 303]
    assert last(service)[0]["rules"] == sorted(both["rules"])


def test_that_no_rule_spoke_is_said_without_one(service, about, sign_in):
    wanda = sign_in("w-1")
    wanda.get(about)
    wanda.post(about, {**SAID, "rules": []})
    leaf, _ = last(service)
    assert (leaf["entry"], leaf["rules"]) == ("suggestion.made", [])


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"said": " "}, "Say what did not fit, and what would have"),
        ({"rules": "neighbourhood-support/hardship-worke"}, "Write neighbourhood-support/hardship-worker"),
        ({"role": "service_manager"}, "Choose a role that you hold"),
    ],
)
def test_what_is_amiss_is_said_and_what_was_typed_stays(service, about, sign_in, sent, told):
    wanda = sign_in("w-1")
    wanda.get(about)
    before = last(service)[0]["index"]
    reply = wanda.post(about, SAID | sent)
    assert reply.status_code == 422
    page = unescape(reply.text)
    assert told in page
    assert (sent.get("said") or SAID["said"]).strip() in page
    leaf, _ = last(service)
    assert (leaf["entry"], leaf["index"]) == ("record.read", before + 1)


def test_another_body_finds_nothing(service, about, app):
    add_account(service, "lee", body="leeds-city-council")
    lee = Person(app.test_client())
    lee.sign_in("lee")
    assert lee.get(about).status_code == 404
    assert lee.get("/suggestions/about/01J").status_code == 404


def test_without_a_role_it_is_not_asked(about, ada):
    page = ada.get(about).text
    assert "<textarea" not in page
    assert "holds no role of a scheme" in page
