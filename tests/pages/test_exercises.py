"""Exercises: say what you would do, then see the answer, both lines, and where they pull apart. Nothing said is kept."""

import re
from html import unescape

import pytest
from sqlalchemy import text

from api.store.tables import metadata
from tests.pages.conftest import Person, add_account, begin

SAID = "I would ask the person what they want first"


def save(person, title: str) -> None:
    assert (
        person.post(f"{person.last.request.path.removesuffix('/answer')}/save", {"title": title}).status_code
        == 303
    )
    person.follow()


def hardship(person, amount: str) -> str:
    case = begin(
        person, "neighbourhood-support", version="2026-04", kind="hardship_payment", role="support_worker"
    )
    typed = {"decision.amount": amount, "person.consent": "yes", "history.household_90d": "0"}
    person.post(case, {**typed, "decision.other_help_tried": "yes"})
    person.follow()
    return person.last.request.path


@pytest.fixture
def pack(ada, clock) -> str:
    """An exercise of two cases: one is the worker's, the other is not. Its address."""
    for amount, title in (("120", "A small repair"), ("620", "A boiler")):
        hardship(ada, amount)
        save(ada, title)
        clock.forward(seconds=1)
    ada.get("/exercises")
    chosen = re.findall(r'name="scenario" type="checkbox" value="([^"]+)"', ada.last.text)
    assert len(chosen) == 2
    assert ada.post("/exercises", {"title": "When to ask", "scenario": chosen}).status_code == 303
    ada.follow()
    return ada.last.request.path


def say(person, at: str, choice: str, why: str = SAID) -> str:
    person.get(at)
    person.post(at, {"choice": choice, "why": why})
    return unescape(person.last.text)


def test_a_pack_is_made_of_saved_scenarios_in_the_order_they_were_saved(ada, pack):
    assert ada.heading == "When to ask"
    assert re.findall(r'href="/exercises/[^/"]+/\d">([^<]+)', ada.last.text) == ["A small repair", "A boiler"]
    ada.get("/exercises")
    assert "2 cases" in ada.last.text


def test_a_case_shows_its_facts_and_not_its_answer(ada, pack):
    told = unescape(ada.get(f"{pack}/2").text)
    assert "£620" in told
    assert "For the service manager to decide" not in told
    assert told.count('name="choice"') == 5


def test_what_was_said_is_beside_the_answer_with_both_lines(ada, pack):
    told = say(ada, f"{pack}/2", "act")
    assert ada.heading == "For the service manager to decide"
    assert "Decide it on their own authority." in told
    assert SAID in told
    assert "The scheme says something else" in told
    across, _, rest = told.partition("Across: the shared outcome")[2].partition("Upwards: assurance")
    upwards, _, apart = rest.partition("Where they pull apart")
    assert (
        "It serves: People keep a home they can afford. Northbridge Council and Harbour Housing share it"
        in across
    )
    assert "The line: support worker, team manager then service manager." in upwards
    assert "Delegated by the section 151 officer" in upwards
    assert "Harbour Housing shares the outcome, and nobody there decides, is heard or is told." in apart
    assert "Upwards it waits or goes another way." in apart


def test_the_same_answer_is_said_to_be_the_same(ada, pack):
    told = say(ada, f"{pack}/1", "act")
    assert "The scheme says the same of whoever asks." in told
    assert "Involved: Harbour Housing." in told
    assert "Harbour Housing shares the outcome and is told; the decision is made on one line." in told


def test_what_was_said_is_kept_nowhere(ada, pack, service):
    say(ada, f"{pack}/2", "refer")
    assert ada.last.headers["Cache-Control"] == "no-store"
    with service.live.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(text(f"SELECT * FROM {table.name}")).all()
            assert SAID not in str(
                [bytes(v) if isinstance(v, memoryview) else v for row in rows for v in row]
            )
    assert SAID not in ada.get(f"{pack}/2").text


def test_nothing_chosen_is_said_and_what_was_typed_stays(ada, pack):
    told = say(ada, f"{pack}/1", "")
    assert ada.last.status_code == 422
    assert "Choose what whoever asks should do" in told
    assert SAID in told


def test_a_pack_needs_a_title_and_a_case(ada, pack):
    ada.get("/exercises")
    told = unescape(ada.post("/exercises", {"title": " "}).text)
    assert ada.last.status_code == 422
    assert "Enter a title for the exercise" in told
    assert "Choose at least one saved scenario" in told


def test_a_pack_stays_when_its_scenario_goes(ada, pack):
    ada.get("/scenarios")
    for case in re.findall(r'href="(/scenarios/[^"]+)"', ada.last.text):
        ada.get(case)
        assert ada.post(f"{case}/remove").status_code == 303
    assert "£620" in unescape(ada.get(f"{pack}/2").text)


def test_a_worker_takes_part_and_does_not_put_one_together(ada, pack, service, app):
    add_account(service, "wim", "worker")
    wim = Person(app.test_client())
    wim.sign_in("wim")
    assert "Put an exercise together" not in wim.get("/exercises").text
    assert "For the service manager to decide" in unescape(say(wim, f"{pack}/2", "refer"))
    assert wim.post(f"{pack}/remove").status_code == 403
    assert wim.post("/exercises", {"title": "x", "scenario": "y"}).status_code == 403


def test_another_body_does_not_see_it(ada, pack, service, app):
    add_account(service, "eve", body="eastmoor-council")
    eve = Person(app.test_client())
    eve.sign_in("eve")
    assert "When to ask" not in eve.get("/exercises").text
    for path in (pack, f"{pack}/1"):
        assert eve.get(path).status_code == 404
    eve.get("/exercises")
    assert eve.post(f"{pack}/remove").status_code == 404
    assert ada.get(pack).status_code == 200


def test_numbers_that_are_no_case(ada, pack):
    for number in ("0", "3", "x", "-1"):
        assert ada.get(f"{pack}/{number}").status_code == 404


def test_removed_when_nobody_needs_it(ada, pack):
    ada.get(pack)
    assert ada.post(f"{pack}/remove").status_code == 303
    assert ada.get(pack).status_code == 404


def test_before_there_is_one_it_says_how(ada):
    assert "Your organisation has no exercise yet" in ada.get("/exercises").text
    assert "Try a made-up case" in ada.last.text
