"""The question list: what the schemes left open, how often, who was named, who answered, by when."""

import json
from datetime import date

import pytest

from api.queries.questions import reply_due
from tests.api.conftest import HARBOUR, NORTHBRIDGE, question


@pytest.fixture
def manager(client_of):
    return client_of(NORTHBRIDGE, "manager")


def unheard(client, kind="loan_of_a_van", **more):
    return client.propose(question(decision__kind=kind, decision__amount=None, **more)).json


def listed(client, query=""):
    reply = client.get(f"/v1/questions{query}")
    assert reply.status_code == 200, reply.json
    return reply.json


def test_nothing_has_been_asked(manager):
    assert listed(manager) == {"questions": [], "left_out": 0, "whole": True}


def test_what_a_scheme_did_not_know_is_counted_by_kind_and_classes(client, manager, clock):
    unheard(client)
    clock.forward(days=1)
    last = unheard(client)
    unheard(client, decision__classes=["spend"])
    client.propose(question())
    plain, with_class = sorted(listed(manager)["questions"], key=lambda one: one["classes"])
    assert plain == {
        "scheme": "neighbourhood-support",
        "kind": "loan_of_a_van",
        "classes": [],
        "basis": "silence",
        "asked": 2,
        "open": 2,
        "first_asked_at": "2026-05-02T10:15:00+00:00",
        "last_asked_at": "2026-05-03T10:15:00+00:00",
        "latest_decision": last["id"],
        "named": [{"role": "service_manager", "body": NORTHBRIDGE, "count": 2}],
        "answered": [],
        "reply_due": "2026-05-15",
        "overdue": 0,
    }
    assert (with_class["classes"], with_class["asked"]) == (["spend"], 1)


def test_what_it_knew_and_nobody_could_do_stands_apart(client, manager):
    unheard(client)
    client.propose(question(decision__amount="4000"))
    bases = {one["kind"]: one["basis"] for one in listed(manager)["questions"]}
    assert bases == {"loan_of_a_van": "silence", "hardship_payment": "not_met"}
    for basis in ("silence", "not_met"):
        (one,) = listed(manager, f"?basis={basis}")["questions"]
        assert one["basis"] == basis
    assert listed(manager, "?scheme=statute-floor-england")["questions"] == []
    assert len(listed(manager, "?kind=loan_of_a_van")["questions"]) == 1


def test_a_later_proposal_in_its_place_answers_it(client, manager):
    first = client.propose(question(decision__amount="4000")).json["id"]
    again = client.propose(question(decision__amount="3000") | {"supersedes": first}).json["id"]
    (one,) = listed(manager)["questions"]
    assert (one["asked"], one["open"], one["answered"]) == (2, 1, []), "asked again, and answered by nobody"
    client.propose(question(decision__amount="1500") | {"supersedes": again})
    (one,) = listed(manager)["questions"]
    assert (one["asked"], one["open"], one["reply_due"]) == (2, 0, None)
    assert one["answered"] == [{"role": "service_manager", "body": NORTHBRIDGE, "count": 1}]


def test_those_overdue_stand_first(client, manager, clock):
    unheard(client, "first_kind")
    clock.forward(days=10)
    unheard(client, "second_kind")
    assert [one["kind"] for one in listed(manager)["questions"]] == ["first_kind", "second_kind"]
    clock.forward(days=5)
    overdue = {one["kind"]: one["overdue"] for one in listed(manager)["questions"]}
    assert overdue == {"first_kind": 1, "second_kind": 0}
    answered = listed(manager)["questions"][0]["latest_decision"]
    client.propose(question() | {"supersedes": answered})
    assert [one["kind"] for one in listed(manager)["questions"]] == ["second_kind", "first_kind"]


def test_nothing_personal_is_on_it(client, manager):
    unheard(client)
    text = json.dumps(listed(manager))
    assert "w-2041" not in text
    assert "p-88120" not in text


def test_another_body_has_a_list_of_its_own(client, client_of):
    unheard(client)
    assert listed(client_of(HARBOUR, "manager"))["questions"] == []


@pytest.mark.parametrize("query", ["?basis=statute", "?scheme=", "?nothing=1"])
def test_a_query_that_cannot_be_read(manager, query):
    reply = manager.get(f"/v1/questions{query}")
    assert (reply.status_code, reply.json["code"]) == (400, "bad-query")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-05-01", "2026-05-15"),
        ("2026-05-02", "2026-05-15"),
        ("2026-05-03", "2026-05-15"),
        ("2026-05-04", "2026-05-18"),
    ],
)
def test_ten_working_days(asked, due):
    assert reply_due(date.fromisoformat(asked)) == date.fromisoformat(due)


def test_an_act_that_decides_answers_it(client, manager, service):
    """Acts are other entries about the decision; who acted is in their leaf."""
    from sqlalchemy import insert

    from api.store.tables import entries, entry_subjects

    asked = unheard(client)
    leaf = json.dumps({"by_role": "service_manager", "body": NORTHBRIDGE}).encode()
    row = {"id": "x", "kind": "decision.taken", "recorded_at": "2026", "leaf": leaf, "leaf_hash": b""}
    with service.live.engine.begin() as connection:
        connection.execute(insert(entries), {"entry_index": 1000, **row})
        connection.execute(
            insert(entry_subjects), {"entry_index": 1000, "subject_index": asked["receipt"]["index"]}
        )
    (one,) = listed(manager)["questions"]
    assert (one["open"], one["answered"][0]["role"]) == (0, "service_manager")
