"""A scheme that governs is changed by people, each in their part: gates follow the effect, and one act takes it back."""

import orjson
import pytest

from api.store.authorisations import authorise
from api.store.keys import list_keys, revoke_key
from api.store.reading import entry
from api.store.tables import ACTOR
from govengine.errors import GovengineError
from govengine.record import Kind, lookup_key
from govengine.scheme import read_version
from tests.api.changing import LOOSER, TIGHTER, WORDING, People, draft
from tests.api.conftest import HARBOUR, NORTHBRIDGE, question


@pytest.fixture
def people(service):
    return People(service)


def level(client, amount, ref="p-1"):
    reply = client.propose(question(decision__amount=amount, person__ref=ref))
    assert reply.status_code == 201, reply.text
    return reply.json["determination"]["level"]


def leaves(service, kind):
    found, index = [], 0
    with service.live.engine.connect() as connection:
        while (stored := entry(connection, index)) is not None:
            if stored.kind == kind:
                found.append(orjson.loads(stored.leaf))
            index += 1
    return found


def test_more_power_goes_the_whole_way_and_the_next_decision_follows_it(people, client, verified):
    assert level(client, "600.00") == "refer"
    reply = people.propose(draft(**LOOSER))
    assert (reply.json["effect"], reply.json["scenarios"]) == ("loosens", {"run": 1, "failed": []})
    change = reply.json["id"]
    assert people.waits(change) == ["peer", "owner", "co_design", "sponsor", "host_viewer", "adopt"]
    assert people.adopt(change).json["code"] == "change-waits"
    adopted = people.through(change)
    assert adopted.status_code == 201, adopted.text
    assert (adopted.json["since"], adopted.json["version"]) == ("2026-05-02", "2026-05")
    assert level(client, "600.00", "p-2") == "act"
    assert people.read(change)["standing"] == "adopted"


def test_one_act_takes_it_back(service, people, client, verified):
    change = people.proposed(draft(**LOOSER))
    people.through(change)
    reply = people.post("o-1", f"/{change}/roll-back", {"why": "It sends people the wrong way."})
    assert reply.status_code == 201, reply.text
    assert reply.json["restores"] == "2026-04"
    assert level(client, "600.00") == "refer"
    assert people.read(change)["standing"] == "rolled_back"
    assert client.get("/v1/schemes/neighbourhood-support").json["newest"] == "2026-04"
    again = people.post("o-1", f"/{change}/roll-back", {"why": "Once more."})
    assert again.json["code"] == "not-rolled-back"


def test_after_a_roll_back_another_change_is_made_from_what_governs(people, client, clock, verified):
    first = people.proposed(draft(**LOOSER))
    people.through(first)
    people.post("o-1", f"/{first}/roll-back", {"why": "w"})
    clock.forward(days=3)
    second = people.proposed(draft("2026-06", limit="500→700", scenario="act"))
    assert people.through(second).status_code == 201
    assert level(client, "700.00") == "act"
    people.post("o-1", f"/{second}/roll-back", {"why": "w"})
    assert level(client, "600.00", "p-2") == "refer"


def test_what_tightens_is_the_owner_and_a_peer_and_is_looked_at_again(service, people, client, verified):
    reply = people.propose(draft(scenario=None, **TIGHTER))
    assert (reply.json["effect"], reply.json["asks"]) == ("tightens", ["peer", "owner", "adopt"])
    change = reply.json["id"]
    people.agree("t-1", change, "peer")
    people.agree("o-1", change, "owner")
    adopted = people.adopt(change)
    (owed,) = adopted.json["owes"]
    assert (owed["what"], owed["role"], owed["due_at"][:10]) == (
        "review",
        "section_151_officer",
        "2026-06-01",
    )
    assert level(client, "450.00") == "refer"
    lines = client.get("/v1/owed?to_role=section_151_officer").json["owed"]
    assert [one["duty"] for one in lines] == ["change/neighbourhood-support/2026-05"]
    done = people.client("o-1").post(
        f"/v1/owed/{owed['id']}/done", {"said": "It does as we hoped.", "by": people.by("o-1")}
    )
    assert done.status_code == 201, done.text


def test_wording_needs_a_second_pair_of_eyes(people, verified):
    change = people.proposed(draft(scenario=None, **WORDING))
    assert people.waits(change) == ["check", "adopt"]
    assert people.agree("w-1", change, "check").json["code"] == "kept-apart"
    assert people.agree("t-1", change, "check").status_code == 201
    assert people.adopt(change, "w-1").json["code"] == "kept-apart"
    assert people.adopt(change, "t-1").status_code == 201


# -- who may not -------------------------------------------------------------------------------------


