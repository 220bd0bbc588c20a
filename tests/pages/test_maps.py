"""The map in its pages: what is chosen, what is drawn, and the case behind a cell."""

import re
from html import unescape

import pytest

from tests.pages.conftest import add_account, answer
from tests.scheme.small import small

CELL = re.compile(r'<td[^>]*><a class="govuk-link" href="([^"]+)">([^<]*)<')


def begin_map(person, scheme="doncaster-asc", kind="personal_budget_sign_off", version="2021") -> str:
    """A map; its address."""
    person.get(f"/map/schemes/{scheme}")
    reply = person.post(f"/map/schemes/{scheme}", {"version": version, "kind": kind})
    assert reply.status_code == 303, reply.text
    person.follow()
    assert person.last.status_code == 200
    return reply.location


def cells(person) -> list[tuple[str, str]]:
    """Addresses and words of the answers in the table."""
    return [
        ("/map/" + unescape(address), unescape(words)) for address, words in CELL.findall(person.last.text)
    ]


@pytest.fixture
def draft(rules):
    """Puts a draft of a scheme into the rules folder."""

    def write(files: dict[str, bytes], name: str = "small") -> None:
        folder = rules / name / "1"
        folder.mkdir(parents=True)
        for file, text in files.items():
            (folder / file).write_bytes(text)

    return write


def test_only_schemes_with_kinds_are_offered(ada):
    ada.get("/map")
    assert "/map/schemes/doncaster-asc" in ada.last.text
    assert "/map/schemes/statute-floor-england" not in ada.last.text


def test_a_map_with_its_limits_and_their_rules(ada):
    begin_map(ada)
    text = unescape(ada.last.text)
    assert "Above £35,000" in text
    assert "A team manager signs off a budget up to £35,000 a year" in text
    assert ("For the head of service to decide") in [words for _, words in cells(ada)]
    assert text.count('<svg class="map-picture"') == 1
    assert re.search(r'aria-labelledby="side-1-title" aria-describedby="side-1-desc"', text)
    assert '<title id="side-1-title">Version 2021: sign-off of a personal budget</title>' in text


def test_no_style_and_no_script_stand_in_the_page(ada):
    begin_map(ada)
    assert " style=" not in ada.last.text
    assert "<script" not in ada.last.text
    assert not re.search(r"\son\w+=", ada.last.text)


def test_a_cell_leads_to_its_case_filled_in_and_to_the_same_one_again(ada):
    begin_map(ada)
    (address, words) = next(one for one in cells(ada) if "head of service to decide" in one[1])
    first = ada.get(address).location
    ada.follow()
    assert ada.heading == words
    assert "£35,000.01" in unescape(ada.last.text)
    assert ada.get(address).location == first
    ada.get(first.removesuffix("/answer"))
    assert 'value="35000.01"' in ada.last.text


@pytest.mark.long
def test_every_cell_of_a_table_is_the_answer_of_the_case_behind_it(ada):
    for scheme, kind, version in (
        ("doncaster-asc", "personal_budget_sign_off", "2024-25"),
        ("neighbourhood-support", "hardship_payment", "2026-04"),
    ):
        begin_map(ada, scheme, kind, version)
        found = cells(ada)
        assert len(found) >= 4
        for address, words in found:
            ada.get(address)
            ada.follow()
            assert ada.heading == words.partition(";")[0]


def test_two_versions_beside_each_other(ada):
    address = begin_map(ada)
    ada.get(f"{address}?beside=2024-25")
    text = unescape(ada.last.text)
    assert "Version 2021" in text
    assert "Version 2024-25" in text
    assert "The versions differ in" in text
    assert text.count("Differs") == 4
    lines = re.findall(r'map-table__changed">.*?</tr>', text, re.DOTALL)
    assert all("Over £35,000, up to £49,000" in line for line in lines)
    there = next(address for address, _ in cells(ada) if "/cell/1/" in address)
    ada.get(there)
    ada.follow()
    assert "version 2024-25" in ada.last.text


def test_a_map_of_a_case_holds_what_the_case_says(ada):
    case = answer(ada, decision__annual_amount="46,500", person__consent="no").removesuffix("/answer")
    ada.get(case.replace("/lab/cases/", "/map/"))
    assert ada.last.status_code == 200
    assert "46,500" not in ada.last.text, "what is an axis gives way to the axis"
    assert ada.last.text.count("map-picture") >= 1


def test_what_nobody_said_can_stay_unknown(ada):
    address = begin_map(ada, "neighbourhood-support", "hardship_payment", "2026-04")
    assert "facts are as the rules would have them" in ada.last.text
    met = [words for _, words in cells(ada)]
    ada.get(f"{address}?rest=unknown")
    assert [words for _, words in cells(ada)] != met
    assert "What nobody has said is left unknown" in ada.last.text


