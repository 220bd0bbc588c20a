"""What people read: plain, respectful, and never a dead end."""

import re
from html import unescape
from pathlib import Path

import pytest

import api.pages
from tests.pages.conftest import answer, begin

NEVER = re.compile(r"refused|denied|not allowed|failed to|should try harder|!", re.IGNORECASE)
HERE = Path(api.pages.__file__).parent
TEMPLATES = sorted(HERE.glob("templates/**/*.html"))
PAGES = [path for path in TEMPLATES if "parts" not in path.parts and path.name != "base.html"]


def words_of(html: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_word_that_is_never_used(path):
    text = re.sub(r"\{%.*?%\}|\{#.*?#\}|<!DOCTYPE html>", " ", path.read_text(), flags=re.DOTALL)
    assert NEVER.findall(text) == []


def test_nor_has_any_sentence_of_the_pages_or_the_lab():
    """Sentences stand in quotation marks, begin with a capital and have a space."""
    for path in (*HERE.glob("*.py"), *(HERE.parent / "lab").glob("*.py")):
        sentences = re.findall(r'"([A-Z][^"\n]* [^"\n]*)"', path.read_text())
        assert [one for one in sentences if NEVER.search(one)] == [], path.name


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_page_says_what_can_be_done_next(path):
    text = path.read_text()
    assert '{% extends "base.html" %}' in text
    block = text.partition("{% block next %}")[2].partition("{% endblock %}")[0]
    assert "<li>" in block
    assert text.count("<h1") >= 1


@pytest.fixture
def shown(ada, somebody):
    """Every page as it is shown, by its address."""
    pages = {}

    def keep(person, name):
        pages[name] = person.last
        return person.last

    for name in (
        "/",
        "/password",
        "/lab",
        "/lab/schemes/doncaster-asc",
        "/scenarios",
        "/lab/cases/x",
        "/map",
        "/map/schemes/doncaster-asc",
        "/questions",
    ):
        ada.get(name)
        keep(ada, name)
    ada.post("/lab/schemes/doncaster-asc")
    keep(ada, "setting with mistakes")
    begin(ada)
    keep(ada, "facts")
    address = answer(ada, decision__annual_amount="46,500")
    keep(ada, "answer")
    ada.post(address.replace("/answer", "/save"), {"title": ""})
    keep(ada, "answer without a title")
    ada.post(address.replace("/answer", "/save"), {"title": "x"})
    ada.follow()
    keep(ada, "scenario")
    answer(ada)
    keep(ada, "answer with much missing")
    ada.get(address.replace("/lab/cases/", "/map/").replace("/answer", "?beside=2024-25"))
    keep(ada, "map")
    ada.post("/sign-out")
    keep(ada, "signed out")
    somebody.get("/sign-in")
    keep(somebody, "sign in")
    somebody.sign_in("x", "y")
    keep(somebody, "sign in with mistakes")
    return pages


def test_every_page_as_it_is_shown(shown):
    assert len(shown) >= 15
    for name, reply in shown.items():
        assert NEVER.findall(words_of(reply.text)) == [], name
        assert reply.text.count("<h1") == 1, name
        assert "What you can do next" in reply.text, name
        assert len(reply.data) <= 150_000, name
        assert reply.text.count("<main") == 1
        assert ("<title>Error: " in reply.text) == (reply.status_code == 422), name


def test_a_page_for_every_status(ada, service, monkeypatch):
    assert ada.get("/lab/cases/x").status_code == 404
    assert ada.get("/sign-out").status_code == 405
    ada.get("/lab")
    assert ada.post("/lab/schemes/doncaster-asc", {"version": "x" * 2_000_000}).status_code == 413
    assert ada.heading == "That is more than can be sent at once"
    monkeypatch.setattr(service.shelf, "saved", lambda _account: 1 / 0)
    assert ada.get("/scenarios").status_code == 500
    assert ada.heading == "Something went wrong here"
    assert "ZeroDivisionError" not in ada.last.text


def test_without_its_database_a_page_says_so(ada, service):
    (path,) = Path(service.settings.home).parent.glob("log.db")
    path.rename(path.with_suffix(".away"))
    try:
        assert ada.get("/lab").status_code == 503
        assert ada.heading == "The service is not available at the moment"
        assert ada.get("/sign-in").status_code == 503
    finally:
        path.with_suffix(".away").rename(path)
    assert ada.get("/lab").status_code == 200


def test_programs_get_json_where_there_is_nothing(somebody):
    http = somebody.http
    assert http.get("/nothing", headers={"Accept": "text/html,*/*;q=0.8"}).content_type.startswith(
        "text/html"
    )
    for path, accept in (("/nothing", "*/*"), ("/nothing", "application/json"), ("/v1/nothing", "text/html")):
        assert http.get(path, headers={"Accept": accept}).content_type == "application/problem+json"


def test_stylesheets_stay_for_ever_at_their_digest(ada):
    paths = re.findall(r'href="(/assets/[^"]+)"', ada.get("/lab").text)
    assert paths
    for path in paths:
        reply = ada.http.get(path)
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        packed = ada.http.get(path, headers={"Accept-Encoding": "gzip"})
        assert len(packed.data) < len(reply.data)
        assert ada.http.get(path.replace("/assets/", "/assets/0")).status_code == 404


def test_pages_work_without_the_stylesheet_of_govuk_frontend(tmp_path, rules, clock):
    from api.bootstrap import bootstrap
    from api.settings import Settings
    from tests.application import client_on

    home = tmp_path / "home"
    settings = Settings(f"sqlite:///{home / 'log.db'}", rules, home, watch=False, assets=home / "none")
    service = bootstrap(settings, clock=clock)
    try:
        text = client_on(service).get("/sign-in").text
    finally:
        service.close()
    assert re.findall(r'rel="stylesheet" href="[^"]*/([^/"]+)"', text) == ["pages.css"]


def test_the_stylesheet_is_for_any_public_body():
    from api.pages.frontend import STYLESHEET, for_any_body
    from api.settings import ASSETS

    kept = for_any_body(
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/x.woff2)}"
        "a{font-family:GDS Transport,arial,sans-serif;background-image:url(/assets/images/govuk-crest.svg)}"
    )
    assert kept == "a{font-family:arial,sans-serif;background-image:none}"
    installed = ASSETS / STYLESHEET
    if installed.is_file():
        assert not re.search(r"GDS|font-face|url\(/", installed.read_text())
