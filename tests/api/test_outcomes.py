"""Shared outcomes: signed by every body before a scheme is adopted, left again, followed up and handed over."""

import pytest

from api.bootstrap import bootstrap
from api.commands.answered_once import Person
from api.commands.outcome_adopting import HandedIn
from api.evidence.verifying import verify_and_redecide
from api.rule_store import read_rules
from api.store.keys import create_key
from govengine.errors import SchemeError
from tests.api.conftest import HARBOUR, NORTHBRIDGE, Client, question
from tests.application import client_on

TITLE = "People keep a home they can afford"
DIRECTOR = {"ref": "u-4", "role": "director"}
OFFICER = {"ref": "u-17", "role": "section_151_officer"}
WORKER = {"ref": "w-2041", "role": "support_worker"}
MANAGER = {"ref": "w-77", "role": "service_manager"}
SIGNED = {
    "title": TITLE,
    "measure": "How many are in the same home a year later.",
    "shared_by": [NORTHBRIDGE, HARBOUR],
    "share": "Two support workers.",
    "by": DIRECTOR,
}
PATH = "/v1/outcomes/settled_home"


@pytest.fixture
def bare(settings, clock):
    """A service on which nothing has been adopted."""
    made = bootstrap(settings, clock=clock)
    yield made
    found = verify_and_redecide(made.live, lambda _done, _of: None)
    assert found.well, found
    made.close()


@pytest.fixture
def owners(bare):
    """An owner's key of each body."""
    http = client_on(bare)

    def owner(body):
        _, secret = bare.live.appender.submit(
            lambda tx: create_key(tx, body=body, client=f"{body} owner", role="owner")
        )
        return Client(http, secret)

    return {body: owner(body) for body in (NORTHBRIDGE, HARBOUR, "elsewhere")}


def adopt(service, **more):
    versions = [version for version, _ in read_rules(service.settings.rules) if version is not None]
    return service.live.adopt(versions, by="u-1", role="owner", authority="minute 7", **more)


def sign(client, path=PATH, **more):
    return client.post(f"{path}/signatures", SIGNED | more)


def test_a_scheme_is_adopted_once_every_body_has_signed(bare, owners):
    with pytest.raises(SchemeError) as refused:
        adopt(bare)
    (problem,) = refused.value.problems
    assert problem.code == "outcome-unsigned"
    assert f"settled_home (“{TITLE}”)" in problem.message
    assert problem.message.endswith(f"by: {NORTHBRIDGE}, {HARBOUR}.")
    assert sign(owners[NORTHBRIDGE]).status_code == 201
    with pytest.raises(SchemeError) as refused:
        adopt(bare)
    assert refused.value.problems[0].message.endswith(f"by: {HARBOUR}.")
    assert bare.live.rules.in_force.adoptions == ()
    assert sign(owners[HARBOUR], share="A tenancy manager.").status_code == 201
    assert [one.scheme for one in adopt(bare)] == ["statute-floor-england", "neighbourhood-support"]
    (line,) = owners[HARBOUR].get("/v1/outcomes").json["outcomes"]
    assert (line["title"], line["lacks"], line["schemes"]) == (TITLE, [], ["neighbourhood-support"])
    assert [(one["body"], one["attested"], one["share"]) for one in line["signatures"]] == [
        (NORTHBRIDGE, "client", "Two support workers."),
        (HARBOUR, "client", "A tenancy manager."),
    ]


@pytest.mark.parametrize("more", [{"title": "Another"}, {"shared_by": [NORTHBRIDGE, HARBOUR, "elsewhere"]}])
def test_what_was_signed_is_what_the_scheme_says(bare, owners, more):
    for body in (NORTHBRIDGE, HARBOUR):
        assert sign(owners[body], **more).status_code == 201
    with pytest.raises(SchemeError) as refused:
        adopt(bare)
    assert refused.value.problems[0].code == "outcome-unsigned"


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"title": "Another"}, 409, "outcome-differs"),
        ({"measure": "Another"}, 409, "outcome-differs"),
        ({"shared_by": [HARBOUR, NORTHBRIDGE, "elsewhere"]}, 409, "outcome-differs"),
        ({"shared_by": [NORTHBRIDGE]}, 403, "not-sharing"),
        ({"shared_by": []}, 422, "bad-member"),
        ({"follow_up": ["2026-05-01"]}, 422, "bad-member"),
        ({"follow_up": ["2026-02-29"]}, 422, "bad-member"),
        ({"share": ""}, 422, "bad-member"),
        ({"by": {"ref": "u", "role": "what somebody said"}}, 422, "bad-member"),
    ],
)
def test_what_cannot_be_signed(owners, more, status, code):
    assert sign(owners[NORTHBRIDGE]).status_code == 201
    reply = sign(owners[HARBOUR], **more)
    assert (reply.status_code, reply.json["code"]) == (status, code)
    (line,) = owners[HARBOUR].get("/v1/outcomes").json["outcomes"]
    assert len(line["signatures"]) == 1


