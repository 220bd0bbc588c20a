"""How it is known who acts: somebody's own key is theirs alone, and a scheme may ask for no less."""

import orjson
import pytest

from api.store.keys import create_key
from api.store.reading import entry
from govengine.record import Kind
from govengine.scheme import Library, read_version
from govengine.scheme.words import Attested
from tests.api.conftest import NORTHBRIDGE, Client, question
from tests.application import client_on

MANAGER = {"ref": "m-7", "role": "service_manager"}
WORKER = {"ref": "w-2041", "role": "support_worker"}


@pytest.fixture
def own_key(service):
    """`own_key(ref, *roles)`: a client with a key of somebody's own."""
    http = client_on(service)

    def make(ref, *roles, role="manager"):
        _, secret = service.live.appender.submit(
            lambda tx: create_key(
                tx, body=NORTHBRIDGE, client=f"own {ref}", role=role, person=ref, acts_as=roles
            )
        )
        return Client(http, secret)

    return make


def last_leaf(service, kind=None):
    with service.live.engine.connect() as connection:
        index = 0
        found = None
        while (stored := entry(connection, index)) is not None:
            if kind in (None, stored.kind):
                found = stored
            index += 1
    return orjson.loads(found.leaf), orjson.loads(found.side)


def approve(client, decision, by):
    version = client.get(f"/v1/decisions/{decision}").json["version"]
    return client.post(f"/v1/decisions/{decision}/approve", {"by": by}, **{"If-Match": version})


def asked(client):
    reply = client.propose(question(decision__amount="620.00"))
    assert reply.status_code == 201, reply.text
    return reply.json["id"]


def test_an_act_with_ones_own_key_is_attested_by_it(service, client, own_key, verified):
    decision = asked(client)
    assert approve(own_key("m-7", "service_manager"), decision, MANAGER).status_code == 201
    leaf, _ = last_leaf(service)
    assert (leaf["entry"], leaf["attested"]) == ("decision.approved", "token")
    assert client.get(f"/v1/decisions/{decision}").json["acts"][-1]["attested"] == "token"


@pytest.mark.parametrize("by", [{**MANAGER, "ref": "m-8"}, {**MANAGER, "role": "team_manager"}])
def test_in_another_name_or_role_it_does_nothing_but_say_so(service, client, own_key, verified, by):
    decision = asked(client)
    reply = approve(own_key("m-7", "service_manager"), decision, by)
    assert (reply.status_code, reply.json["code"]) == (403, "key-of-another")
    leaf, side = last_leaf(service)
    assert (leaf["entry"], side["values"]["by"]) == (Kind.KEPT_APART, "m-7")
    assert client.get(f"/v1/decisions/{decision}").json["state"] == "proposed"


def test_a_proposal_is_in_ones_own_name(service, own_key):
    ana = own_key("w-2041", "support_worker", role="worker")
    assert ana.propose(question()).status_code == 201
    assert last_leaf(service)[0]["attested"] == "token"
    reply = ana.propose(question(actor__ref="w-9"))
    assert (reply.status_code, reply.json["code"], reply.json["pointer"]) == (
        403,
        "key-of-another",
        "/facts/actor",
    )


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/v1/stops", {"until": "2026-05-03T00:00:00Z", "why": "w"}),
        ("/v1/suspensions", {"scheme": "neighbourhood-support", "why": "w"}),
        ("/v1/holds", {"covers": {"kind": "k"}, "reason": "r"}),
    ],
)
def test_so_is_every_other_act(service, own_key, path, sent):
    officer = own_key("u-17", "section_151_officer", role="owner")
    by = {"ref": "u-17", "role": "section_151_officer"}
    reply = officer.post(path, sent | {"by": {**by, "ref": "u-18"}})
    assert (reply.status_code, reply.json["code"]) == (403, "key-of-another")
    assert officer.post(path, sent | {"by": by}).status_code == 201
    assert last_leaf(service)[0]["attested"] == "token"


def test_nobody_reads_anothers_record_with_their_own_key(own_key):
    ana = own_key("w-2041", "support_worker", role="worker")
    assert ana.post("/v1/own-record", {"ref": "w-2041"}).status_code == 200
    assert ana.post("/v1/own-record", {"ref": "w-9"}).json["code"] == "key-of-another"


# -- what a scheme asks for --------------------------------------------------------------------------


@pytest.fixture
def rules(rules):
    """The example scheme asks whoever approves or reviews to be known by more than their system's word."""
    path = rules / "neighbourhood-support" / "2026-04" / "scheme.yaml"
    path.write_text(
        path.read_text("utf-8") + "\nattest: {approve: [token, session], review: token}\n", "utf-8"
    )
    return rules


def test_an_act_known_less_well_is_refused_and_recorded(service, client, own_key, verified):
    decision = asked(client)
    reply = approve(client, decision, MANAGER)
    assert (reply.status_code, reply.json["code"]) == (403, "known-too-little")
    leaf, _ = last_leaf(service)
    assert (leaf["entry"], leaf["attested"]) == (Kind.KEPT_APART, "client")
    assert "m-7" not in leaf["said"]
    assert approve(own_key("m-7", "service_manager"), decision, MANAGER).status_code == 201


def test_what_it_does_not_name_goes_on_as_before(client, own_key):
    decision = asked(client)
    assert approve(own_key("m-7", "service_manager"), decision, MANAGER).status_code == 201
    assert client.post(f"/v1/decisions/{decision}/take", {"by": WORKER}).status_code == 201


SCHEME = """
scheme: {name}
version: "1"
title: T
owner: council
layer: {layer}
jurisdiction: England
effective: {{from: 2026-01-01}}
source: {{title: S}}
bodies: {{council: {{title: Council}}}}
roles: {{{role}: {{body: council}}}}
ask: {{role: {role}}}
accountable: {{role: {role}}}
{more}
"""


def stack_of(above, below):
    texts = (
        SCHEME.format(name="above", layer="organisation", role="chief", more=above),
        SCHEME.format(name="below", layer="team", role="lead", more=f"under: above\n{below}"),
    )
    versions = [read_version({"scheme.yaml": text.encode()})[0] for text in texts]
    library = Library(versions)
    return library, versions[1]


def test_a_higher_scheme_binds_one_below():
    library, below = stack_of("attest: {approve: [token, session]}", "attest: {approve: session}")
    stack = library.stack_of(below, below.text.effective.since)
    assert stack.attested_by("approve") == {Attested.SESSION}
    assert stack.attested_by("review") == set(Attested)
    library, below = stack_of("attest: {approve: [token, session]}", "")
    assert library.stack_of(below, below.text.effective.since).attested_by("approve") == {
        Attested.TOKEN,
        Attested.SESSION,
    }


def test_one_below_takes_no_less():
    library, below = stack_of("attest: {approve: [token, session]}", "attest: {approve: [token, client]}")
    found = [p for p in library.problems(below) if p.severity == "error"]
    assert [p.code for p in found] == ["attest"]
    assert "client" in found[0].message
