"""Rules in shadow beside what people decided: for everybody to read, narrow screens included."""

import os

import pytest

from api.queries.agreement import Agreement
from tests.browser.test_changes import clean, go

pytestmark = pytest.mark.browser


def counted(agree: int, decided: int, still: int = 0, **more):
    return {"agree": agree, "decided": decided, "open": still, "departed": 1, **more}


TOLD = {
    "rules": [
        counted(
            41,
            48,
            5,
            rule="neighbourhood-support/hardship-to-800",
            teams=[
                counted(30, 31, 2, team="north-east, families"),
                counted(7, 10, 1, team="riverside"),
                counted(4, 7, 2, team=None),
            ],
            reasons=[
                {"said": "The landlord pays for it.", "count": 3},
                {"said": "They would rather have the boiler mended than a grant.", "count": 1},
            ],
            reasons_erased=1,
        )
    ]
}


def test_the_page_is_for_everybody(new_page, site, monkeypatch):
    def agreement(_live, scheme, _body):
        return Agreement(TOLD, ()) if scheme == "neighbourhood-support" else None

    site.account("sue-shadow")
    page = new_page(script=True)  # axe is a script; the page has none
    go(page, "sue-shadow", "/shadow")
    clean(page)
    monkeypatch.setattr("api.pages.shadow.agreement_of", agreement)
    page.reload()
    page.get_by_text("41 of 48").wait_for()
    if folder := os.environ.get("GOVENGINE_SCREENSHOTS"):
        page.screenshot(path=f"{folder}/shadow.png", full_page=True)
    clean(page)
