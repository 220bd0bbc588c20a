"""What is recorded about a worker, read by them in one call."""

import json

import pytest

from api.evidence.verifying import verify_and_redecide
from api.store.decisions import find
from api.store.subjects import mark_about
from govengine.record import Kind
from tests.api.conftest import HARBOUR, NORTHBRIDGE, question
from tests.api.test_authorisation import GIVEN, with_earned_grant
from tests.api.test_life import DEPARTURE, SERVICE, WORKER, act, proposed, version

CHIEF = {"ref": "u-17", "role": "section_151_officer"}


@pytest.fixture
def rules(rules):
    return with_earned_grant(rules)


def own(client, ref="w-2041", **more):
    return client.http.post("/v1/own-record", json={"ref": ref, **more}, headers=client.headers())


def test_everything_in_order_and_what_others_found_included(client, client_of, service):
    given = client_of(NORTHBRIDGE, "owner").post("/v1/authorisations", GIVEN)
    assert given.status_code == 201, given.text
    decision = proposed(client, decision__amount="950.00")
    act(client, decision, "approve", version(client, decision), by=SERVICE | {"ref": "w-2041"})
    act(client, decision, "take", by=WORKER, departure=DEPARTURE)
    act(client, decision, "review", by=CHIEF, finding="rule_does_not_fit", said="Mondays come.")
    proposed(client, actor__ref="w-9")
    found = own(client)
    assert found.status_code == 200, found.text
    assert [one["act"] for one in found.json["entries"]] == [
        "authorisation.given",
        "decision.proposed",
        "act.kept_apart",
        "decision.taken",
        "decision.reviewed",
    ]
    assert found.json["entries"][-1]["said"] == "Mondays come."
    assert {one["decision"] for one in found.json["entries"][1:]} == {decision}
    whoever = own(client, "w-77").json
    assert whoever["entries"] == [], "an attempt is on the record of whoever made it"
    assert verify_and_redecide(service.live, lambda _done, _of: None).well


def test_a_page_at_a_time(client):
    ids = [proposed(client) for _ in range(3)]
    first = own(client, limit=2).json
    second = own(client, limit=2, cursor=first["next"]).json
    assert [one["id"] for one in first["entries"] + second["entries"]] == ids
    assert second["next"] is None


def test_a_body_tells_only_what_is_its_own(client, client_of):
    proposed(client)
    assert own(client_of(HARBOUR)).json["entries"] == []


def test_the_reading_is_on_the_record(client, client_of):
    decision = client.propose(question()).json["id"]
    own(client)
    exported = json.loads(client_of(role="auditor").get("/v1/export").text)
    assert exported["decision_id"] == decision
    assert [one["what"] for one in exported["record"]["access_log"]] == ["own record"]


def test_what_somebody_signed_followed_up_and_handed_over(client, client_of):
    owner = client_of(NORTHBRIDGE, "owner")
    sent = {"title": "A warm home", "shared_by": [NORTHBRIDGE], "share": "All of it.", "by": WORKER}
    signed = owner.post("/v1/outcomes/warm_home/signatures", sent | {"follow_up": ["2026-06-01"]}).json
    owed = signed["owes"][0]["id"]
    to = {"body": NORTHBRIDGE, "role": "team_manager"}
    owner.post(f"/v1/owed/{owed}/offer", {"to": to, "said": "Please.", "by": WORKER})
    owner.post(f"/v1/owed/{owed}/done", {"said": "Warm.", "by": WORKER})
    owner.post("/v1/outcomes/warm_home/leave", {"why": "Done.", "by": WORKER})
    entries = own(client).json["entries"]
    assert [one["act"] for one in entries] == [
        "outcome.signed",
        "handover.offered",
        "owed.done",
        "outcome.left",
    ]
    assert {one["decision"] for one in entries} == {None}


def test_a_finding_about_what_they_decided_is_told_and_counts_nothing(client, service):
    decision = proposed(client)

    def raised(tx):
        leaf = {"pattern": "s/regular", "sentence": "Is this still one-off help?", "asks": "team_manager"}
        made = tx.append(Kind.FINDING_RAISED, leaf | {"identity": "i", "members": [decision], "count": 1})
        mark_about(tx, made.index, [find(tx.connection, decision).entry_index])

    service.live.appender.submit(raised)
    last = own(client).json["entries"][-1]
    assert (last["act"], last["sentence"], last["asks"]) == (
        "finding.raised",
        "Is this still one-off help?",
        "team_manager",
    )
    assert "count" not in last
    assert own(client, "w-9").json["entries"] == []
