"""A double bind, seen and resolved without a mouse, and every state of its page for everybody."""

from pathlib import Path

import pytest

from api.checking import read_folders
from tests.browser.test_changes import account, clean, go, press
from tests.browser.test_suggestions import cases_of

pytestmark = pytest.mark.browser
MILLBROOK = "millbrook-council"
SCHEME = Path(__file__).parents[2] / "features" / "life" / "millbrook-help" / "2026-04"


def test_a_bind_is_resolved_by_whoever_answers_for_the_scheme(new_page, site):
    site.service.live.adopt(read_folders([SCHEME]), by="u-1", role="owner", authority="minute 7")
    facts = {
        "actor": {"ref": "w-1", "role": "support_worker"},
        "person": {"ref": "p-1", "in_hiding": True},
        "decision": {"kind": "rent_help", "amount": "300"},
    }
    made = cases_of(site, "cases with binds", MILLBROOK).propose({"scheme": "millbrook-help", "facts": facts})
    account(site, "h-1", "hana-axe", "manager", body=MILLBROOK, acts_as="head_of_help")
    page = new_page(script=True)  # axe is a script; the pages have none
    go(page, "hana-axe", f"/binds/{made.json['id']}")
    clean(page)
    press(page, "Put it on the record")
    page.get_by_text("There is a problem").wait_for()
    clean(page)
    page.get_by_role("radio", name="Tell nobody").check()
    page.get_by_role("textbox", name="Why").fill("She is not safe if anybody knows.")
    page.get_by_label("What is kept for the other side").fill("The rent is paid.")
    press(page, "Put it on the record")
    page.get_by_text("How it was resolved").wait_for()
    clean(page)
