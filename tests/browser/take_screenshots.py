"""`make screenshots`: a picture of each page for docs/screenshots. Run by its path; it is no test."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import sign_in
from tests.browser.states import SIGNED_IN, SIGNED_OUT

TO = Path(os.environ.get("GOVENGINE_SCREENSHOTS") or Path(__file__).parents[2] / "docs" / "screenshots")
KEPT = ("sign-in", "start", "lab", "lab-setting", "lab-facts", "lab-answer-elsewhere", "lab-answer-own")
KEPT += ("draft", "draft-table", "draft-merge", "draft-changes-told")
KEPT += ("map", "map-versions", "questions", "lab-answer-unknown", "scenario", "scenarios", "not-found")
WIDTH = int(os.environ.get("GOVENGINE_WIDTH", "800"))
SMALL, HIGHEST = 0.6, 1200
"""Pixels of a picture for each of the page's, and how much of a long page is on it: none has more than 100 kB."""
HERE: set[str] = set()
"""Accounts made so far."""
LARGEST = 100_000
EVERYTHING = "GOVENGINE_SCREENSHOTS" in os.environ


@pytest.mark.parametrize("name", [name for name in (*SIGNED_OUT, *SIGNED_IN) if EVERYTHING or name in KEPT])
def test_take(name, new_page, site):
    page = new_page(width=WIDTH, height=700, scale=1 if EVERYTHING else SMALL)
    if name in SIGNED_IN:
        account = f"shot-{name}" if EVERYTHING else "ada"
        if account not in HERE:
            site.account(account, body=f"body-{account}")
            HERE.add(account)
        page.goto("/sign-in")
        sign_in(page, account)
    reach = (SIGNED_IN | SIGNED_OUT)[name]
    reach(page, site)
    TO.mkdir(parents=True, exist_ok=True)
    whole = page.locator("html").bounding_box()
    clip = {
        "x": 0,
        "y": 0,
        "width": WIDTH,
        "height": whole["height"] if EVERYTHING else min(whole["height"], HIGHEST),
    }
    page.screenshot(path=TO / f"{name}.png", full_page=True, clip=clip)
    assert EVERYTHING or (TO / f"{name}.png").stat().st_size <= LARGEST
