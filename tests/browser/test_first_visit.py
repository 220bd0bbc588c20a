"""Somebody who has read nothing: from the first password to a scenario in a file."""

from pathlib import Path

import pytest

from api.checking import drafts_in
from govengine.scenarios import run_text
from tests.browser.conftest import RULES, sign_in

OWN = "lantern orbit marmalade"


def heading(page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_who_signs_off_46500_in_doncaster(page, site, tmp_path: Path):
    first = site.account("newcomer", first=True)
    page.goto("/lab")
    sign_in(page, "newcomer", first)
    page.get_by_label("The first password you were given").fill(first)
    page.get_by_label("Your new password", exact=True).fill(OWN)
    page.get_by_label("Your new password again").fill(OWN)
    page.get_by_role("button", name="Save and continue").click()
    assert heading(page) == "Try a made-up case"

    page.get_by_role("link", name="Doncaster").click()
    page.get_by_label("2021", exact=True).check()
    page.get_by_label("Team manager").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What is the personal budget for a year?").fill("46,500")
    page.get_by_role("button", name="Ask whose decision it is").click()

    assert heading(page) == "For the head of service to decide"
    assert page.get_by_text("This is a what-if. Nothing was recorded.").is_visible()
    assert page.get_by_text("The personal budget for a year is up to £35,000. Here: £46,500.").is_visible()
    assert page.get_by_text("Version 2024-25, on 1 April 2024: The team manager decides").is_visible()

    page.get_by_role("button", name="See why under version 2024-25").click()
    assert heading(page) == "The team manager decides"
    assert page.get_by_text("The personal budget for a year is up to £49,000. Here: £46,500.").is_visible()
    assert page.get_by_text("Version 2021, on 31 March 2024: For the head of service to decide").is_visible()

    page.get_by_label("Title of the scenario").fill("What the rise in 2024 gave back")
    page.get_by_role("button", name="Save as scenario").click()
    assert heading(page) == "What the rise in 2024 gave back"
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download as a feature file").click()
    file = downloading.value
    assert file.suggested_filename == "what-the-rise-in-2024-gave-back.feature"
    file.save_as(tmp_path / file.suggested_filename)
    (result,) = run_text((tmp_path / file.suggested_filename).read_text(), "saved", drafts_in(RULES))
    assert result.passed, result.said


@pytest.mark.long
def test_going_back_finds_what_was_typed(page, site):
    from tests.browser.cases import doncaster

    site.account("returner")
    page.goto("/lab")
    sign_in(page, "returner")
    doncaster(page, "2021", "46,500")
    page.wait_for_load_state("networkidle")  # Chromium has no history to go back in while it changes pages
    page.go_back()
    assert page.get_by_label("What is the personal budget for a year?").input_value() == "46,500"
    page.get_by_label("What is the personal budget for a year?").fill("30,000")
    page.get_by_role("button", name="Ask whose decision it is").click()
    assert heading(page) == "The team manager decides"
    page.reload()
    assert heading(page) == "The team manager decides"


def test_a_session_that_ends_in_the_middle_of_a_form(page, site):
    from tests.browser.cases import begin

    site.account("dreamer")
    page.goto("/lab")
    sign_in(page, "dreamer")
    begin(page, "doncaster-asc", "2021", "team_manager")
    page.get_by_label("What is the personal budget for a year?").fill("46,500")
    page.context.clear_cookies()
    page.get_by_role("button", name="Ask whose decision it is").click()
    assert heading(page) == "Sign in"
    sign_in(page, "dreamer")
    page.get_by_role("button", name="Carry on with what you typed").click()
    assert heading(page) == "For the head of service to decide"
