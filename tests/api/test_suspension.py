"""Powers taken back at once, by the role the scheme names; the next answer shows it."""

import pytest

from tests.api.conftest import HARBOUR, NORTHBRIDGE, question

pytestmark = pytest.mark.usefixtures("verified")

OFFICER = {"ref": "u-17", "role": "section_151_officer"}
ASKED = {"scheme": "neighbourhood-support", "why": "The fund is spent."}


@pytest.fixture
def owner(client_of):
    return client_of(NORTHBRIDGE, "owner")


def level(client, **facts):
    return client.propose(question(**facts)).json["determination"]["level"]


def suspend(owner, **more):
    return owner.post("/v1/suspensions", ASKED | {"by": OFFICER} | more)


def test_the_next_answer_shows_it_and_says_why(client, owner):
    assert level(client) == "act"
    made = suspend(owner, grant="hardship-worker")
    assert (made.status_code, made.json["grant"]) == (201, "neighbourhood-support/hardship-worker")
    answer = client.propose(question()).json["determination"]
    assert (answer["level"], answer["basis"]) == ("refer", "not_met")
    (because,) = [one for one in answer["because"] if one["rule"].endswith("hardship-worker")]
    assert [one["text"] for one in because["clauses"]] == ["this power is not suspended"]
    what_if = owner.get("/v1/suspensions").json["suspensions"]
    assert [one["holds"] for one in what_if] == [True]


def test_given_back_it_opens_again(client, owner):
    made = suspend(owner, grant="hardship-worker").json["id"]
    sent = {"why": "The committee has met.", "by": OFFICER}
    assert owner.post(f"/v1/suspensions/{made}/restore", sent).status_code == 201
    assert level(client) == "act"
    again = owner.post(f"/v1/suspensions/{made}/restore", sent)
    assert (again.status_code, again.json["code"]) == (409, "suspension-over")


def test_the_examples_work_as_they_stand(owner):
    paths = owner.http.get("/openapi.json").json["paths"]

    def example(path):
        return paths[path]["post"]["requestBody"]["content"]["application/json"]["example"]

    made = owner.post("/v1/suspensions", example("/v1/suspensions"))
    path = "/v1/suspensions/{suspension_id}/restore"
    assert owner.post(path.replace("{suspension_id}", made.json["id"]), example(path)).status_code == 201


def test_it_ends_by_itself(client, owner, clock):
    suspend(owner, until="2026-05-03T10:00:00+01:00")
    assert level(client) == "refer"
    clock.forward(days=1)
    assert level(client) == "act"


def test_a_suspended_scheme_leaves_somebody_to_ask(client, owner):
    suspend(owner)
    answer = client.propose(question()).json["determination"]
    assert (answer["level"], answer["basis"], answer["decided_by"]) == ("refer", "not_met", [])
    assert answer["ask"]["role"] == "service_manager"


def test_it_holds_for_what_was_decided_before_and_is_recorded_now(client, owner, clock):
    before = clock().isoformat()
    clock.forward(hours=1)
    suspend(owner, grant="hardship-worker")
    assert client.propose(question() | {"as_of": before}).json["determination"]["level"] == "refer"


def test_it_holds_when_a_decision_is_taken(client, owner):
    decision = client.propose(question()).json["id"]
    suspend(owner, grant="hardship-worker")
    taken = client.post(f"/v1/decisions/{decision}/take", {"by": {"ref": "w-2041", "role": "support_worker"}})
    assert (taken.status_code, taken.json["code"]) == (409, "needs-departure")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"by": {"ref": "u-1", "role": "team_manager"}}, "not-theirs"),
        ({"grant": "hardship-wroker"}, "unknown-grant"),
        ({"scheme": "no-such"}, "unknown-scheme"),
        ({"until": "2020-01-01T00:00:00Z"}, "bad-member"),
    ],
)
def test_what_cannot_be_suspended(owner, sent, code):
    assert suspend(owner, **sent).json["code"] == code


def test_not_by_an_administrator_nor_another_body(client_of):
    admin = client_of(NORTHBRIDGE, "admin").post("/v1/suspensions", ASKED | {"by": OFFICER})
    assert (admin.status_code, admin.json["code"]) == (403, "role-not-enough")
    other = client_of(HARBOUR, "owner").post("/v1/suspensions", ASKED | {"by": OFFICER})
    assert (other.status_code, other.json["code"]) == (403, "not-theirs")


def test_who_and_why_is_kept_six_years_after_its_end(owner, service, clock):
    from api.keeping.retention import run_retention

    made = suspend(owner, grant="hardship-worker").json["id"]
    suspend(owner)  # it goes on, so its time has not begun
    clock.forward(days=30)
    ended = owner.post(f"/v1/suspensions/{made}/restore", {"why": "There is money again.", "by": OFFICER})
    assert ended.status_code == 201
    clock.forward(days=6 * 365)
    assert run_retention(service.live, lambda _done, _of: None).values == {}
    clock.forward(days=40)
    assert run_retention(service.live, lambda _done, _of: None).values == {"suspension": 4}
