"""Steps about the watch: a service, what people do, and what is found, by the real engine in its child process."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pytest_bdd import given, parsers, then, when

from api.bootstrap import Service, bootstrap
from api.checking import read_folders
from api.evidence.verifying import verify_and_redecide
from api.settings import settings_from
from api.store.keys import create_key
from api.watching import ChildLimits, WatchChild, Watcher
from api.watching.log_ledger import LogLedger
from tests.application import client_on

HERE = Path(__file__).parent
BODY = "riverside-council"
SUPPORT, TEAM = "support_worker", "team_manager"


@dataclass
class Riverside:
    """A council's service, with everything that was answered."""

    service: Service
    watcher: Watcher
    clock: list[datetime]
    secret: str
    replies: list[Any] = field(default_factory=list)

    def send(self, path: str, sent: Any, **headers: str) -> Any:
        given = {
            "Authorization": f"Bearer {self.secret}",
            "Idempotency-Key": f"k-{len(self.replies)}",
            **headers,
        }
        reply = client_on(self.service).post(path, json=sent, headers=given)
        assert reply.status_code == 201, reply.json
        self.replies.append(reply)
        return reply.json

    def propose(self, who: str, kind: str, amount: str, person: str, **more: Any) -> Any:
        facts = {
            "actor": {"ref": who, "role": SUPPORT, "body": BODY, "team": "east"},
            "person": {"ref": person},
            "decision": {"kind": kind, "amount": amount, "unusual": False, **more},
        }
        return self.send("/v1/decisions", {"scheme": "riverside-help", "facts": facts})

    def act(self, decision: str, act: str, who: str, role: str, **more: Any) -> Any:
        sent = {"by": {"ref": who, "role": role}, **more}
        known = [reply.json for reply in self.replies if reply.json.get("decision") == decision]
        seen = known[-1]["version"] if known else decision
        return self.send(f"/v1/decisions/{decision}/{act}", sent, **{"If-Match": f'"{seen}"'})

    def look(self) -> None:
        while self.watcher.look() or self.watcher.look_at_due():
            pass

    def findings(self, role: str) -> list[Any]:
        self.look()
        headers = {"Authorization": f"Bearer {self.secret}"}
        reply = client_on(self.service).get(f"/v1/findings?to_role={role}", headers=headers)
        assert reply.status_code == 200, reply.json
        found: list[Any] = reply.json["findings"]
        return found


@pytest.fixture
def riverside(tmp_path: Path, upgraded: Path) -> Iterator[Riverside]:
    """A service on an empty record, and its watch."""
    pytest.importorskip("durable", reason="durable_rules is not installed: it needs a C compiler")
    clock = [day("1 May 2026")]
    settings = settings_from({"GOVENGINE_WATCH": "off"}, home=tmp_path, rules=tmp_path / "rules")
    shutil.copy(upgraded, tmp_path / "log.db")
    service = bootstrap(settings, clock=lambda: clock[0])
    child = WatchChild(tmp_path / "shim", limits=ChildLimits(first_seconds=20, seconds=20))
    watcher = Watcher(LogLedger(service.live), child)
    yield Riverside(service, watcher, clock, "")
    watcher.close()
    service.close()


def day(text: str) -> datetime:
    return datetime.strptime(text, "%d %B %Y").replace(hour=10, tzinfo=ZoneInfo("Europe/London"))


@given("Riverside Council's scheme with its watches has been adopted")
def _adopted(riverside: Riverside) -> None:
    folder = HERE / "riverside-help" / "2026-04"
    live = riverside.service.live
    live.adopt(read_folders([folder]), by="u-1", role="owner", authority="minute 7")
    _, riverside.secret = live.appender.submit(
        lambda tx: create_key(tx, body=BODY, client="c", role="caller")
    )


_ON = r"on (?P<when_>\d+ \w+ \d+) (?P<who>\S+) "
PAYS = parsers.re(_ON + r'pays (?P<amount>\S+) for "(?P<person>[^"]+)"')


@given(PAYS)
@when(PAYS)
def _pays(riverside: Riverside, when_: str, who: str, amount: str, person: str) -> None:
    riverside.clock[0] = day(when_)
    riverside.propose(who, "hardship_payment", amount, person)


@when(parsers.re(_ON + r'pays and takes (?P<amount>\d+) for "(?P<person>[^"]+)"'))
def _takes(riverside: Riverside, when_: str, who: str, amount: str, person: str) -> None:
    riverside.clock[0] = day(when_)
    decision = riverside.propose(who, "hardship_payment", amount, person)["id"]
    riverside.act(decision, "take", who, SUPPORT)


@when(
    parsers.re(_ON + r'pays and takes (?P<amount>\d+) for "(?P<person>[^"]+)", and the household is called')
)
def _takes_and_calls(riverside: Riverside, when_: str, who: str, amount: str, person: str) -> None:
    _takes(riverside, when_, who, amount, person)
    decision = riverside.replies[-2].json["id"]
    riverside.act(decision, "duties", who, SUPPORT, duty="call", ref="note 7")


