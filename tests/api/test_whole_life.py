"""Several decisions of one household and several people at once: every act, in every state, by everybody.

What the service does is held against `life_model`, which was written apart from it.
"""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from api.evidence.verifying import verify_and_redecide
from tests import counts
from tests.api.conftest import question
from tests.api.life_model import DONE, LANDLORD, SECOND, Decision, Model, Who

LONDON = ZoneInfo("Europe/London")
PEOPLE = [
    Who("w-1", "support_worker"),
    Who("w-2", "support_worker"),
    Who("t-1", "team_manager"),
    Who("s-1", "service_manager"),
    Who("s-2", "service_manager"),
    Who("o-1", "section_151_officer"),
    Who("w-1", "team_manager"),  # standing in for somebody
    Who("w-1", "service_manager"),
]
AMOUNTS = ["120.00", "480.00", "500.00", "500.01", "900.00", "2000.00", "2000.01"]
PATHS = {
    "ask": ("requests", {"duty": SECOND}),
    "discharge": ("duties", {"duty": LANDLORD}),
    "approve": ("approve", {}),
    "decline": ("decline", {"why": "Not as it stands."}),
    "take": ("take", {}),
    "leave": ("not-take", {}),
    "withdraw": ("withdraw", {}),
    "reopen": ("reopen", {"why": "Needed after all."}),
    "record_outcome": ("outcomes", {"came": "partly", "said": "It helped."}),
    "review": ("review", {"finding": "sound", "said": "Plainly needed."}),
    "ratify": ("ratify", {"ratified": True}),
}
DEPARTURE = {"need": "A home.", "options": ["To wait."], "why": "No time."}

LIVES = 500
"""On each database; they take a quarter of an hour."""
VERSIONED = ("approve", "decline")

which = st.sampled_from([0, 0, 0, 1, 1, 2, 3, 5, 8])
"""How far back: mostly the last."""
people = st.sampled_from(PEOPLE)
likely = st.sampled_from(["approve", "take", "ask", "decline", "reopen"])
an_act = st.tuples(st.sampled_from(list(PATHS)), people, st.booleans())


