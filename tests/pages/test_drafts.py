"""Drafts in the lab: started, filled in, checked, put together, and what they change."""

import io
import re
import zipfile

import pytest

from tests.pages.conftest import Person, add_account
from tests.pages.test_lab import said
from tests.pages.test_words import NEVER


def start(person, base: str = "neighbourhood-support/2026-04", version: str = "2026-10") -> str:
    """A draft; its address."""
    person.get("/drafts")
    reply = person.post(
        "/drafts", {"base": base, "version": version, "day": "1", "month": "10", "year": "2026"}
    )
    assert reply.status_code == 303, said(person)
    person.follow()
    return reply.location


def fields(person) -> dict[str, str]:
    """What the first form about the draft would send as it stands."""
    names = re.findall(r'name="(b\.[^"]+)" value="([^"]*)"', person.last.text)
    revision = re.search(r'name="revision" value="(\d+)"', person.last.text)[1]
    return {**dict(names), "revision": revision}


def files_of(service, path: str) -> dict[str, str]:
    return dict(service.drafts.find(path.rpartition("/")[2], "northbridge-council").files)


@pytest.fixture
def bob(service, app, ada):
    add_account(service, "bob")
    person = Person(app.test_client())
    person.sign_in("bob")
    person.get("/drafts")
    return person


def test_a_figure_changes_and_nothing_else_does(ada, service):
    path = start(ada)
    before = files_of(service, path)
    assert before["scheme.yaml"].count('version: "2026-10"') == 1
    assert "effective: {from: 2026-10-01" in before["scheme.yaml"]
    ada.post(path, fields(ada) | {"b.values.worker_limit.0": "£600"})
    ada.follow()
    after = files_of(service, path)
    assert after == before | {
        "scheme.yaml": before["scheme.yaml"].replace("worker_limit: {is: 500", "worker_limit: {is: 600")
    }
    assert "The check found nothing that has to be mended" in said(ada)


def test_saving_what_is_shown_changes_nothing(ada, service):
    for base in ("neighbourhood-support/2026-04", "doncaster-asc/2024-25", "statute-floor-england/2026-11"):
        path = start(ada, base, "2031")
        before = files_of(service, path)
        ada.post(path, fields(ada))
        ada.follow()
        assert files_of(service, path) == before
        assert "Saved 1 time," in said(ada)


@pytest.mark.parametrize("typed", ["=1+1", "+600", "@SUM(A1)", "about six", "-3"])
def test_what_is_no_figure_is_named_and_kept(ada, service, typed):
    path = start(ada)
    before = files_of(service, path)
    reply = ada.post(path, fields(ada) | {"b.values.worker_limit.0": typed})
    assert reply.status_code == 422
    assert "must " in said(ada)
    assert 'href="#b-values-worker-limit-0"' in reply.text
    assert f'value="{typed}"' in reply.text
    assert files_of(service, path) == before


def test_what_the_check_finds_stands_beside_its_rule(ada, service):
    path = start(ada)
    text = files_of(service, path)["scheme.yaml"]
    ada.post(
        f"{path}/text",
        {
            "revision": "1",
            "text": text.replace("role: support_worker\n    when", "role: suport_worker\n    when"),
        },
    )
    ada.follow()
    assert "There is a problem" in said(ada)
    assert re.search(r'id="s-grants-hardship-worker".*?govuk-error-message', ada.last.text, re.DOTALL)
    assert "support_worker" in said(ada)
    assert ada.get(f"{path}/changes").status_code == 409
    assert ada.heading == "The draft does not load yet"


def test_a_statute_name_is_not_declared_again(ada, service):
    path = start(ada)
    text = files_of(service, path)["scheme.yaml"]
    statute = service.live.rules.in_force.library.schemes["statute-floor-england"][0].text
    name = next(iter(statute.facts))
    ada.post(
        f"{path}/text",
        {"revision": "1", "text": text.replace("facts:\n", f"facts:\n  {name}: {{type: number}}\n")},
    )
    ada.follow()
    assert name in said(ada)
    assert "There is a problem" in said(ada)


def test_an_adopted_version_is_never_edited_in_place(ada, service):
    path = start(ada)
    text = files_of(service, path)["scheme.yaml"].replace('"2026-10"', '"2026-04"')
    ada.post(f"{path}/text", {"revision": "1", "text": text})
    ada.follow()
    assert "an adopted version is never edited in place" in said(ada)


