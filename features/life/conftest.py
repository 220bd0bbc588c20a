"""Steps about people of several bodies, what they do about a decision, and what is owed: over a real service.

A person has a name, a role and a body, and their body's key. What happened last is `it`: a decision, an outcome, a
request. Whatever was answered last can be looked at with `it is refused as …`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_bdd import given, parsers, then, when

from api.app import create_app
from api.bootstrap import Service, bootstrap
from api.checking import read_folders
from api.evidence.verifying import verify_and_redecide
from api.schemas.decisions import EXAMPLE
from api.settings import settings_from
from api.store.keys import create_key
from govengine.errors import GovengineError

RULES = Path(__file__).parents[2] / "rules"
BESIDE = Path(__file__).parents[1] / "deciding"
LONDON = ZoneInfo("Europe/London")


def moment(text: str) -> datetime:
    """`2 May 2026 at 10:00`, in London."""
    return datetime.strptime(text, "%d %B %Y at %H:%M").replace(tzinfo=LONDON)


@dataclass(frozen=True)
class Person:
    """Somebody in a role of a body."""

    name: str
    role: str
    body: str

    @property
    def by(self) -> dict[str, str]:
        return {"ref": self.name.lower(), "role": self.role}


@dataclass
class Town:
    """A service, its clock, the people who work with it, and the replies so far."""

    service: Service
    clock: list[datetime]
    people: dict[str, Person] = field(default_factory=dict)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    replies: list[Any] = field(default_factory=list)
    decisions: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    stops: list[str] = field(default_factory=list)
    page: Any = None
    wrong: list[str] = field(default_factory=list)

    def key_of(self, body: str, role: str = "manager") -> str:
        if (body, role) not in self.keys:
            made = self.service.live.appender.submit(
                lambda tx: create_key(tx, body=body, client=f"{body} {role}", role=role)
            )
            self.keys[body, role] = made[1]
        return self.keys[body, role]

    def get(self, body: str, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self.key_of(body)}"}
        return create_app(self.service).test_client().get(path, headers=headers).json

    def post(self, who: str, path: str, sent: dict[str, Any], **headers: str) -> Any:
        """What somebody does, by the key of their body, in their name and role."""
        person = self.people[who]
        given = {
            "Authorization": f"Bearer {self.key_of(person.body)}",
            "Idempotency-Key": f"k-{len(self.replies)}",
            **headers,
        }
        sent = sent if path == "/v1/decisions" else sent | {"by": person.by}
        reply = create_app(self.service).test_client().post(path, json=sent, headers=given)
        self.replies.append(reply)
        return reply

    @property
    def decision(self) -> str:
        return self.decisions[-1]

    @property
    def story(self) -> Any:
        body = next(iter(self.people.values())).body
        return self.get(body, f"/v1/decisions/{self.decision}")

    @property
    def last(self) -> Any:
        return self.replies[-1]

    def owed(self, body: str, what: str | None = None) -> list[dict[str, Any]]:
        """Everything that waits for a body: what it owes, and replies it is asked for."""
        lists = [self.get(body, f"/v1/{path}?limit=200")["owed"] for path in ("owed", "requests")]
        return [one for lines in lists for one in lines if what in (None, one["what"])]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A service on an empty record."""
    clock = [moment("2 May 2026 at 10:00")]
    settings = settings_from({"GOVENGINE_WATCH": "off"}, home=tmp_path, rules=RULES)
    service = bootstrap(settings, clock=lambda: clock[0])
    yield Town(service, clock)
    service.close()


def adopt(town: Town, folders: list[Path], **more: Any) -> None:
    town.service.live.adopt(read_folders(folders), by="u-1", role="owner", authority="minute 7", **more)


# -- who is there, and when ----------------------------------------------------------------------


@given("a service on which the schemes have been adopted")
def _adopted(town: Town) -> None:
    folders = sorted(path.parent for root in (RULES, BESIDE) for path in root.glob("*/*/scheme.yaml"))
    adopt(town, folders, example_signatures=True)


