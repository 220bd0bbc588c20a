"""What people did about a decision fills the thirty fields: shown, masked and erased, in both forms."""

import json

import pytest

from api.exporting.log_export import Format
from tests.api.conftest import NORTHBRIDGE
from tests.api.test_authorisation import GIVEN, with_earned_grant
from tests.api.test_export import events, exported, rows
from tests.api.test_life import DEPARTURE, SERVICE, TEAM, WORKER, act, proposed, regular, version

MATTERS = "To stay near the school."
CHIEF = {"ref": "u-17", "role": "section_151_officer"}


@pytest.fixture
def rules(rules):
    """With earned authority, and a safeguard that an emergency lifts until somebody ratifies."""
    with_earned_grant(rules)
    scheme = rules / "neighbourhood-support/2026-04/scheme.yaml"
    text, agreed = scheme.read_text(), "    with: {role: team_manager, second_person: true}\n"
    assert text.count(agreed) == 1
    lifted = agreed + "    emergency: {ratify_by: service_manager, within: P2D}\n"
    scheme.write_text(text.replace(agreed, lifted))
    return rules


def record(service, decision, **more):
    (found,) = [one for one in events(service, **more) if one["decision_id"] == decision]
    return found["record"]


def shown(service, decision):
    return record(service, decision, with_personal=True)


def someone(by):
    return by | {"body": NORTHBRIDGE}


@pytest.fixture
def departed(client):
    """A decision that was taken other than answered, followed up and reviewed."""
    decision = proposed(client, decision__amount="620.00")
    taken = act(
        client, decision, "take", by=WORKER, departure=DEPARTURE, said="Paid on Sunday.", matters=MATTERS
    )
    assert taken.status_code == 201, taken.text
    assert act(client, decision, "outcomes", by=WORKER, came="yes", said="Still at home.").status_code == 201
    reviewed = act(client, decision, "review", by=CHIEF, finding="rule_does_not_fit", said="Mondays come.")
    assert reviewed.status_code == 201, reviewed.text
    return decision


OWN_WORDS = ["lost on Monday", "Wait for the panel", "No time.", "on Sunday", "the school", "at home.", "Mondays come"]  # fmt: skip


def test_what_a_person_decided_and_why_it_differs(service, departed):
    found = shown(service, departed)
    (decided,) = found["human_decision"]
    assert (decided["act"], decided["by"]) == ("decision.taken", someone(WORKER))
    assert decided["taken_at"] == decided["at"]
    (differs,) = found["departure"]
    assert (differs["departs"], differs["within"], differs["why"]) == (True, False, "No time.")
    (reason,) = found["reasons"]
    assert (reason["said"], reason["need"], reason["why"]) == (
        "Paid on Sunday.",
        DEPARTURE["need"],
        DEPARTURE["why"],
    )
    assert [one["options"] for one in found["alternatives"]] == [DEPARTURE["options"]]
    assert [one["matters"] for one in found["persons_view"]] == [MATTERS]
    (came,) = found["follow_up"]
    assert (came["came"], came["said"], came["by"]) == ("yes", "Still at home.", someone(WORKER))
    (review,) = found["review_findings"]
    assert (review["finding"], review["said"]) == ("rule_does_not_fit", "Mondays come.")
    assert review["by"] == someone(CHIEF)


def test_approved_declined_and_given_up_are_decisions_too(service, client):
    approved, declined = (proposed(client, decision__amount="620.00") for _ in range(2))
    act(client, approved, "approve", version(client, approved), by=SERVICE, said="Yes, this once.")
    act(client, approved, "not-take", by=WORKER, why="Paid by the landlord.")
    act(client, declined, "decline", version(client, declined), by=SERVICE, why="The fund is for others.")
    first, second = shown(service, approved), shown(service, declined)
    assert [one["act"] for one in first["human_decision"]] == ["decision.approved", "decision.not_taken"]
    assert [one.get("said", one.get("why")) for one in first["reasons"]] == [
        "Yes, this once.",
        "Paid by the landlord.",
    ]
    assert first["departure"] == "not taken"
    assert [(one["act"], one["why"]) for one in second["reasons"]] == [
        ("decision.declined", "The fund is for others.")
    ]


def test_who_was_asked_and_what_they_said(service, client):
    answered = regular(client)
    decision, duty = answered["id"], answered["determination"]["with"][0]["id"]
    asked = act(client, decision, "requests", by=WORKER, duty=duty, question="Will you agree?")
    reply = {"view": "agrees", "said": "Help them stay.", "by": TEAM}
    assert client.post(f"/v1/requests/{asked.json['owes'][0]['id']}/reply", reply).status_code == 201
    act(client, decision, "take", by=WORKER)
    act(client, decision, "duties", by=WORKER, duty="tell-landlord", ref="L-7")
    found = shown(service, decision)["consultees"]
    assert [(one["role"], one["how"], one.get("question")) for one in found["asked"]] == [
        ("team_manager", "agrees", "Will you agree?")
    ]
    (view,) = found["views"]
    assert (view["view"], view["said"], view["by"]) == ("agrees", "Help them stay.", someone(TEAM))
    assert [(one["by"]["ref"], one["evidence"]) for one in found["done"]] == [("w-2041", "L-7")]


def test_who_ratified_an_emergency(service, client):
    regular(client)
    decision = proposed(client, decision__amount="200.00", decision__emergency=True)
    assert act(client, decision, "take", by=WORKER).status_code == 201
    waits = shown(service, decision)["emergency"]
    assert (waits["emergency"], waits["ratified_by"]) == (True, "nobody so far")
    assert waits["ratify"] == [{"by": "service_manager", "within": "P2D"}]
    ratified = act(client, decision, "ratify", by=SERVICE, ratified=True, said="It could not wait.")
    assert ratified.status_code == 201, ratified.text
    (one,) = shown(service, decision)["emergency"]["ratified_by"]
    assert (one["ratified"], one["by"], one["said"]) == (True, someone(SERVICE), "It could not wait.")


