"""Sessions: how they begin, what they hold, and how they end."""

import re
from html import unescape

import pytest
from sqlalchemy import text

from api.auth import passwords
from api.auth.caller import ApiRole
from tests.pages.conftest import PASSWORD, Person, account_of, add_account, begin


def cookie(person) -> str:
    found = person.http.get_cookie("govengine")
    return found.value if found else ""


def test_nobody_gets_in_without_signing_in(somebody):
    reply = somebody.get("/lab")
    assert (reply.status_code, reply.location) == (303, "/sign-in?next=%2Flab")


def test_signing_in_leads_on_to_where_somebody_wanted_to_go(service, somebody):
    add_account(service, "ada")
    somebody.get("/sign-in?next=/lab")
    reply = somebody.post("/sign-in", {"name": " ADA ", "password": PASSWORD, "next": "/lab"})
    assert (reply.status_code, reply.location) == (303, "/lab")


@pytest.mark.parametrize(
    "onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb", ""]
)
def test_it_leads_nowhere_else(service, somebody, onward):
    add_account(service, "ada")
    somebody.get("/sign-in")
    reply = somebody.post("/sign-in", {"name": "ada", "password": PASSWORD, "next": onward})
    assert reply.location == "/"


def test_the_id_is_new_after_signing_in_and_after_signing_out(service, somebody):
    add_account(service, "ada")
    somebody.get("/sign-in")
    before = cookie(somebody)
    somebody.sign_in()
    during = cookie(somebody)
    somebody.get("/")
    somebody.post("/sign-out")
    assert len({before, during, cookie(somebody)}) == 3
    somebody.http.set_cookie("govengine", during)
    assert somebody.get("/lab").status_code == 303


def test_ids_and_passwords_are_kept_as_hashes(service, ada):
    with service.live.engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM sessions, accounts")).all())
    assert cookie(ada) not in rows
    assert PASSWORD not in rows
    assert "$argon2id$" in rows


def test_the_cookie_is_for_the_server_alone(service, somebody, app):
    said = somebody.get("/sign-in").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(said.split("; "))
    assert "Secure" not in said
    said = app.test_client().get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert said.startswith("__Host-govengine=")
    assert "Secure" in said


def test_a_session_ends_after_an_hour_of_nothing(ada, clock):
    clock.forward(minutes=59)
    assert ada.get("/lab").status_code == 200
    clock.forward(minutes=59)
    assert ada.get("/lab").status_code == 200
    clock.forward(minutes=61)
    assert ada.get("/lab").status_code == 303


def test_and_after_a_working_day_in_any_case(ada, clock):
    for hour in range(15):
        assert ada.get("/lab").status_code == 200
        clock.forward(minutes=50 if hour < 14 else 21)  # it is never idle for long
    assert ada.get("/lab").status_code == 303


def test_a_disabled_account_is_out_at_once(service, ada):
    from api.store.accounts import disable_account

    one = account_of(service, "ada")
    service.live.appender.submit(lambda tx: disable_account(tx, one.id))
    assert ada.get("/lab").status_code == 303
    assert ada.sign_in().status_code == 422


def test_what_is_over_is_swept_away(service, ada, clock):
    clock.forward(hours=13)
    service.sweeper.sweep()
    with service.live.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 0


# -- the first password ---------------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(service, somebody):
    add_account(service, "new", first=True)
    somebody.sign_in("new")
    return somebody


def test_nothing_is_open_before_it_has_been_changed(newcomer):
    assert newcomer.last.status_code == 200
    assert newcomer.heading == "Choose your own password"
    for path in ("/", "/lab", "/scenarios", "/lab/cases/x"):
        assert newcomer.get(path).location == "/password"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"new": "short", "again": "short"}, "new"),
        ({"new": "a" * 20, "again": "a" * 20}, "new"),
        ({"new": "x" * 201, "again": "x" * 201}, "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
        ({"new": "a new one of mine", "again": "a new one of mine"}, "new"),
        ({"new": "lantern orbit marmalade", "again": "lantern orbit"}, "again"),
        (
            {"password": "wrong", "new": "lantern orbit marmalade", "again": "lantern orbit marmalade"},
            "password",
        ),
    ],
)
def test_what_will_not_do_is_said_at_its_field(newcomer, sent, field):
    reply = newcomer.post("/password", {"password": PASSWORD, **sent})
    assert reply.status_code == 422
    assert f'id="{field}-error"' in reply.text
    assert f'href="#{field}"' in reply.text
    assert "<title>Error: " in reply.text


def test_changing_it_ends_every_other_session(service, app, ada):
    other = Person(app.test_client())
    other.sign_in()
    ada.get("/password")
    new = "lantern orbit marmalade"
    assert ada.post("/password", {"password": PASSWORD, "new": new, "again": new}).status_code == 303
    assert ada.get("/lab").status_code == 200
    assert other.get("/lab").status_code == 303


# -- guessing ---------------------------------------------------------------------------------------------------------


def test_a_name_and_a_password_that_do_not_belong_together(service, somebody):
    add_account(service, "ada")
    nobody = somebody.sign_in("bob").text
    wrong = somebody.sign_in("ada", "wrong").text
    same = [text.replace("bob", "").replace("ada", "") for text in (nobody, wrong)]
    assert same[0].partition("<form")[0] == same[1].partition("<form")[0], (
        "nobody learns which names there are"
    )


