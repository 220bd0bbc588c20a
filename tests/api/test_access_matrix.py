"""Every endpoint by every role by three bodies: the one concerned, one with a part in the scheme, one with none."""

import pytest

from api.app import create_app
from api.auth.caller import ApiRole
from api.store.keys import create_key
from tests.api.conftest import HARBOUR, NORTHBRIDGE, Client, question

CALLS = {"caller", "worker", "manager", "owner"}
LEADS = {"manager", "owner"}
LOOKS = {"manager", "owner", "reviewer", "auditor"}
NOT_ADMIN = set(ApiRole) - {"admin"}
EVERYBODY = set(ApiRole)
ACT = "/v1/decisions/<string:decision_id>"

ROLES = {
    "GET /v1/decisions": NOT_ADMIN,
    "POST /v1/decisions": CALLS,
    f"GET {ACT}": NOT_ADMIN,
    f"GET {ACT}/receipt": NOT_ADMIN,
    f"POST {ACT}/corrections": CALLS,
    f"POST {ACT}/requests": CALLS,
    f"POST {ACT}/duties": CALLS,
    f"POST {ACT}/approve": CALLS,
    f"POST {ACT}/decline": CALLS,
    f"POST {ACT}/take": CALLS,
    f"POST {ACT}/not-take": CALLS,
    f"POST {ACT}/withdraw": CALLS,
    f"POST {ACT}/reopen": CALLS,
    f"POST {ACT}/ratify": CALLS,
    f"POST {ACT}/outcomes": CALLS,
    f"POST {ACT}/handover": CALLS,
    f"POST {ACT}/notice": CALLS,
    f"POST {ACT}/review-asked": CALLS,
    f"POST {ACT}/complaints": CALLS,
    f"POST {ACT}/acknowledge": CALLS,
    f"POST {ACT}/resolve": CALLS,
    f"POST {ACT}/review": {"caller", "manager", "owner", "reviewer"},
    "GET /v1/requests": NOT_ADMIN,
    "POST /v1/requests/<string:request_id>/reply": CALLS | {"reviewer"},
    "POST /v1/requests/<string:request_id>/link": CALLS,
    "GET /v1/owed": NOT_ADMIN,
    "POST /v1/owed/<string:owed_id>/done": CALLS,
    "POST /v1/owed/<string:owed_id>/offer": CALLS,
    "POST /v1/owed/<string:owed_id>/answer": CALLS | {"reviewer"},
    "GET /v1/outcomes": NOT_ADMIN,
    "GET /v1/outcomes/<string:outcome>": NOT_ADMIN,
    "POST /v1/outcomes/<string:outcome>/signatures": LEADS,
    "POST /v1/outcomes/<string:outcome>/leave": LEADS,
    "GET /v1/suspensions": EVERYBODY,
    "POST /v1/suspensions": LEADS,
    "POST /v1/suspensions/<string:suspension_id>/restore": LEADS,
    "GET /v1/stops": EVERYBODY,
    "POST /v1/stops": LEADS,
    "POST /v1/stops/<string:stop_id>/lift": LEADS,
    "GET /v1/findings": {"caller", "manager", "owner", "reviewer"},
    "GET /v1/findings/<string:finding_id>": {"caller", "manager", "owner", "reviewer"},
    "POST /v1/findings/<string:finding_id>/answer": {"caller", "manager", "owner", "reviewer"},
    "POST /v1/decisions/<string:decision_id>/suggestions": {"caller", "worker", "manager", "owner"},
    "GET /v1/suggestions": NOT_ADMIN,
    "GET /v1/suggestions/<string:suggestion_id>": NOT_ADMIN,
    "POST /v1/suggestions/<string:suggestion_id>/answer": {"caller", "manager", "owner"},
    "POST /v1/authorisations": LEADS,
    "POST /v1/authorisations/<string:authorisation_id>/end": LEADS,
    "GET /v1/changes": NOT_ADMIN,
    "POST /v1/changes": CALLS | {"reviewer"},
    "GET /v1/changes/<string:change_id>": NOT_ADMIN,
    **{
        f"POST /v1/changes/<string:change_id>/{act}": CALLS | {"reviewer"}
        for act in ("agree", "evidence", "host", "view", "answer", "acknowledge", "withdraw")
    },
    "POST /v1/changes/<string:change_id>/adopt": {"worker", "manager", "owner"},
    "POST /v1/changes/<string:change_id>/roll-back": {"worker", "manager", "owner"},
    "POST /v1/own-record": {"caller", "worker"},
    "GET /v1/questions": LOOKS,
    "POST /v1/evaluations": {"manager"},
    "GET /v1/export": {"owner", "reviewer", "auditor"},
    "GET /v1/drafts": LEADS,
    "POST /v1/drafts": LEADS,
    "POST /v1/drafts/import": LEADS,
    "GET /v1/drafts/<string:draft_id>": LEADS,
    "POST /v1/drafts/<string:draft_id>/save": LEADS,
    "GET /v1/drafts/<string:draft_id>/check": LEADS,
    "GET /v1/drafts/<string:draft_id>/changes": LEADS,
    "GET /v1/drafts/<string:draft_id>/export": LEADS,
    "GET /v1/schemes": EVERYBODY,
    "GET /v1/schemes/<string:scheme>": EVERYBODY,
    "GET /v1/schemes/<string:scheme>/budgets": NOT_ADMIN,
    "GET /v1/schemes/<string:scheme>/values": EVERYBODY,
    "GET /v1/schemes/<string:scheme>/pilots": EVERYBODY,
    "GET /v1/schemes/<string:scheme>/agreement": LOOKS,
    "GET /v1/schemes/<string:scheme>/versions/<string:version>": EVERYBODY,
    "GET /v1/schemes/<string:scheme>/versions/<string:version>/facts": EVERYBODY,
    "GET /v1/erasures": LOOKS,
    "POST /v1/erasures": LEADS,
    "GET /v1/erasures/<string:erasure_id>": LOOKS,
    "POST /v1/erasures/<string:erasure_id>/approve": {"owner", "reviewer"},
    "POST /v1/erasures/<string:erasure_id>/withdraw": {"manager", "owner", "reviewer"},
    "GET /v1/holds": {"owner", "auditor"},
    "POST /v1/holds": {"owner", "auditor"},
    "POST /v1/holds/<string:hold_id>/lift": {"owner", "auditor"},
}
"""Written from the guides and nothing else. A new endpoint adds its line."""

