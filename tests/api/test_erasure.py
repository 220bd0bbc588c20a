"""Erasure: two people, one transaction; what is gone is gone, and every proof still verifies."""

import json

import pytest
from sqlalchemy import text

from api.evidence.verifying import verify_and_redecide
from tests.api.conftest import HARBOUR, question
from tests.api.test_record import unlock

OWNER = {"ref": "u-owner", "role": "information_governance_lead"}
REVIEWER = {"ref": "u-reviewer", "role": "data_protection_officer"}
YEARS_7 = {"days": 7 * 366}


def wanted(selector, **more):
    return {"selector": selector, "basis": "request", "note": "asked by letter", "by": OWNER} | more


@pytest.fixture
def owner(client_of):
    return client_of(role="owner")


@pytest.fixture
def reviewer(client_of):
    return client_of(role="reviewer")


@pytest.fixture
def old(client, clock):
    """Decisions about two people, seven years ago."""
    ids = [client.propose(question(person__ref=ref)).json["id"] for ref in ("p-1", "p-1", "p-2")]
    clock.forward(**YEARS_7)
    return ids


def erase(owner, reviewer, selector, **more):
    proposed = owner.post("/v1/erasures", wanted(selector, **more))
    assert proposed.status_code == 201, proposed.text
    return reviewer.post(f"/v1/erasures/{proposed.json['id']}/approve", {"by": REVIEWER})


def check(service):
    return verify_and_redecide(service.live, lambda _done, _of: None)


def tables(service) -> str:
    with service.live.engine.connect() as connection:
        return "".join(
            str([bytes(v) if isinstance(v, memoryview) else v for row in rows for v in row])
            for name in ("side_rows", "idempotency", "decision_keys", "decisions", "entries")
            for rows in [connection.execute(text(f"SELECT * FROM {name}")).all()]
        )


def test_all_about_a_person_goes_and_the_log_still_verifies(owner, reviewer, client, service, old):
    assert "p-1" in tables(service)
    done = erase(owner, reviewer, {"person_ref": "p-1"})
    assert done.status_code == 201, done.text
    assert done.json["erased"]["decisions"] == 2
    assert done.json["erased"]["kept_replies"] == 3, "two answers and that to the proposal"
    assert "p-1" not in tables(service)
    assert "p-2" in tables(service)
    result = check(service)
    assert result.well, result.problems
    assert {str(o): n for o, n in result.counts.counts.items()} == {
        "same": 1,
        "different": 0,
        "erased": 2,
        "unsupported": 0,
    }
    story = client.get(f"/v1/decisions/{old[0]}").json
    assert story["facts"]["person.ref"] == {"value": None, "from": "asserted"}
    assert "person.ref" in story["erased"]


def test_the_entry_says_what_when_by_whom_and_on_which_basis(owner, reviewer, service, old):
    done = erase(owner, reviewer, {"decision": old[0]})
    with service.live.engine.connect() as connection:
        row = connection.execute(
            text("SELECT leaf, kind, recorded_at FROM entries WHERE id = :id"), {"id": done.json["id"]}
        ).one()
    leaf = json.loads(bytes(row.leaf))
    assert (row.kind, leaf["basis"], leaf["by_role"]) == ("record.erased", "request", REVIEWER["role"])
    assert leaf["proposal"] == done.json["proposal"]
    assert {"index": 2, "names": sorted(leaf["erases"][0]["names"])} == leaf["erases"][0]
    assert "person.ref" in leaf["erases"][0]["names"]
    assert "approved_by" in leaf["commitments"]


def test_the_same_person_does_not_approve_it(owner, client_of, old):
    proposed = owner.post("/v1/erasures", wanted({"decision": old[0]})).json["id"]
    same_key = owner.post(f"/v1/erasures/{proposed}/approve", {"by": REVIEWER})
    assert (same_key.status_code, same_key.json["code"]) == (403, "own-erasure")
    same_person = client_of(role="owner").post(f"/v1/erasures/{proposed}/approve", {"by": OWNER})
    assert (same_person.status_code, same_person.json["code"]) == (403, "own-erasure")


def test_a_dry_run_counts_and_records_nothing(owner, service, old):
    before = check(service).report.verified
    sent = wanted({"person_ref": "p-1"}, dry_run=True)
    reply = owner.http.post("/v1/erasures", json=sent, headers=owner.headers())
    assert reply.status_code == 200, reply.text
    assert reply.json["would_erase"]["decisions"] == 2
    assert reply.json["in_the_way"] == []
    assert check(service).report.verified == before


