"""Cumulative limits, exactly: reservations that lapse, whose decisions count, late records, what was replaced or erased."""

from datetime import datetime

import pytest

from tests.api.conftest import NORTHBRIDGE, question
from tests.api.test_erasure import erase, wanted
from tests.api.test_life import SERVICE, WORKER, act, story, version

pytestmark = pytest.mark.usefixtures("verified")

HEAD = "ask: {role: service_manager}\n"
HISTORY = "same: person.ref, within: P90D}"


def reserving(rules, *, days=14, history=HISTORY, within="P90D"):
    """The example scheme, in which a reservation lapses."""
    scheme = rules / "neighbourhood-support/2026-04/scheme.yaml"
    text = scheme.read_text()
    assert text.count(HEAD) == text.count(HISTORY) == 1
    scheme.write_text(
        text.replace(HEAD, f"{HEAD}reserve: P{days}D\n").replace(HISTORY, history.replace("P90D", within))
    )
    return rules


@pytest.fixture
def rules(rules, request):
    return reserving(rules, **getattr(request, "param", {}))


def ask(client, amount="480.00", as_of=None, supersedes=None, **facts):
    more = {name: value for name, value in (("as_of", as_of), ("supersedes", supersedes)) if value}
    return client.propose(question(decision__amount=amount, **facts) | more).json


def level(client, amount="200.00", **more):
    """The level of a what-if that is then taken back, so that it counts for nothing."""
    answer = ask(client, amount, **more)
    act(client, answer["id"], "withdraw", by=WORKER)
    return answer["determination"]["level"]


def test_what_may_be_acted_on_is_reserved_and_says_until_when(client):
    may, may_not = ask(client), ask(client, "620.00")
    assert story(client, may["id"])["reserved_until"] == "2026-05-16T10:15:00.000000Z"
    assert story(client, may_not["id"])["reserved_until"] is None
    act(client, may["id"], "take", by=WORKER)
    assert story(client, may["id"])["reserved_until"] is None


def test_a_reservation_counts_to_the_moment_it_lapses_though_nobody_has_swept(client, clock):
    for _ in range(5):
        ask(client)
    clock.forward(days=14, microseconds=-1)
    assert level(client) == "agree"
    clock.forward(microseconds=1)
    assert level(client) == "act"


def test_what_was_taken_in_time_counts_for_good(client, clock):
    for _ in range(5):
        act(client, ask(client)["id"], "take", by=WORKER)
    clock.forward(days=30)
    assert level(client) == "agree"


def test_the_sweeper_says_once_that_it_has_lapsed(client, service, clock):
    taken, waiting, given_up, replaced = [ask(client)["id"] for _ in range(4)]
    act(client, taken, "take", by=WORKER)
    act(client, given_up, "withdraw", by=WORKER)
    latest = ask(client, supersedes=replaced)["id"]
    service.sweeper.sweep()
    assert story(client, waiting)["acts"] == []
    clock.forward(days=14)
    for _ in range(2):
        service.sweeper.sweep()
    (lapse,) = story(client, waiting)["acts"]
    assert (lapse["act"], lapse["state"], lapse["by"]["ref"]) == ("reservation.lapsed", "proposed", None)
    assert [one["act"] for one in story(client, latest)["acts"]] == ["reservation.lapsed"]
    for other, acts in ((taken, ["decision.taken"]), (given_up, ["decision.withdrawn"]), (replaced, [])):
        assert [one["act"] for one in story(client, other)["acts"]] == acts


def test_what_has_lapsed_is_taken_all_the_same_where_limits_allow(client, service, clock):
    first, second = ask(client)["id"], ask(client)["id"]
    clock.forward(days=14)
    assert act(client, first, "take", by=WORKER).status_code == 201  # before the sweeper came
    service.sweeper.sweep()
    for _ in range(4):
        ask(client)
    late = act(client, second, "take", by=WORKER)
    assert (late.status_code, late.json["code"]) == (409, "needs-departure")


def test_an_act_that_comes_before_the_sweeper_says_itself_that_it_counts_no_more(client, clock):
    decision = ask(client)["id"]
    clock.forward(days=15)
    duty = "neighbourhood-support/hardship-worker/tell-landlord"
    assert act(client, decision, "duties", by=WORKER, duty=duty).status_code == 201
    assert story(client, decision)["reserved_until"] == "2026-05-31T10:15:00.000000Z", (
        "it may be acted on: anew"
    )


def test_what_was_approved_is_reserved_from_then_on(client, clock):
    decision = ask(client, "620.00")["id"]
    clock.forward(days=3)
    act(client, decision, "approve", version(client, decision), by=SERVICE)
    assert story(client, decision)["reserved_until"] == "2026-05-19T10:15:00.000000Z"