FOR_ALL = ("schemes", "outcomes")
"""What every body may read of the others'."""


DRAFT = {
    "scheme": "neighbourhood-support",
    "from_version": "2026-04",
    "version": "2030",
    "by": {"ref": "u-17", "role": "owner"},
}


@pytest.fixture
def things(client, client_of):
    """Something of Northbridge's under every name that an address has."""
    owner = client_of(NORTHBRIDGE, "owner")
    by = {"ref": "u-17", "role": "section_151_officer"}
    decision = client.propose(question()).json["id"]
    taken = client.post(f"/v1/decisions/{decision}/take", {"by": {"ref": "w-2041", "role": "support_worker"}})
    suspended = owner.post("/v1/suspensions", {"scheme": "statute-floor-england", "why": "w", "by": by})
    stop = {"since": "2031-01-01T00:00:00Z", "until": "2031-01-02T00:00:00Z", "why": "w", "by": by}
    erasure = {
        "selector": {"decision": decision},
        "basis": "unlawful",
        "overrides": ["officer_decision"],
        "note": "n",
        "by": by,
    }
    hold = {"covers": {"kind": "k"}, "reason": "r", "by": by}
    return {
        "decision_id": decision,
        "owed_id": taken.json["owes"][0]["id"],
        "request_id": taken.json["owes"][0]["id"],
        "suspension_id": suspended.json.get("id", "01J"),
        "stop_id": owner.post("/v1/stops", stop).json["id"],
        "erasure_id": owner.post("/v1/erasures", erasure).json["id"],
        "hold_id": owner.post("/v1/holds", hold).json["id"],
        "change_id": "01J",
        "draft_id": owner.post("/v1/drafts", DRAFT).json["id"],
        "authorisation_id": "01J",
        "finding_id": "01J",
        "suggestion_id": "01J",
        "outcome": "settled_home",
        "scheme": "neighbourhood-support",
        "version": "2026-04",
    }


def test_every_address_has_its_line(service):
    every = {
        f"{method} {rule.rule}"
        for rule in create_app(service).url_map.iter_rules()
        if rule.rule.startswith("/v1/")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert every == set(ROLES)


def test_nothing_opens_without_a_key(client, things):
    paths = client.http.get("/openapi.json").json["paths"]
    nobody = Client(client.http, "gk_nobody")
    assert {ask(nobody, endpoint, things, paths).status_code for endpoint in ROLES} == {401}


def test_the_matrix(service, client, things, capsys):
    http = client.http
    paths = http.get("/openapi.json").json["paths"]
    tried, opened, unlike = 0, 0, []
    for body in (NORTHBRIDGE, HARBOUR, "elsewhere"):
        for role in ApiRole:
            _, secret = service.live.appender.submit(
                lambda tx, body=body, role=role: create_key(tx, body=body, client="m", role=role)
            )
            one = Client(http, secret)
            for endpoint, roles in ROLES.items():
                reply = ask(one, endpoint, things, paths)
                tried += 1
                opened += reply.status_code < 300
                if not fits(reply, endpoint, role in roles, own=body == NORTHBRIDGE):
                    unlike.append((endpoint, str(role), body, reply.status_code, reply.text[:200]))
    with capsys.disabled():
        print(
            f"\n{len(ROLES)} endpoints by {len(ApiRole)} roles by 3 bodies: {tried} requests, {opened} opened"
        )
    assert unlike == []


def ask(one, endpoint, things, paths):
    method, _, path = endpoint.partition(" ")
    described = path.replace("<string:", "{").replace(">", "}")
    for name, value in things.items():
        path = path.replace(f"<string:{name}>", value)
    if method == "GET":
        return one.get(path)
    sent = paths[described]["post"]["requestBody"]["content"]["application/json"]["example"]
    return one.post(path, sent, **{"If-Match": "0" * 26})


def fits(reply, endpoint, may, *, own):
    code = (reply.json or {}).get("code") if reply.is_json else None
    if reply.status_code >= 500 or reply.status_code == 401:
        return False
    if not may:
        return (reply.status_code, code) == (403, "role-not-enough")
    if code == "role-not-enough":
        return False
    about_a_thing = "<" in endpoint and not any(f"/v1/{name}" in endpoint for name in FOR_ALL)
    return own or not about_a_thing or reply.status_code in (403, 404)
