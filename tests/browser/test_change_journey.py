"""A rule is changed by the people who live with it, without a mouse: £500 becomes £600, and is taken back.

Three people of one council sign in, each on a machine of their own; nobody of them could do it alone.
"""

import json
import os
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from api.schemas.decisions import EXAMPLE
from api.store.keys import create_key
from tests.browser.cases import ask, begin, save
from tests.browser.conftest import NORTHBRIDGE, sign_in
from tests.browser.test_keyboard import heading, press, tab_to, write

MOST_PAGES = 15
PICTURES = os.environ.get("GOVENGINE_SCREENSHOTS")
"""Where pictures of the way are kept, if anywhere: `make screenshots` says where."""


@pytest.fixture
def person(new_page, site):
    """`person("wanda", "support_worker")`: a page of somebody who has signed in and holds that role."""

    def make(name, role, api_role="owner"):
        site.account(name, api_role, acts_as=[role])
        page = new_page()
        page.goto("/sign-in")
        sign_in(page, name)
        page.loads = 0

        def loaded(response):
            if response.request.resource_type == "document" and response.status < 300:
                page.loads += 1

        page.on("response", loaded)
        return page

    return make


def picture(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def into(page, id_, text):
    tab_to(page, page.locator(f"#{id_}"))
    page.keyboard.type(text)


def level_for(site, amount):
    """What the service answers a worker who asks."""
    _, secret = site.service.live.appender.submit(
        lambda tx: create_key(tx, body=NORTHBRIDGE, client="case-system", role="caller")
    )
    sent = json.loads(json.dumps(EXAMPLE))
    sent["facts"]["decision"] |= {"amount": amount}
    request = Request(
        f"{site.address}/v1/decisions",
        json.dumps(sent).encode(),
        {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": os.urandom(8).hex(),
        },
    )
    with urlopen(request) as reply:
        return json.load(reply)["determination"]["level"]


def test_a_limit_is_raised_by_three_people_and_taken_back_by_one(person, site):
    wanda = person("wanda", "support_worker", "manager")
    begin(wanda, "neighbourhood-support", "2026-04", "support_worker", "hardship_payment")
    wanda.locator('input[name="decision.amount"]').fill("560")
    ask(wanda)
    save(wanda, "A winter bill of £560")
    wanda.loads = 0
    assert level_for(site, "560.00") == "refer"

    wanda.goto("/drafts")
    tab_to(wanda, wanda.get_by_label("Start from"))
    wanda.keyboard.type("Neighbourhood support, delegated decisions, version 2026-04")
    write(wanda, "Name of the new version", "2026-11")
    press(wanda, "button", "Start the draft")
    tab_to(wanda, wanda.get_by_label("worker limit: figure, in pounds").first)
    wanda.keyboard.press("Control+A")
    wanda.keyboard.type("600")
    press(wanda, "button", "Save and check")
    press(wanda, "link", "See what it changes")
    affected = wanda.get_by_role("main").inner_text()
    assert "Altogether: loosens" in affected
    assert "A winter bill of £560" in affected
    picture(wanda, "journey-1-what-it-changes")
    press(wanda, "link", "Propose this change")
    into(wanda, "why", "Rents have risen, and small bills wait for a manager.")
    picture(wanda, "journey-2-propose")
    press(wanda, "button", "Propose this change")
    change = wanda.url
    assert heading(wanda) == "Neighbourhood support, delegated decisions, version 2026-11"
    into(wanda, "evidence-took_part", "tenant: two evenings at the hall")
    into(wanda, "evidence-changed", "The letter is shorter.")
    into(wanda, "evidence-not_done", "Deposits: they need a budget of their own.")
    press(wanda, "button", "Put it on the record")
    into(wanda, "host-host", "service_manager")
    press(wanda, "button", "Name them")
    picture(wanda, "journey-3-who-is-waited-for")

    tess = person("tess", "team_manager")
    tess.goto(change)
    press(tess, "button", "Agree")

    olu = person("olu", "section_151_officer")
    olu.goto(change)
    press(olu, "button", "Agree")
    into(olu, "acknowledge-risks", "The budget may be spent by January.")
    press(olu, "button", "Take these risks")
    into(olu, "adopt-authority", "Minute 14 of the cabinet")
    picture(olu, "journey-4-adopt")
    press(olu, "button", "Adopt it")
    assert level_for(site, "560.00") == "act"
    into(olu, "roll-back-why", "The budget is spent.")
    press(olu, "button", "Roll it back")
    picture(olu, "journey-5-rolled-back")
    assert level_for(site, "560.00") == "refer"

    loads = [one.loads for one in (wanda, tess, olu)]
    assert all(loads)
    assert sum(loads) <= MOST_PAGES, loads