def test_nobody_who_edited_it_counts(service, people, verified):
    change = people.proposed(draft(**LOOSER), edited_by=["t-1", "o-1"])
    for ref, part in (("w-1", "peer"), ("t-1", "peer"), ("o-1", "owner")):
        assert people.agree(ref, change, part).json["code"] == "kept-apart", ref
    assert people.adopt(change).json["code"] == "kept-apart"
    assert [leaf["change"] for leaf in leaves(service, "act.kept_apart")] == [change] * 4
    assert people.agree("t-2", change, "peer").status_code == 201


def test_nor_does_somebody_who_stands_in_for_an_editor(service, people, verified):
    stands_in(service, people, "t-9", "w-1", until="2026-06-01T00:00:00Z")
    change = people.proposed(draft(**LOOSER))
    assert people.agree("t-9", change, "peer").json["code"] == "kept-apart"


def stands_in(service, people, holder, instead_of, *, until, how="substitute"):
    """An authorisation as the register has it, without a scheme that asks for one."""
    secret = service.live.secret
    keys = {name: lookup_key(secret, ACTOR, name) for name in (holder, instead_of)}
    fields = {
        "attested": "client",
        "body": NORTHBRIDGE,
        "by_role": "service_manager",
        "client": "k",
        "fact": "actor.trained",
        "holder_role": people.by(holder)["role"],
        "how": how,
        "keys": {ACTOR: keys[holder]},
        "scheme": "neighbourhood-support",
        "since": "2026-05-01T00:00:00.000000Z",
        "until": until.replace("Z", ".000000Z"),
        "stands_in_for": keys[instead_of],
    }

    def command(tx):
        made = tx.append(Kind.AUTHORISATION_GIVEN, fields, {"by": "s-1", "holder": holder}, {})
        told = {name: fields[name] for name in ("body", "fact", "since", "until", "stands_in_for")}
        authorise(tx, made, holder=keys[holder], **told)

    service.live.appender.submit(command)


def test_one_person_is_not_two(people):
    change = people.proposed(draft(**LOOSER))
    assert people.agree("o-1", change, "peer").status_code == 201
    assert people.agree("o-1", change, "owner").json["code"] == "kept-apart"


def test_an_approver_whose_role_lapsed_counts_no_more(service, people, verified):
    change = people.proposed(draft(scenario=None, **TIGHTER))
    people.agree("t-1", change, "peer")
    people.agree("o-1", change, "owner")
    with service.live.engine.connect() as connection:
        (key,) = [one.id for one in list_keys(connection) if one.client == "t-1"]
    service.live.appender.submit(lambda tx: revoke_key(tx, key))
    reply = people.adopt(change)
    assert (reply.status_code, reply.json["code"]) == (409, "change-waits")
    assert "peer" in reply.json["detail"]
    assert people.agree("t-2", change, "peer").status_code == 201
    assert people.adopt(change).status_code == 201


def test_nor_one_who_acted_up_and_does_so_no_longer(service, people, clock, verified):
    stands_in(service, people, "t-9", "t-5", until="2026-05-10T00:00:00Z", how="acting_up")
    change = people.proposed(draft(scenario=None, **TIGHTER))
    people.agree("t-9", change, "peer")
    people.agree("o-1", change, "owner")
    assert people.waits(change) == ["adopt"]
    clock.forward(days=9)
    assert people.waits(change) == ["peer", "adopt"]
    assert people.adopt(change).json["code"] == "change-waits"


def test_nobody_takes_the_risk_for_the_delegator(service, people, verified):
    risks = {"risks": ["The budget."], "statute_floor": True}
    change = people.proposed(draft(**LOOSER))
    assert people.post("s-1", f"/{change}/acknowledge", risks).json["code"] == "not-theirs"
    stands_in(service, people, "o-9", "o-1", until="2026-06-01T00:00:00Z")
    assert people.post("o-9", f"/{change}/acknowledge", risks).json["code"] == "not-theirs"
    assert people.post("o-1", f"/{change}/acknowledge", risks).status_code == 201


def test_adopting_needs_to_be_certain(people, client, client_of, verified):
    change = people.proposed(draft(scenario=None, **TIGHTER))
    people.agree("t-1", change, "peer")
    people.agree("o-1", change, "owner")
    body = {"authority": "m", "by": people.by("o-1")}
    reply = client_of(role="owner").post(f"/v1/changes/{change}/adopt", body)
    assert (reply.status_code, reply.json["code"]) == (403, "known-too-little")
    wrong = people.client("s-1").post(f"/v1/changes/{change}/adopt", body)
    assert (wrong.status_code, wrong.json["code"]) == (403, "key-of-another")
    assert people.adopt(change).status_code == 201


def test_an_objection_waits_for_its_answer(people, verified):
    change = people.proposed(draft(scenario=None, **TIGHTER))
    people.agree("t-1", change, "peer")
    people.agree("o-1", change, "owner")
    objection = people.post("s-1", f"/{change}/view", {"objects": True, "said": "Not by phone."}).json["id"]
    assert people.adopt(change).json["code"] == "change-waits"
    answer = {"objection": objection, "said": "In person too."}
    assert people.post("s-1", f"/{change}/answer", answer).json["code"] == "not-theirs"
    assert people.post("o-1", f"/{change}/answer", answer).status_code == 201
    assert people.adopt(change).status_code == 201


