"""Act now, have it ratified in time by the right role: over HTTP, from the asking to the review."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.api.test_life import act, story

pytestmark = pytest.mark.usefixtures("verified")

BESIDE = Path(__file__).parents[2] / "features/deciding"
OAKFIELD = "oakfield-council"
ACTOR = {"ref": "m-1", "role": "team_manager"}
OTHER = {"ref": "m-2", "role": "team_manager"}
HEAD = {"ref": "s-1", "role": "service_manager"}


@pytest.fixture
def rules(rules):
    """Ratified by a team manager who had no part in it, so that there is somebody above them."""
    shutil.copytree(BESIDE / "oakfield-families", rules / "oakfield-families")
    path = rules / "oakfield-families/2026-04/scheme.yaml"
    text = path.read_text()
    path.write_text(text.replace("ratify_by: service_manager", "ratify_by: team_manager"))
    return rules


@pytest.fixture
def client(client_of):
    return client_of(OAKFIELD, "manager")


def placed(client, clock):
    """A child placed at ten to midnight."""
    clock.now = datetime(2026, 5, 2, 22, 50, tzinfo=UTC)
    facts = {
        "actor": ACTOR | {"body": OAKFIELD},
        "person": {"ref": "c-1"},
        "decision": {"kind": "placement", "emergency": True},
        "placement": {"registered": True},
    }
    answer = client.propose({"scheme": "oakfield-families", "facts": facts}).json
    assert answer["determination"]["may_act"] is True, answer["summary"]
    taken = act(client, answer["id"], "take", by=ACTOR)
    assert (taken.status_code, taken.json["within"]) == (201, True)
    return answer["id"], taken.json["owes"]


def owed(client, role):
    lines = client.get(f"/v1/owed?to_role={role}").json["owed"]
    return [(one["overdue"], one["rose_from"]) for one in lines if one["what"] == "ratify"]


def test_it_is_ratified_in_time_by_somebody_who_had_no_part_in_it(client, clock):
    decision, owes = placed(client, clock)
    (ratify,) = [one for one in owes if one["what"] == "ratify"]
    assert (ratify["role"], ratify["due_at"]) == ("team_manager", "2026-05-05T22:50:00.000000Z")
    junior = act(client, decision, "ratify", by={"ref": "f-1", "role": "family_worker"}, ratified=True)
    assert (junior.status_code, junior.json["code"]) == (403, "not-theirs")
    own = act(client, decision, "ratify", by=ACTOR, ratified=True)
    assert (own.status_code, own.json["code"]) == (403, "kept-apart")
    done = act(client, decision, "ratify", by=OTHER, ratified=True, said="There was no other way.")
    assert (done.status_code, done.json["owes"]) == (201, [])
    again = act(client, decision, "ratify", by=OTHER, ratified=True)
    assert (again.status_code, again.json["code"]) == (422, "not-owed")
    assert "ratify" not in {one["what"] for one in story(client, decision)["owed"]}


def test_one_that_is_overdue_rises_to_the_minute(client, clock):
    decision, _ = placed(client, clock)
    clock.forward(days=3)
    assert owed(client, "team_manager") == [(False, None)]
    assert owed(client, "service_manager") == []
    clock.forward(minutes=1)
    assert owed(client, "team_manager") == [(True, None)]
    assert owed(client, "service_manager") == [(True, "team_manager")]
    assert act(client, decision, "ratify", by=HEAD, ratified=True).status_code == 201
    assert owed(client, "service_manager") == []


def test_what_is_not_ratified_is_reviewed(client, clock):
    decision, _ = placed(client, clock)
    reply = act(client, decision, "ratify", by=OTHER, ratified=False, said="The panel could have been rung.")
    (review,) = reply.json["owes"]
    assert (review["what"], review["role"], reply.json["state"]) == ("review", "service_manager", "taken")
    told = story(client, decision)["acts"][-1]
    assert (told["ratified"], told["said"]) == (False, "The panel could have been rung.")
    own = act(client, decision, "review", by=HEAD | {"ref": "m-1"}, finding="sound", said="It had to be.")
    assert own.json["code"] == "kept-apart"
    assert act(client, decision, "review", by=HEAD, finding="sound", said="It had to be.").status_code == 201


def test_without_an_emergency_it_is_the_panels(client):
    facts = {
        "actor": ACTOR | {"body": OAKFIELD},
        "decision": {"kind": "placement"},
        "placement": {"registered": True},
    }
    answer = client.propose({"scheme": "oakfield-families", "facts": facts}).json
    assert [one["role"] for one in answer["determination"]["decided_by"]] == ["placement_panel"]
    assert act(client, answer["id"], "take", by=ACTOR).json["code"] in ("needs-departure", "not-theirs")
    assert act(client, answer["id"], "ratify", by=OTHER, ratified=True).json["code"] == "not-possible-now"