def test_the_authority_it_rested_on(service, client, client_of):
    given = client_of(NORTHBRIDGE, "owner").post("/v1/authorisations", GIVEN | {"evidence": "SUP-4"}).json
    (held,) = shown(service, proposed(client, decision__amount="620.00"))["delegation_validity"][
        "authorisations"
    ]
    assert (held["id"], held["to"], held["how"]) == (given["id"], "actor.earned_autonomy", "earned")
    assert (held["from"], held["until"]) == (given["since"], given["until"])
    assert (held["holder"], held["agreed_by"], held["evidence"]) == (WORKER, TEAM, "SUP-4")


@pytest.mark.parametrize("form", Format)
def test_own_words_are_masked_unless_they_are_asked_for(service, departed, form):
    masked, in_full = exported(service, form), exported(service, form, with_personal=True)
    for words in OWN_WORDS:
        assert words not in masked
        assert words in in_full


def test_each_masked_word_is_pointed_at(service, departed):
    (event,) = events(service)
    assert {
        "/record/departure/0/why",
        "/record/reasons/0/need",
        "/record/alternatives/0/options",
        "/record/persons_view/0/matters",
        "/record/review_findings/0/by/ref",
        "/record/follow_up/0/said",
    } <= set(event["masked"])
    assert json.dumps(event).count("**masked**") == len(event["masked"])


def test_what_was_erased_says_so(service, client_of, departed):
    owner, reviewer = client_of(role="owner"), client_of(role="reviewer")
    sent = {
        "selector": {"decision": departed},
        "basis": "unlawful",
        "overrides": ["officer_decision"],
        "note": "n",
        "by": {"ref": "u-1", "role": "lead"},
    }
    proposal = owner.post("/v1/erasures", sent).json["id"]
    by = {"by": {"ref": "u-2", "role": "officer"}}
    assert reviewer.post(f"/v1/erasures/{proposal}/approve", by).status_code == 201
    (event,), (row,) = events(service, with_personal=True), rows(service, with_personal=True)
    assert {
        "/record/departure/0/why",
        "/record/human_decision/0/by/ref",
        "/record/alternatives/0/options",
        "/record/persons_view/0/matters",
        "/record/review_findings/0/said",
    } <= set(event["erased"])
    assert event["record"]["review_findings"][0]["finding"] == "rule_does_not_fit"
    assert json.loads(row["departure"])[0]["why"] == "**erased**"
    for words in OWN_WORDS:
        assert words not in json.dumps(event) + json.dumps(row)


def test_the_citizens_side_as_it_was_noted(service, client):
    decision = proposed(client)
    assert shown(service, decision)["interests"] == "not taken"
    sent = {
        "interests": "A cousin works for the landlord.",
        "capacity": "Decides for herself; explained twice.",
        "notice": {"at": "2026-05-02T09:00:00+01:00", "how": "letter"},
        "review_until": "2026-05-23",
        "publication": {"class": "exempt", "exemption": "paragraph 2"},
    }
    taken = act(client, decision, "take", by=WORKER, **sent)
    assert taken.status_code == 201, taken.text
    found = shown(service, decision)
    assert found["interests"][0]["interests"] == sent["interests"]
    assert found["capacity_and_statute"]["capacity"][0]["basis"] == sent["capacity"]
    (review,) = found["review_right"]
    assert (review["review_until"], review["notice"]["how"]) == ("2026-05-23", "letter")
    assert found["publication"][0]["publication"] == {"class": "exempt", "exemption": "paragraph 2"}
    for words in (sent["interests"], sent["capacity"]):
        assert words not in exported(service)


def test_what_is_kept_for_ever_has_no_room_for_words_about_a_person(client):
    decision = proposed(client)
    wordy = {"class": "exempt", "exemption": "because Mrs Shaw said: no"}
    assert act(client, decision, "take", by=WORKER, publication=wordy).status_code == 422


def test_the_days_to_look_again_and_who_took_them_over(service, client):
    decision = proposed(client)
    taken = act(client, decision, "take", by=WORKER, follow_up=["2026-06-01", "2026-07-01"])
    owed = [one for one in taken.json["owes"] if one["what"] == "follow_up"]
    to = {"body": NORTHBRIDGE, "role": "team_manager"}
    sent = {"to": to, "said": "I move on.", "by": WORKER}
    offer = client.post(f"/v1/owed/{owed[0]['id']}/offer", sent).json["owes"][0]["id"]
    answer = {"accepted": True, "said": "Gladly.", "by": TEAM}
    assert client.post(f"/v1/owed/{offer}/answer", answer).status_code == 201
    days, offered, answered = shown(service, decision)["follow_up"]
    assert days["days"] == ["2026-06-01", "2026-07-01"]
    assert (offered["to"], offered["said"], offered["by"]) == (to, "I move on.", someone(WORKER))
    assert (answered["accepted"], answered["by"]) == (True, someone(TEAM))


def test_that_nobody_answered_and_who_was_asked_next(service, client, clock):
    decision = regular(client)
    duty = decision["determination"]["with"][0]["id"]
    assert act(client, decision["id"], "requests", by=WORKER, duty=duty).status_code == 201
    clock.forward(days=8)
    service.sweeper.sweep()
    (noted,) = shown(service, decision["id"])["consultees"]["unanswered"]
    assert (noted["how"], noted["role"], noted["asked_next"]) == (
        "agree",
        "team_manager",
        ["service_manager"],
    )
