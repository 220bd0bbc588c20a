"""One watch, end to end: a third payment for one household in 30 days raises a finding, off the reply's path."""

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from api.bootstrap import bootstrap
from api.store.decisions import find
from api.store.erasing import drop_keys
from api.store.reading import stored_entries
from api.watching import WatchChild, Watcher
from api.watching.log_ledger import LogLedger
from tests.api.conftest import Client, adopt_all, question

pytestmark = pytest.mark.watch


@pytest.fixture
def watched(settings, clock, tmp_path):
    pytest.importorskip("durable", reason="durable_rules is not installed: it needs a C compiler")
    from api.store.keys import create_key
    from tests.application import client_on

    service = bootstrap(replace(settings, watch=False, late_after=timedelta(days=90)), clock=clock)
    adopt_all(service)
    watcher = Watcher(LogLedger(service.live), WatchChild(tmp_path / "shim"))
    _, secret = service.live.appender.submit(
        lambda tx: create_key(tx, body="northbridge-council", client="c", role="caller")
    )
    yield service, watcher, Client(client_on(service), secret)
    watcher.close()
    service.close()


def findings(service):
    with service.live.engine.connect() as connection:
        return [json.loads(e.leaf) for e in stored_entries(connection) if e.kind == "finding.raised"]


def test_the_third_payment_in_thirty_days_raises_one_finding(watched, clock):
    service, watcher, client = watched
    ids = []
    for day in (0, 10, 19):
        ids.append(client.propose(question()).json["id"])
        watcher.look()
        assert len(findings(service)) == (1 if len(ids) == 3 else 0)
        clock.forward(days=(day and 9) or 10)
    found = findings(service)[0]
    assert found["members"] == sorted(ids)
    assert found["pattern"] == "neighbourhood-support/regular-not-one-off"
    assert found["asks"] == "team_manager"
    assert "w-2041" not in found["sentence"]
    told = client.http.post("/v1/own-record", json={"ref": "w-2041"}, headers=client.headers()).json[
        "entries"
    ]
    assert [one["sentence"] for one in told if one["act"] == "finding.raised"] == [found["sentence"]]
    watcher.look()
    assert len(findings(service)) == 1, "seen twice, recorded once"


def test_three_payments_in_thirty_one_days_raise_none(watched, clock):
    service, watcher, client = watched
    for days in (15, 15, 0):
        client.propose(question())
        clock.forward(days=days)
    watcher.look()
    assert findings(service) == []


def test_other_people_and_referrals_do_not_count(watched):
    service, watcher, client = watched
    for number in range(3):
        client.propose(question(person__ref=f"p-{number}"))
        client.propose(question(decision__amount="900"))
    watcher.look()
    assert findings(service) == []


def test_a_finding_changes_no_answer(watched):
    _, watcher, client = watched
    answers = []
    for _ in range(4):
        answers.append(client.propose(question()).json["determination"])
        watcher.look()
    assert all(answer["may_act"] for answer in answers)


def test_the_log_and_plain_python_find_the_same(watched, clock):
    """Recorded out of order, over a leap day, some of them erased: what was found is what a list of them says."""
    service, watcher, client = watched
    dice = random.Random(29)
    clock.now = datetime(2028, 3, 25, 12, tzinfo=UTC)
    recorded, wanted = [], []
    for _ in range(45):
        person, day = f"p-{dice.randrange(3)}", date(2028, 2, 1) + timedelta(days=dice.randrange(53))
        sent = question(person__ref=person, decision__amount="40")
        reply = client.propose(sent | {"as_of": f"{day}T10:00:00+00:00"}).json
        group = [one for one in recorded if one[0] == person]
        group.append((person, day, len(recorded), reply["id"]))
        recorded.append(group[-1])
        if reply["determination"]["may_act"]:
            wanted.append(stretch(group, group[-1]))
        else:
            recorded.pop()
        while watcher.look():
            pass
        if dice.random() < 0.15 and recorded:
            gone = recorded.pop(dice.randrange(len(recorded)))
            with service.live.engine.connect() as connection:
                index = find(connection, gone[3]).entry_index
            service.live.appender.submit(lambda tx, index=index: drop_keys(tx, index))
    assert [one["members"] for one in findings(service)] == [sorted(one) for one in wanted if one]
    assert sum(map(bool, wanted)) > 10


def stretch(group, newest):
    """The ids of the most decisions within thirty days that hold the newest, of equals the latest; three at least."""
    best = []
    for first in sorted({one[1] for one in group}):
        inside = [one for one in group if first <= one[1] <= first + timedelta(days=29)]
        if newest in inside and len(inside) >= max(3, len(best)):
            best = inside
    return [one[3] for one in best]