def test_not_under_a_hold(owner, reviewer, client_of, old):
    auditor = client_of(role="auditor")
    for covers in ({"person_ref": "p-1"}, {"decision": old[0]}, {"kind": "hardship_payment"}, {}):
        body = {"covers": covers, "reason": "a complaint to the ombudsman", "by": OWNER}
        hold = auditor.post("/v1/holds", body)
        assert hold.status_code == 201, hold.text
        reply = owner.post("/v1/erasures", wanted({"person_ref": "p-1"}, basis="order"))
        assert (reply.status_code, reply.json["code"]) == (409, "erasure-held")
        assert hold.json["id"] in reply.json["detail"]
        lifted = auditor.post(f"/v1/holds/{hold.json['id']}/lift", {"reason": "closed", "by": OWNER})
        assert lifted.status_code == 201, lifted.text
        again = auditor.post(f"/v1/holds/{hold.json['id']}/lift", {"reason": "closed", "by": OWNER})
        assert (again.status_code, again.json["code"]) == (409, "hold-lifted")
    assert erase(owner, reviewer, {"person_ref": "p-1"}).status_code == 201


def test_a_hold_placed_after_the_proposal_counts(owner, reviewer, client_of, old):
    proposed = owner.post("/v1/erasures", wanted({"decision": old[0]})).json["id"]
    body = {"covers": {"decision": old[0]}, "reason": "a complaint", "by": OWNER}
    assert client_of(role="auditor").post("/v1/holds", body).status_code == 201
    reply = reviewer.post(f"/v1/erasures/{proposed}/approve", {"by": REVIEWER})
    assert (reply.status_code, reply.json["code"]) == (409, "erasure-held")


def test_not_within_the_period_unless_it_is_overridden_by_name(owner, reviewer, client):
    decision = client.propose(question()).json["id"]
    selector = {"decision": decision}
    reply = owner.post("/v1/erasures", wanted(selector))
    assert (reply.status_code, reply.json["code"]) == (409, "erasure-within-period")
    assert "2032-05-02" in reply.json["detail"]
    reply = owner.post("/v1/erasures", wanted(selector, overrides=["officer_decision"]))
    assert (reply.status_code, reply.json["code"]) == (422, "override-not-covered")
    reply = owner.post("/v1/erasures", wanted(selector, basis="unlawful"))
    assert (reply.status_code, reply.json["code"]) == (409, "erasure-within-period")
    done = erase(owner, reviewer, selector, basis="unlawful", overrides=["officer_decision"])
    assert done.status_code == 201, done.text


def test_only_decisions_of_ones_own_body(client_of, old):
    other = client_of(HARBOUR, "owner")
    for selector in ({"decision": old[0]}, {"person_ref": "p-1"}):
        reply = other.post("/v1/erasures", wanted(selector))
        assert (reply.status_code, reply.json["code"]) == (422, "erasure-finds-nothing")


def test_a_proposal_is_carried_out_once(owner, reviewer, client_of, old):
    proposed = owner.post("/v1/erasures", wanted({"decision": old[0]})).json["id"]
    path, body = f"/v1/erasures/{proposed}/approve", {"by": REVIEWER}
    first = reviewer.post(path, body, key="k-1")
    assert first.status_code == 201
    assert reviewer.post(path, body, key="k-1").json == first.json
    again = reviewer.post(path, body)
    assert (again.status_code, again.json["code"]) == (409, "erasure-settled")


def test_whoever_approves_can_read_what_it_is_about(owner, reviewer, client_of, old, service):
    proposed = owner.post("/v1/erasures", wanted({"person_ref": "p-1"})).json["id"]
    story = reviewer.get(f"/v1/erasures/{proposed}").json
    assert story["selector"] == {"person_ref": "p-1"}
    assert (story["note"], story["by"]) == ("asked by letter", OWNER)
    assert story["would_erase"]["decisions"] == 2
    assert client_of(HARBOUR, "reviewer").get(f"/v1/erasures/{proposed}").status_code == 404
    with service.live.engine.connect() as connection:
        kinds = connection.scalars(text("SELECT kind FROM entries ORDER BY entry_index")).all()
    assert kinds[-1] == "record.read"


def test_decisions_recorded_after_the_proposal_are_not_covered(owner, reviewer, client, old, service, clock):
    proposed = owner.post("/v1/erasures", wanted({"person_ref": "p-1"})).json["id"]
    client.propose(question(person__ref="p-1"))
    done = reviewer.post(f"/v1/erasures/{proposed}/approve", {"by": REVIEWER})
    assert done.json["erased"]["decisions"] == 2
    assert "p-1" in tables(service)


