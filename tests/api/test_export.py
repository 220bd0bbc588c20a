"""An export holds every decision once, the thirty fields of each, and no personal value nobody asked for."""

import io
import json
import tracemalloc
from typing import Any

import orjson
import pytest

from api.exporting.fields import FIELDS, NOT_YET
from api.exporting.log_export import Format, export_log
from api.store.exports import Selection
from tests.api.conftest import HARBOUR, NORTHBRIDGE, question
from tests.api.exported import HELP, asked, at, events, exported, rows


@pytest.fixture
def first(client) -> dict[str, Any]:
    reply = client.propose(asked())
    assert reply.status_code == 201, reply.text
    return reply.json


# -- the thirty fields ------------------------------------------------------------------------------------------

EXPECTED: dict[str, Any] = {
    "proposal": lambda v: (
        v["facts"]["decision.amount"] == "2600.00"
        and v["facts"]["person.ref"] == "p-88120"
        and v["reference"] == "CASE-1932/7"
    ),
    "facts_provenance": lambda v: (
        v["decision.amount"] == "asserted"
        and v["history.household_90d"] == "derived"
        and v["person.ref"] == "asserted"
    ),
    "actor": lambda v: (
        v
        == {
            "ref": "w-2041",
            "role": ["support_worker"],
            "body": NORTHBRIDGE,
            "client": v["client"],
            "attested": "client",
        }
    ),
    "authority": lambda v: (
        v["scheme"] == f"{HELP}/2026-04"
        and v["line"] == ["support_worker", "team_manager", "service_manager"]
    ),
    "delegation_validity": lambda v: (
        v["from"] == "2026-04-01" and v["to"] == "no end set" and v["authorisations"] == "none"
    ),
    "rules_in_force": lambda v: (
        [s["id"] for s in v["schemes"]] == [HELP, "statute-floor-england"]
        and all(s["digest"].startswith("sha256:") and s["from"] for s in v["schemes"])
        and v["semantics"] == 1
    ),
    "evaluation_trace": lambda v: v[f"{HELP}/regular-support"] == "true",
    "advice": lambda v: v["level"] == "refer" and v["may_act"] is False,
    "consultees": lambda v: v["done"][0]["by"] == "w-77" and v["done"][0]["at"] == "2026-05-01",
    "shared_outcome": lambda v: v == {"outcome": "settled_home", "agreed_by": [NORTHBRIDGE, HARBOUR]},
    "capacity_and_statute": lambda v: (
        v["consent"] is True
        and v["statute_considered"]["statute-floor-england/child-safeguarding"] == "unknown"
    ),
    "lawful_basis": lambda v: (
        v[HELP] == {"lawful_basis": "public task", "purpose": "Help a household keep its home"}
    ),
    "emergency": lambda v: v["emergency"] == "not sent" and v["ratify"] == "none",
    "sampling": lambda v: v == {"assured": "none", "selected": NOT_YET},  # it relies on no grant
    "retention": lambda v: v == {"class": "officer_decision", "keep_until": "2032-05-02", "holds": "none"},
    "corrections": lambda v: v == {"supersedes": "none", "superseded_by": "none", "corrected": "none"},
    "access_log": lambda v: (
        v[0] | {"at": ""}
        == {
            "at": "",
            "by": "operator/govengine log export",
            "role": "auditor",
            "what": "export",
            "purpose": "an audit",
        }
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_field_that_is_filled_holds_what_was_recorded(service, first, name):
    (event,) = events(service, with_personal=True, purpose="an audit")
    assert EXPECTED[name](event["record"][name]), event["record"][name]


def test_the_record_names_itself_and_its_place(service, first):
    (event,) = events(service)
    record, receipt = event["record"], first["receipt"]
    assert record["record_id"] == {"id": first["id"], "format": 1}
    assert record["decided_and_recorded"]["recorded_at"] == first["recorded_at"]
    assert record["integrity"]["index"] == receipt["index"]
    assert record["integrity"]["leaf_hash"] == receipt["leaf_hash"]
    signed = receipt["checkpoint"].split("\n")
    assert record["integrity"]["checkpoint"] == {
        "origin": signed[0],
        "size": int(signed[1]),
        "root": signed[2],
    }


def test_how_the_grant_it_relies_on_is_assured_is_part_of_sampling(service, client):
    client.propose(question(decision__amount="120.00"))
    (event,) = events(service)
    assert event["record"]["sampling"]["assured"] == event["result"]["accountability"]["assure"]
    assert event["record"]["sampling"]["assured"]["review"] == "sampled"


BY_ACTS = {
    "human_decision": "not decided",
    "departure": "not taken",
    "reasons": "none",
    "alternatives": "none",
    "persons_view": "none",
    "review_findings": "none",
    "follow_up": "none",
    "interests": "not taken",
    "review_right": "not taken",
    "publication": "not taken",
}
"""What the fields that people's acts fill say before anybody has done anything; after it: `test_export_acts`."""


@pytest.mark.parametrize("name", BY_ACTS)
def test_a_field_nobody_has_filled_says_what_that_means(service, first, name):
    (event,), (row,) = events(service), rows(service)
    assert event["record"][name] == row[name] == BY_ACTS[name]


def test_every_filled_field_is_looked_at_above():
    looked_at = {*EXPECTED, *BY_ACTS, "record_id", "decided_and_recorded", "integrity"}
    assert {field.name for field in FIELDS if field.filled} == looked_at


def test_what_no_act_fills_yet_says_so_in_both_forms(service, first):
    (event,), (row,) = events(service), rows(service)
    assert event["record"]["sampling"]["selected"] == NOT_YET
    assert NOT_YET in row["sampling"]


def test_no_cell_is_empty(service, client):
    client.propose(question(decision__amount=None, person__consent=None, decision__other_help_tried=None))
    (row,) = rows(service)
    assert len(row) == 30
    assert all(row.values())


# -- personal values -------------------------------------------------------------------------------------------

PERSONAL = ["w-2041", "p-88120", "w-77", "minute 4", "CASE-1932/7"]


@pytest.mark.parametrize("form", Format)
def test_personal_values_are_masked_unless_they_are_asked_for(service, first, form):
    masked, shown = exported(service, form), exported(service, form, with_personal=True)
    for value in PERSONAL:
        assert value not in masked
        assert value in shown


def test_each_masked_value_is_pointed_at_and_nothing_else(service, first):
    (event,), (shown,) = events(service), events(service, with_personal=True)
    assert shown["masked"] == shown["erased"] == event["erased"] == []
    for pointer in event["masked"]:
        assert at(event, pointer) == "**masked**"
    assert "/input/facts/person/ref" in event["masked"]
    assert orjson.dumps(event).count(b"**masked**") == len(event["masked"])


def test_a_text_that_reads_like_a_marker_is_a_text(service, client):
    client.propose(question() | {"reference": "**masked**"})
    (event,) = events(service, with_personal=True)
    assert event["input"]["reference"] == "**masked**"
    assert event["masked"] == []


def test_erased_values_are_left_out_and_pointed_at(service, first):
    _erase(service, first["receipt"]["index"], ["person.ref", "side.done"])
    (event,) = events(service, with_personal=True)
    assert "ref" not in event["input"]["facts"]["person"]
    assert {"/input/facts/person/ref", "/input/done/0/by/ref"} <= set(event["erased"])
    (row,) = rows(service, with_personal=True)
    assert json.loads(row["proposal"])["facts"]["person.ref"] == "**erased**"
    assert "p-88120" not in exported(service, with_personal=True)


def _erase(service, index: int, names: list[str]) -> None:
    from sqlalchemy import select, update

    from api.store.tables import side_rows
    from govengine.record import canonical

    with service.live.engine.begin() as connection:
        body = connection.execute(
            select(side_rows.c.body).where(side_rows.c.entry_index == index)
        ).scalar_one()
        side = orjson.loads(bytes(body))
        for name in names:
            side["salts"].pop(name)
            (side if name.startswith("side.") else side["values"]).pop(name.removeprefix("side."))
        side["erased"] = sorted(names)
        connection.execute(
            update(side_rows).where(side_rows.c.entry_index == index).values(body=canonical(side))
        )


# -- the event -------------------------------------------------------------------------------------------------


def test_an_event_has_the_shape_of_opas(service, first):
    (event,) = events(service)
    assert event["decision_id"] == first["id"]
    assert event["timestamp"] == first["recorded_at"]
    assert event["path"] == f"{HELP}/hardship_payment"
    assert event["bundles"][HELP]["revision"].startswith("2026-04@sha256:")
    assert event["result"]["level"] == first["determination"]["level"]
    assert event["labels"]["id"] == first["receipt"]["checkpoint"].split("\n")[0]


def test_the_input_asks_the_same_again(service, client_of, first):
    (event,) = events(service, with_personal=True)
    again = client_of(role="manager").ask(event["input"])
    assert again.status_code == 200, again.text
    for name in ("level", "basis", "decided_by", "duties"):
        assert again.json["determination"][name] == event["result"][name]


def test_both_sides_of_a_correction_are_shown(service, client, first):
    second = client.propose(asked(supersedes=first["id"])).json
    found = {event["decision_id"]: event["record"]["corrections"] for event in events(service)}
    assert found == {
        first["id"]: {"supersedes": "none", "superseded_by": second["id"], "corrected": "none"},
        second["id"]: {"supersedes": first["id"], "superseded_by": "none", "corrected": "none"},
    }


def test_what_was_corrected_is_shown_with_both_readings(service, client, first):
    sent = {
        "facts": {"decision.amount": "260.00", "person.consent": False},
        "why": "misread",
        "by": {"ref": "w-9", "role": "team_manager"},
    }
    headers = client.headers(**{"Idempotency-Key": "c-1"})
    reply = client.http.post(f"/v1/decisions/{first['id']}/corrections", json=sent, headers=headers)
    assert reply.status_code == 201, reply.text
    (shown,), (masked,) = events(service, with_personal=True), events(service)
    (one,) = shown["record"]["corrections"]["corrected"]
    assert one["facts"] == {
        "decision.amount": {"was": "2600.00", "is": "260.00"},
        "person.consent": {"was": True, "is": False},
    }
    assert (one["by"], one["why"]) == ({"ref": "w-9", "role": "team_manager"}, "misread")
    assert "/record/corrections/corrected/0/why" in masked["masked"]
    assert "w-9" not in json.dumps(masked)


def test_a_hold_is_shown(service, client, client_of, first):
    owner = client_of(role="owner")
    sent = {
        "covers": {"decision": first["id"]},
        "reason": "a claim",
        "by": {"ref": "w-1", "role": "team_manager"},
    }
    headers = owner.headers(**{"Idempotency-Key": "h-1"})
    reply = owner.http.post("/v1/holds", json=sent, headers=headers)
    assert reply.status_code == 201, reply.text
    (event,) = events(service)
    assert event["record"]["retention"]["holds"] == [reply.json["id"]]


def test_an_export_of_personal_values_is_on_the_record_before_the_first_of_them(service, first):
    class Broken(io.TextIOBase):
        def write(self, text: str) -> int:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        export_log(
            service.live, Broken(), Format.NDJSON, Selection(), lambda _d, _o: None, with_personal=True
        )
    (event,) = events(service)
    assert event["record"]["access_log"][0]["what"] == "export"
    exported(service)
    (again,) = events(service)
    assert len(again["record"]["access_log"]) == 1


# -- which decisions -------------------------------------------------------------------------------------------


def test_days_and_bodies_choose(service, client, clock):
    ids = []
    for _ in range(3):
        ids.append(client.propose(asked()).json["id"])
        clock.forward(days=1)

    def chosen(**more):
        return [event["decision_id"] for event in events(service, selection=Selection(**more))]

    assert chosen() == ids
    assert chosen(from_day="2026-05-03") == ids[1:]
    assert chosen(to_day="2026-05-03") == ids[:2]
    assert chosen(body=NORTHBRIDGE) == ids
    assert chosen(body="somebody-else") == []


def test_a_log_longer_than_one_reading_is_whole_and_in_order(service, client, monkeypatch):
    from api.store import exports

    monkeypatch.setattr(exports, "_WANTED", exports._WANTED.limit(2))
    ids = [client.propose(asked()).json["id"] for _ in range(5)]
    assert [event["decision_id"] for event in events(service)] == ids


def test_memory_does_not_grow_with_the_log(service, client, monkeypatch):
    from api.store import exports

    class Nowhere(io.TextIOBase):
        def write(self, text: str) -> int:
            return len(text)

    def peak() -> int:
        tracemalloc.start()
        export_log(service.live, Nowhere(), Format.NDJSON, Selection(), lambda _done, _of: None)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    monkeypatch.setattr(exports, "DECISIONS_AT_A_TIME", 10)
    for _ in range(20):
        client.propose(asked())
    peak()  # what is made once, such as compiled statements
    few = peak()
    for _ in range(180):
        client.propose(asked())
    held = len(exported(service))
    peak()
    assert peak() - few < held / 8
