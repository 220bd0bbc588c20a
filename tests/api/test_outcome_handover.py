"""What is owed for a shared outcome goes to another body, which accepts it; and how long words about it are kept."""

import pytest

from api.keeping.retention import run_retention
from tests.api.conftest import HARBOUR, NORTHBRIDGE
from tests.api.test_outcomes import DIRECTOR, OFFICER, WORKER, leave, sign, taken

OFFER = {"to": {"body": HARBOUR, "role": "tenancy_manager"}, "said": "The home is yours.", "by": WORKER}


def shared(client_of):
    """An outcome both bodies have signed, which Northbridge is to follow up in a week."""
    owners = {body: client_of(body, "owner") for body in (NORTHBRIDGE, HARBOUR)}
    path = "/v1/outcomes/other"
    owed = sign(owners[NORTHBRIDGE], path=path, follow_up=["2026-05-09"], by=WORKER).json["owes"][0]["id"]
    assert sign(owners[HARBOUR], path=path).status_code == 201
    return owners[NORTHBRIDGE], owners[HARBOUR], owed


def whose(client):
    return [(one["what"], one["role"]) for one in client.get("/v1/owed").json["owed"]]


@pytest.mark.usefixtures("verified")
def test_a_handover_shows_that_the_receiver_accepted(client_of):
    giver, receiver, owed = shared(client_of)
    offered = giver.post(f"/v1/owed/{owed}/offer", OFFER)
    assert offered.status_code == 201, offered.json
    assert whose(giver) == [("follow_up", "support_worker")], "until they accept it is the giver's"
    assert whose(receiver) == [("accept", "tenancy_manager")]
    again = giver.post(f"/v1/owed/{owed}/offer", OFFER)
    assert (again.status_code, again.json["code"]) == (409, "already-offered")
    offer = offered.json["owes"][0]["id"]
    answer = {"accepted": True, "said": "We will see them.", "by": {"ref": "h-9", "role": "tenancy_manager"}}
    assert giver.post(f"/v1/owed/{offer}/answer", answer).json["code"] == "unknown-owed"
    accepted = receiver.post(f"/v1/owed/{offer}/answer", answer)
    assert accepted.status_code == 201
    assert (whose(giver), whose(receiver)) == ([], [("follow_up", "tenancy_manager")])
    story = giver.get("/v1/outcomes/other").json["story"]
    assert [one["act"] for one in story][-2:] == ["handover.offered", "handover.answered"]
    assert (story[-1]["accepted"], story[-1]["by"]["ref"]) == (True, "h-9")


@pytest.mark.usefixtures("verified")
def test_what_is_declined_stays_the_givers_and_can_be_offered_again(client_of):
    giver, receiver, owed = shared(client_of)
    offer = giver.post(f"/v1/owed/{owed}/offer", OFFER).json["owes"][0]["id"]
    answer = {"accepted": False, "said": "Nobody here.", "by": {"ref": "h-9", "role": "tenancy_manager"}}
    assert receiver.post(f"/v1/owed/{offer}/answer", answer).json["owes"] == []
    assert (whose(giver), whose(receiver)) == ([("follow_up", "support_worker")], [])
    assert receiver.post(f"/v1/owed/{offer}/answer", answer).json["code"] == "owed-over"
    assert giver.post(f"/v1/owed/{owed}/offer", OFFER).status_code == 201


def test_what_was_done_meanwhile_is_not_taken_over(client_of):
    giver, receiver, owed = shared(client_of)
    offer = giver.post(f"/v1/owed/{owed}/offer", OFFER).json["owes"][0]["id"]
    assert giver.post(f"/v1/owed/{owed}/done", {"said": "Seen.", "by": WORKER}).status_code == 201
    answer = {"accepted": True, "said": "Ours.", "by": {"ref": "h-9", "role": "tenancy_manager"}}
    assert receiver.post(f"/v1/owed/{offer}/answer", answer).json["owes"] == []
    assert (whose(giver), whose(receiver)) == ([], [])


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"to": {"body": "elsewhere", "role": "r"}}, 422, "unknown-body"),
        ({"to": {"body": HARBOUR, "role": "support_worker"}}, 422, "role-of-other-body"),
        ({"by": {"ref": "u", "role": "section_151_officer"}}, 403, "not-theirs"),
        ({"said": ""}, 422, "bad-member"),
    ],
)
def test_to_whom_it_cannot_be_handed_over(client_of, more, status, code):
    giver, _, owed = shared(client_of)
    reply = giver.post(f"/v1/owed/{owed}/offer", OFFER | more)
    assert (reply.status_code, reply.json["code"]) == (status, code)
    assert giver.post("/v1/owed/01J-0/offer", OFFER).json["code"] == "unknown-owed"