def test_what_was_taken_and_opened_again_goes_on_counting(client, service, clock):
    decision = ask(client)["id"]
    act(client, decision, "take", by=WORKER)
    act(client, decision, "reopen", by=WORKER, why="The landlord sent it back.")
    clock.forward(days=40)
    service.sweeper.sweep()
    for _ in range(4):
        act(client, ask(client)["id"], "take", by=WORKER)
    assert level(client) == "agree"


def test_a_decision_that_was_taken_is_not_replaced(client):
    decision = ask(client)["id"]
    act(client, decision, "take", by=WORKER)
    reply = client.propose(question(decision__amount="1.00") | {"supersedes": decision})
    assert (reply.status_code, reply.json["code"]) == (409, "taken-already")
    act(client, decision, "reopen", by=WORKER, why="It was another amount.")
    assert client.propose(question(decision__amount="1.00") | {"supersedes": decision}).status_code == 201


def test_an_answer_is_replaced_once(client):
    decision = ask(client)["id"]
    ask(client, "100.00", supersedes=decision)
    reply = client.propose(question(decision__amount="1.00") | {"supersedes": decision})
    assert (reply.status_code, reply.json["code"]) == (409, "replaced-already")


def test_a_decision_about_an_earlier_day_does_not_slip_past_what_was_decided_since(client, clock):
    for _ in range(5):
        act(client, ask(client)["id"], "take", by=WORKER)
    clock.forward(days=1)
    assert level(client, as_of="2026-05-01T10:00:00+01:00") == "agree"


@pytest.mark.parametrize("rules", [{"within": "P5D"}], indirect=True)
def test_a_decision_about_a_day_that_shares_no_window_with_them_is_not_held_to_them(client):
    for _ in range(5):
        act(client, ask(client)["id"], "take", by=WORKER)
    assert level(client, as_of="2026-04-29T10:00:00+01:00") == "agree"
    assert level(client, as_of="2026-04-27T10:00:00+01:00") == "act"


@pytest.mark.parametrize(
    "rules", [{"history": HISTORY.replace("}", f", across: {NORTHBRIDGE}}}")}], indirect=True
)
def test_the_named_bodies_decisions_count(client):
    for _ in range(5):
        ask(client)
    assert level(client) == "agree"


@pytest.mark.parametrize(
    "rules", [{"history": HISTORY.replace("}", ", across: [harbour-housing]}")}], indirect=True
)
def test_decisions_of_bodies_that_are_not_named_do_not_count(client):
    for _ in range(6):
        ask(client)
    assert level(client) == "act"


@pytest.mark.parametrize(
    ("rules", "first", "same", "anew"),
    [
        # Midnight of the scheme's zone, which in summer is 23:00 UTC.
        ({"within": "financial_year"}, "2027-04-01T09:00Z", "2027-04-05T22:59Z", "2027-04-05T23:00Z"),
        ({"within": "calendar_month"}, "2026-10-24T22:59Z", "2026-10-31T23:59Z", "2026-11-01T00:00Z"),
        ({"within": "calendar_year"}, "2026-12-01T09:00Z", "2026-12-31T23:59Z", "2027-01-01T00:00Z"),
        ({"within": "P1M"}, "2028-01-31T12:00Z", "2028-02-29T23:59Z", "2028-03-01T00:00Z"),
        ({"within": "P12M"}, "2028-02-29T12:00Z", "2029-02-28T23:59Z", "2029-03-01T00:00Z"),
        ({"within": "P1D"}, "2026-10-25T00:30Z", "2026-10-25T23:59Z", "2026-10-26T00:00Z"),
        ({"within": "P1D"}, "2027-03-28T00:00Z", "2027-03-28T22:59Z", "2027-03-28T23:00Z"),
    ],
    indirect=["rules"],
)
def test_windows_end_at_midnight_of_the_scheme(client, clock, rules, first, same, anew):
    clock.now = datetime.fromisoformat(first)
    for _ in range(5):
        act(client, ask(client)["id"], "take", by=WORKER)
    clock.now = datetime.fromisoformat(same)
    assert level(client) == "agree"
    clock.now = datetime.fromisoformat(anew)
    assert level(client) == "act"


def test_erased_decisions_still_count_and_nobody_is_found_by_them(client, client_of, clock):
    for _ in range(5):
        act(client, ask(client)["id"], "take", by=WORKER)
    owner, reviewer = client_of(role="owner"), client_of(role="reviewer")
    clock.forward(hours=1)
    more = {"basis": "unlawful", "overrides": ["officer_decision"]}
    asked = wanted({"person_ref": "p-88120"}, **more)
    done = erase(owner, reviewer, {"person_ref": "p-88120"}, **more)
    assert (done.status_code, done.json["erased"]["decisions"]) == (201, 5), done.json
    again = owner.post("/v1/erasures", asked)
    assert again.json.get("code") == "erasure-finds-nothing", again.json
    assert level(client) == "agree"
    assert level(client, person__ref="p-2") == "act"
