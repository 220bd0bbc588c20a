"""A rule is changed in the browser by keyboard: proposed, two people agree, it is adopted and rolled back."""

from typing import Any

import pytest

from api.auth.passwords import hash_password
from api.store.accounts import create_account, set_password
from tests.api.changing import LOOSER, ROLES, TIGHTER, People, draft
from tests.browser.conftest import NORTHBRIDGE, PASSWORD, Site, sign_in

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def account(
    site: Site,
    ref: str,
    name: str,
    api_role: str = "owner",
    *,
    body: str = NORTHBRIDGE,
    acts_as: str | None = None,
) -> None:
    """Somebody who may sign in: of Northbridge in the role their reference begins with, if nothing else is said."""
    hashed = hash_password(PASSWORD)

    def command(tx: Any) -> None:
        made = create_account(
            tx,
            "local",
            name,
            body=body,
            role=api_role,
            password_hash=hashed,
            person=ref,
            acts_as=[acts_as or ROLES[ref[0]]],
        )
        assert made is not None
        set_password(tx, made.id, hashed, must_change=False)

    site.service.live.appender.submit(command)


def go(page: Any, name: str, path: str) -> None:
    page.goto(f"/sign-in?next={path}")
    sign_in(page, name)


def press(page: Any, button: str) -> None:
    """The button, by keyboard."""
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")


def clean(page: Any) -> None:
    """WCAG 2.2 AA by axe, and no sideways scrolling at 320 pixels."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["passes"], "axe looked at nothing"
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1024, "height": 768})


def test_two_people_change_a_rule_and_one_act_takes_it_back(new_page, site):
    """Eleven pages are loaded from signing in to the roll-back, by two people."""
    people = People(site.service)
    path = f"/changes/{people.proposed(draft('2026-05', scenario=None, **TIGHTER))}"
    account(site, "t-31", "tess-keyboard")
    account(site, "o-31", "olu-keyboard")
    tess, olu = new_page(), new_page()
    go(tess, "tess-keyboard", path)
    press(tess, "Agree")
    tess.get_by_text("by t-31").wait_for()
    go(olu, "olu-keyboard", path)
    olu.get_by_role("button", name="Agree").last.focus()
    olu.keyboard.press("Enter")
    olu.get_by_label("On what authority").fill("Cabinet, minute 14")
    olu.keyboard.press("Enter")
    olu.get_by_text("Adopted", exact=True).wait_for()
    olu.get_by_label("Why").fill("It sends people the wrong way.")
    press(olu, "Roll it back")
    olu.get_by_text("Rolled back", exact=True).wait_for()


def test_the_pages_are_for_everybody(new_page, site):
    people = People(site.service)
    change = people.proposed(draft("2026-09", **LOOSER))
    view = {"objects": True, "said": "Not by phone."}
    assert people.post("s-1", f"/{change}/view", view).status_code == 201
    account(site, "o-32", "olu-axe")
    page = new_page(script=True)  # axe is a script; the pages have none
    go(page, "olu-axe", "/changes")
    clean(page)
    page.goto(f"/changes/{change}")
    clean(page)
    press(page, "Adopt it")
    page.get_by_text("There is a problem").wait_for()
    clean(page)