def test_a_body_signs_once_and_the_same_request_is_answered_the_same(owners):
    first = owners[NORTHBRIDGE].post(f"{PATH}/signatures", SIGNED, key="k")
    assert owners[NORTHBRIDGE].post(f"{PATH}/signatures", SIGNED, key="k").data == first.data
    again = sign(owners[NORTHBRIDGE])
    assert (again.status_code, again.json["code"]) == (409, "already-signed")


def test_a_role_of_another_body_does_not_sign(client_of):
    reply = sign(client_of(HARBOUR, "owner"), path="/v1/outcomes/other", by=OFFICER)
    assert (reply.status_code, reply.json["code"]) == (422, "role-of-other-body")


def test_what_was_signed_on_paper_is_handed_in_with_the_adoption(bare, owners, clock):
    handed = [
        HandedIn("settled_home", body, Person("u-9", "chair"), "A half.", follow_up=[clock().date()])
        for body in (NORTHBRIDGE, HARBOUR)
    ]
    with pytest.raises(SchemeError) as refused:
        adopt(bare, signatures=[*handed, HandedIn("settled_home", "elsewhere", Person("u", "chair"), "x")])
    assert [one.code for one in refused.value.problems] == ["outcome-not-shared"]
    adopt(bare, signatures=handed)
    told = owners[HARBOUR].get(PATH).json
    assert [(one["attested"], one["by"]["ref"]) for one in told["signatures"]] == [("adopter", "u-9")] * 2
    assert [one["body"] for one in told["owed"]] == [NORTHBRIDGE, HARBOUR]


def test_examples_are_marked_as_examples(bare, owners):
    adopt(bare, example_signatures=True)
    told = owners[HARBOUR].get(PATH).json
    assert {one["attested"] for one in told["signatures"]} == {"example"}
    assert {one["share"] for one in told["signatures"]} == {"An example: nobody has signed this."}
    assert told["story"][0]["signed"][0]["attested"] == "example"


def leave(client, **more):
    return client.post(f"{PATH}/leave", {"why": "Other priorities.", "by": DIRECTOR} | more)


def test_a_withdrawn_signature_raises_a_review_of_each_grant_that_serves_it(client_of):
    owner, harbour = client_of(NORTHBRIDGE, "owner"), client_of(HARBOUR, "owner")
    left = leave(harbour)
    assert left.status_code == 201
    owed = owner.get("/v1/owed").json["owed"]
    assert {one["id"] for one in owed} == {one["id"] for one in left.json["owes"]}
    assert owed
    assert {(one["what"], one["outcome"], one["decision"]) for one in owed} == {
        ("review", "settled_home", None)
    }
    hardship = [one for one in owed if one["duty"] == "neighbourhood-support/hardship-worker"]
    assert [one["role"] for one in hardship] == ["section_151_officer"]
    again = leave(harbour)
    assert (again.status_code, again.json["code"]) == (404, "unknown-signature")
    told = owner.get(PATH).json
    assert told["lacks"] == [HARBOUR]
    assert told["story"][-1]["why"] == "Other priorities."


def test_the_review_of_a_grant_is_done_by_whoever_owes_it(client_of):
    owner, harbour = client_of(NORTHBRIDGE, "owner"), client_of(HARBOUR, "owner")
    owed = leave(harbour).json["owes"][0]["id"]
    sent = {"said": "It goes on: we carry it alone.", "by": OFFICER}
    assert harbour.post(f"/v1/owed/{owed}/done", sent).json["code"] == "unknown-owed"
    junior = owner.post(f"/v1/owed/{owed}/done", sent | {"by": WORKER})
    assert (junior.status_code, junior.json["code"]) == (403, "not-theirs")
    assert owner.post(f"/v1/owed/{owed}/done", sent).status_code == 201
    again = owner.post(f"/v1/owed/{owed}/done", sent)
    assert (again.status_code, again.json["code"]) == (409, "owed-over")
    assert owed not in {one["id"] for one in owner.get("/v1/owed").json["owed"]}


def followed(client_of, day="2026-10-25"):
    """An outcome of the worker's body to be followed up on the day the clocks go back, and its owner."""
    owner = client_of(NORTHBRIDGE, "owner")
    reply = sign(owner, path="/v1/outcomes/other", follow_up=[day], by=WORKER)
    assert reply.status_code == 201, reply.json
    return owner, reply.json["owes"][0]