class Life(RuleBasedStateMachine):
    """`client` holds a key, `clock` can be moved; `seen` counts what was tried and what came of it."""

    households = 0

    def __init__(self, client, clock, seen):
        super().__init__()
        self.client, self.clock, self.seen = client, clock, seen
        self.model = Model(self.today)
        self.requests: dict[str, str] = {}
        Life.households += 1
        self.household = f"p-{Life.households}"

    @property
    def today(self):
        return self.clock().astimezone(LONDON).date()

    def story(self, one):
        return self.client.get(f"/v1/decisions/{one.id}").json

    def chosen(self, number) -> Decision:
        return self.model.decisions[-1 - number % len(self.model.decisions)]

    @rule(
        actor=st.sampled_from(["w-1", "w-2"]),
        amount=st.sampled_from(AMOUNTS),
        apart=st.booleans(),
        then=st.lists(likely, max_size=3),
    )
    def propose(self, actor, amount, apart, then):
        self.proposed(actor, amount, self.household + ("-b" if apart else ""))
        for act in then:
            self.go_on(0, act, departs=False)

    @precondition(lambda self: self.model.decisions)
    @rule(number=which, amount=st.sampled_from(AMOUNTS))
    def propose_in_its_place(self, number, amount):
        earlier = self.chosen(number)
        if earlier.replaced or earlier.state == "taken":
            sent = question(actor__ref=earlier.actor, person__ref=earlier.household, decision__amount=amount)
            reply = self.client.propose(sent | {"supersedes": earlier.id})
            code = "replaced-already" if earlier.replaced else "taken-already"
            assert (reply.status_code, reply.json["code"]) == (409, code)
        else:
            earlier.replaced = True
            self.proposed(earlier.actor, amount, earlier.household, supersedes=earlier.id)

    def proposed(self, actor, amount, household, **more):
        sent = question(actor__ref=actor, person__ref=household, decision__amount=amount) | more
        one = Decision("", actor, household, Decimal(amount), self.today, "", counts=False, may_act=False)
        level, ready = self.model.level(one), self.model.ready(one)
        answer = self.client.propose(sent).json
        assert (answer["determination"]["level"], answer["determination"]["may_act"]) == (level, ready)
        one.id = one.version = answer["id"]
        one.counts = one.may_act = ready
        self.model.decisions.append(one)

    @rule(days=st.sampled_from([0.5, 1, 30, 89, 90]))
    def later(self, days):
        self.clock.forward(days=days)
        self.model.today = self.today

    @initialize(number=st.sampled_from([0, 0, 4, 5]))
    def has_had(self, number):
        for _ in range(number):
            self.proposed("w-2", "480.00", self.household)
            self.acted(self.model.decisions[-1], "take", PEOPLE[1], departs=False)

    @precondition(lambda self: self.model.decisions)
    @rule(number=which, acts=st.lists(an_act, min_size=2, max_size=6))
    def act(self, number, acts):
        for act, who, departs in acts:
            self.acted(self.chosen(number), act, who, departs=departs)

    @precondition(lambda self: self.model.decisions)
    @rule(number=which, by_rights=likely, departs=st.booleans())
    def carry_on(self, number, by_rights, departs):
        self.go_on(number, by_rights, departs=departs)

    def go_on(self, number, by_rights, *, departs):
        """What is likely to be possible, so that lives go far."""
        one = self.chosen(number)
        by = {"approve": PEOPLE[3], "decline": PEOPLE[4]}.get(by_rights, Who(one.actor, "support_worker"))
        self.acted(one, by_rights, by, departs=departs)

    def acted(self, one, act, who, *, departs):
        path, sent = PATHS[act]
        departs = departs and act == "take"
        sent = sent | {"by": vars(who)} | ({"departure": DEPARTURE} if departs else {})
        if act == "take":
            sent["follow_up"] = [self.model.looks_again.isoformat()]
        version = {"If-Match": one.version} if act in VERSIONED else {}
        expected = self.model.expected(one, act, who, departs=departs)
        reply = self.client.post(f"/v1/decisions/{one.id}/{path}", sent, **version)
        self.hold(one, act, reply, expected)
        if expected == DONE:
            self.model.do(one, act, who, departs=departs)
            self.done(one, act, reply)

    @precondition(lambda self: self.requests)
    @rule(number=which, who=people, view=st.sampled_from(["agrees", "agrees", "does_not_agree", "heard"]))
    def reply(self, number, who, view):
        request = list(self.requests)[number % len(self.requests)]
        one = next(one for one in self.model.decisions if one.id == self.requests[request])
        reply = self.client.post(
            f"/v1/requests/{request}/reply", {"view": view, "said": "So I think.", "by": vars(who)}
        )
        if not one.asked:
            assert (reply.status_code, reply.json["code"]) == (409, "already-answered")
            return
        expected = self.model.expected(one, "reply", who, view=view)
        self.hold(one, "reply", reply, expected)
        if expected == DONE:
            self.model.do(one, "reply", who, view=view)
            self.done(one, "reply", reply)

    @precondition(lambda self: self.model.decisions)
    @rule(number=which, act=st.sampled_from(VERSIONED), who=people)
    def decide_on_what_has_changed(self, number, act, who):
        one = self.chosen(number)
        path, sent = PATHS[act]
        reply = self.client.post(
            f"/v1/decisions/{one.id}/{path}", sent | {"by": vars(who)}, **{"If-Match": "0" * 26}
        )
        assert (reply.status_code, reply.json["code"]) == (412, "changed-since")
        self.holds_as_told(one)

    def hold(self, one, act, reply, expected):
        self.seen[act, expected.status] = self.seen.get((act, expected.status), 0) + 1
        got = (reply.status_code, reply.json.get("code"))
        assert got == (expected.status, expected.code), (one, act, reply.json)
        if expected.code == "not-possible-now":
            assert all(name in reply.json["what_to_do"] for name in one.callable)
        if expected != DONE:
            self.holds_as_told(one)

    def done(self, one, act, reply):
        one.version = reply.json["version"]
        assert (reply.json["state"], reply.json["possible"]) == (one.state, one.callable)
        if act == "ask":
            self.requests = {reply.json["owes"][0]["id"]: one.id} | self.requests
        self.holds_as_told(one)

    def holds_as_told(self, one):
        """What the service tells of a decision is what the model has: nothing else was done."""
        told = self.story(one)
        assert told["state"] == ("replaced" if one.replaced else one.state)
        assert (told["possible"], told["version"]) == (one.callable, one.version)
        assert told["may_act_now"] == (None if one.replaced else one.may_act or one.state == "approved")
        owed = sorted((due["what"], due["duty"], due["role"] or "") for due in told["owed"])
        assert owed == sorted((due.what, due.duty, due.role or "") for due in one.owed), one
        assert len([act for act in told["acts"] if act["act"] != "act.kept_apart"]) == len(one.acts)

    def teardown(self):
        for one in self.model.decisions:
            self.holds_as_told(one)
        by_team = self.listed("/v1/requests?to_role=team_manager&limit=200")
        for one in self.model.decisions:
            assert (one.id in by_team) == bool(one.asked)

    def listed(self, path):
        return {line["decision"] for line in self.client.get(path).json["owed"]}


def live(client, clock, service, runs):
    seen: dict[tuple[str, int], int] = {}
    run_state_machine_as_test(
        lambda: Life(client, clock, seen), settings=settings(max_examples=runs, stateful_step_count=25)
    )
    found = verify_and_redecide(service.live, lambda _done, _of: None)
    assert found.well, found
    return seen


def test_what_the_guide_says_is_what_happens(client, clock, service):
    live(client, clock, service, 4)


@pytest.mark.long
def test_what_the_guide_says_is_what_happens_over_and_over(client, clock, service, capsys):
    seen = live(client, clock, service, counts.of(LIVES))
    with capsys.disabled():
        print(f"\n{counts.of(LIVES)} lives: {sum(seen.values())} acts, {len(seen)} kinds of act and status")
    assert {status for _, status in seen} >= {201, 403, 409, 422}