@pytest.mark.parametrize(
    "query",
    [
        "?across=decision.nothing",
        "?down=%3Cscript%3E",
        "?beside=1999",
        "?rest=whatever",
        "?across=" + "x" * 5000,
    ],
)
def test_an_address_that_asks_for_what_is_not_there_still_draws_a_map(ada, query):
    address = begin_map(ada)
    ada.get(address + query)
    assert ada.last.status_code == 200
    assert "map-picture" in ada.last.text
    assert "<script" not in ada.last.text


@pytest.mark.long
def test_every_fact_can_be_an_axis_either_way(ada):
    address = begin_map(ada, "neighbourhood-support", "hardship_payment", "2026-04")
    facts = re.findall(r'<option value="((?:decision|person|history|actor)[^"]+)"', ada.last.text)
    for fact in dict.fromkeys(facts):
        for query in (f"?across={fact}", f"?down={fact}"):
            assert ada.get(address + query).status_code == 200, query
            for cell, _ in cells(ada)[:2]:
                assert ada.get(cell).status_code == 303


def test_what_was_not_chosen_is_said(ada):
    ada.get("/map/schemes/neighbourhood-support")
    reply = ada.post("/map/schemes/neighbourhood-support", {"version": "1999"})
    assert (reply.status_code, "Choose a version" in reply.text) == (422, True)
    ada.get("/map/schemes/neighbourhood-support")
    reply = ada.post("/map/schemes/neighbourhood-support", {"version": "2026-04", "kind": "x"})
    assert (reply.status_code, "Choose a kind of decision" in reply.text) == (422, True)


def test_a_case_with_a_mistake_is_put_right_first(ada, service):
    from api.lab.case import Case
    from tests.pages.conftest import account_of

    day = service.live.clock().date()
    typed = {"decision.annual_amount": ["about fifty"]}
    case = Case("doncaster-asc", "2024-25", "personal_budget_sign_off", "team_manager", day, typed)
    case_id = service.shelf.put(case, account_of(service, "ada"))
    reply = ada.get(f"/map/{case_id}")
    assert (reply.status_code, reply.location) == (303, f"/lab/cases/{case_id}?check=1")
    assert ada.get(f"/map/{case_id}/cell/0/0/0").status_code == 404


def test_a_scheme_without_numbers_and_one_without_facts(ada, draft):
    draft(small("kinds: {visit: {}}\ngrants: [{id: visit, for: visit, role: worker, level: act}]"))
    begin_map(ada, "small", "visit", "1")
    assert "No rule makes a limit here" in ada.last.text
    assert "Whatever the facts" in ada.last.text
    draft(
        small(
            "scheme: other\ngrants: [{id: pay, for: payment, role: worker, level: act, when: person.consent},"
            " {id: visit, for: visit, role: worker, level: act}]"
        ),
        "other",
    )
    begin_map(ada, "other", "payment", "1")
    assert {"Yes", "No", "Not known"} == set(re.findall(r'<th scope="row">([^<]+)<', ada.last.text))
    assert "perhaps for the worker to decide" in unescape(ada.last.text)
    assert "Draft, not adopted" in ada.last.text


def test_a_scheme_with_300_facts(ada, draft):
    facts = "\n".join(f"  decision.f{n}: {{type: number, personal: false}}" for n in range(300))
    when = " and ".join(f"decision.f{n} <= {n + 1}" for n in range(300))
    rules = f"facts:\n{facts}\ngrants: [{{id: g, for: payment, role: worker, level: act, when: '{when}'}}, {{id: visit, for: visit, role: worker, level: act}}]"
    draft(small(rules))
    begin_map(ada, "small", "payment", "1")
    assert ada.last.status_code == 200
    assert "299 facts are as the rules would have them" in ada.last.text
    assert len(ada.last.data) <= 150_000


def test_html_in_a_scheme_is_shown_as_text(ada, draft):
    draft(
        small(
            "title: '<script>alert(1)</script>'\ngrants: [{id: g, title: '<b onclick=x>', for: payment, role: worker, level: act,"
            " when: decision.amount < 5}, {id: visit, for: visit, role: worker, level: act}]"
        )
    )
    begin_map(ada, "small", "payment", "1")
    assert "<script" not in ada.last.text
    assert "<b onclick" not in ada.last.text


def test_maps_are_for_managers_of_the_same_body(ada, service, app, somebody):
    address = begin_map(ada)
    cell = cells(ada)[0][0]
    assert somebody.get(address).status_code == 303
    add_account(service, "bo", body="harbour-housing")
    somebody.sign_in("bo")
    assert somebody.get(address).status_code == 404
    assert somebody.get(cell).status_code == 404
    somebody.post("/sign-out")
    add_account(service, "cy", "auditor")
    somebody.sign_in("cy")
    for path in ("/map", "/map/schemes/doncaster-asc", address, cell):
        assert somebody.get(path).status_code == 403
