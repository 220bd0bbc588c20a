"""Signing in, in a browser."""

from tests.browser.conftest import sign_in

OWN = "lantern orbit marmalade"


def test_the_first_password_has_to_be_changed(page, site):
    first = site.account("first-timer", first=True)
    page.goto("/")
    sign_in(page, "first-timer", first)
    assert page.get_by_role("heading", level=1).inner_text() == "Choose your own password"
    page.goto("/")
    assert page.get_by_role("heading", level=1).inner_text() == "Choose your own password"
    page.get_by_label("The first password you were given").fill(first)
    page.get_by_label("Your new password", exact=True).fill(OWN)
    page.get_by_label("Your new password again").fill(OWN)
    page.get_by_role("button", name="Save and continue").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Whose decision is it?"
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in again").click()
    sign_in(page, "first-timer", first)
    assert page.get_by_role("alert").is_visible()
    assert page.title().startswith("Error: ")
    sign_in(page, "first-timer", OWN)
    assert page.get_by_role("heading", level=1).inner_text() == "Whose decision is it?"