@given("a service on which no scheme has been adopted")
def _bare(town: Town) -> None:
    assert town.service.live.rules.in_force.adoptions == ()


@given(parsers.parse("the clock says {when_}"))
@when(parsers.parse("the clock says {when_}"))
def _clock(town: Town, when_: str) -> None:
    town.clock[0] = moment(when_)


@given(parsers.re(r"(?P<name>[A-Z]\w+) is an? (?P<role>[a-z0-9_]+) of (?P<body>[a-z-]+)"))
def _person(town: Town, name: str, role: str, body: str) -> None:
    town.people[name] = Person(name, role, body)


# -- what they do ----------------------------------------------------------------------------------

_PROPOSES = parsers.re(
    r'(?P<who>[A-Z]\w+) proposes a hardship payment of (?P<amount>[0-9.]+) for "(?P<person>[^"]+)"'
    r"(?P<together>, together with Harbour Housing)?$"
)


@given(_PROPOSES)
@when(_PROPOSES)
def _proposes(town: Town, who: str, amount: str, person: str, together: str | None) -> None:
    sent = json.loads(json.dumps(EXAMPLE))
    worker = town.people[who]
    sent["facts"]["actor"] |= {"ref": worker.by["ref"], "role": worker.role, "body": worker.body}
    sent["facts"]["decision"]["amount"] = amount
    sent["facts"]["person"]["ref"] = person
    if together:
        sent["with_schemes"] = ["harbour-tenancies"]
        sent["facts"]["person"]["tenancy_ending"] = False
    propose(town, who, sent)


_PROPOSES_ANY = parsers.re(r"(?P<who>[A-Z]\w+) proposes an? (?P<kind>[a-z_]+) under (?P<scheme>[a-z-]+):$")


@given(_PROPOSES_ANY)
@when(_PROPOSES_ANY)
def _proposes_any(town: Town, who: str, kind: str, scheme: str, datatable: list[list[str]]) -> None:
    """Facts by name, below: yes and no are true and false, all else is text."""
    worker = town.people[who]
    facts: dict[str, dict[str, Any]] = {
        "actor": {"ref": worker.by["ref"], "role": worker.role, "body": worker.body},
        "decision": {"kind": kind},
    }
    for name, said in datatable:
        first, _, rest = name.partition(".")
        facts.setdefault(first, {})[rest] = {"yes": True, "no": False}.get(said, said)
    propose(town, who, {"scheme": scheme, "facts": facts})


def propose(town: Town, who: str, sent: dict[str, Any]) -> None:
    reply = town.post(who, "/v1/decisions", sent)
    assert reply.status_code == 201, reply.json
    town.decisions.append(reply.json["id"])


_DOES = {
    "takes": ("take", {}),
    "approves": ("approve", {}),
    "declines": ("decline", {"why": "Not as it stands."}),
    "withdraws": ("withdraw", {}),
    "reopens": ("reopen", {"why": "Needed after all."}),
    "ratifies": ("ratify", {"ratified": True}),
    "does not ratify": ("ratify", {"ratified": False}),
    "reviews": ("review", {"finding": "sound", "said": "The need was plain."}),
}
DEPARTURE = {"need": "A home.", "options": ["To wait until Thursday."], "why": "There was no time."}
_ACTS = parsers.re(rf"(?P<who>[A-Z]\w+) (?P<act>{'|'.join(_DOES)}) it$")


@given(_ACTS)
@when(_ACTS)
def _acts(town: Town, who: str, act: str) -> None:
    path, sent = _DOES[act]
    town.post(who, f"/v1/decisions/{town.decision}/{path}", sent, **{"If-Match": town.story["version"]})


_DEPARTS = parsers.re(r"(?P<who>[A-Z]\w+) takes it all the same, and says why$")


@given(_DEPARTS)
@when(_DEPARTS)
def _departs(town: Town, who: str) -> None:
    town.post(who, f"/v1/decisions/{town.decision}/take", {"departure": DEPARTURE})


# -- what is so then -------------------------------------------------------------------------------


@then("it is done")
def _done(town: Town) -> None:
    assert town.last.status_code == 201, town.last.json


