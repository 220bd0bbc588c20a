"""`make screenshots`: a picture of each page for docs/screenshots. Run by its path; it is no test."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import sign_in
from tests.browser.states import SIGNED_IN, SIGNED_OUT

TO = Path(os.environ.get("GOVENGINE_SCREENSHOTS") or Path(__file__).parents[2] / "docs" / "screenshots")
KEPT = ("sign-in", "start", "lab", "lab-setting", "lab-facts", "lab-answer-elsewhere", "lab-answer-own")
KEPT += ("lab-answer-unknown", "scenario", "scenarios", "not-found")
EVERYTHING = "GOVENGINE_SCREENSHOTS" in os.environ


@pytest.mark.parametrize("name", [name for name in (*SIGNED_OUT, *SIGNED_IN) if EVERYTHING or name in KEPT])
def test_take(name, new_page, site):
    page = new_page(width=int(os.environ.get("GOVENGINE_WIDTH", "1000")), height=700)
    if name in SIGNED_IN:
        account = f"shot-{name}"
        site.account(account, body=f"body-{name}")
        page.goto("/sign-in")
        sign_in(page, account)
    reach = (SIGNED_IN | SIGNED_OUT)[name]
    reach(page, site)
    TO.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=TO / f"{name}.png", full_page=True)