def test_a_follow_up_falls_due_when_its_day_is_over_and_rises(client_of, clock):
    owner, owed = followed(client_of)
    assert owed["due_at"] == "2026-10-26T00:00:00.000000Z"
    clock.now = clock.now.replace(year=2026, month=10, day=25, hour=23, minute=59)
    (line,) = owner.get("/v1/owed?to_role=support_worker").json["owed"]
    assert (line["what"], line["overdue"], line["outcome"]) == ("follow_up", False, "other")
    assert owner.get("/v1/owed?to_role=team_manager").json["owed"] == []
    clock.forward(minutes=2)
    (line,) = owner.get("/v1/owed?to_role=team_manager").json["owed"]
    assert (line["overdue"], line["rose_from"]) == (True, "support_worker")
    done = {
        "said": "Most are still at home.",
        "came": "partly",
        "by": {"ref": "w-31", "role": "team_manager"},
    }
    assert owner.post(f"/v1/owed/{owed['id']}/done", done).status_code == 201
    assert owner.get("/v1/owed").json["owed"] == []
    assert owner.get("/v1/outcomes/other").json["story"][-1]["came"] == "partly"


def test_29_february_is_a_day_and_so_is_5_april(client_of):
    for day, due in (
        ("2028-02-29", "2028-03-01T00:00:00.000000Z"),
        ("2027-04-05", "2027-04-05T23:00:00.000000Z"),
    ):
        owner, owed = followed(client_of, day)
        assert owed["due_at"] == due
        owner.post("/v1/outcomes/other/leave", {"why": "w", "by": WORKER})


def taken(client, **more):
    decision = client.propose(question()).json["id"]
    reply = client.post(f"/v1/decisions/{decision}/take", {"by": WORKER} | more)
    return decision, reply


def found_out(client, decision, said="They are at home."):
    sent = {"came": "yes", "said": said, "by": WORKER}
    return client.post(f"/v1/decisions/{decision}/outcomes", sent)


@pytest.mark.usefixtures("verified")
def test_the_days_set_when_it_was_taken_are_owed_and_an_outcome_does_them(client, clock):
    decision, reply = taken(client, follow_up=["2026-06-01", "2026-08-01", "2026-07-01"])
    assert reply.status_code == 201, reply.json

    def left():
        owed = client.get(f"/v1/decisions/{decision}").json["owed"]
        return [one["duty"] for one in owed if one["what"] == "follow_up"]

    assert left() == ["follow-up/2026-06-01", "follow-up/2026-07-01", "follow-up/2026-08-01"]
    assert found_out(client, decision).status_code == 201, "the next, before it is due"
    assert left() == ["follow-up/2026-07-01", "follow-up/2026-08-01"]
    clock.forward(days=100)
    lines = client.get("/v1/owed?to_role=team_manager").json["owed"]
    assert {one["rose_from"] for one in lines if one["what"] == "follow_up"} == {"support_worker"}
    assert found_out(client, decision).status_code == 201, "all that are due"
    assert left() == []


def test_a_day_that_is_over_is_none_to_follow_up(client):
    decision, reply = taken(client, follow_up=["2026-05-01"])
    assert (reply.status_code, reply.json["code"], reply.json["pointer"]) == (422, "bad-member", "/follow_up")
    assert client.get(f"/v1/decisions/{decision}").json["state"] == "proposed"


@pytest.mark.usefixtures("verified")
def test_the_examples_work_as_they_stand(client_of):
    giver, receiver = client_of(NORTHBRIDGE, "owner"), client_of(HARBOUR, "owner")
    paths = giver.http.get("/openapi.json").json["paths"]

    def tried(client, path, made=""):
        sent = paths[path]["post"]["requestBody"]["content"]["application/json"]["example"]
        reply = client.post(path.replace("{outcome}", "ready_home").replace("{owed_id}", made), sent)
        assert reply.status_code == 201, reply.json
        return reply.json

    for client in (giver, receiver):
        signed = tried(client, "/v1/outcomes/{outcome}/signatures")
    (mine,) = giver.get("/v1/owed").json["owed"]
    offered = tried(giver, "/v1/owed/{owed_id}/offer", mine["id"])
    tried(receiver, "/v1/owed/{owed_id}/answer", offered["owes"][0]["id"])
    tried(receiver, "/v1/owed/{owed_id}/done", signed["owes"][0]["id"])
    tried(giver, "/v1/outcomes/{outcome}/leave")


def test_a_name_that_could_say_something_of_somebody_is_no_name(client_of):
    owner = client_of(NORTHBRIDGE, "owner")
    for name in ("what she said", "a.b", "x" * 101, "%00"):
        reply = sign(owner, path=f"/v1/outcomes/{name}")
        assert (reply.status_code, reply.json["code"]) in ((404, "no-outcome"), (404, "unknown-address"))
    assert owner.get("/v1/outcomes/nothing").json["code"] == "no-outcome"
