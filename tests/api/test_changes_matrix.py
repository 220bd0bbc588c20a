"""Every endpoint of a change by every role by three bodies: whose scheme it is, who has a part in it, who has none."""

import pytest

from api.auth.caller import ApiRole
from tests.api.changing import LOOSER, People, draft
from tests.api.conftest import HARBOUR, NORTHBRIDGE
from tests.api.test_access_matrix import ROLES

ACTS = {
    "agree": {"part": "peer"},
    "evidence": {"took_part": [{"role": "tenant", "how": "w"}], "changed": "w", "not_done": "w"},
    "host": {"body": NORTHBRIDGE, "role": "service_manager"},
    "view": {"objects": False, "said": "w"},
    "answer": {"objection": "01J", "said": "w"},
    "acknowledge": {"risks": ["w"], "statute_floor": True},
    "adopt": {"authority": "m"},
    "roll-back": {"why": "w"},
    "withdraw": {"why": "w"},
}
BY = {"ref": "x-1", "role": "section_151_officer"}


@pytest.mark.parametrize("body", [NORTHBRIDGE, HARBOUR, "elsewhere"])
def test_the_matrix(service, client_of, capsys, body):
    change = People(service).proposed(draft(**LOOSER))
    tried, unlike = 0, []
    for role in ApiRole:
        one = client_of(body, str(role))
        for method, path, sent in calls(change):
            named = path.replace(change, "<string:change_id>")
            may = role in ROLES[f"{method} {named}"]
            reply = one.get(path) if method == "GET" else one.post(path, sent | {"by": BY})
            tried += 1
            if not fits(reply, path, may, body):
                unlike.append((method, path, str(role), reply.status_code, reply.text[:120]))
    with capsys.disabled():
        print(f"\na change by {len(ApiRole)} roles of {body}: {tried} requests")
    assert unlike == []


def calls(change):
    yield "GET", "/v1/changes", None
    yield "GET", f"/v1/changes/{change}", None
    for act, sent in ACTS.items():
        if act != "withdraw":  # it would be over for those who come after
            yield "POST", f"/v1/changes/{change}/{act}", sent


def fits(reply, path, may, body):
    code = (reply.json or {}).get("code")
    if not may:
        return (reply.status_code, code) == (403, "role-not-enough")
    if path == "/v1/changes":
        return len(reply.json["changes"]) == (body != "elsewhere")
    if body == "elsewhere":
        return (reply.status_code, code) == (404, "unknown-change")
    if body == HARBOUR and reply.status_code != 200:
        return code in ("not-theirs", "not-rolled-back")  # it reads, and has no role in the scheme to act in
    return reply.status_code in (200, 201, 403, 409, 422)
