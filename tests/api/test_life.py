"""The life of a decision over HTTP: asked, agreed to, approved, taken, departed from, reviewed."""

import pytest

from tests.api.conftest import HARBOUR, NORTHBRIDGE, question

pytestmark = pytest.mark.usefixtures("verified")

WORKER = {"ref": "w-2041", "role": "support_worker"}
TEAM = {"ref": "w-31", "role": "team_manager"}
SERVICE = {"ref": "w-77", "role": "service_manager"}
DEPARTURE = {
    "need": "The home would be lost on Monday.",
    "options": ["Wait for the panel"],
    "why": "No time.",
}


def proposed(client, **facts):
    return client.propose(question(**facts)).json["id"]


def act(client, decision, name, version=None, /, **sent):
    headers = {} if version is None else {"If-Match": version}
    return client.post(f"/v1/decisions/{decision}/{name}", sent, **headers)


def story(client, decision):
    return client.get(f"/v1/decisions/{decision}").json


def version(client, decision):
    return story(client, decision)["version"]


def examples(client, path):
    """The example that the description of the API gives for an operation."""
    post = client.http.get("/openapi.json").json["paths"][path]["post"]
    return post["requestBody"]["content"]["application/json"]["example"]


def test_what_is_the_workers_own_is_taken_by_them_and_by_nobody_else(client):
    decision = proposed(client)
    other = act(client, decision, "take", by={"ref": "w-1", "role": "support_worker"})
    assert (other.status_code, other.json["code"]) == (403, "not-theirs")
    taken = act(client, decision, "take", by=WORKER, said="Paid today.")
    assert (taken.status_code, taken.json["state"], taken.json["within"]) == (201, "taken", True)
    assert [one["duty"] for one in taken.json["owes"]] == [
        "neighbourhood-support/hardship-worker/tell-landlord"
    ]
    told = story(client, decision)
    assert [one["act"] for one in told["acts"]] == ["decision.taken"]
    assert told["acts"][0]["by"] == {"ref": "w-2041", "role": "support_worker", "body": NORTHBRIDGE}
    assert told["possible"] == [
        *("reply", "duties", "reopen", "ratify", "outcomes", "review"),
        *("notice", "review-asked", "complaints", "acknowledge", "resolve"),
    ]


def test_an_act_that_is_not_possible_says_what_is(client):
    decision = proposed(client)
    act(client, decision, "withdraw", by=WORKER)
    reply = act(client, decision, "take", by=WORKER)
    assert (reply.status_code, reply.json["code"]) == (409, "not-possible-now")
    assert reply.json["what_to_do"] == "Possible now: reopen, complaints, acknowledge."


def test_approved_by_whoever_it_is_for_then_taken_by_who_asked(client):
    decision = proposed(client, decision__amount="620.00")
    early = act(client, decision, "take", by=WORKER)
    assert (early.status_code, early.json["code"]) == (409, "needs-departure")
    unseen = act(client, decision, "approve", by=SERVICE)
    assert (unseen.status_code, unseen.json["code"]) == (428, "version-missing")
    junior = act(client, decision, "approve", version(client, decision), by=TEAM)
    assert (junior.status_code, junior.json["code"]) == (403, "not-theirs")
    approved = act(client, decision, "approve", version(client, decision), by=SERVICE, said="Yes.")
    assert (approved.status_code, approved.json["state"]) == (201, "approved")
    taken = act(client, decision, "take", by=WORKER)
    assert (taken.status_code, taken.json["within"]) == (201, True)


def test_nobody_approves_their_own_and_the_attempt_is_on_record(client):
    sent = question(actor__role="support_worker", decision__amount="620.00")
    decision = client.propose(sent).json["id"]
    own = act(client, decision, "approve", version(client, decision), by=SERVICE | {"ref": "w-2041"})
    assert (own.status_code, own.json["code"]) == (403, "kept-apart")
    assert own.content_type == "application/problem+json"
    assert story(client, decision)["state"] == "proposed"
    assert [one["act"] for one in story(client, decision)["acts"]] == ["act.kept_apart"]