def test_guessing_is_slowed_down_for_the_name_guessed_at(service, somebody, clock):
    add_account(service, "ada")
    add_account(service, "bob")
    for _ in range(passwords.MOST_TRIES):
        assert somebody.sign_in("ada", "wrong").status_code == 422
    assert somebody.sign_in("ada").status_code == 429
    assert somebody.sign_in("bob").status_code == 303
    clock.forward(minutes=16)
    assert somebody.sign_in("ada").status_code == 303


def test_a_flood_of_tries_does_not_take_every_thread(service, somebody, monkeypatch):
    add_account(service, "ada")
    monkeypatch.setattr(passwords, "PATIENCE_S", 0.01)
    with passwords.AT_ONCE, passwords.AT_ONCE:
        assert somebody.sign_in("ada").status_code == 503
        assert somebody.heading == "Many people are signing in at the moment"
    assert somebody.sign_in("ada").status_code == 303


def test_a_long_password_is_not_looked_at(service, somebody):
    add_account(service, "ada")
    assert somebody.sign_in("ada", PASSWORD + "x" * 100_000).status_code == 422


# -- forms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_a_form_of_another_site_is_not_taken(ada, headers):
    reply = ada.post("/lab/schemes/doncaster-asc", {"version": "2021"}, **headers)
    assert reply.status_code == 400
    assert "another site" in reply.text


def test_nor_one_without_its_token_where_the_browser_does_not_say_whose_it_is(ada):
    for origin in ({}, {"Origin": "http://evil.example"}):
        reply = ada.http.post("/sign-out", data={"token": "0" * 64}, headers=origin)
        assert reply.status_code == 400
    assert ada.get("/lab").status_code == 200


def test_every_form_that_is_sent_is_checked(app, ada):
    posts = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("pages-")]
    posts = [rule for rule in posts if "POST" in rule.methods]
    assert len(posts) >= 8
    for rule in posts:
        path = rule.rule.replace("<string:scheme>", "doncaster-asc").replace("<string:case_id>", "x")
        assert ada.post(path, token="0" * 64, **{"Sec-Fetch-Site": "cross-site"}).status_code == 400


def test_headers_let_nothing_in_and_nobody_around(ada, somebody):
    for reply in (ada.get("/lab"), somebody.get("/nothing"), somebody.get("/sign-in")):
        policy = reply.headers["Content-Security-Policy"].split("; ")
        assert {
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
        } <= set(policy)
        assert "unsafe" not in reply.headers["Content-Security-Policy"]
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert "<script" not in reply.text
        assert " style=" not in reply.text


# -- nothing typed is lost ----------------------------------------------------------------------------------------------


def carry_on(person) -> tuple[str, dict[str, str]]:
    """The form of the page that carries on."""
    action = re.search(r'<form action="(/lab[^"]*)"', person.last.text)
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', person.last.text)
    return action[1], {unescape(name): unescape(value) for name, value in fields if name != "token"}


@pytest.mark.parametrize("how", ["expired", "signed out in another tab"])
def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(ada, clock, how):
    case = begin(ada)
    form = ada.last
    if how == "expired":
        clock.forward(hours=2)
    else:
        ada.post("/sign-out")
        ada.last = form
    ada.post(case, {"decision.annual_amount": '46,500 <b>"pounds"</b>'})
    assert ada.heading == "Sign in"
    assert "What you typed is kept on this page" in ada.last.text
    fields = hidden(ada.last.text)
    ada.post("/sign-in", {"name": "ada", "password": PASSWORD, **fields})
    assert ada.heading == "You are signed in again"
    action, sent = carry_on(ada)
    assert (action, sent["decision.annual_amount"]) == (case, '46,500 <b>"pounds"</b>')
    ada.post(action, sent)
    assert ada.last.status_code == 422, "it was no number, and it is still there to be mended"
    assert "46,500 &lt;b&gt;&#34;pounds&#34;&lt;/b&gt;" in ada.last.text


def hidden(text: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(next|carried)" value="([^"]*)">', text)
    return {name: unescape(value) for name, value in found}


def test_a_password_is_never_carried(service, ada, clock):
    ada.get("/password")
    clock.forward(hours=2)
    ada.post("/password", {"password": PASSWORD, "new": "secret secret one", "again": "x", "username": "ada"})
    assert "secret secret one" not in ada.last.text
    assert PASSWORD not in ada.last.text


def test_two_tabs_of_one_visit(ada):
    one, other = begin(ada), begin(ada)
    assert one != other
    ada.post(one, {"decision.annual_amount": "100"})
    assert ada.last.status_code == 303
    ada.get(other)
    ada.post(other, {"decision.annual_amount": "46,500"})
    ada.follow()
    assert ada.heading == "For the head of service to decide"


def test_a_tab_from_before_somebody_signed_in_again_carries_on(service, ada):
    case = begin(ada)
    old = ada.token
    ada.sign_in()
    ada.post(case, {"decision.annual_amount": "46,500"}, token=old)
    assert ada.heading == "You have signed in again since this page was opened"
    ada.post(*carry_on(ada))
    ada.follow()
    assert ada.heading == "For the head of service to decide"


# -- roles and bodies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ApiRole)
def test_the_lab_is_for_managers(service, somebody, role):
    add_account(service, "one", role)
    somebody.sign_in("one")
    for path in ("/lab", "/lab/schemes/doncaster-asc", "/lab/cases/x", "/scenarios", "/scenarios/x"):
        status = somebody.get(path).status_code
        assert status in ((200, 404) if role == "manager" else (403,))
    assert somebody.get("/").status_code == 200
