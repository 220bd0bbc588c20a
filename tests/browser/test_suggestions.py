"""What people say of rules, read and answered without a mouse, and every state of it for everybody."""

import pytest

from api.schemas.suggestions import SUGGEST_EXAMPLE
from api.store.keys import create_key
from tests.api.conftest import NORTHBRIDGE, Client, question
from tests.application import client_on
from tests.browser.test_changes import account, clean, go, press

pytestmark = pytest.mark.browser


def test_a_suggestion_is_read_and_answered(new_page, site):
    _, secret = site.service.live.appender.submit(
        lambda tx: create_key(tx, body=NORTHBRIDGE, client="cases of suggestions", role="caller")
    )
    client = Client(client_on(site.service), secret)
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
