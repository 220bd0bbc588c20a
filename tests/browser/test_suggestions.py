"""What people say of rules, read and answered without a mouse, and every state of it for everybody."""

import pytest

from api.schemas.suggestions import SUGGEST_EXAMPLE
from api.store.keys import create_key
from tests.api.conftest import NORTHBRIDGE, Client, question
from tests.application import client_on
from tests.browser.test_changes import account, clean, go, press

pytestmark = pytest.mark.browser


def cases_of(site, client, body=NORTHBRIDGE):
    """A system that people work in, which proposes decisions."""
    _, secret = site.service.live.appender.submit(
        lambda tx: create_key(tx, body=body, client=client, role="caller")
    )
    return Client(client_on(site.service), secret)


def test_it_is_said_from_an_answer_that_a_rule_did_not_fit(new_page, site):
    decision = cases_of(site, "cases to suggest from").propose(question(decision__amount="620")).json["id"]
    account(site, "w-41", "wyn-axe", api_role="worker")
    page = new_page(script=True)  # axe is a script; the pages have none
    go(page, "wyn-axe", f"/suggestions/about/{decision}")
    clean(page)
    press(page, "Put it on the record")
    page.get_by_text("There is a problem").wait_for()
    clean(page)
    page.get_by_label("neighbourhood-support/hardship-worker").check()
    page.get_by_label("What did not fit").fill("A boiler costs £650 now.")
    press(page, "Put it on the record")
    page.get_by_text("The service manager replies by").wait_for()
    clean(page)


def test_a_suggestion_is_read_and_answered(new_page, site):
    client = cases_of(site, "cases of suggestions")
    decision = client.propose(question(decision__amount="620")).json["id"]
    assert client.post(f"/v1/decisions/{decision}/suggestions", SUGGEST_EXAMPLE).status_code == 201
    account(site, "s-41", "sid-axe")
    page = new_page(script=True)  # axe is a script; the pages have none
    go(page, "sid-axe", "/suggestions")
    clean(page)
    page.get_by_role("link", name="Neighbourhood").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Waits for a reply").wait_for()
    clean(page)
    press(page, "Put the reply on the record")
    page.get_by_text("There is a problem").wait_for()
    clean(page)
    page.get_by_label("Taken up").check()
    page.get_by_label("Why").fill("Three teams say the same.")
    press(page, "Put the reply on the record")
    page.get_by_role("heading", name="Taken up").wait_for()
    clean(page)