def test_what_changed_since_it_was_read_is_not_approved(client):
    decision = proposed(client, decision__amount="620.00")
    seen = version(client, decision)
    act(client, decision, "withdraw", by=WORKER)
    act(client, decision, "reopen", by=WORKER, why="Needed after all.")
    reply = act(client, decision, "approve", seen, by=SERVICE)
    assert (reply.status_code, reply.json["code"]) == (412, "changed-since")


def test_two_approvers_at_once_approve_once(client):
    decision = proposed(client, decision__amount="620.00")
    seen = version(client, decision)
    first = act(client, decision, "approve", seen, by=SERVICE)
    second = act(client, decision, "approve", seen, by=SERVICE | {"ref": "w-78"})
    assert (first.status_code, second.status_code) == (201, 412)


def test_a_departure_is_taken_with_reasons_and_always_reviewed(client):
    decision = proposed(client, decision__amount="620.00")
    taken = act(client, decision, "take", by=WORKER, departure=DEPARTURE)
    assert (taken.status_code, taken.json["departs"], taken.json["within"]) == (201, True, False)
    (review,) = [one for one in taken.json["owes"] if one["what"] == "review"]
    told = story(client, decision)
    assert told["acts"][0]["departure"] == DEPARTURE
    by = {"ref": "w-90", "role": review["role"]}
    own = act(client, decision, "review", by=by | {"ref": "w-2041"}, finding="sound", said="It was right.")
    assert (own.status_code, own.json["code"]) == (403, "kept-apart")
    done = act(client, decision, "review", by=by, finding="rule_does_not_fit", said="Mondays come often.")
    assert done.status_code == 201
    assert not [one for one in story(client, decision)["owed"] if one["what"] == "review"]


def regular(client):
    """A household that has had 2,400 already, so that a second person has to agree."""
    for _ in range(5):
        given = client.propose(question(decision__amount="480.00", actor__ref="w-9")).json
        act(client, given["id"], "take", by={"ref": "w-9", "role": "support_worker"})
    return client.propose(question(decision__amount="200.00")).json


def test_a_reply_discharges_the_duty_and_the_actor_may_act(client):
    answered = regular(client)
    decision = answered["id"]
    assert (answered["determination"]["level"], answered["determination"]["may_act"]) == ("agree", False)
    (company,) = answered["determination"]["with"]
    asked = act(client, decision, "requests", by=WORKER, duty=company["id"])
    assert asked.status_code == 201
    (request,) = asked.json["owes"]
    again = act(client, decision, "requests", by=WORKER, duty=company["id"])
    assert (again.status_code, again.json["code"]) == (409, "already-asked")
    listed = client.get("/v1/requests?to_role=team_manager").json["owed"]
    assert [one["id"] for one in listed] == [request["id"]]
    own = client.post(
        f"/v1/requests/{request['id']}/reply",
        {"view": "agrees", "said": "Yes.", "by": TEAM | {"ref": "w-2041"}},
    )
    assert (own.status_code, own.json["code"]) == (403, "kept-apart")
    replied = client.post(
        f"/v1/requests/{request['id']}/reply", {"view": "agrees", "said": "Yes.", "by": TEAM}
    )
    assert replied.status_code == 201
    assert replied.json["determination"]["may_act"] is True
    assert story(client, decision)["may_act_now"] is True
    assert client.get("/v1/requests").json["owed"] == []
    twice = client.post(f"/v1/requests/{request['id']}/reply", {"view": "agrees", "said": "Yes.", "by": TEAM})
    assert (twice.status_code, twice.json["code"]) == (409, "already-answered")
    assert act(client, decision, "take", by=WORKER).json["within"] is True


