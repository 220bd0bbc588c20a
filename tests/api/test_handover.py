"""Decisions and duties handed over, within a body and across: with the giver until the receiver accepts."""

import shutil
from pathlib import Path

import pytest

from tests.api.conftest import HARBOUR, NORTHBRIDGE, question
from tests.api.test_life import SERVICE, TEAM, WORKER, act, proposed, story, version

pytestmark = pytest.mark.usefixtures("verified")

BESIDE = Path(__file__).parents[2] / "features/deciding"
LENA = {"ref": "l-1", "role": "lettings_manager"}


@pytest.fixture
def rules(rules):
    shutil.copytree(BESIDE / "harbour-tenancies", rules / "harbour-tenancies")
    return rules


def offered(client, decision, to, by=WORKER, body=NORTHBRIDGE):
    sent = {"to": {"body": body, "role": to}, "said": "I am away.", "by": by}
    return client.post(f"/v1/decisions/{decision}/handover", sent)


def answered(client, offer, by, *, accepted=True):
    sent = {"accepted": accepted, "said": "So be it.", "by": by}
    return client.post(f"/v1/owed/{offer.json['owes'][0]['id']}/answer", sent)


def test_whoever_accepts_a_decision_holds_it_and_is_asked_about(client):
    decision = proposed(client, decision__amount="620.00")
    offer = offered(client, decision, "service_manager")
    assert offer.status_code == 201, offer.json
    early = act(client, decision, "take", by=SERVICE)
    assert (early.status_code, early.json["code"]) == (403, "not-theirs"), (
        "until they accept it is the giver's"
    )
    assert answered(client, offer, SERVICE).status_code == 201
    before = act(client, decision, "take", by=WORKER)
    assert (before.status_code, before.json["code"]) == (403, "not-theirs"), "it has been handed over"
    taken = act(client, decision, "take", by=SERVICE)
    assert (taken.status_code, taken.json["within"]) == (201, True), "what is theirs by the scheme"
    assert [one["act"] for one in story(client, decision)["acts"]] == [
        "handover.offered",
        "handover.answered",
        "decision.taken",
    ]


def test_a_handover_gives_nobody_a_power(client):
    decision = proposed(client, decision__amount="620.00")
    answered(client, offered(client, decision, "team_manager"), TEAM)
    taken = act(client, decision, "take", by=TEAM)
    assert (taken.status_code, taken.json["code"]) == (409, "needs-departure")


def test_what_is_declined_stays_with_whoever_offered_it(client):
    decision = proposed(client)
    offer = offered(client, decision, "team_manager")
    again = offered(client, decision, "service_manager")
    assert (again.status_code, again.json["code"]) == (409, "already-offered")
    assert answered(client, offer, TEAM, accepted=False).status_code == 201
    assert act(client, decision, "take", by=TEAM).json["code"] == "not-theirs"
    assert act(client, decision, "take", by=WORKER).status_code == 201


def test_neither_who_gave_it_nor_who_took_it_over_reviews_it(client):
    decision = proposed(client)
    answered(client, offered(client, decision, "team_manager"), TEAM)
    assert act(client, decision, "take", by=TEAM).status_code == 201
    for ref in (WORKER["ref"], TEAM["ref"]):
        reply = act(client, decision, "review", by=SERVICE | {"ref": ref}, finding="sound", said="Yes.")
        assert reply.json["code"] == "kept-apart"
    assert act(client, decision, "review", by=SERVICE, finding="sound", said="Yes.").status_code == 201


@pytest.mark.parametrize(
    ("to", "by", "body", "code"),
    [
        ("team_manager", TEAM, NORTHBRIDGE, "not-theirs"),
        ("lettings_manager", WORKER, HARBOUR, "unknown-role"),
        ("nobody", WORKER, NORTHBRIDGE, "unknown-role"),
        ("team_manager", WORKER, HARBOUR, "unknown-role"),
    ],
)
def test_to_whom_and_by_whom_it_is_not_handed_over(client, to, by, body, code):
    decision = proposed(client)
    assert offered(client, decision, to, by, body).json["code"] == code
    assert story(client, decision)["acts"] == []


def test_what_was_taken_is_handed_over_no_more(client):
    decision = proposed(client)
    act(client, decision, "take", by=WORKER)
    assert offered(client, decision, "team_manager").json["code"] == "not-possible-now"
    assert offered(client, "01J", "team_manager").json["code"] == "unknown-decision"


def together(client):
    """A decision that Harbour Housing has a part in, taken."""
    sent = question(decision__amount="120.00", person__tenancy_ending=False)
    decision = client.propose(sent | {"with_schemes": ["harbour-tenancies"]}).json
    taken = act(
        client,
        decision["id"],
        "take",
        by=WORKER,
        departure={"need": "A home.", "options": ["To wait."], "why": "No time."},
    )
    assert taken.status_code == 201, taken.json
    return decision["id"], next(one for one in taken.json["owes"] if one["what"] == "duty")


def test_a_duty_is_done_by_the_body_that_took_it_over_and_by_no_other_before(client, client_of):
    decision, duty = together(client)
    harbour = client_of(HARBOUR)
    done = {"duty": duty["duty"], "by": LENA}
    early = harbour.post(f"/v1/decisions/{decision}/duties", done)
    assert (early.status_code, early.json["code"]) == (404, "unknown-decision")
    sent = {"to": {"body": HARBOUR, "role": "lettings_manager"}, "said": "You know them.", "by": WORKER}
    offer = client.post(f"/v1/owed/{duty['id']}/offer", sent)
    assert answered(harbour, offer, LENA).status_code == 201
    assert harbour.post(f"/v1/decisions/{decision}/duties", done).status_code == 201
    assert [one for one in story(client, decision)["owed"] if one["what"] == "duty"] == []


def test_the_example_works_as_it_stands(client):
    paths = client.http.get("/openapi.json").json["paths"]
    path = "/v1/decisions/{decision_id}/handover"
    sent = paths[path]["post"]["requestBody"]["content"]["application/json"]["example"]
    decision = proposed(client)
    assert client.post(path.replace("{decision_id}", decision), sent).status_code == 201
    assert version(client, decision) == decision, "where it stands has not changed"


@pytest.mark.parametrize("then", ["take", "withdraw"])
def test_an_offer_ends_with_the_decision(client, then):
    decision = proposed(client)
    offer = offered(client, decision, "team_manager")
    act(client, decision, then, by=WORKER)
    late = answered(client, offer, TEAM)
    assert (late.status_code, late.json["code"]) == (409, "owed-over")