@when(parsers.parse("on {when_} the person asks for a review"))
def _asks_for_review(riverside: Riverside, when_: str) -> None:
    riverside.clock[0] = day(when_)
    decision = riverside.replies[0].json["id"]
    riverside.act(decision, "review-asked", "w-1", SUPPORT, said="Nobody asked me.", asker="person")


@when(parsers.parse("on {when_} the {role} takes over what is owed"))
def _takes_over(riverside: Riverside, when_: str, role: str) -> None:
    riverside.clock[0] = day(when_)
    (owed,) = riverside.replies[-1].json["owes"]
    to = {"body": BODY, "role": role}
    sent = {"by": {"ref": "w-2", "role": SUPPORT}, "to": to, "said": "I am away."}
    (offer,) = riverside.send(f"/v1/owed/{owed['id']}/offer", sent)["owes"]
    sent = {"by": {"ref": "m-1", "role": role}, "accepted": True, "said": "I will."}
    riverside.send(f"/v1/owed/{offer['id']}/answer", sent)


@when(
    parsers.re(_ON + r"asks for (?P<kind>a payment|equipment) and (?P<other>\S+) (?P<does>approves|declines)")
)
def _asks(  # noqa: PLR0917 - the parts of one sentence
    riverside: Riverside, when_: str, who: str, kind: str, other: str, does: str
) -> None:
    riverside.clock[0] = day(when_)
    named = {"a payment": "hardship_payment", "equipment": "equipment"}[kind]
    decision = riverside.propose(who, named, "800", f"p-{len(riverside.replies)}")["id"]
    if does == "approves":
        riverside.act(decision, "approve", other, TEAM)
    else:
        riverside.act(decision, "decline", other, TEAM, why="Other help is there.")


@when(parsers.re(_ON + "departs from the answer"))
def _departs(riverside: Riverside, when_: str, who: str) -> None:
    riverside.clock[0] = day(when_)
    decision = riverside.propose(who, "hardship_payment", "800", f"p-{len(riverside.replies)}")["id"]
    departure = {"need": "The home would be lost.", "options": ["Waiting"], "why": "There was no time."}
    riverside.act(decision, "take", who, SUPPORT, departure=departure)


@when(parsers.re(_ON + "asks what their manager thinks"))
def _consults(riverside: Riverside, when_: str, who: str) -> None:
    riverside.clock[0] = day(when_)
    person = f"p-{len(riverside.replies)}"
    answer = riverside.propose(who, "hardship_payment", "100", person, unusual=True)
    (entry,) = answer["determination"]["decided_by"][:1]
    asked = [*entry["with"], *answer["determination"]["with"]][0]["id"]
    riverside.act(answer["id"], "requests", who, SUPPORT, duty=asked)


@when(parsers.re(_ON + "asks about a carpet"))
def _carpet(riverside: Riverside, when_: str, who: str) -> None:
    riverside.clock[0] = day(when_)
    riverside.propose(who, "carpet", "90", f"p-{len(riverside.replies)}")


@when(parsers.re(r"on (?P<when_>\d+ \w+ \d+) the (?P<role>\w+) has (?P<answered>\w+) the finding"))
def _answers(riverside: Riverside, when_: str, role: str, answered: str) -> None:
    riverside.clock[0] = day(when_)
    (finding,) = riverside.findings(role)
    sent = {"answer": answered, "why": "We talked about it.", "by": {"ref": "m-1", "role": role}}
    riverside.send(f"/v1/findings/{finding['id']}/answer", sent)


@when(parsers.parse("it is {when_}"))
def _time(riverside: Riverside, when_: str) -> None:
    riverside.clock[0] = day(when_)


@then(parsers.re(r"the (?P<role>[a-z_]+) is asked for an? (?P<looking>[a-z ]+): (?P<says>.+)"))
def _found(riverside: Riverside, role: str, looking: str, says: str) -> None:
    found = riverside.findings(role)
    said = [(one["asks_for"].replace("_", " "), one["sentence"]) for one in found]
    assert (looking, says) in said, said
    assert not any(f'"{letter}-' in json.dumps(found) for letter in "wpm"), "a person is named"


@then(parsers.parse("the {role} is asked for {number:d} thing"))
def _so_many(riverside: Riverside, role: str, number: int) -> None:
    assert len(riverside.findings(role)) == number


@then(parsers.parse("the {role} is asked nothing"))
def _nothing(riverside: Riverside, role: str) -> None:
    assert riverside.findings(role) == []


@then(parsers.parse("the answer is {level}"))
def _level(riverside: Riverside, level: str) -> None:
    assert riverside.replies[-1].json["determination"]["level"] == level


@then("the record verifies, and every decision comes out the same when it is decided again")
def _verifies(riverside: Riverside) -> None:
    verified = verify_and_redecide(riverside.service.live, lambda _done, _of: None)
    assert verified.well, verified.problems
    assert verified.redecided