def test_a_review_is_not_handed_over(client_of):
    owed = leave(client_of(HARBOUR, "owner")).json["owes"][0]["id"]
    reply = client_of(NORTHBRIDGE, "owner").post(f"/v1/owed/{owed}/offer", OFFER | {"by": OFFICER})
    assert (reply.status_code, reply.json["code"]) == (409, "not-handed-over")


@pytest.mark.usefixtures("verified")
def test_a_duty_of_a_decision_is_handed_over_within_the_body(client):
    decision, reply = taken(client)
    (duty,) = [one for one in reply.json["owes"] if one["what"] == "duty"]
    to = {"body": NORTHBRIDGE, "role": "team_manager"}
    offer = client.post(f"/v1/owed/{duty['id']}/offer", OFFER | {"to": to}).json["owes"][0]["id"]
    accepted = client.post(
        f"/v1/owed/{offer}/answer",
        {"accepted": True, "said": "I will tell them.", "by": {"ref": "w-31", "role": "team_manager"}},
    )
    assert accepted.status_code == 201, accepted.json
    (mine,) = [one for one in client.get("/v1/owed").json["owed"] if one["what"] == "duty"]
    assert (mine["role"], mine["decision"], mine["due_at"]) == ("team_manager", decision, duty["due_at"])
    story = client.get(f"/v1/decisions/{decision}").json["acts"]
    assert [one["act"] for one in story][-2:] == ["handover.offered", "handover.answered"]
    done = {"duty": duty["duty"], "by": {"ref": "w-31", "role": "team_manager"}}
    assert client.post(f"/v1/decisions/{decision}/duties", done).status_code == 201
    assert [one for one in client.get("/v1/owed").json["owed"] if one["what"] == "duty"] == []


def test_a_body_that_took_nothing_over_says_of_no_duty_that_it_was_done(client, client_of):
    decision, reply = taken(client)
    (duty,) = [one for one in reply.json["owes"] if one["what"] == "duty"]
    done = {"duty": duty["duty"], "by": {"ref": "h-9", "role": "r"}}
    reply = client_of(HARBOUR).post(f"/v1/decisions/{decision}/duties", done)
    assert (reply.status_code, reply.json["code"]) == (404, "unknown-decision")


def test_words_about_it_are_kept_six_years_and_those_of_a_signature_while_it_stands(
    service, client_of, clock
):
    giver, receiver, owed = shared(client_of)
    offer = giver.post(f"/v1/owed/{owed}/offer", OFFER).json["owes"][0]["id"]
    answer = {"accepted": True, "said": "Ours.", "by": {"ref": "h-9", "role": "tenancy_manager"}}
    (taken_over,) = receiver.post(f"/v1/owed/{offer}/answer", answer).json["owes"]
    done = {"said": "Seen.", "by": {"ref": "h-9", "role": "tenancy_manager"}}
    assert receiver.post(f"/v1/owed/{taken_over['id']}/done", done).status_code == 201
    clock.forward(days=6 * 365)
    assert run_retention(service.live, lambda _done, _of: None).values == {}
    clock.forward(days=5)
    found = run_retention(service.live, lambda _done, _of: None)
    assert found.values == {"shared_work": 6}, "who offered, accepted and did it, and what they said"
    shares = [one["share"] for one in giver.get("/v1/outcomes/other").json["signatures"]]
    assert shares == ["Two support workers."] * 2
    assert receiver.post("/v1/outcomes/other/leave", {"why": "w", "by": DIRECTOR}).status_code == 201
    clock.forward(days=6 * 366)
    assert run_retention(service.live, lambda _done, _of: None).values["shared_work"] == 3
    story = giver.get("/v1/outcomes/other").json
    assert [(one["body"], one["share"]) for one in story["signatures"]] == [
        (NORTHBRIDGE, "Two support workers."),
        (HARBOUR, None),
    ]
