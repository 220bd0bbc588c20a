"""A draft without a mouse: a figure raised from £500 to £600, what that changes, and a row of a table."""

from tests.browser.conftest import sign_in
from tests.browser.draft_states import draft
from tests.browser.test_keyboard import heading, press, tab_to, write


def test_a_draft_with_the_keyboard(page, site):
    site.account("drafter")
    page.goto("/drafts")
    sign_in(page, "drafter")
    tab_to(page, page.get_by_label("Start from"))
    page.keyboard.type("Neighbourhood support, delegated decisions, version 2026-04")
    write(page, "Name of the new version", "2026-10")
    press(page, "button", "Start the draft")
    assert heading(page) == "Neighbourhood support, delegated decisions"
    limit = page.get_by_label("worker limit: figure, in pounds").first
    tab_to(page, limit)
    page.keyboard.press("Control+A")
    page.keyboard.type("600")
    press(page, "button", "Save and check")
    assert limit.input_value() == "600"
    press(page, "link", "See what it changes")
    said = page.get_by_role("main").inner_text()
    assert "Altogether: loosens" in said
    assert "£500 → £600" in said
    press(page, "link", "Go on with the draft")
    press(page, "link", "limits.csv")
    tab_to(page, page.get_by_role("button", name="Save and add a row"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    write(page, "Row 2, id", "hardship-second")
    press(page, "button", "Save the table")
    assert page.get_by_label("Row 2, id").input_value() == "hardship-second"


def test_a_draft_is_checked_as_it_is_typed_where_scripts_run(new_page, site):
    site.account("typist")
    page = new_page(script=True)
    page.goto("/sign-in")
    sign_in(page, "typist")
    address = draft(page)
    said = page.locator("#as-typed")
    page.get_by_label("worker limit: figure").first.fill("=1+1")
    said.get_by_role("link", name="must not be a formula").wait_for()
    page.get_by_label("worker limit: figure").first.fill("600")
    said.get_by_text("nothing to mend").wait_for()
    page.goto(address)
    assert page.get_by_label("worker limit: figure").first.input_value() == "500"
