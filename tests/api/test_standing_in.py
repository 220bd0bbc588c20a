"""Separation of duties holds through substitutes: whoever stands in for somebody counts as them."""

import pytest

from tests.api.conftest import NORTHBRIDGE
from tests.api.test_authorisation import GIVEN, with_earned_grant
from tests.api.test_life import SERVICE, act, proposed, story, version

pytestmark = pytest.mark.usefixtures("verified")

DEPUTY, OTHER = {"ref": "w-55", "role": "support_worker"}, {"ref": "w-56", "role": "support_worker"}
GIVEN_FOR_ANOTHER = GIVEN | {"how": "substitute", "stands_in_for": "w-2041", "holder": DEPUTY}


@pytest.fixture
def rules(rules):
    return with_earned_grant(rules)


@pytest.fixture
def owner(client_of):
    return client_of(NORTHBRIDGE, "owner")


def approval(client, decision, ref):
    return act(client, decision, "approve", version(client, decision), by=SERVICE | {"ref": ref})


def test_neither_approves_what_the_other_asked(client, owner):
    assert owner.post("/v1/authorisations", GIVEN_FOR_ANOTHER).status_code == 201
    for asks, approves in (("w-2041", "w-55"), ("w-55", "w-2041")):
        decision = proposed(client, actor__ref=asks, decision__amount="1200.00")
        reply = approval(client, decision, approves)
        assert (reply.status_code, reply.json["code"]) == (403, "kept-apart")
        assert [one["act"] for one in story(client, decision)["acts"]] == ["act.kept_apart"]
        assert approval(client, decision, "w-77").status_code == 201


def test_two_who_stand_in_for_one_person_are_kept_apart_too(client, owner):
    owner.post("/v1/authorisations", GIVEN_FOR_ANOTHER)
    owner.post("/v1/authorisations", GIVEN_FOR_ANOTHER | {"holder": OTHER})
    decision = proposed(client, actor__ref="w-55", decision__amount="1200.00")
    assert approval(client, decision, "w-56").json["code"] == "kept-apart"


def test_it_is_over_with_the_authorisation_but_not_for_what_was_asked_before(client, owner, clock):
    owner.post("/v1/authorisations", GIVEN_FOR_ANOTHER)
    before = proposed(client, decision__amount="1200.00")
    clock.forward(days=40)
    after = proposed(client, decision__amount="1200.00")
    assert approval(client, before, "w-55").json["code"] == "kept-apart"
    assert approval(client, after, "w-55").status_code == 201


def test_who_learned_something_stands_in_for_nobody(owner):
    reply = owner.post("/v1/authorisations", GIVEN_FOR_ANOTHER | {"how": "training"})
    assert (reply.status_code, reply.json["code"]) == (422, "bad-member")
