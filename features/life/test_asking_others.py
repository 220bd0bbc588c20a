"""Steps about asking, and replying by a key or by a link."""

from html import unescape

from pytest_bdd import given, parsers, scenarios, then, when

from features.life.town import Town
from features.moment import moment
from tests.application import client_on

scenarios("life/asking_others.feature")

_ASKS = parsers.re(r'(?P<who>[A-Z]\w+) asks the (?P<role>[a-z0-9_]+) "(?P<question>[^"]+)"$')


@given(_ASKS)
@when(_ASKS)
def _asks(town: Town, who: str, role: str, question: str) -> None:
    answer = next(r.json["determination"] for r in reversed(town.replies) if r.json.get("determination"))
    (duty,) = [one["id"] for one in answer["with"] if one["role"] == role]
    path = f"/v1/decisions/{town.decision}/requests"
    assert town.post(who, path, {"duty": duty, "question": question}).status_code == 201, town.last.json


def request_to(town: Town, body: str) -> str:
    (line, *_) = town.get(body, "/v1/requests")["owed"]
    found: str = line["id"]
    return found


@when(parsers.re(r"(?P<who>[A-Z]\w+) replies (?P<view>[a-z_]+)$"))
def _replies(town: Town, who: str, view: str) -> None:
    person = town.people[who]
    lines = town.get(person.body, f"/v1/requests?to_role={person.role}")["owed"]
    sent = {"view": view, "said": "So we think."}
    town.post(who, f"/v1/requests/{lines[0]['id']}/reply", sent)


_LINKS = parsers.re(r"(?P<who>[A-Z]\w+) makes a link for (?P<body>[a-z-]+)( until (?P<until>.+))?$")


@given(_LINKS)
@when(_LINKS)
def _links(town: Town, who: str, body: str, until: str | None) -> None:
    sent = {} if until is None else {"until": moment(until).isoformat()}
    reply = town.post(who, f"/v1/requests/{request_to(town, body)}/link", sent)
    assert reply.status_code == 201, reply.json
    town.links.append(reply.json["path"])


def browse(town: Town, path: str, form: dict[str, str] | None = None) -> None:
    http = client_on(town.service)
    ours = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    town.page = http.get(path, headers=ours) if form is None else http.post(path, data=form, headers=ours)


@when("somebody opens the link")
def _opens(town: Town) -> None:
    browse(town, town.links[-1])


@when("somebody opens the first link")
def _opens_first(town: Town) -> None:
    browse(town, town.links[0])


@when("somebody opens the link with one letter changed")
def _opens_altered(town: Town) -> None:
    path = town.links[-1]
    browse(town, path[:-1] + ("A" if path[-1] != "A" else "B"))


@when("somebody reads on")
def _reads_on(town: Town) -> None:
    browse(town, f"{town.links[-1]}/read", {})


@when(parsers.parse('"{name}", {title}, replies by the link that they agree'))
def _replies_by_link(town: Town, name: str, title: str) -> None:
    browse(
        town,
        town.links[-1],
        {"view": "agrees", "said": "The tenancy is sound.", "name": name, "title": title},
    )


@then(parsers.parse('the page says "{words}"'))
def _page_says(town: Town, words: str) -> None:
    assert words in unescape(town.page.text), town.page.text


@then(parsers.parse('the page does not say "{words}"'))
def _page_says_not(town: Town, words: str) -> None:
    assert words not in unescape(town.page.text)


@then(parsers.parse('the story says that "{name}" {did}, known by the {attested}'))
def _told_by(town: Town, name: str, did: str, attested: str) -> None:
    told = town.story["acts"][-1]
    assert (told["by"]["ref"], told["view"], told["attested"]) == (name, did, attested)


@given("the service does what has fallen due")
@when("the service does what has fallen due")
def _sweeps(town: Town) -> None:
    town.service.sweeper.sweep()


@then("the story says that nobody answered in time")
def _unanswered(town: Town) -> None:
    assert "request.unanswered" in {one["act"] for one in town.story["acts"]}
