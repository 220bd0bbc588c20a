"""Every page and every state of it, for tests that go over them all: a name, and how somebody gets there."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from tests.browser.cases import ask, begin, doncaster, save
from tests.browser.conftest import NORTHBRIDGE, Site, sign_in
from tests.browser.draft_states import DRAFTS, Reach


def _answered(version: str, amount: str, role: str = "team_manager") -> Reach:
    return lambda page, _site: doncaster(page, version, amount, role)


def _wrong_setting(page: Any, _site: Site) -> None:
    page.goto("/lab/schemes/doncaster-asc")
    page.get_by_role("button", name="Continue").click()


def _hardship(page: Any, _site: Site) -> None:
    begin(page, "neighbourhood-support", "2026-04", "support_worker", "hardship_payment")


def _unknown(page: Any, site: Site) -> None:
    _hardship(page, site)
    ask(page)


def _stopped(page: Any, site: Site) -> None:
    _hardship(page, site)
    page.locator('input[name="person.consent"][value=no]').check()
    page.get_by_label("amount").fill("100")
    ask(page)


def _saved(page: Any, site: Site) -> None:
    doncaster(page, "2021", "46,500")
    save(page, "What the rise in 2024 gave back")


def _listed(page: Any, site: Site) -> None:
    _saved(page, site)
    page.goto("/scenarios")


def _untitled(page: Any, site: Site) -> None:
    doncaster(page, "2021", "46,500")
    page.get_by_role("button", name="Save as scenario").click()


def _exercise(page: Any, site: Site) -> None:
    _saved(page, site)
    page.goto("/exercises")
    page.get_by_label("Title of the exercise").fill("When to ask")
    page.locator("input[name=scenario]").first.check()
    page.get_by_role("button", name="Put it together").click()


def _exercises_wrong(page: Any, site: Site) -> None:
    _saved(page, site)
    page.goto("/exercises")
    page.get_by_role("button", name="Put it together").click()


def _exercise_case(page: Any, site: Site) -> None:
    _exercise(page, site)
    page.get_by_role("button", name="Begin").click()


def _exercise_unsaid(page: Any, site: Site) -> None:
    _exercise_case(page, site)
    page.get_by_role("button", name="See the answer").click()


def _exercise_said(page: Any, site: Site) -> None:
    _exercise_case(page, site)
    page.locator('input[name=choice][value="consult"]').check()
    page.get_by_label("Why? (optional)").fill("Somebody else has met the family before.")
    page.get_by_role("button", name="See the answer").click()


def _every_widget(page: Any, _site: Site) -> None:
    begin(page, "every-widget", "1", "officer", "trial")


def _every_mistake(page: Any, site: Site) -> None:
    _every_widget(page, site)
    for field in page.locator("main form input[type=text], main form textarea").all():
        field.fill("\u2026x")
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    ask(page)


def _every_answer(page: Any, site: Site) -> None:
    _every_widget(page, site)
    page.get_by_label("What is the amount?").fill("100")
    page.locator('input[name="decision.payee"][value=landlord]').check()
    ask(page)


def draw(page: Any, scheme: str, version: str, kind: str = "", query: str = "") -> None:
    """A map of this scheme."""
    page.goto(f"/map/schemes/{scheme}")
    page.locator(f'input[name=version][value="{version}"]').check()
    if kind:
        page.locator(f'input[name=kind][value="{kind}"]').check()
    page.get_by_role("button", name="Draw the map").click()
    if query:
        page.goto(page.url + query)


def _drawn(scheme: str, version: str, kind: str = "", query: str = "") -> Reach:
    return lambda page, _site: draw(page, scheme, version, kind, query)


def _map_wrong(page: Any, _site: Site) -> None:
    page.goto("/map/schemes/neighbourhood-team-liberated")
    page.get_by_role("button", name="Draw the map").click()


_NUMBERS = count(1)


def ask_what_is_left_open(site: Site, *more: str) -> None:
    """Decisions no rule speaks of, `more` kinds of them, and one that nobody can take."""
    from api.store.keys import create_key
    from tests.api.conftest import Client, question
    from tests.application import client_on

    _, secret = site.service.live.appender.submit(
        lambda tx: create_key(tx, body=NORTHBRIDGE, client="states", role="caller", sandbox=False)
    )
    client = Client(client_on(site.service), secret)
    sent = [question(decision__kind="loan_of_a_van", decision__amount=None, decision__classes=["spend"])] * 2
    sent += [question(decision__amount="4000")]
    sent += [question(decision__kind=kind, decision__amount=None) for kind in more]
    for one in sent:
        assert client.propose(one).status_code == 201


def _questions(page: Any, site: Site, *more: str) -> None:
    """The list is the body's, so it takes an account of the one that has asked."""
    ask_what_is_left_open(site, *more)
    name = f"bo-{next(_NUMBERS)}"
    site.account(name)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/questions")
    sign_in(page, name)


def _question_scenario(page: Any, site: Site) -> None:
    _questions(page, site)
    page.get_by_role("button", name="Make a scenario of it (Hardship payment").first.click()


def _for_others(page: Any, site: Site) -> None:
    site.account("an-auditor", "auditor")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/lab")
    sign_in(page, "an-auditor")


def _carried(page: Any, site: Site) -> None:
    _hardship(page, site)
    page.context.clear_cookies()
    ask(page)


def _carry_on(page: Any, site: Site) -> None:
    _carried(page, site)
    site.account("carrier")
    sign_in(page, "carrier")


def _wrong_password(page: Any, _site: Site) -> None:
    page.goto("/password")
    page.get_by_role("button", name="Save and continue").click()