def test_whoever_approves_is_the_second_person(client):
    regular(client)
    answered = client.propose(question(decision__amount="620.00")).json
    decision = answered["id"]
    (entry,) = answered["determination"]["decided_by"]
    assert entry["with"] == [], entry
    approved = act(client, decision, "approve", version(client, decision), by=SERVICE)
    assert approved.status_code == 201, approved.json
    assert story(client, decision)["may_act_now"] is True
    taken = act(client, decision, "take", by=WORKER)
    assert (taken.status_code, taken.json["within"]) == (201, True), taken.json


def test_who_does_not_agree_leaves_it_as_it_was(client):
    answered = regular(client)
    asked = act(
        client, answered["id"], "requests", by=WORKER, duty=answered["determination"]["with"][0]["id"]
    )
    request = asked.json["owes"][0]["id"]
    wrong = client.post(f"/v1/requests/{request}/reply", {"view": "heard", "said": "Hm.", "by": TEAM})
    assert (wrong.status_code, wrong.json["code"]) == (422, "view-of-another-kind")
    reply = client.post(
        f"/v1/requests/{request}/reply", {"view": "does_not_agree", "said": "Not again.", "by": TEAM}
    )
    assert reply.json["determination"]["may_act"] is False
    assert act(client, answered["id"], "take", by=WORKER).json["code"] == "needs-departure"


def test_limits_count_what_was_taken_or_may_be_and_not_what_was_given_up(client):
    ids = [client.propose(question(decision__amount="480.00")).json["id"] for _ in range(5)]
    assert client.propose(question(decision__amount="200.00")).json["determination"]["level"] == "agree"
    for decision, name in zip(ids, ("withdraw", "not-take", "take"), strict=False):
        assert act(client, decision, name, by=WORKER).status_code == 201
    assert client.propose(question(decision__amount="200.00")).json["determination"]["level"] == "act"
    assert act(client, ids[0], "reopen", by=WORKER, why="Needed after all.").json["determination"]["may_act"]
    reopened = act(client, ids[1], "reopen", by=WORKER, why="Needed after all.").json
    assert reopened["determination"]["level"] == "agree"


def test_taking_looks_at_limits_as_they_are_then(client):
    first = client.propose(question(decision__amount="480.00")).json["id"]
    act(client, first, "withdraw", by=WORKER)
    act(client, first, "reopen", by=WORKER, why="Needed.")
    decision = proposed(client, decision__amount="480.00")
    act(client, decision, "withdraw", by=WORKER)
    for _ in range(4):
        proposed(client, decision__amount="480.00")
    act(client, decision, "reopen", by=WORKER, why="Needed after all.")
    reply = act(client, decision, "take", by=WORKER)
    assert (reply.status_code, reply.json["code"]) == (409, "needs-departure")


def test_taking_counts_what_was_taken_in_the_days_since_it_was_proposed(client, clock):
    decision = proposed(client, decision__amount="480.00")
    act(client, decision, "withdraw", by=WORKER)
    act(client, decision, "reopen", by=WORKER, why="Needed after all.")
    act(client, decision, "withdraw", by=WORKER)
    clock.forward(days=1)
    for _ in range(5):
        proposed(client, decision__amount="480.00")
    reopened = act(client, decision, "reopen", by=WORKER, why="Needed after all.").json
    assert reopened["determination"]["level"] == "agree"
    assert act(client, decision, "take", by=WORKER).json["code"] == "needs-departure"


def test_whoever_agreed_does_not_review(client):
    answered = regular(client)
    duty = answered["determination"]["with"][0]["id"]
    request = act(client, answered["id"], "requests", by=WORKER, duty=duty).json["owes"][0]["id"]
    client.post(f"/v1/requests/{request}/reply", {"view": "agrees", "said": "Yes.", "by": TEAM})
    act(client, answered["id"], "take", by=WORKER)
    reply = act(client, answered["id"], "review", by=TEAM, finding="sound", said="It was right.")
    assert (reply.status_code, reply.json["code"]) == (403, "kept-apart")