@then(parsers.parse('it is refused as "{code}"'))
def _refused(town: Town, code: str) -> None:
    assert town.last.json.get("code") == code, town.last.json


@then(parsers.parse("the answer is {level}"))
def _level(town: Town, level: str) -> None:
    assert town.last.json["determination"]["level"] == level, town.last.json["determination"]["because"]


@then(parsers.parse("the decision is {state}"))
def _state(town: Town, state: str) -> None:
    assert town.story["state"] == state.replace(" ", "_")


@then(parsers.re(r"an? (?P<what>[a-z_]+) is owed by the (?P<role>[a-z0-9_]+) of (?P<body>[a-z-]+)$"))
def _owes(town: Town, what: str, role: str, body: str) -> None:
    lines = town.owed(body, what)
    assert role in {one["role"] for one in lines}, lines


@then(parsers.re(r"no (?P<what>[a-z_]+) is owed by (?P<body>[a-z-]+)$"))
def _owes_nothing(town: Town, what: str, body: str) -> None:
    assert town.owed(body, what) == []


_ROSE = parsers.re(
    r"an? (?P<what>[a-z_]+) has risen to the (?P<role>[a-z0-9_]+) of (?P<body>[a-z-]+) from the (?P<junior>[a-z0-9_]+)$"
)


@then(_ROSE)
def _risen(town: Town, what: str, role: str, body: str, junior: str) -> None:
    lines = [
        one
        for path in ("owed", "requests")
        for one in town.get(body, f"/v1/{path}?to_role={role}")["owed"]
        if one["what"] == what
    ]
    assert junior in {one["rose_from"] for one in lines}, lines


@then("the record verifies, and every answer comes out the same")
def _verifies(town: Town) -> None:
    found = verify_and_redecide(town.service.live, lambda _done, _of: None)
    assert found.well, found


# -- asking and replying ---------------------------------------------------------------------------

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
    http = create_app(town.service).test_client()
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


@then(parsers.re(r"(?P<who>[A-Z]\w+) may (?P<no>not )?act$"))
def _may_act(town: Town, who: str, no: str | None) -> None:
    assert town.story["may_act_now"] is (no is None)


# -- stops -----------------------------------------------------------------------------------------

_STOPS = parsers.re(r"(?P<who>[A-Z]\w+) stops the body from (?P<since>.+) until (?P<until>.+)$")


@given(_STOPS)
@when(_STOPS)
def _stops(town: Town, who: str, since: str, until: str) -> None:
    sent = {
        "since": moment(since).isoformat(),
        "until": moment(until).isoformat(),
        "why": "The ledger is closed at the end of the year.",
    }
    reply = town.post(who, "/v1/stops", sent)
    if reply.status_code == 201:
        town.stops.append(reply.json["id"])


@when(parsers.parse("{who} lifts the stop"))
def _lifts(town: Town, who: str) -> None:
    town.post(who, f"/v1/stops/{town.stops[-1]}/lift", {"why": "The ledger is open again."})


# -- shared outcomes -------------------------------------------------------------------------------

TITLE = "People keep a home they can afford"
PARTIES = ["northbridge-council", "harbour-housing"]

_SIGNS = parsers.re(
    r"(?P<who>[A-Z]\w+) signs the outcome (?P<name>\w+)( and will look again on (?P<day>.+))?$"
)


@given(_SIGNS)
@when(_SIGNS)
def _signs(town: Town, who: str, name: str, day: str | None) -> None:
    days = [datetime.strptime(day, "%d %B %Y").date().isoformat()] if day else []  # noqa: DTZ007 a day
    sent = {"title": TITLE, "shared_by": PARTIES, "share": "Half of the fund.", "follow_up": days}
    town.post(who, f"/v1/outcomes/{name}/signatures", sent)


@when(parsers.parse('{who} withdraws the signature to {name}, because "{why}"'))
def _leaves(town: Town, who: str, name: str, why: str) -> None:
    town.post(who, f"/v1/outcomes/{name}/leave", {"why": why})


