"""The lab: what is asked, what is answered, and how long it is kept."""

import re
from datetime import datetime
from html import unescape

import pytest
from sqlalchemy import text

from tests.pages.conftest import Person, add_account, answer, begin


def said(person) -> str:
    """The page without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", person.last.text)).split())


def test_both_versions_can_be_asked(ada):
    answer(ada, decision__annual_amount="£46,500.00")
    assert ada.heading == "For the head of service to decide"
    assert "The personal budget for a year is up to £35,000" in said(ada)
    ada.post(ada.last.request.path.replace("/answer", "/again"), {"version": "2024-25"})
    ada.follow()
    assert ada.heading == "The team manager decides"
    assert "on 31 March 2024: For the head of service to decide" in said(ada)


def test_the_same_answer_as_the_api_gives(ada, service):
    from api.store.keys import create_key

    answer(ada, decision__annual_amount="46500", adult__care_needs="yes")
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body="doncaster-council", client="x", role="manager")
    )
    sent = {
        "scheme": "doncaster-asc",
        "as_of": "2024-03-31T12:00:00+01:00",
        "facts": {
            "actor": {"ref": "w-1", "role": "team_manager", "body": "doncaster-council"},
            "person": {"ref": "p-1"},
            "adult": {"care_needs": True},
            "decision": {"kind": "personal_budget_sign_off", "annual_amount": "46500"},
        },
    }
    reply = ada.http.post("/v1/evaluations", json=sent, headers={"Authorization": f"Bearer {secret}"})
    assert reply.json["summary"].removeprefix("This is a what-if. Nothing was recorded. ") in said(ada)


def test_asking_is_recorded_nowhere(ada, service):
    def size() -> int:
        with service.live.engine.connect() as connection:
            return connection.scalar(text("SELECT size FROM head"))

    before = size()
    answer(ada, decision__annual_amount="46,500")
    assert size() == before
    assert "This is a what-if. Nothing was recorded." in said(ada)


def test_only_facts_that_can_matter_are_asked(ada, service):
    from govengine.decide import facts_that_can_matter

    begin(ada)
    stack = service.live.rules.in_force.library.stack(
        "doncaster-asc", datetime.fromisoformat("2024-03-31T12:00:00+01:00")
    )
    wanted = {one.name for one in facts_that_can_matter(stack, "personal_budget_sign_off")}
    asked = set(re.findall(r'name="([a-z_]+\.[a-z_]+)"', ada.last.text))
    assert asked == wanted - {"actor.role", "actor.body", "decision.kind"}


def test_nothing_has_to_be_known(ada):
    answer(ada)
    assert ada.heading.startswith("Not settled yet")
    assert "What is the personal budget for a year?" in said(ada)
    link = re.search(r'href="(/lab/cases/[^"#]+)\?part=1#(fact-decision-annual_amount)"', ada.last.text)
    assert f'id="{link[2]}"' in ada.get(link[1]).text


@pytest.mark.parametrize(
    "typed", ["about fifty", "1.2.3", "-1", "1,2", "∞", "1e9", "=1+1", "\u202e12", "9" * 3000]
)
def test_what_is_no_number_is_named_and_kept(ada, typed):
    case = begin(ada)
    reply = ada.post(case, {"decision.annual_amount": typed, "adult.care_needs": "yes"})
    assert reply.status_code == 422
    assert "The personal budget for a year must be" in said(ada)
    assert 'href="#fact-decision-annual_amount"' in reply.text
    assert typed in unescape(reply.text)
    assert re.search(r'name="adult.care_needs"[^>]*value="yes"[^>]*checked', reply.text)


@pytest.mark.parametrize("typed", ["46500", "£46,500", " 46 500 ", "46500.00", "46,500.00", "46500."])
def test_numbers_as_people_write_them(ada, typed):
    answer(ada, decision__annual_amount=typed)
    assert "Here: £46,500." in said(ada)


def test_days_outside_the_version(ada):
    ada.get("/lab/schemes/doncaster-asc")
    given = {"version": "2021", "kind": "personal_budget_sign_off", "role": "team_manager"}
    for day, told in (
        (("1", "4", "2024"), "Version 2021 is for 1 April 2021 to 31 March 2024"),
        (("31", "2", "2022"), "must be a real date"),
        (("", "2", "2022"), "must include a day"),
        (("1", "x", "99999"), "must be a real date"),
    ):
        sent = given | dict(zip(("day", "month", "year"), day, strict=True))
        assert ada.post("/lab/schemes/doncaster-asc", sent).status_code == 422
        assert told in said(ada)


def test_a_draft_is_asked_and_named_as_one(ada, service):
    folder = service.settings.rules / "doncaster-asc"
    new = folder / "2025-26"
    new.mkdir()
    written = (folder / "2024-25/scheme.yaml").read_text().replace('version: "2024-25"', 'version: "2025-26"')
    (new / "scheme.yaml").write_text(
        written.replace("2024-04-01", "2025-04-01").replace("is: 49000", "is: 60000")
    )
    ada.get("/lab")
    assert "2025-26: from 1 April 2025 Draft, not adopted" in said(ada)
    case = begin(ada, version="2025-26")
    ada.post(case, {"decision.annual_amount": "55,000"})
    ada.follow()
    assert ada.heading == "The team manager decides"
    assert "Draft, not adopted" in said(ada)
    assert "Version 2024-25 , on 2 May 2026: For the head of service to decide" in said(ada).replace(
        " ,", " ,"
    )


def test_what_if_the_forum_had_been_heard(ada):
    case = begin(ada, version="2024-25", role="head_of_service")
    ada.post(case, {"decision.annual_amount": "60,000"})
    ada.follow()
    assert ada.heading == "The head of service decides, after advice from the practice (risk) forum"
    done = re.search(r'name="done"[^>]*value="([^"]+)"', ada.last.text)[1]
    ada.post(ada.last.request.path.replace("/answer", "/again"), {"done": done})
    ada.follow()
    assert "What if this had been done?" not in said(ada)


# -- keeping ------------------------------------------------------------------------------------------------------------


def rows(service) -> int:
    with service.live.engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM lab_cases"))


def test_an_unsaved_case_is_gone_after_a_day(ada, service, clock):
    shown = answer(ada, decision__annual_amount="46,500")
    clock.forward(hours=23, minutes=59)
    ada.sign_in()
    assert ada.get(shown).status_code == 200
    clock.forward(minutes=2)
    assert ada.get(shown).status_code == 404
    assert rows(service) == 2
    service.sweeper.sweep()
    assert rows(service) == 0


def test_a_saved_one_stays_until_it_is_removed(ada, service, clock):
    shown = answer(ada, decision__annual_amount="46,500")
    ada.post(shown.replace("/answer", "/save"), {"title": "A penny over"})
    clock.forward(days=40)
    service.sweeper.sweep()
    ada.sign_in()
    ada.get("/scenarios")
    assert "A penny over" in said(ada)
    saved = re.search(r'href="(/scenarios/[^"]+)"', ada.last.text)[1]
    ada.get(saved)
    ada.post(f"{saved}/remove")
    assert ada.get(saved).status_code == 404
    assert rows(service) == 0


def test_a_link_holds_no_fact_and_works_for_ones_own_body_alone(ada, app, service):
    shown = answer(ada, decision__annual_amount="46,500")
    assert re.fullmatch(r"/lab/cases/[\w-]{32}/answer", shown)
    add_account(service, "bob")
    add_account(service, "eve", body="harbour-housing")
    bob, eve = Person(app.test_client()), Person(app.test_client())
    bob.sign_in("bob")
    eve.sign_in("eve")
    assert bob.get(shown).status_code == 200
    assert eve.get(shown).status_code == 404
    eve.get("/lab")
    for act in ("again", "save"):
        assert eve.post(shown.replace("answer", act), {"title": "x"}).status_code == 404


NASTY = [
    "<script>alert(1)</script>",
    '=HYPERLINK("x")',
    "Then they may act\n  Scenario: y",
    "\u202eevil",
    "@SUM(A1)",
    '"; x="',
]


@pytest.mark.parametrize("title", NASTY)
def test_a_title_cannot_be_more_than_a_title(ada, title):
    shown = answer(ada, decision__annual_amount="46,500")
    ada.post(shown.replace("/answer", "/save"), {"title": title})
    ada.follow()
    assert "<script" not in ada.last.text
    assert "\u202e" not in ada.last.text
    file = ada.get(ada.last.request.path + "/scenario.feature")
    assert file.text.count("\n  Scenario: ") == 1
    steps = [line.strip() for line in file.text.splitlines()]
    assert [line for line in steps if "they may" in line and not line.startswith("Scenario: ")] == [
        "And they may not act yet"
    ]
    assert "\n\n\n" not in file.text
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.feature"', file.headers["Content-Disposition"])
    assert all(line[:1] in ("", " ", "F") for line in file.text.splitlines()), (
        "no line begins as a formula does"
    )


@pytest.mark.parametrize("typed", NASTY)
def test_what_is_typed_is_shown_as_it_was_typed(ada, typed):
    case = begin(ada)
    ada.post(case, {"actor.ref": typed})
    if ada.last.status_code == 303:
        ada.follow()
    assert "<script" not in ada.last.text
    assert "&lt;script" in ada.last.text or "<script" not in typed


def test_a_scheme_of_300_facts_stays_usable(ada, service):
    facts = "".join(f"  decision.f{n}: {{type: boolean, ask: Is number {n} so?}}\n" for n in range(300))
    whole = " and ".join(f"decision.f{n}" for n in range(300))
    folder = service.settings.rules / "wide" / "1"
    folder.mkdir(parents=True)
    text_of = (service.settings.rules / "doncaster-asc/2021/scheme.yaml").read_text()
    head, _, _ = text_of.partition("facts:\n")
    head = head.replace("scheme: doncaster-asc", "scheme: wide").replace('version: "2021"', 'version: "1"')
    (folder / "scheme.yaml").write_text(
        f"{head}facts:\n{facts}grants:\n  - id: g\n    for: [personal_budget_sign_off]\n    role: team_manager\n"
        f"    when: {whole}\n    level: act\n"
    )
    case = begin(ada, "wide", version="1")
    assert "Part 1 of 11" in said(ada)
    assert len(ada.last.data) < 150_000
    ada.post(case, {"part": "1", "more": "1", "decision.f0": "yes"})
    ada.follow()
    assert "Part 2 of 11" in said(ada)
    ada.post(ada.last.request.path, {"part": "2", "decision.f35": "yes"})
    ada.follow()
    assert len(ada.last.data) < 150_000
    assert "Is number 7 so?" in said(ada)

    ada.get(case)
    assert re.search(r'name="decision.f0"[^>]*value="yes"[^>]*checked', ada.last.text), (
        "back to the first part"
    )
    latest = re.search(r'<form action="(/lab/cases/[^"]+)"', ada.last.text)[1]
    ada.post(latest, {"part": "1", "more": "1", "decision.f0": "no"})
    ada.follow()
    assert "Part 2 of 11" in said(ada), "and on, with what was said there"
    assert re.search(r'name="decision.f35"[^>]*value="yes"[^>]*checked', ada.last.text)


def test_a_case_whose_version_went_says_so(ada, service):
    import shutil

    folder = service.settings.rules / "doncaster-asc"
    shutil.copytree(folder / "2024-25", folder / "2030")
    path = folder / "2030" / "scheme.yaml"
    path.write_text(
        path.read_text().replace('version: "2024-25"', 'version: "2030"').replace("2024-04-01", "2030-04-01")
    )
    case = begin(ada, version="2030", day="2", month="4", year="2030")
    shutil.rmtree(folder / "2030")
    assert ada.get(case).status_code == 409
    assert "is not here any more" in said(ada)