def test_a_duty_after_the_act_is_done_and_no_longer_owed(client):
    decision = proposed(client)
    act(client, decision, "take", by=WORKER)
    listed = client.get("/v1/owed").json["owed"]
    assert [one["what"] for one in listed] == ["duty"]
    assert not listed[0]["overdue"]
    wrong = act(client, decision, "duties", by=WORKER, duty="tell-nobody")
    assert (wrong.status_code, wrong.json["code"]) == (422, "not-owed")
    assert act(client, decision, "duties", by=WORKER, duty="tell-landlord", ref="L-7").status_code == 201
    assert client.get("/v1/owed").json["owed"] == []


def test_what_nobody_answered_in_time_rises_along_the_line(client, clock):
    answered = regular(client)
    act(client, answered["id"], "requests", by=WORKER, duty=answered["determination"]["with"][0]["id"])
    assert client.get("/v1/requests?to_role=service_manager").json["owed"] == []
    clock.forward(days=40)
    (risen,) = client.get("/v1/requests?to_role=service_manager").json["owed"]
    assert (risen["rose_from"], risen["overdue"]) == ("team_manager", True)


def test_the_same_reply_again_is_answered_as_before(client):
    """Whoever did not hear the answer sends it again, and hears it."""
    answered = regular(client)
    duty = answered["determination"]["with"][0]["id"]
    request = act(client, answered["id"], "requests", by=WORKER, duty=duty).json["owes"][0]["id"]
    sent = {"view": "agrees", "said": "Yes.", "by": TEAM}
    first, again = (client.post(f"/v1/requests/{request}/reply", sent, "k-reply") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json


def test_the_same_act_again_is_answered_as_before(client):
    decision = proposed(client)
    sent = {"by": WORKER}
    first = client.post(f"/v1/decisions/{decision}/take", sent, "k-take")
    again = client.post(f"/v1/decisions/{decision}/take", sent, "k-take")
    assert first.json == again.json
    assert len(story(client, decision)["acts"]) == 1


def test_another_body_can_do_nothing_with_it(client, client_of):
    decision = proposed(client)
    other = client_of(HARBOUR, "owner")
    for name, sent in (
        ("take", {}),
        ("withdraw", {}),
        ("duties", {"duty": "x"}),
        ("requests", {"duty": "x"}),
    ):
        assert act(other, decision, name, by=WORKER, **sent).json["code"] == "unknown-decision"


def test_a_declined_decision_is_reopened_or_departed_from(client):
    decision = proposed(client, decision__amount="620.00")
    declined = act(
        client, decision, "decline", version(client, decision), by=SERVICE, why="The fund is for others."
    )
    assert declined.json["state"] == "declined"
    assert act(client, decision, "take", by=WORKER).json["code"] == "needs-departure"
    taken = act(client, decision, "take", by=WORKER, departure=DEPARTURE)
    assert (taken.json["state"], taken.json["departs"]) == ("taken", True)


BEFORE = {
    "duties": ("take",),
    "outcomes": ("take",),
    "review": ("take",),
    "reopen": ("withdraw",),
    "take": (),
    "not-take": (),
    "withdraw": (),
}


@pytest.mark.parametrize("name", [*BEFORE, "approve", "decline"])
def test_the_example_of_each_act_works_as_it_stands(client, name):
    amount = "620.00" if name in ("approve", "decline") else "120.00"
    decision = proposed(client, decision__amount=amount)
    for earlier in BEFORE.get(name, ()):
        act(client, decision, earlier, by=WORKER)
    sent = examples(client, f"/v1/decisions/{{decision_id}}/{name}")
    reply = act(client, decision, name, version(client, decision), **sent)
    assert reply.status_code == 201, reply.json


def test_the_examples_of_asking_and_replying_work(client):
    decision = regular(client)["id"]
    asked = act(client, decision, "requests", **examples(client, "/v1/decisions/{decision_id}/requests"))
    assert asked.status_code == 201, asked.json
    sent = examples(client, "/v1/requests/{request_id}/reply")
    reply = client.post(f"/v1/requests/{asked.json['owes'][0]['id']}/reply", sent)
    assert reply.status_code == 201, reply.json
