"""What the watch found: read as it is recorded, answered by the role it asks, rising when it is not."""

import orjson
import pytest

from api.bootstrap import bootstrap
from api.evidence.verifying import verify_and_redecide
from api.store.findings import findings_of
from api.store.reading import stored_entries
from api.watching import WatchChild, Watcher
from api.watching.log_ledger import LogLedger
from tests.api.conftest import NORTHBRIDGE, Client, adopt_all, question

pytestmark = pytest.mark.watch

WATCH = "neighbourhood-support/regular-not-one-off"
SAFEGUARD = f"""\
safeguards:
  - id: asked-about
    for: [hardship_payment]
    when: some one in findings.open satisfies one = "{WATCH}"
    level: consult
    with: {{role: team_manager}}
"""


@pytest.fixture
def service(settings, clock):
    pytest.importorskip("durable", reason="durable_rules is not installed: it needs a C compiler")
    scheme = settings.rules / "neighbourhood-support" / "2026-04" / "scheme.yaml"
    scheme.write_text(scheme.read_text("utf-8").replace("safeguards:\n", SAFEGUARD), "utf-8")
    made = bootstrap(settings, clock=clock)
    adopt_all(made)
    yield made
    made.close()


@pytest.fixture
def watcher(service, tmp_path):
    made = Watcher(LogLedger(service.live), WatchChild(tmp_path / "shim"))
    yield made
    made.close()


@pytest.fixture
def found(service, watcher, client: Client) -> str:
    """Three payments for one household, and the finding about them."""
    for _ in range(3):
        assert client.propose(question()).json["determination"]["may_act"]
    while watcher.look():
        pass
    with service.live.engine.connect() as connection:
        (row,) = findings_of(connection, NORTHBRIDGE, open_only=True)
    return row.id


def listed(client: Client, role: str) -> list:
    return client.get(f"/v1/findings?to_role={role}").json["findings"]


def answer(client: Client, finding: str, said: str, role: str = "team_manager"):
    sent = {"answer": said, "why": "We talked about it.", "by": {"ref": "w-31", "role": role}}
    return client.post(f"/v1/findings/{finding}/answer", sent)


def test_a_safeguard_reads_it_and_the_answer_is_decided_again_the_same(service, client, found):
    entry = client.propose(question()).json
    assert (entry["determination"]["level"], entry["determination"]["may_act"]) == ("consult", False)
    assert "asked-about" in str(entry["determination"]["because"])
    other = client.propose(question(person__ref="p-2")).json["determination"]
    assert other["may_act"], "it is about one household"
    with service.live.engine.connect() as connection:
        leaves = [orjson.loads(e.leaf) for e in stored_entries(connection) if e.kind == "decision.proposed"]
    assert leaves[3]["facts"]["findings.open"] == {"from": "derived", "value": [WATCH]}
    assert leaves[0]["facts"]["findings.open"] == {"from": "derived", "value": []}
    answer(client, found, "explained")
    assert client.propose(question()).json["determination"]["may_act"]
    verified = verify_and_redecide(service.live, lambda _done, _of: None)
    assert verified.well, verified.problems
    assert verified.redecided


def test_nobody_sends_it(client):
    sent = question()
    sent["facts"]["findings"] = {"open": []}
    assert client.propose(sent).json["code"] == "computed-fact"


def test_only_the_role_it_asks_reads_it(client, client_of, found):
    (told,) = listed(client, "team_manager")
    assert told["id"] == found
    assert told["asks_for"] == "conversation"
    assert "w-2041" not in orjson.dumps(told).decode()
    assert "p-88120" not in orjson.dumps(told).decode()
    assert client.get(f"/v1/findings/{found}?to_role=team_manager").json == told
    for role in ("support_worker", "service_manager"):
        assert listed(client, role) == []
        assert client.get(f"/v1/findings/{found}?to_role={role}").status_code == 404
    other = client_of("harbour-housing")
    assert listed(other, "team_manager") == []
    assert client_of(role="auditor").get("/v1/findings?to_role=team_manager").status_code == 403
    assert client.get("/v1/findings").status_code == 400


def test_people_it_concerns_see_that_it_was_raised(client, found):
    sent = client.http.post("/v1/own-record", json={"ref": "w-2041"}, headers=client.headers())
    raised = [one for one in sent.json["entries"] if one["act"] == "finding.raised"]
    assert [one["id"] for one in raised] == [found]
    assert raised[0]["sentence"].startswith("3 decisions")
    other = client.http.post("/v1/own-record", json={"ref": "w-1"}, headers=client.headers())
    assert other.json["entries"] == []


def test_an_unanswered_one_rises_along_the_line(client, clock, found):
    clock.forward(days=15)
    (told,) = listed(client, "service_manager")
    assert (told["rose_from"], told["overdue"]) == ("team_manager", True)
    assert [one["id"] for one in listed(client, "team_manager")] == [found]
    assert listed(client, "section_151_officer") == []
    assert answer(client, found, "resolved", role="service_manager").status_code == 201
    assert listed(client, "service_manager") == []


def test_it_is_accepted_then_closed_once(client, found):
    accepted = answer(client, found, "accepted")
    assert (accepted.status_code, accepted.json["open"]) == (201, True)
    assert [one["said"][0]["why"] for one in listed(client, "team_manager")] == ["We talked about it."]
    assert answer(client, found, "resolved").json["open"] is False
    assert answer(client, found, "explained").json["code"] == "finding-closed"
    assert listed(client, "team_manager") == []
    all_of_them = client.get("/v1/findings?to_role=team_manager&all=true").json["findings"]
    assert [one["answer"] for one in all_of_them[0]["said"]] == ["accepted", "resolved"]


def test_who_may_answer(client, client_of, found):
    assert answer(client, found, "accepted", role="support_worker").json["code"] == "not-theirs"
    assert answer(client, "none", "accepted").json["code"] == "unknown-finding"
    assert answer(client_of("harbour-housing"), found, "accepted").json["code"] == "unknown-finding"
    assert answer(client, found, "dismissed").json["code"] == "bad-member"


def test_what_is_erased_is_in_no_later_window(service, watcher, client):
    from api.store.erasing import drop_keys

    ids = [client.propose(question()).json["receipt"]["index"] for _ in range(2)]
    watcher.look()
    service.live.appender.submit(lambda tx: drop_keys(tx, ids[0]))
    client.propose(question())
    while watcher.look():
        pass
    with service.live.engine.connect() as connection:
        assert findings_of(connection, NORTHBRIDGE, open_only=True) == []