# -- drafts that cannot go on ------------------------------------------------------------------------


def test_a_scenario_that_does_not_hold_keeps_it_waiting(people):
    reply = people.propose(draft(scenario="refer", **LOOSER))
    assert len(reply.json["scenarios"]["failed"]) == 1
    assert "scenarios" in people.waits(reply.json["id"])


def test_a_draft_whose_base_moved(people, verified):
    tighter = people.proposed(draft("2026-06", scenario=None, limit="500→300"))
    people.agree("t-1", tighter, "peer")
    people.agree("o-1", tighter, "owner")
    people.through(people.proposed(draft(**LOOSER)))
    assert people.adopt(tighter).json["code"] == "base-moved"
    assert people.propose(draft("2026-07", **TIGHTER)).json["code"] == "base-moved"
    assert people.propose(draft("2026-07", **TIGHTER), base="2026-05").status_code == 201


def test_one_that_has_not_begun_is_neither_overtaken_nor_lost(people, client, clock, verified):
    later = draft(**LOOSER)
    later["scheme.yaml"] = later["scheme.yaml"].replace("{from: 2026-04-01,", "{from: 2026-05-20,")
    later["limit.feature"] = later["limit.feature"].replace("2 June", "21 May")
    first = people.proposed(later)
    assert people.through(first).json["since"] == "2026-05-20"
    assert level(client, "600.00") == "refer"
    assert people.propose(draft("2026-06", **TIGHTER)).json["code"] == "base-moved"
    assert people.post("o-1", f"/{first}/roll-back", {"why": "w"}).json["since"] == "2026-05-20"
    clock.forward(days=20)
    assert level(client, "600.00", "p-2") == "refer"


def test_an_adopted_version_is_never_edited(people):
    reply = people.propose(draft("2026-04", **LOOSER))
    assert (reply.status_code, reply.json["code"]) == (409, "already-adopted")


def test_what_does_not_load_is_told_whole(people):
    files = draft(limit="500→six hundred")
    reply = people.propose(files)
    assert (reply.status_code, reply.json["code"]) == (422, "draft-unsound")
    assert len(reply.json["problems"]) > 1


def test_statute_names_are_not_declared_again(people):
    files = draft()
    files["scheme.yaml"] = files["scheme.yaml"].replace(
        "roles:\n", "roles:\n  approved_person: {body: x}\n", 1
    )
    reply = people.propose(files)
    assert reply.json["code"] == "draft-unsound"


def test_who_has_a_part_in_it_is_no_matter_of_wording(people):
    reply = people.propose(draft(head="}→}\nattest: {approve: [token, session]}"))
    assert reply.json["effect"] == "loosens"


def test_a_change_proposed_twice_and_one_withdrawn(people, verified):
    change = people.proposed(draft(**LOOSER))
    assert people.propose(draft(**LOOSER)).json["code"] == "already-proposed"
    assert people.post("w-1", f"/{change}/withdraw", {"why": "w"}).status_code == 201
    assert people.agree("t-1", change, "peer").json["code"] == "change-over"
    assert people.propose(draft(**LOOSER)).status_code == 201


# -- who sees it, and the way round it ---------------------------------------------------------------


def test_only_bodies_with_a_part_in_the_scheme_see_it(people, client_of):
    change = people.proposed(draft(**LOOSER))
    assert client_of(HARBOUR).get(f"/v1/changes/{change}").status_code == 200
    assert client_of("elsewhere").get(f"/v1/changes/{change}").json["code"] == "unknown-change"
    assert client_of("elsewhere").get("/v1/changes").json["changes"] == []
    assert [one["id"] for one in client_of(HARBOUR).get("/v1/changes").json["changes"]] == [change]


def test_what_has_governed_is_not_adopted_past_the_gates(service, tmp_path):
    version, _ = read_version({name: text.encode() for name, text in draft(scenario=None, **LOOSER).items()})
    with pytest.raises(GovengineError) as error:
        service.live.adopt([version], by="u", role="owner", authority="m")
    assert error.value.code == "needs-change"


def test_a_sandbox_goes_by_what_came_of_it(service, people, client_of):
    change = people.proposed(draft(**LOOSER))
    people.through(change)
    trying = client_of(role="manager", sandbox=True)
    assert level(trying, "600.00") == "act"
    people.post("o-1", f"/{change}/roll-back", {"why": "w"})
    assert level(trying, "600.00", "p-2") == "refer"


@pytest.mark.parametrize("part", ["finance", "check"])
def test_a_part_that_the_path_has_not(people, part):
    change = people.proposed(draft(**LOOSER))
    assert people.agree("s-1", change, part).json["code"] == "no-such-part"
