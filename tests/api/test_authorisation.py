"""Authority by competence: the register says it, answers rest on it, and its end shows the same day."""

from pathlib import Path

import pytest

from tests.api.conftest import NORTHBRIDGE, question

pytestmark = pytest.mark.usefixtures("verified")

TEAM = {"ref": "w-31", "role": "team_manager"}
WORKER = {"ref": "w-2041", "role": "support_worker"}
GIVEN = {
    "scheme": "neighbourhood-support",
    "fact": "actor.earned_autonomy",
    "how": "earned",
    "holder": WORKER,
    "until": "2026-06-01T00:00:00+01:00",
    "by": TEAM,
}


def with_earned_grant(rules: Path) -> Path:
    """The example scheme, with a grant for whoever has earned it."""
    scheme = rules / "neighbourhood-support/2026-04/scheme.yaml"
    text = scheme.read_text()
    fact = "facts:\n  actor.earned_autonomy: {type: boolean, registered: true}\n"
    grant = """grants:
  - id: hardship-earned
    for: [hardship_payment]
    role: support_worker
    when: actor.earned_autonomy and decision.amount <= 900
    level: act
    outcome: settled_home
    delegated_by: {role: section_151_officer, dated: 2026-03-12}
    involve: {none: the landlord is told by the worker}
    assure: {review: sampled, by: team_manager}
"""
    assert text.count("\nfacts:\n") == text.count("\ngrants:\n") == 1
    scheme.write_text(text.replace("facts:\n", fact, 1).replace("grants:\n", grant, 1))
    return rules


@pytest.fixture
def rules(rules):
    return with_earned_grant(rules)


@pytest.fixture
def owner(client_of):
    return client_of(NORTHBRIDGE, "owner")


def answer(client, **facts):
    return client.propose(question(decision__amount="620.00", **facts)).json["determination"]


def test_whoever_is_authorised_may_and_nobody_else(client, owner):
    assert answer(client)["level"] == "refer"
    made = owner.post("/v1/authorisations", GIVEN)
    assert made.status_code == 201
    found = client.propose(question(decision__amount="620.00")).json
    assert found["determination"]["level"] == "act"
    assert answer(client, actor__ref="w-1")["level"] == "refer"
    told = client.get(f"/v1/decisions/{found['id']}").json
    assert told["facts"]["actor.earned_autonomy"] == {"value": True, "from": "registered"}


def test_the_examples_work_as_they_stand(owner):
    paths = owner.http.get("/openapi.json").json["paths"]

    def example(path):
        return paths[path]["post"]["requestBody"]["content"]["application/json"]["example"]

    made = owner.post("/v1/authorisations", example("/v1/authorisations"))
    path = "/v1/authorisations/{authorisation_id}/end"
    assert owner.post(path.replace("{authorisation_id}", made.json["id"]), example(path)).status_code == 201


def test_its_end_drops_the_answer_the_same_day_and_renewal_restores_it(client, owner, clock):
    owner.post("/v1/authorisations", GIVEN)
    clock.forward(days=29)
    assert answer(client)["level"] == "act"
    clock.forward(days=1)
    assert answer(client)["level"] == "refer"
    owner.post("/v1/authorisations", GIVEN | {"until": "2026-09-01T00:00:00+01:00"})
    assert answer(client)["level"] == "act"


def test_it_can_be_ended_before_its_time(client, owner):
    made = owner.post("/v1/authorisations", GIVEN).json["id"]
    decision = client.propose(question(decision__amount="620.00")).json["id"]
    ended = owner.post(f"/v1/authorisations/{made}/end", {"why": "Moved team.", "by": TEAM})
    assert ended.status_code == 201
    assert answer(client)["level"] == "refer"
    taken = client.post(f"/v1/decisions/{decision}/take", {"by": WORKER})
    assert (taken.status_code, taken.json["code"]) == (409, "needs-departure")
    again = owner.post(f"/v1/authorisations/{made}/end", {"why": "Moved team.", "by": TEAM})
    assert again.json["code"] == "authorisation-over"


def test_it_was_held_then_and_has_ended_since(client, owner, clock):
    owner.post("/v1/authorisations", GIVEN | {"until": "2026-05-02T12:00:00Z"})
    then = clock().isoformat()
    clock.forward(hours=3)
    assert (
        client.propose(question(decision__amount="620.00") | {"as_of": then}).json["determination"]["level"]
        == "refer"
    )


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"fact": "actor.earned_autonmy"}, "unknown-fact"),
        ({"fact": "decision.amount"}, "unknown-fact"),
        ({"until": "2026-05-01T00:00:00Z"}, "bad-member"),
        ({"until": "2036-05-01T00:00:00Z"}, "bad-member"),
        ({"by": {"ref": "w-9", "role": "support_worker"}}, "not-theirs"),
        ({"by": {"ref": "w-2041", "role": "team_manager"}}, "not-theirs"),
        ({"holder": {"ref": "w-9", "role": "no_such"}}, "unknown-role"),
    ],
)
def test_what_cannot_be_given(owner, sent, code):
    assert owner.post("/v1/authorisations", GIVEN | sent).json["code"] == code


def test_nobody_sends_it(client):
    sent = question()
    sent["facts"]["actor"]["earned_autonomy"] = True
    assert client.propose(sent).json["code"] == "computed-fact"


def test_whom_it_was_about_is_erased_by_their_reference_and_the_register_still_holds(
    client, owner, client_of
):
    given = owner.post("/v1/authorisations", GIVEN | {"holder": WORKER | {"ref": "w-8"}, "evidence": "SUP-4"})
    assert given.status_code == 201, given.text
    sent = {
        "selector": {"person_ref": "w-8"},
        "basis": "request",
        "note": "n",
        "by": {"ref": "u-1", "role": "lead"},
    }
    proposal = owner.post("/v1/erasures", sent)
    assert proposal.status_code == 201, proposal.text
    path = f"/v1/erasures/{proposal.json['id']}/approve"
    erased = client_of(role="reviewer").post(path, {"by": {"ref": "u-2", "role": "officer"}})
    assert erased.status_code == 201, erased.text
    assert erased.json["erased"]["values"] == 5, "holder, by and evidence; reference and note of the proposal"
    assert erased.json["erased"]["look_up_keys"] == 2


def test_it_is_kept_six_years_after_its_end(client, owner, service, clock):
    from api.keeping.retention import run_retention

    owner.post("/v1/authorisations", GIVEN | {"evidence": "SUP-4"})
    clock.forward(days=6 * 365)
    assert run_retention(service.live, lambda _done, _of: None).values == {}
    clock.forward(days=40)
    assert run_retention(service.live, lambda _done, _of: None).values == {"authorisation": 3}
