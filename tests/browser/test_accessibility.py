"""WCAG 2.2 AA by axe-core, and no sideways scrolling at 320 CSS pixels: every page, in every state."""

import pytest

from tests.browser.conftest import sign_in
from tests.browser.states import SIGNED_IN, SIGNED_OUT

QUICK = ("lab-facts-wrong", "lab-answer-unknown")
"""States tried by `make test`; all of them are by `make test-all`."""

STATES = [
    pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in (*SIGNED_OUT, *SIGNED_IN)
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("name", STATES)
def test_state(name, new_page, site):
    from axe_playwright_python.sync_playwright import Axe

    page = new_page(script=True)  # axe is a script; the pages have none
    if name in SIGNED_IN:
        account = f"axe-{name}"
        site.account(account, body=f"axe-{name}")
        page.goto("/sign-in")
        sign_in(page, account)
    (SIGNED_IN | SIGNED_OUT)[name](page, site)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    assert found.response["passes"], "axe looked at nothing"
    assert found.violations_count == 0, found.generate_report()

    page.set_viewport_size({"width": 320, "height": 640})
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{name} is {width} pixels wide"