def test_by_kind_and_day(owner, reviewer, client, old, service, clock):
    assert client.propose(question(person__ref="p-3")).status_code == 201
    day = clock.now.date().isoformat()
    done = erase(owner, reviewer, {"kind": "hardship_payment", "before": day})
    assert done.json["erased"]["decisions"] == 3
    assert "p-3" in tables(service)


@pytest.mark.parametrize(
    "selector", [{}, {"kind": "hardship_payment"}, {"decision": "01J", "person_ref": "p-1"}]
)
def test_a_selector_is_one_of_three(owner, selector):
    reply = owner.post("/v1/erasures", wanted(selector))
    assert (reply.status_code, reply.json["code"]) == (422, "selector")


def test_the_register_outside_the_database_names_nobody(owner, reviewer, service, old):
    done = erase(owner, reviewer, {"person_ref": "p-1"})
    lines = (service.settings.home / "erasures.register").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [done.json["id"]]
    assert {one["id"] for one in json.loads(lines[0])["erases"]} >= set(old[:2])
    assert "p-1" not in lines[0]


def test_a_correction_and_what_was_read_about_it_go_with_the_decision(owner, reviewer, client, old, service):
    by = {"ref": "u-3", "role": "support_worker"}
    body = {"facts": {"person.ref": "p-77"}, "why": "spelt wrong", "by": by}
    assert client.post(f"/v1/decisions/{old[0]}/corrections", body).status_code == 201
    client.http.get(
        f"/v1/decisions/{old[0]}", headers=client.headers(**{"Read-Purpose": "visit to p-1 and p-77"})
    )
    assert "p-77" in tables(service)
    erase(owner, reviewer, {"person_ref": "p-1"})
    assert not {"p-1", "p-77", "spelt wrong"} & {
        w for w in ("p-1", "p-77", "spelt wrong") if w in tables(service)
    }
    assert check(service).well


def test_limits_go_on_counting_what_was_erased(owner, reviewer, client):
    def level() -> str:
        reply = client.propose(question(person__ref="p-9", decision__amount="480.00"))
        return reply.json["determination"]["level"]

    assert [level() for _ in range(6)] == ["act"] * 5 + ["agree"]
    more = {"basis": "unlawful", "overrides": ["officer_decision"]}
    assert erase(owner, reviewer, {"person_ref": "p-9"}, **more).status_code == 201
    assert level() == "agree"


def test_nobody_finds_an_erased_decision_by_its_person(owner, reviewer, old):
    erase(owner, reviewer, {"person_ref": "p-1"})
    reply = owner.post("/v1/erasures", wanted({"person_ref": "p-1"}))
    assert (reply.status_code, reply.json["code"]) == (422, "erasure-finds-nothing")


def test_too_much_at_one_time(owner, old, monkeypatch):
    from api.commands import erasure_selection

    monkeypatch.setattr(erasure_selection, "MOST_DECISIONS", 1)
    reply = owner.post("/v1/erasures", wanted({"person_ref": "p-1"}))
    assert (reply.status_code, reply.json["code"]) == (422, "erasure-too-wide")
    assert owner.post("/v1/erasures", wanted({"person_ref": "p-2"})).status_code == 201