def test_two_editors_at_once(ada, bob, service):
    path = start(ada)
    mine, first = fields(ada), files_of(service, path)
    bob.get(path)
    theirs = fields(bob)
    ada.post(path, mine | {"b.values.worker_limit.0": "600"})
    reply = bob.post(path, theirs | {"b.values.worker_limit.0": "550", "b.safeguards.1.when.4": "3000"})
    assert reply.status_code == 412
    assert bob.heading == "ada has saved this draft since you opened it"
    assert "is: 550" in reply.text
    assert "is: 600" in reply.text
    again = dict(re.findall(r'name="(seen|revision)" value="(\d+)"', reply.text))
    carried = re.search(r'name="mine" value="([^"]*)"', reply.text)[1]
    from html import unescape

    again["mine"] = unescape(carried)
    assert bob.post(f"{path}/merge", again).status_code == 422
    bob.post(f"{path}/merge", again | {"clash-0": "theirs"})
    bob.follow()
    text = files_of(service, path)["scheme.yaml"]
    assert text == first["scheme.yaml"].replace("is: 500", "is: 600").replace("> 2500", "> 3000")
    assert "Written by" in said(bob)


def test_changes_that_do_not_touch_go_together(ada, bob, service):
    path = start(ada)
    mine = fields(ada)
    bob.get(path)
    theirs = fields(bob)
    ada.post(path, mine | {"b.values.worker_limit.0": "600"})
    reply = bob.post(path, theirs | {"b.safeguards.1.when.4": "3000"})
    assert reply.status_code == 412
    assert "they go together by themselves" in said(bob)


def test_a_table_is_a_grid(ada, service):
    path = start(ada)
    before = files_of(service, path)["limits.csv"]
    ada.get(f"{path}/tables/limits.csv")
    assert "the amount" in said(ada)
    ada.post(f"{path}/tables/limits.csv", {"revision": "1", "c.0.4": "agree", "do": "save"})
    assert files_of(service, path)["limits.csv"] == before.replace(",act,", ",agree,")
    ada.follow()
    ada.post(f"{path}/tables/limits.csv", {"revision": "2", "do": "add"})
    ada.follow()
    assert "2 rows" in said(ada)
    ada.post(f"{path}/tables/limits.csv", {"revision": "3", "do": "remove.1"})
    assert files_of(service, path)["limits.csv"] == before.replace(",act,", ",agree,")


@pytest.mark.parametrize("typed", ["=1+1", "+44", "@SUM(A1)"])
def test_a_formula_in_a_cell_is_named(ada, service, typed):
    path = start(ada)
    before = files_of(service, path)
    reply = ada.post(f"{path}/tables/limits.csv", {"revision": "1", "c.0.3": typed})
    assert reply.status_code == 422
    assert "must not be a formula" in said(ada)
    assert files_of(service, path) == before


def test_a_long_table_has_pages_and_a_longer_one_is_for_a_spreadsheet(ada, service):
    path = start(ada)
    row = "r{0},hardship_payment,service_manager,(500..2000],act,settled_home,x\n"
    head = files_of(service, path)["limits.csv"].partition("\n")[0] + "\n"
    for rows in (4_000, 5_001):
        text = head + "".join(row.format(number) for number in range(rows))
        draft = service.drafts.find(path.rpartition("/")[2], "northbridge-council")
        service.drafts.save(draft, draft.revision, dict(draft.files) | {"limits.csv": text}, "x")
        ada.get(f"{path}/tables/limits.csv?page=7")
        assert ada.last.status_code == 200
        assert len(ada.last.data) < 250_000
        assert ("page 7 of 100" in said(ada)) is (rows == 4_000)
        assert ("5,000 at most" in said(ada)) is (rows == 5_001)


def test_what_it_changes(ada, service):
    from tests.pages.conftest import begin

    case = begin(
        ada, "neighbourhood-support", version="2026-04", kind="hardship_payment", role="support_worker"
    )
    ada.post(
        case,
        {
            "decision.amount": "550",
            "person.consent": "yes",
            "decision.other_help_tried": "yes",
            "history.household_90d": "0",
        },
    )
    answered = ada.last.location
    ada.follow()
    ada.post(answered.replace("/answer", "/save"), {"title": "A cooker for £550"})
    path = start(ada)
    ada.post(path, fields(ada) | {"b.values.worker_limit.0": "600"})
    ada.get(f"{path}/changes")
    text = said(ada)
    assert "Altogether: loosens" in text
    assert "£500 → £600" in text
    assert "1 comes out otherwise" in text
    assert "The support worker decides" in text
    assert "line differs" in text or "lines differ" in text
    ada.get(f"{path}/changes?index=CPI&percent=20")
    assert "Altogether: uprates by an index" in said(ada)
    assert ada.get(f"{path}/changes?index=CPI&percent=x").status_code == 422
    assert not NEVER.findall(said(ada))


