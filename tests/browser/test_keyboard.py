"""The first visit without a mouse: Tab, Enter and Space, and the arrows inside a group of radios."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.states import reply_path

OWN = "lantern orbit marmalade"
FAR = 80
"""Presses of Tab after which something counts as out of reach."""


def tab_to(page, target) -> None:
    """Press Tab until this is what the keyboard acts on."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            assert page.locator(":focus").count() == 1
            return
    raise AssertionError(f"{target} is not reached with Tab")


def write(page, label: str, text: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(text)


def press(page, role: str, name: str) -> None:
    tab_to(page, page.get_by_role(role, name=name))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page, name: str, value: str) -> None:
    """Into the group of radios with Tab, and through it with the arrows."""
    group = page.locator(f"input[name={name}]")
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if page.locator(f"input[name={name}]:focus").count():
            break
    page.keyboard.press("Space")
    for _ in range(group.count()):
        if page.locator(f'input[name={name}][value="{value}"]:checked').count():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{value} is not reached in {name}")


def heading(page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_the_first_visit_with_the_keyboard(page, site):
    first = site.account("keys", first=True)
    page.goto("/lab")
    write(page, "Name", "keys")
    write(page, "Password", first)
    press(page, "button", "Sign in")
    write(page, "The first password you were given", first)
    write(page, "Your new password", OWN)
    write(page, "Your new password again", OWN)
    press(page, "button", "Save and continue")
    press(page, "link", "Who signs off a personal budget")
    choose(page, "version", "2021")
    choose(page, "role", "team_manager")
    press(page, "button", "Continue")
    write(page, "What is the personal budget for a year?", "46,500")
    press(page, "button", "Ask whose decision it is")
    assert heading(page) == "For the head of service to decide"
    press(page, "button", "See why under version 2024-25")
    assert heading(page) == "The team manager decides"
    write(page, "Title of the scenario", "Without a mouse")
    press(page, "button", "Save as scenario")
    tab_to(page, page.get_by_role("button", name="Download as a feature file"))
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename == "without-a-mouse.feature"


@pytest.mark.long
def test_a_mistake_takes_the_keyboard_to_what_is_said_about_it(page, site):
    site.account("slips")
    page.goto("/sign-in")
    sign_in(page, "slips", "wrong")
    assert page.locator(".govuk-error-summary:focus").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_label("Name").evaluate("one => one === document.activeElement")


def test_the_first_tab_skips_to_what_matters(page):
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.get_by_label("Name").evaluate("one => one === document.activeElement")


def test_a_reply_by_link_with_the_keyboard(page, site):
    page.goto(reply_path(site))
    press(page, "button", "Read what is asked")
    choose(page, "view", "heard")
    write(page, "Your view, in your own words", "It is right to wait.")
    write(page, "Your name", "Lena Okafor")
    write(page, "What your post is called", "Team leader")
    press(page, "button", "Reply")
    assert "Your reply is on the record" in heading(page)
