"""What the person is told afterwards, and what they ask for: a review by somebody else, a complaint that is heard."""

from datetime import UTC, datetime

import pytest

from tests.api.conftest import NORTHBRIDGE
from tests.api.test_life import SERVICE, TEAM, WORKER, act, proposed, story

pytestmark = pytest.mark.usefixtures("verified")

ACCOUNTABLE = {"ref": "w-1", "role": "section_151_officer"}
LETTER = {"at": "2026-05-04T09:00:00+01:00", "how": "letter", "review_days": 21}


@pytest.fixture
def taken(client, clock):
    """A decision of 4 May 2026."""
    clock.now = datetime(2026, 5, 4, 10, tzinfo=UTC)
    decision = proposed(client)
    assert act(client, decision, "take", by=WORKER).status_code == 201
    return decision


def owed(client, decision, what):
    return [one for one in story(client, decision)["owed"] if one["what"] == what]


@pytest.mark.parametrize(
    ("asked_on", "in_time"),
    [
        (datetime(2026, 5, 25, 22, 59, tzinfo=UTC), True),  # a minute to midnight in London, 21 days on
        (datetime(2026, 5, 25, 23, 0, tzinfo=UTC), False),
    ],
)
def test_a_review_asked_for_is_owed_also_when_it_is_late(client, clock, taken, asked_on, in_time):
    told = act(client, taken, "notice", by=WORKER, **LETTER)
    assert told.status_code == 201, told.json
    assert story(client, taken)["acts"][-1]["review_until"] == "2026-05-25"
    clock.now = asked_on
    asked = act(client, taken, "review-asked", by=TEAM, said="You did not ask about the arrears.")
    assert asked.status_code == 201, asked.json
    said = story(client, taken)["acts"][-1]
    assert (said["in_time"], said["asker"], said["said"]) == (
        in_time,
        "person",
        "You did not ask about the arrears.",
    )
    assert len(owed(client, taken, "review")) == 1


def test_the_review_is_done_by_somebody_who_had_no_part(client, taken):
    act(client, taken, "review-asked", by=WORKER, said="Please look again.", asker="somebody_for_them")
    assert story(client, taken)["acts"][-1]["in_time"] is None  # nobody said until when
    role = owed(client, taken, "review")[0]["role"]
    own = act(client, taken, "review", by={"ref": "w-2041", "role": role}, finding="sound", said="Fine.")
    assert (own.status_code, own.json["code"]) == (403, "kept-apart")
    done = act(client, taken, "review", by={"ref": "w-99", "role": role}, finding="sound", said="Fine.")
    assert done.status_code == 201, done.json
    assert owed(client, taken, "review") == []


def test_what_was_declined_can_be_reviewed_too(client):
    decision = proposed(client, decision__amount="620.00")
    act(client, decision, "decline", story(client, decision)["version"], by=SERVICE, why="Not as it stands.")
    assert act(client, decision, "review-asked", by=WORKER, said="Please look again.").status_code == 201
    assert len(owed(client, decision, "review")) == 1
    assert story(client, decision)["state"] == "declined"


def test_a_complaint_is_acknowledged_within_thirty_days(client, clock, taken):
    act(client, taken, "complaints", by=WORKER, said="Nobody rang me back.")
    (waiting,) = owed(client, taken, "acknowledge")
    assert (waiting["role"], waiting["due_at"]) == ("section_151_officer", "2026-06-03T10:00:00.000000Z")
    clock.now = datetime(2026, 6, 3, 11, tzinfo=UTC)
    rising = client.get("/v1/owed?to_role=section_151_officer").json["owed"]
    assert [one["overdue"] for one in rising if one["what"] == "acknowledge"] == [True]
    junior = act(client, taken, "acknowledge", by=TEAM, said="We have it.")
    assert (junior.status_code, junior.json["code"]) == (403, "not-theirs")
    done = act(client, taken, "acknowledge", by=ACCOUNTABLE, said="We have it, and are sorry it is late.")
    assert done.status_code == 201, done.json
    assert owed(client, taken, "acknowledge") == []
    again = act(client, taken, "acknowledge", by=ACCOUNTABLE, said="We have it.")
    assert again.json["code"] == "not-owed"
    assert [one["by"]["body"] for one in story(client, taken)["acts"]] == [NORTHBRIDGE] * 3


def test_a_person_may_complain_of_what_nobody_has_decided(client):
    decision = proposed(client, decision__amount="620.00")
    assert act(client, decision, "complaints", by=WORKER, said="It takes too long.").status_code == 201
    told = act(client, decision, "notice", by=WORKER, **LETTER)
    assert told.json["code"] == "not-possible-now"  # there is nothing to tell yet


def test_a_notice_of_tomorrow_is_not_one(client, taken):
    tomorrow = LETTER | {"at": "2026-05-05T09:00:00+01:00"}
    assert act(client, taken, "notice", by=WORKER, **tomorrow).json["code"] == "bad-member"
