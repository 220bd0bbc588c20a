"""A whole body stopped from one minute to another, and a control scheme that begins: also between asking and taking."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.api.conftest import HARBOUR, NORTHBRIDGE, question
from tests.api.test_life import WORKER, act

pytestmark = pytest.mark.usefixtures("verified")

BESIDE = Path(__file__).parents[2] / "features/deciding"
OFFICER = {"ref": "u-17", "role": "section_151_officer"}
MINUTE = timedelta(minutes=1)
CALLED = {
    "since": "2026-05-02T12:00:00+01:00",
    "until": "2026-05-02T17:30:00+01:00",
    "why": "The ledger is being looked at.",
    "by": OFFICER,
}
BEGINS = datetime(2026, 5, 2, 11, tzinfo=UTC)
ENDS = datetime(2026, 5, 2, 16, 30, tzinfo=UTC)


@pytest.fixture
def rules(rules):
    """With a hold in September, and a grant to the officer who may call a stop."""
    shutil.copytree(BESIDE / "northbridge-spending-hold", rules / "northbridge-spending-hold")
    path = rules / "neighbourhood-support/2026-04/scheme.yaml"
    grant = (
        "{id: officer, for: [hardship_payment], role: section_151_officer, level: act, authority: Part 3C}"
    )
    path.write_text(path.read_text().replace("\ntables:", f"\n  - {grant}\ntables:", 1))
    return rules


@pytest.fixture
def owner(client_of):
    return client_of(NORTHBRIDGE, "owner")


def stop(owner, **more):
    sent = {name: value for name, value in (CALLED | more).items() if value is not None}
    return owner.post("/v1/stops", sent)


def level(client, **facts):
    return client.propose(question(**facts)).json["determination"]["level"]


def test_it_holds_from_its_first_minute_to_its_last(client, owner, clock):
    made = stop(owner)
    assert (made.status_code, made.json["since"], made.json["body"]) == (
        201,
        "2026-05-02T11:00:00.000000Z",
        NORTHBRIDGE,
    )
    for moment, wanted, holds in (
        (BEGINS - MINUTE, "act", False),
        (BEGINS, "refer", True),
        (ENDS - MINUTE, "refer", True),
        (ENDS, "act", False),
    ):
        clock.now = moment
        assert level(client) == wanted, moment
        assert [one["holds"] for one in owner.get("/v1/stops").json["stops"]] == [holds]


def test_it_says_why_and_leaves_what_is_whoevers_who_called_it(client, owner, clock):
    stop(owner)
    clock.now = BEGINS
    answer = client.propose(question()).json["determination"]
    because = {one["rule"]: [clause["text"] for clause in one["clauses"]] for one in answer["because"]}
    assert because["neighbourhood-support/hardship-worker"] == ["this power is not suspended"]
    large = client.propose(question(decision__amount="3000.00")).json["determination"]
    assert [one["role"] for one in large["decided_by"]] == ["section_151_officer"]


def test_one_that_begins_between_asking_and_taking_holds_at_the_taking(client, owner, clock):
    clock.now = BEGINS - MINUTE
    stop(owner)
    before, after = (client.propose(question()).json["id"] for _ in range(2))
    taken = act(client, before, "take", by=WORKER)
    assert (taken.status_code, taken.json["within"]) == (201, True)
    clock.now = BEGINS
    late = act(client, after, "take", by=WORKER)
    assert (late.status_code, late.json["code"]) == (409, "needs-departure")
    clock.now = ENDS
    assert act(client, after, "take", by=WORKER).status_code == 201


def test_what_is_recorded_after_it_began_is_held_by_it_whenever_it_was_decided(client, owner, clock):
    before = (BEGINS - MINUTE).isoformat()
    stop(owner)
    clock.now = BEGINS
    sent = question() | {"as_of": before}
    assert client.propose(sent).json["determination"]["level"] == "refer"
    clock.now = ENDS
    during = question() | {"as_of": (ENDS - MINUTE).isoformat()}
    assert client.propose(during).json["determination"]["level"] == "refer"


def test_whoever_departs_in_an_emergency_says_why(client, owner, clock):
    stop(owner)
    clock.now = BEGINS
    decision = client.propose(question(decision__emergency=True)).json["id"]
    assert act(client, decision, "take", by=WORKER).json["code"] == "needs-departure"
    why = {"need": "Heat.", "options": ["To wait until six."], "why": "A baby."}
    taken = act(client, decision, "take", by=WORKER, departure=why)
    assert (taken.json["within"], [one["what"] for one in taken.json["owes"]]) == (False, ["review"])


def test_it_is_lifted_at_once(client, owner, clock):
    made = stop(owner).json["id"]
    clock.now = BEGINS
    sent = {"why": "All is well.", "by": OFFICER}
    assert owner.post(f"/v1/stops/{made}/lift", sent).status_code == 201
    assert level(client) == "act"
    again = owner.post(f"/v1/stops/{made}/lift", sent)
    assert (again.status_code, again.json["code"]) == (409, "stop-over")


def test_one_that_is_lifted_before_it_begins_never_holds(client, owner, clock):
    made = stop(owner).json["id"]
    assert owner.post(f"/v1/stops/{made}/lift", {"why": "w", "by": OFFICER}).status_code == 201
    clock.now = BEGINS
    assert level(client) == "act"


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"by": {"ref": "u", "role": "service_manager"}}, 403, "not-theirs"),
        ({"by": {"ref": "u", "role": "nobody"}}, 403, "not-theirs"),
        ({"since": "2026-05-02T11:14:59+01:00"}, 422, "bad-member"),
        ({"until": "2026-05-02T12:00:00+01:00"}, 422, "bad-member"),
        ({"until": "2027-05-04T12:00:00+01:00"}, 422, "bad-member"),
        ({"until": None}, 422, "bad-member"),
        ({"since": "2026-02-29T12:00:00+00:00"}, 422, "bad-member"),
        ({"until": "2026-05-02T17:30:00"}, 422, "bad-member"),
    ],
)
def test_what_is_no_stop(owner, more, status, code):
    reply = stop(owner, **more)
    assert (reply.status_code, reply.json["code"]) == (status, code)
    assert owner.get("/v1/stops").json["stops"] == []


def test_not_by_an_administrator_nor_for_another_body(client_of, owner):
    assert stop(client_of(NORTHBRIDGE, "admin")).json["code"] == "role-not-enough"
    assert stop(client_of(HARBOUR, "owner")).json["code"] == "not-theirs"
    made = stop(owner).json["id"]
    lifted = client_of(HARBOUR, "owner").post(f"/v1/stops/{made}/lift", {"why": "w", "by": OFFICER})
    assert (lifted.status_code, lifted.json["code"]) == (404, "unknown-stop")
    assert owner.post("/v1/stops/01J/lift", {"why": "w", "by": OFFICER}).json["code"] == "unknown-stop"


def test_the_hour_that_comes_twice_is_told_apart(client, owner, clock):
    """The clocks go back at two in the morning of 25 October 2026: the stop is of the second hour past one."""
    stop(owner, since="2026-10-25T01:00:00+00:00", until="2026-10-25T02:00:00+00:00")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # half past one, summer time
    for moment, wanted in ((first, "act"), (first + 60 * MINUTE, "refer"), (first + 120 * MINUTE, "act")):
        clock.now = moment
        assert level(client) == wanted, moment


def test_a_control_scheme_that_begins_between_asking_and_taking_holds_to_the_minute(client, clock):
    clock.now = datetime(2026, 9, 7, 7, 59, tzinfo=UTC)
    answers = [client.propose(question()).json for _ in range(2)]
    assert {one["determination"]["level"] for one in answers} == {"act"}
    assert act(client, answers[0]["id"], "take", by=WORKER).status_code == 201
    clock.forward(minutes=1)
    late = act(client, answers[1]["id"], "take", by=WORKER)
    assert (late.status_code, late.json["code"]) == (409, "needs-departure")
    assert level(client) == "refer"
    clock.now = datetime(2026, 9, 25, 16, 30, tzinfo=UTC)
    assert level(client) == "act"


def test_a_clock_that_steps_back_opens_nothing_that_had_begun(client, owner, clock):
    decision = client.propose(question()).json["id"]
    stop(owner)
    clock.now = BEGINS
    assert level(client) == "refer"
    clock.forward(minutes=-30)
    assert level(client) == "refer", "what is recorded is never earlier than what came before"
    assert act(client, decision, "take", by=WORKER).json["code"] == "needs-departure"


def test_the_examples_work_as_they_stand(owner):
    paths = owner.http.get("/openapi.json").json["paths"]

    def example(path):
        return paths[path]["post"]["requestBody"]["content"]["application/json"]["example"]

    made = owner.post("/v1/stops", example("/v1/stops"))
    assert made.status_code == 201, made.json
    path = "/v1/stops/{stop_id}/lift"
    assert owner.post(path.replace("{stop_id}", made.json["id"]), example(path)).status_code == 201