@when("the scheme neighbourhood-support is put to be adopted")
def _put(town: Town) -> None:
    folders = [RULES / "statute-floor-england/2026-11", RULES / "neighbourhood-support/2026-04"]
    try:
        adopt(town, folders)
    except GovengineError as refused:
        town.wrong = [problem.message for problem in refused.problems]
    else:
        town.wrong = []


@then("it is adopted")
def _is_adopted(town: Town) -> None:
    assert town.wrong == []
    assert "neighbourhood-support" in town.service.live.rules.in_force.library.schemes


@then(parsers.parse("it is not adopted, because {body} has not signed {name}"))
def _not_adopted(town: Town, body: str, name: str) -> None:
    assert len(town.wrong) == 1, town.wrong
    assert town.wrong[0].startswith(name)
    assert town.wrong[0].endswith(f"by: {body}.")
    assert "neighbourhood-support" not in town.service.live.rules.in_force.library.schemes


@then(parsers.parse("the register says that {name} lacks {body}"))
def _lacks(town: Town, name: str, body: str) -> None:
    assert body in town.get(body, f"/v1/outcomes/{name}")["lacks"]


@when(parsers.re(r"(?P<who>[A-Z]\w+) offers the (?P<what>[a-z_]+) to (?P<to>[A-Z]\w+)$"))
def _offers(town: Town, who: str, what: str, to: str) -> None:
    (line,) = town.owed(town.people[who].body, what)
    receiver = town.people[to]
    sent = {"to": {"body": receiver.body, "role": receiver.role}, "said": "It is yours by rights."}
    town.post(who, f"/v1/owed/{line['id']}/offer", sent)


@when(parsers.re(r"(?P<who>[A-Z]\w+) offers the decision to (?P<to>[A-Z]\w+)$"))
def _offers_decision(town: Town, who: str, to: str) -> None:
    receiver = town.people[to]
    sent = {"to": {"body": receiver.body, "role": receiver.role}, "said": "I am away from Monday."}
    town.post(who, f"/v1/decisions/{town.decision}/handover", sent)


@when(parsers.re(r"(?P<who>[A-Z]\w+) (?P<how>accepts|declines) what is offered$"))
def _answers(town: Town, who: str, how: str) -> None:
    (line,) = town.owed(town.people[who].body, "accept")
    sent = {"accepted": how == "accepts", "said": "So we do."}
    town.post(who, f"/v1/owed/{line['id']}/answer", sent)


@when(parsers.re(r"(?P<who>[A-Z]\w+) does the (?P<what>follow_up|review) of the outcome(s)?$"))
def _does(town: Town, who: str, what: str) -> None:
    line = town.owed(town.people[who].body, what)[0]
    town.post(who, f"/v1/owed/{line['id']}/done", {"said": "Most are still at home.", "came": "partly"})


# -- the person's side -----------------------------------------------------------------------------


@given(parsers.parse("{who} says that the person was told by letter, with {days:d} days to ask for a review"))
def _tells(town: Town, who: str, days: int) -> None:
    sent = {"at": town.clock[0].isoformat(), "how": "letter", "review_days": days}
    town.post(who, f"/v1/decisions/{town.decision}/notice", sent)


_WRITES = parsers.re(r"(?P<who>[A-Z]\w+) writes down that the person (?P<what>asks for a review|complains)$")


@when(_WRITES)
def _writes(town: Town, who: str, what: str) -> None:
    path = "complaints" if what == "complains" else "review-asked"
    town.post(who, f"/v1/decisions/{town.decision}/{path}", {"said": "You did not ask about the arrears."})


@when(parsers.parse("{who} acknowledges the complaint"))
def _acknowledges(town: Town, who: str) -> None:
    town.post(
        who, f"/v1/decisions/{town.decision}/acknowledge", {"said": "We have it and will write to you."}
    )


@then(parsers.re(r"the story says that they asked (?P<when_>in time|late)$"))
def _in_time(town: Town, when_: str) -> None:
    assert town.story["acts"][-1]["in_time"] is (when_ == "in time")
