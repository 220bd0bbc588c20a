"""From a field of the map to the case behind it: with the mouse on the picture, with the keyboard in the table."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.states import draw
from tests.browser.test_keyboard import heading, press, tab_to


def test_a_field_of_the_picture_leads_to_its_case(page, site):
    site.account("mapper")
    page.goto("/map")
    sign_in(page, "mapper")
    draw(page, "doncaster-asc", "2021", query="?beside=2024-25")
    assert page.get_by_text("The versions differ in 4 of 12 lines of the table.").is_visible()
    fields = page.locator(
        "svg.map-picture a", has=page.locator("title", has_text="Team manager, Over £35,000, up to £49,000")
    )
    assert fields.count() == 2
    fields.nth(1).click()
    assert heading(page) == "The team manager decides"
    assert page.get_by_text("£49,000").first.is_visible()
    page.wait_for_load_state("networkidle")
    page.go_back()
    fields.nth(0).click()
    assert heading(page) == "For the head of service to decide"


@pytest.mark.long
def test_the_map_with_the_keyboard(page, site):
    site.account("map-keys")
    page.goto("/map/schemes/doncaster-asc")
    sign_in(page, "map-keys")
    press(page, "button", "Draw the map")
    tab_to(page, page.get_by_label("Beside it"))
    page.keyboard.press("ArrowDown")
    press(page, "button", "Draw it so")
    assert page.get_by_role("heading", level=2, name="Version 2021").is_visible()
    press(
        page, "link", "The team manager decides (Team manager, Over £35,000, up to £49,000, version 2024-25)"
    )
    assert heading(page) == "The team manager decides"
    tab_to(page, page.get_by_label("Title of the scenario"))
    page.keyboard.type("From the map")
    press(page, "button", "Save as scenario")
    assert heading(page) == "From the map"


@pytest.mark.long
def test_a_narrow_screen_has_the_table_alone(new_page, site):
    site.account("map-narrow")
    page = new_page(width=320, height=640)
    page.goto("/map")
    sign_in(page, "map-narrow")
    draw(page, "doncaster-asc", "2021")
    assert not page.locator("svg.map-picture").is_visible()
    assert page.get_by_text("The picture needs a wider screen. The table below says the same.").is_visible()
    assert page.get_by_role("table").is_visible()