def reply_path(site: Site) -> str:
    """A one-time link to a question for a team leader of Eastmoor: its address."""
    from api.store.keys import create_key
    from tests.api.conftest import Client
    from tests.application import client_on

    body, by = "eastmoor-council", {"ref": "w-1", "role": "neighbourhood_worker"}
    _, secret = site.service.live.appender.submit(
        lambda tx: create_key(tx, body=body, client="replies", role="caller", sandbox=False)
    )
    client = Client(client_on(site.service), secret)
    facts = {
        "actor": by | {"body": body},
        "person": {"ref": f"p-{next(_NUMBERS)}", "set_scope": True},
        "decision": {"kind": "work_round_rule"},
    }
    decision = client.propose({"scheme": "neighbourhood-team-liberated", "facts": facts}).json
    asked = {"duty": decision["determination"]["with"][0]["id"], "question": "May we wait a week?", "by": by}
    owed = client.post(f"/v1/decisions/{decision['id']}/requests", asked).json["owes"][0]["id"]
    path: str = client.post(f"/v1/requests/{owed}/link", {"by": by}).json["path"]
    return path


def _reply(page: Any, site: Site) -> None:
    page.goto(reply_path(site))


def _reply_read(page: Any, site: Site) -> None:
    _reply(page, site)
    page.get_by_role("button", name="Read what is asked").click()


def _reply_wrong(page: Any, site: Site) -> None:
    _reply_read(page, site)
    page.get_by_role("button", name="Reply").click()


def _replied(page: Any, site: Site) -> None:
    _reply_read(page, site)
    page.locator("input[name=view]").first.check()
    page.get_by_label("Your view, in your own words").fill("It is right to wait.")
    page.get_by_label("Your name").fill("Lena Okafor")
    page.get_by_label("What your post is called").fill("Team leader")
    page.get_by_role("button", name="Reply").click()


def _reply_over(page: Any, site: Site) -> None:
    _replied(page, site)
    page.goto(page.url)


def _at(path: str) -> Reach:
    return lambda page, _site: page.goto(path)


SIGNED_OUT: Mapping[str, Reach] = {
    "sign-in": _at("/sign-in"),
    "sign-in-wrong": lambda page, _site: (page.goto("/sign-in"), sign_in(page, "nobody", "nothing")),
    "sign-in-empty": lambda page, _site: (page.goto("/sign-in"), sign_in(page, "", "")),
    "not-found-signed-out": _at("/nothing/here"),
    "reply": _reply,
    "reply-read": _reply_read,
    "reply-wrong": _reply_wrong,
    "reply-done": _replied,
    "reply-over": _reply_over,
    "reply-not-ours": _at("/reply/nothing"),
}

SIGNED_IN: Mapping[str, Reach] = {
    "start": _at("/"),
    "exercises": _at("/exercises"),
    "exercises-wrong": _exercises_wrong,
    "exercise": _exercise,
    "exercise-case": _exercise_case,
    "exercise-case-wrong": _exercise_unsaid,
    "exercise-answer": _exercise_said,
    "password": _at("/password"),
    "lab": _at("/lab"),
    "lab-setting": _at("/lab/schemes/doncaster-asc"),
    "lab-setting-wrong": _wrong_setting,
    "lab-facts": _hardship,
    "lab-facts-wrong": lambda page, site: doncaster(page, "2021", "about fifty"),
    "lab-answer-elsewhere": _answered("2021", "46,500"),
    "lab-answer-own": _answered("2024-25", "46,500"),
    "lab-answer-consult": _answered("2024-25", "60000", "head_of_service"),
    "lab-answer-unknown": _unknown,
    "lab-answer-stop": _stopped,
    "lab-answer-untitled": _untitled,
    "scenarios-empty": _at("/scenarios"),
    "scenario": _saved,
    "scenarios": _listed,
    "lab-facts-every-widget": _every_widget,
    "lab-facts-every-mistake": _every_mistake,
    "lab-answer-draft": _every_answer,
    "map-schemes": _at("/map"),
    "map-beginning": _at("/map/schemes/doncaster-asc"),
    "map-beginning-wrong": _map_wrong,
    "map-no-kinds": _at("/map/schemes/statute-floor-england"),
    "map": _drawn("neighbourhood-team-liberated", "2026-04", "practical_help"),
    "map-versions": _drawn("doncaster-asc", "2021", query="?beside=2024-25"),
    "map-every-level": _drawn("dash-marac", "2026-01", "withhold_marac_referral"),
    "map-unknown": _drawn("neighbourhood-support", "2026-04", query="?rest=unknown"),
    "map-no-numbers": _drawn("neighbourhood-team-liberated", "2026-04", "end_support"),
    "map-two-facts": _drawn(
        "neighbourhood-support", "2026-04", query="?across=decision.amount&down=history.household_90d"
    ),
    "map-draft": _drawn("every-widget", "1"),
    "map-notes": _drawn("woking-writeoff", "2024-09", query="?across=decision.nothing&beside=1999"),
    **DRAFTS,
    "questions-empty": _at("/questions"),
    "questions": _questions,
    "questions-long": lambda page, site: _questions(page, site, "x" * 90, *(f"kind_{n}" for n in range(30))),
    "question-scenario": _question_scenario,
    "for-others": _for_others,
    "sign-in-carried": _carried,
    "carry-on": _carry_on,
    "password-wrong": _wrong_password,
    "signed-out": lambda page, _site: page.get_by_role("button", name="Sign out").click(),
    "not-found": _at("/lab/cases/nothing"),
}
