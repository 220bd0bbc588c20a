"""Many at once, and things that change between asking and taking: limits hold, one wins, nothing is half-done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from tests.api.conftest import NORTHBRIDGE, question
from tests.api.test_authorisation import GIVEN, with_earned_grant
from tests.api.test_life import SERVICE, WORKER, act, proposed, story, version

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("verified")]
CLIENTS = 32


@pytest.fixture
def rules(rules):
    return with_earned_grant(rules)


def at_once(jobs):
    """What came of each, begun together in threads of their own."""
    start = Barrier(len(jobs))

    def run(job):
        start.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [one.result(timeout=120) for one in [pool.submit(run, job) for job in jobs]]


def test_one_households_limit_is_reached_and_never_passed(client_of):
    clients = [client_of() for _ in range(CLIENTS)]

    def ask_and_take(client):
        answer = client.propose(question(decision__amount="250.00")).json
        ready = answer["determination"]["may_act"]
        taken = act(client, answer["id"], "take", by=WORKER)
        return ready, taken.status_code

    came = at_once([lambda client=client: ask_and_take(client) for client in clients])
    assert sorted(came) == [(False, 409)] * (CLIENTS - 10) + [(True, 201)] * 10  # £2,500 in all


def test_one_households_limit_holds_where_all_are_taken_at_once(client_of, clock):
    """Each was given up before, so that none counts until it is opened again or taken."""
    clients = [client_of() for _ in range(CLIENTS)]
    ids = [proposed(client, decision__amount="250.00") for client in clients]
    for client, decision in zip(clients, ids, strict=True):
        act(client, decision, "withdraw", by=WORKER)
    clock.forward(days=1)

    def open_and_take(client, decision):
        act(client, decision, "reopen", by=WORKER, why="Needed.")
        return act(client, decision, "take", by=WORKER).status_code

    jobs = [lambda c=c, d=d: open_and_take(c, d) for c, d in zip(clients, ids, strict=True)]
    assert sorted(at_once(jobs)) == [201] * 10 + [409] * (CLIENTS - 10)


def test_of_many_who_approve_at_once_one_does(client_of):
    clients = [client_of() for _ in range(8)]
    decision = proposed(clients[0], decision__amount="620.00")
    seen = version(clients[0], decision)

    def approve(client, number):
        return act(client, decision, "approve", seen, by=SERVICE | {"ref": f"s-{number}"}).status_code

    came = at_once([lambda c=c, n=n: approve(c, n) for n, c in enumerate(clients)])
    assert sorted(came) == [201] + [412] * 7
    assert len(story(clients[0], decision)["acts"]) == 1


def test_of_many_who_take_at_once_one_does(client_of):
    clients = [client_of() for _ in range(8)]
    decision = proposed(clients[0])
    came = at_once([lambda c=c: act(c, decision, "take", by=WORKER).status_code for c in clients])
    assert sorted(came) == [201] + [409] * 7


def test_what_was_authorised_ends_between_asking_and_taking(client, client_of, clock):
    client_of(NORTHBRIDGE, "owner").post("/v1/authorisations", GIVEN | {"until": "2026-05-02T12:00:00Z"})
    answer = client.propose(question(decision__amount="620.00")).json
    assert answer["determination"]["may_act"]
    clock.forward(hours=2)
    late = act(client, answer["id"], "take", by=WORKER)
    assert (late.status_code, late.json["code"]) == (409, "needs-departure")
    assert story(client, answer["id"])["acts"] == []


def test_a_suspension_ends_between_asking_and_taking(client, client_of, clock):
    asked = {
        "scheme": "neighbourhood-support",
        "why": "The fund is counted.",
        "until": "2026-05-02T11:00:00Z",
        "by": {"ref": "u-17", "role": "section_151_officer"},
    }
    client_of(NORTHBRIDGE, "owner").post("/v1/suspensions", asked)
    decision = proposed(client)
    assert act(client, decision, "take", by=WORKER).json["code"] == "needs-departure"
    clock.forward(hours=1)
    # It was asked while the power was taken back, and is judged as of then: it is asked anew.
    assert act(client, decision, "take", by=WORKER).json["code"] == "needs-departure"
    anew = client.propose(question() | {"supersedes": decision}).json["id"]
    assert act(client, anew, "take", by=WORKER).status_code == 201
    assert act(client, decision, "take", by=WORKER).json["code"] == "not-possible-now"


def test_a_clock_set_back_takes_nothing_back(client, clock):
    decision = proposed(client, decision__amount="620.00")
    clock.forward(hours=-3)
    assert act(client, decision, "approve", version(client, decision), by=SERVICE).status_code == 201
    assert act(client, decision, "take", by=WORKER).status_code == 201
    told = story(client, decision)
    assert [one["recorded_at"] >= told["recorded_at"] for one in told["acts"]] == [True, True]


@pytest.mark.parametrize(
    ("first", "then", "counts"),
    [
        # Days are London's: 90 of them with the first and the last, whatever the clock did meanwhile.
        (datetime(2027, 1, 1, 12, tzinfo=UTC), datetime(2027, 3, 31, 22, 59, tzinfo=UTC), True),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), datetime(2027, 3, 31, 23, 0, tzinfo=UTC), False),
        (datetime(2027, 8, 3, 12, tzinfo=UTC), datetime(2027, 10, 31, 23, 59, tzinfo=UTC), True),
        (datetime(2027, 8, 3, 12, tzinfo=UTC), datetime(2027, 11, 1, 0, 0, tzinfo=UTC), False),
        # A leap year has a day more in between.
        (datetime(2028, 2, 1, 12, tzinfo=UTC), datetime(2028, 4, 30, 12, tzinfo=UTC), True),
        (datetime(2028, 2, 1, 12, tzinfo=UTC), datetime(2028, 5, 1, 12, tzinfo=UTC), False),
    ],
)
def test_ninety_days_are_days_of_the_place(client, clock, first, then, counts):
    clock.now = first
    for _ in range(5):
        act(client, proposed(client, decision__amount="480.00"), "take", by=WORKER)
    clock.now = then
    level = client.propose(question(decision__amount="200.00")).json["determination"]["level"]
    assert level == ("agree" if counts else "act")
