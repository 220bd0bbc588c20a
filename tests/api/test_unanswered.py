"""Nobody answered in time: it is noted once, the next role is asked, and an emergency need not wait for advice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from api.bootstrap import bootstrap
from tests.api.conftest import question
from tests.api.test_life import SERVICE, TEAM, WORKER, act, story

pytestmark = pytest.mark.usefixtures("verified")

DUTY = "neighbourhood-support/hardship-worker/team_manager"


@pytest.fixture
def rules(rules):
    """The worker decides after hearing the team manager, within five days."""
    path = rules / "neighbourhood-support/2026-04/scheme.yaml"
    text = path.read_text()
    changed = text.replace(
        "    level: act\n", "    level: consult\n    with: {role: team_manager, within: P5D}\n", 1
    )
    assert changed != text
    path.write_text(changed)
    return rules


def asked(client, **facts):
    answer = client.propose(question(**facts)).json
    assert [one["id"] for one in answer["determination"]["with"]] == [DUTY]
    reply = act(client, answer["id"], "requests", by=WORKER, duty=DUTY)
    assert reply.status_code == 201, reply.json
    return answer["id"], reply.json["owes"][0]["id"]


def waiting(client, role):
    return [(one["id"], one["rose_from"]) for one in client.get(f"/v1/requests?to_role={role}").json["owed"]]


def unanswered(client, decision):
    return [one for one in story(client, decision)["acts"] if one["act"] == "request.unanswered"]


def test_the_next_role_up_the_line_is_asked_once_the_time_is_over(client, service, clock):
    decision, request = asked(client)
    clock.forward(days=5, seconds=-1)
    service.sweeper.sweep()
    assert unanswered(client, decision) == []
    clock.forward(seconds=1)
    service.sweeper.sweep()
    service.sweeper.sweep()
    (noted,) = unanswered(client, decision)
    assert (noted["request"], noted["attested"], noted["goes_ahead"]) == (request, "service", False)
    assert noted["by"] == {"ref": None, "role": "service", "body": "northbridge-council"}
    assert waiting(client, "team_manager") == [(request, None)], "whoever was asked first may still answer"
    ((risen, rose_from),) = waiting(client, "service_manager")
    assert risen != request
    assert rose_from is None, "it is an obligation of their own"
    (line,) = client.get("/v1/requests?to_role=service_manager").json["owed"]
    assert line["due_at"] == "2026-05-12T10:15:00.000000Z", "with as long a time as the first"


def test_it_rises_to_the_top_of_the_line_and_no_further(client, service, clock):
    decision, _ = asked(client)
    for _ in range(4):
        clock.forward(days=5)
        service.sweeper.sweep()
    assert len(unanswered(client, decision)) == 2
    assert len(story(client, decision)["owed"]) == 2


@pytest.mark.parametrize("by", [TEAM, SERVICE])
def test_one_reply_answers_for_all_who_were_asked(client, service, clock, by):
    decision, request = asked(client)
    clock.forward(days=6)
    service.sweeper.sweep()
    ((risen, _),) = waiting(client, "service_manager")
    to = request if by is TEAM else risen
    reply = client.post(f"/v1/requests/{to}/reply", {"view": "heard", "said": "Fine.", "by": by})
    assert (reply.status_code, reply.json["determination"]["may_act"]) == (201, True)
    assert [one for one in story(client, decision)["owed"] if one["what"] == "consult"] == []
    clock.forward(days=30)
    service.sweeper.sweep()
    assert len(unanswered(client, decision)) == 1
    other = risen if by is TEAM else request
    again = client.post(f"/v1/requests/{other}/reply", {"view": "heard", "said": "Fine.", "by": by})
    assert (again.status_code, again.json["code"]) == (409, "already-answered")


def test_between_rounds_it_is_shown_to_the_next_role_all_the_same(client, clock):
    _, request = asked(client)
    clock.forward(days=6)
    assert waiting(client, "service_manager") == [(request, "team_manager")]


def test_what_was_withdrawn_is_asked_of_nobody_else(client, service, clock):
    decision, _ = asked(client)
    act(client, decision, "withdraw", by=WORKER)
    clock.forward(days=6)
    service.sweeper.sweep()
    assert unanswered(client, decision) == []


def test_in_an_emergency_advice_that_nobody_gave_need_not_be_waited_for(client, service, clock):
    decision, _ = asked(client, decision__emergency=True)
    early = act(client, decision, "take", by=WORKER)
    assert (early.status_code, early.json["code"]) == (409, "needs-departure")
    clock.forward(days=5)
    service.sweeper.sweep()
    (noted,) = unanswered(client, decision)
    assert noted["goes_ahead"] is True
    taken = act(client, decision, "take", by=WORKER)
    assert (taken.status_code, taken.json["departs"], taken.json["within"]) == (201, False, True)
    assert "review" in {one["what"] for one in taken.json["owes"]}, "it is looked at afterwards"
    assert story(client, decision)["acts"][-1]["unheard"] == [DUTY]


def test_without_an_emergency_it_waits(client, service, clock):
    decision, _ = asked(client)
    clock.forward(days=5)
    service.sweeper.sweep()
    assert act(client, decision, "take", by=WORKER).json["code"] == "needs-departure"


def test_an_emergency_waits_for_agreement_all_the_same(client, service, clock):
    for _ in range(5):
        done, request = asked(client, decision__amount="480.00")
        client.post(f"/v1/requests/{request}/reply", {"view": "heard", "said": "Fine.", "by": TEAM})
        assert act(client, done, "take", by=WORKER).status_code == 201
    sent = question(decision__amount="200.00", decision__emergency=True)
    answer = client.propose(sent).json
    assert answer["determination"]["level"] == "agree"
    for one in answer["determination"]["with"]:
        act(client, answer["id"], "requests", by=WORKER, duty=one["id"])
    clock.forward(days=8)
    service.sweeper.sweep()
    assert unanswered(client, answer["id"])
    assert act(client, answer["id"], "take", by=WORKER).json["code"] == "needs-departure"


def test_several_processes_note_it_once(client, service, settings, clock):
    decision, _ = asked(client)
    clock.forward(days=6)
    others = [bootstrap(settings, clock=clock) for _ in range(2)]
    try:
        every = [service, *others]
        with ThreadPoolExecutor(len(every)) as pool:
            for one in [pool.submit(each.sweeper.sweep) for each in every * 2]:
                one.result(timeout=60)
    finally:
        for one in others:
            one.close()
    assert len(unanswered(client, decision)) == 1


def test_a_clock_that_steps_back_notes_nothing_early_and_nothing_twice(client, service, clock):
    decision, _ = asked(client)
    clock.forward(days=5)
    service.sweeper.sweep()
    clock.forward(days=-3)
    service.sweeper.sweep()
    assert len(unanswered(client, decision)) == 1
