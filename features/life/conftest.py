"""Steps about people of several bodies, what they do about a decision, and what is owed: over a real service.

A person has a name, a role and a body, and their body's key. What happened last is `it`: a decision, an outcome, a
request. Whatever was answered last can be looked at with `it is refused as …`. Steps that only one feature has stand
in the test module of its name.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import given, parsers, then, when

from api.bootstrap import bootstrap
from api.evidence.verifying import verify_and_redecide
from api.schemas.decisions import EXAMPLE
from api.settings import settings_from
from features.life.town import RULES, Person, Town
from features.moment import moment

HERE = Path(__file__).parent
BESIDE = HERE.parent / "deciding"


@pytest.fixture
def town(tmp_path: Path, upgraded: Path) -> Iterator[Town]:
    """A service on an empty record."""
    clock = [moment("2 May 2026 at 10:00")]
    settings = settings_from({"GOVENGINE_WATCH": "off"}, home=tmp_path, rules=RULES)
    shutil.copy(upgraded, tmp_path / "log.db")
    service = bootstrap(settings, clock=lambda: clock[0])
    yield Town(service, clock)
    service.close()


# -- who is there, and when -----------------------------------------------------------------------


@given("a service on which the schemes have been adopted")
def _adopted(town: Town) -> None:
    folders = sorted(path.parent for root in (RULES, BESIDE) for path in root.glob("*/*/scheme.yaml"))
    town.adopt(folders, example_signatures=True)


@given(parsers.re(r"a service on which (?P<scheme>[a-z]+-[a-z]+) has been adopted$"))
def _adopted_one(town: Town, scheme: str) -> None:
    """A scheme that is made up for stories here."""
    town.adopt([HERE / scheme / "2026-04"])


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


# -- what they do ---------------------------------------------------------------------------------

_PROPOSES = parsers.re(
    r'(?P<who>[A-Z]\w+) proposes a hardship payment of (?P<amount>[0-9.]+) for "(?P<person>[^"]+)"'
    r"(?P<together>, together with Harbour Housing)?(?P<ending>, whose tenancy is ending)?$"
)


@given(_PROPOSES)
@when(_PROPOSES)
def _proposes(  # noqa: PLR0917 - the parts of one sentence
    town: Town, who: str, amount: str, person: str, together: str | None, ending: str | None
) -> None:
    sent = json.loads(json.dumps(EXAMPLE))
    worker = town.people[who]
    sent["facts"]["actor"] |= {"ref": worker.by["ref"], "role": worker.role, "body": worker.body}
    sent["facts"]["decision"]["amount"] = amount
    sent["facts"]["person"]["ref"] = person
    if together:
        sent["with_schemes"] = ["harbour-tenancies"]
        sent["facts"]["person"]["tenancy_ending"] = ending is not None
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


_PROPOSES_HELP = parsers.re(
    r'(?P<who>[A-Z]\w+) proposes home help of (?P<amount>[0-9.]+) for "(?P<person>[^"]+)"$'
)


@given(_PROPOSES_HELP)
@when(_PROPOSES_HELP)
def _proposes_help(town: Town, who: str, amount: str, person: str) -> None:
    facts = [["decision.amount", amount], ["person.ref", person]]
    _proposes_any(town, who, "home_help", "meadow-homes", facts)


_AUTHORISES = parsers.re(
    r"(?P<who>[A-Z]\w+) authorises (?P<holder>[A-Z]\w+) by (?P<how>\w+) until (?P<until>[^,]+)"
    r"(?:, in the place of (?P<instead>[A-Z]\w+))?$"
)


@given(_AUTHORISES)
@when(_AUTHORISES)
def _authorises(  # noqa: PLR0917 - the parts of one sentence
    town: Town, who: str, holder: str, how: str, until: str, instead: str | None
) -> None:
    sent = {
        "scheme": "meadow-homes",
        "fact": "actor.earned_autonomy",
        "how": how,
        "holder": town.people[holder].by,
        "until": moment(until).isoformat(),
        "evidence": "SUPERVISION-7",
    }
    if instead is not None:
        sent["stands_in_for"] = town.people[instead].by["ref"]
    town.post(who, "/v1/authorisations", sent)


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


@when(parsers.re(r"(?P<who>[A-Z]\w+) (?P<how>accepts|declines) what is offered$"))
def _answers(town: Town, who: str, how: str) -> None:
    (line,) = town.owed(town.people[who].body, "accept")
    sent = {"accepted": how == "accepts", "said": "So we do."}
    town.post(who, f"/v1/owed/{line['id']}/answer", sent)


# -- what is so then ------------------------------------------------------------------------------


@then("it is done")
def _done(town: Town) -> None:
    assert town.last.status_code == 201, town.last.json


@then(parsers.parse('it is refused as "{code}"'))
def _refused(town: Town, code: str) -> None:
    assert town.last.json.get("code") == code, town.last.json


@then(parsers.parse("the answer is {level}"))
def _level(town: Town, level: str) -> None:
    assert town.last.json["determination"]["level"] == level, town.last.json["determination"]["because"]


@then(parsers.re(r"it is for the (?P<role>[a-z0-9_]+)$"))
def _whose(town: Town, role: str) -> None:
    assert role in {one["role"] for one in town.last.json["determination"]["decided_by"]}


@then(parsers.parse("the decision is {state}"))
def _state(town: Town, state: str) -> None:
    assert town.story["state"] == state.replace(" ", "_")


@then(parsers.re(r"(?P<who>[A-Z]\w+) may (?P<no>not )?act$"))
def _may_act(town: Town, who: str, no: str | None) -> None:
    assert town.story["may_act_now"] is (no is None)


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