def test_a_folder_goes_out_and_comes_back(ada, service):
    path = start(ada)
    reply = ada.get(f"{path}/export.zip")
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert sorted(archive.namelist()) == [
            "neighbourhood-support/2026-10/limits.csv",
            "neighbourhood-support/2026-10/scheme.yaml",
        ]
    ada.get("/drafts")
    reply = ada.http.post(
        "/drafts/import",
        data={"token": ada.token, "folder": (io.BytesIO(reply.data), "x.zip")},
        headers={"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
    )
    assert reply.status_code == 303
    assert files_of(service, reply.location) == files_of(service, path)


def test_a_draft_is_its_organisations(ada, app, service):
    path = start(ada)
    add_account(service, "eve", body="harbour-housing")
    eve = Person(app.test_client())
    eve.sign_in("eve")
    eve.get("/drafts")
    for there in (path, f"{path}/changes", f"{path}/tables/limits.csv", f"{path}/export.zip"):
        assert eve.get(there).status_code == 404
    eve.get("/drafts")
    for there in (path, f"{path}/text", f"{path}/merge", f"{path}/tables/limits.csv"):
        assert eve.post(there, {"revision": "1", "text": "x"}).status_code == 404
    add_account(service, "an-auditor", role="auditor")
    auditor = Person(app.test_client())
    auditor.sign_in("an-auditor")
    assert auditor.get(path).status_code == 403


def test_a_start_without_a_name_or_a_version_says_so(ada):
    ada.get("/drafts")
    assert ada.post("/drafts", {"base": "", "version": "x"}).status_code == 422
    assert ada.post("/drafts", {"base": "doncaster-asc/2021", "version": "2024-25"}).status_code == 422
    assert "that the scheme does not have" in said(ada)
    assert ada.post("/drafts", {"base": "doncaster-asc/2021", "version": "../x"}).status_code == 422
    assert (
        ada.post(
            "/drafts", {"base": "doncaster-asc/2021", "version": "9", "day": "31", "month": "2"}
        ).status_code
        == 422
    )


def test_what_is_typed_is_checked_and_nothing_is_kept(ada, service):
    path = start(ada)
    before, sent = files_of(service, path), fields(ada)
    asked = {
        "=1+1": "must not be a formula",
        "600": None,
    }
    for typed, told in asked.items():
        found = ada.post(f"{path}/check", sent | {"b.values.worker_limit.0": typed}).json["found"]
        assert [one["field"] for one in found] == (["b-values-worker-limit-0"] if told else [])
        assert told is None or told in found[0]["text"]
        ada.get(path)
    wrong = before["scheme.yaml"].replace("role: support_worker", "role: nobody")
    found = ada.post(f"{path}/check", {"revision": "1", "text": wrong}).json["found"]
    assert any("nobody" in one["text"] for one in found)
    assert files_of(service, path) == before


def test_a_script_is_let_in_on_this_page_alone(ada):
    path = start(ada)
    policy = ada.last.headers["Content-Security-Policy"]
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    (script,) = re.findall(r'<script src="(/assets/[^"]+)" defer></script>', ada.last.text)
    assert ada.last.text.count("<script") == 1
    reply = ada.http.get(script)
    assert reply.content_type == "text/javascript; charset=utf-8"
    assert "innerHTML" not in reply.text
    for other in (f"{path}/changes", f"{path}/tables/limits.csv", "/drafts", "/lab"):
        ada.get(other)
        assert "script" not in ada.last.headers["Content-Security-Policy"]
        assert "<script" not in ada.last.text


def test_a_version_no_folder_could_be_named_after_leaves_as_draft(ada, service):
    path = start(ada)
    text = files_of(service, path)["scheme.yaml"].replace('"2026-10"', '"../../ŵ"')
    ada.post(f"{path}/text", {"revision": "1", "text": text})
    reply = ada.get(f"{path}/export.zip")
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert {name.rpartition("/")[0] for name in archive.namelist()} == {"neighbourhood-support/draft"}
    assert reply.headers["Content-Disposition"] == 'attachment; filename="neighbourhood-support-draft.zip"'


def test_what_the_check_finds_in_a_table_stands_in_its_row(ada, service):
    path = start(ada)
    ada.get(f"{path}/tables/limits.csv")
    ada.post(f"{path}/tables/limits.csv", {"revision": "1", "c.0.2": "nobody", "do": "save"})
    ada.follow()
    assert "Line 2: " in said(ada)
    assert re.search(r'href="#c-0-2".*id="c-0-2"', ada.last.text, re.DOTALL)
    assert "nobody" in said(ada)


def test_of_very_many_rules_no_map_is_drawn_and_everything_else_is_said(ada, service):
    path = start(ada)
    row = "r{0},hardship_payment,service_manager,({1}..{2}],act,settled_home,x\n"
    text = files_of(service, path)["limits.csv"]
    text += "".join(row.format(n, 2000 + n, 2001 + n) for n in range(120))
    ada.post(f"{path}/text", {"revision": "1", "file": "limits.csv", "text": text})
    ada.get(f"{path}/changes")
    assert ada.last.status_code == 200
    assert "too many rules are about it" in said(ada)
    assert "Altogether: loosens" in said(ada)
    assert "<svg" not in ada.last.text