def test_names_beyond_one_leaf_go_into_the_next_entry(owner, reviewer, service, old, monkeypatch):
    from api.commands import erase as module

    monkeypatch.setattr(module, "LEAF_BYTES", 100)
    done = erase(owner, reviewer, {"person_ref": "p-1"})
    assert len(done.json["entries"]) == 3, "two decisions and the proposal"
    assert check(service).well
    lines = (service.settings.home / "erasures.register").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == done.json["entries"]


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"basis": "because"}, "/basis"),
        ({"basis": "retention"}, "/basis"),
        ({"note": ""}, "/note"),
        ({"by": {"ref": "u"}}, "/by/role"),
        ({"by": {"ref": "u", "role": "Mr Smith's friend"}}, "/by/role"),
        ({"selector": {"kind": "a visit to Mr Smith", "before": "2026-01-01"}}, "/selector/kind"),
        ({"selector": {"kind": "visit", "before": "May"}}, "/selector/before"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_a_member_that_cannot_be_read_is_named(owner, more, pointer):
    reply = owner.post("/v1/erasures", wanted({"decision": "01J"}) | more)
    assert (reply.status_code, reply.json["code"], reply.json["pointer"]) == (422, "bad-member", pointer)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE holds SET covers = 'kind' WHERE lifted_by IS NULL",
        "UPDATE holds SET key_hash = 'x' WHERE lifted_by IS NULL",
        "UPDATE holds SET lifted_by = 6 WHERE lifted_by IS NULL",
        "UPDATE holds SET lifted_by = NULL WHERE lifted_by IS NOT NULL",
        "UPDATE holds SET lifted_by = lifted_by - 1 WHERE lifted_by IS NOT NULL",
        "UPDATE erasure_proposals SET settled_by = NULL",
        "UPDATE erasure_proposals SET settled_by = settled_by + 1",
        "UPDATE erasures SET id = 'x'",
        "UPDATE decision_keys SET key_hash = 'x' WHERE fact = 'person.ref'",
        "DELETE FROM erasures",
    ],
)
def test_the_registers_are_held_against_the_entries(owner, reviewer, client_of, service, old, change):
    erase(owner, reviewer, {"person_ref": "p-1"})
    hold = {"covers": {"person_ref": "p-2"}, "reason": "a complaint", "by": OWNER}
    auditor = client_of(role="auditor")
    assert auditor.post("/v1/holds", hold).status_code == 201
    lifted = auditor.post("/v1/holds", hold).json["id"]
    assert auditor.post(f"/v1/holds/{lifted}/lift", {"reason": "closed", "by": OWNER}).status_code == 201
    assert (
        owner.post("/v1/erasures", wanted({"kind": "hardship_payment", "before": "2040-01-01"})).status_code
        == 409
    )
    assert check(service).well
    with service.live.engine.connect() as connection:
        for table in ("holds", "erasures", "erasure_proposals", "decision_keys"):
            unlock(connection, table)
        connection.execute(text(change))
        connection.commit()
    assert [problem.code for problem in check(service).problems] == ["read-model-altered"]


def state_of(client, proposal):
    found = client.get("/v1/erasures").json["erasures"]
    return [one["state"] for one in found if one["id"] == proposal]


def test_a_proposal_is_withdrawn_by_whoever_proposed_it(client_of, reviewer, service, old):
    manager = client_of(role="manager")
    proposal = manager.post("/v1/erasures", wanted({"decision": old[0]})).json["id"]
    asked = {"reason": "A mistake.", "by": OWNER}
    other = client_of(role="manager").post(f"/v1/erasures/{proposal}/withdraw", asked)
    assert (other.status_code, other.json["code"]) == (403, "erasure-of-another")
    assert state_of(reviewer, proposal) == ["waiting"]
    done = manager.post(f"/v1/erasures/{proposal}/withdraw", asked)
    assert done.status_code == 201, done.text
    assert state_of(reviewer, proposal) == ["withdrawn"]
    for act in ("approve", "withdraw"):
        again = reviewer.post(
            f"/v1/erasures/{proposal}/{act}", asked if act == "withdraw" else {"by": REVIEWER}
        )
        assert (again.status_code, again.json["code"]) == (409, "erasure-settled")
    assert check(service).well
    with service.live.engine.connect() as connection:
        unlock(connection, "erasure_proposals")
        connection.execute(text("UPDATE erasure_proposals SET settled_by = NULL"))
        connection.commit()
    assert [one.code for one in check(service).problems] == ["read-model-altered"]


def test_the_registers_are_listed_with_their_state_and_nobody_in_them(owner, reviewer, client_of, old):
    erase(owner, reviewer, {"person_ref": "p-1"})
    waiting = owner.post("/v1/erasures", wanted({"person_ref": "p-2"})).json["id"]
    listed = owner.get("/v1/erasures")
    assert [one["state"] for one in listed.json["erasures"]] == ["erased", "waiting"]
    assert "p-2" not in listed.text
    assert OWNER["ref"] not in listed.text
    assert [one["id"] for one in owner.get("/v1/erasures?open=true").json["erasures"]] == [waiting]
    first = owner.get("/v1/erasures?limit=1")
    following = first.headers["Link"].partition(">")[0].removeprefix("<")
    assert [one["id"] for one in owner.get(following).json["erasures"]] == [waiting]
    hold = {"covers": {"person_ref": "p-2"}, "reason": "a complaint", "by": OWNER}
    ids = [owner.post("/v1/holds", hold).json["id"] for _ in range(2)]
    assert owner.post(f"/v1/holds/{ids[0]}/lift", {"reason": "closed", "by": OWNER}).status_code == 201
    listed = owner.get("/v1/holds")
    assert [(one["id"], one["state"]) for one in listed.json["holds"]] == [
        (ids[0], "lifted"),
        (ids[1], "standing"),
    ]
    assert "p-2" not in listed.text
    assert [one["id"] for one in owner.get("/v1/holds?open=true").json["holds"]] == ids[1:]
    assert client_of("harbour-housing", "owner").get("/v1/holds").json == {"holds": []}
