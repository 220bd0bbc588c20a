"""The description of the service is valid, whole, and its examples work as they stand."""

from openapi_spec_validator import OpenAPIV31SpecValidator

from api.problems import PROBLEM_TYPES
from tests.api.conftest import question


def test_it_is_valid_openapi_3_1(client):
    spec = client.http.get("/openapi.json").json
    assert spec["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(spec).validate()


def test_every_address_is_described(client, service):
    from api.app import create_app

    described = set(client.http.get("/openapi.json").json["paths"])
    every = create_app(service).url_map.iter_rules()
    rules = {rule.rule for rule in every if not rule.endpoint.startswith("pages-")}  # pages are for people
    plain = {rule.replace("<string:", "{").replace(">", "}") for rule in rules}
    assert plain - described == {"/openapi.json", "/problems/{code}"}


ROLES = {
    "/v1/own-record": "worker",
    "/v1/holds": "auditor",
    "/v1/holds/{hold_id}/lift": "auditor",
    "/v1/erasures/{erasure_id}/approve": "reviewer",
    "/v1/erasures/{erasure_id}/withdraw": "reviewer",
}
AFTERWARDS = {
    *(f"/v1/decisions/{{decision_id}}/{act}" for act in (
        "requests", "duties", "approve", "decline", "take", "not-take", "withdraw", "reopen", "outcomes", "review", "notice", "review-asked", "complaints", "acknowledge", "resolve",
        "ratify", "handover",
    )),
    "/v1/requests/{request_id}/reply",
    "/v1/requests/{request_id}/link",
    "/v1/findings/{finding_id}/answer",
    "/v1/drafts/{draft_id}/save",
    "/v1/decisions/{decision_id}/suggestions",
    "/v1/suggestions/{suggestion_id}/answer",
    "/v1/authorisations",
    "/v1/authorisations/{authorisation_id}/end",
    "/v1/suspensions/{suspension_id}/restore",
    "/v1/stops",
    "/v1/stops/{stop_id}/lift",
    "/v1/changes",
    *(f"/v1/changes/{{change_id}}/{act}" for act in (
        "agree", "evidence", "host", "view", "answer", "acknowledge", "adopt", "roll-back", "withdraw",
    )),
    *(f"/v1/outcomes/{{outcome}}/{act}" for act in ("signatures", "leave")),
    *(f"/v1/owed/{{owed_id}}/{act}" for act in ("done", "offer", "answer")),
}  # fmt: skip
"""What needs a decision that has come so far: `test_life.py` and its neighbours try their examples."""

IN_TURN = ("decisions", "evaluations", "holds", "erasures")


def test_the_example_of_each_operation_works_as_it_stands(client_of):
    paths = client_of().http.get("/openapi.json").json["paths"]
    made, tried = {}, 0

    def turn(path):
        return [*(path.startswith(f"/v1/{name}") for name in IN_TURN), not path.endswith("/approve")]

    for path in sorted(paths, key=turn, reverse=True):
        post = paths[path].get("post")
        if post is None or path in AFTERWARDS:
            continue
        body = post["requestBody"]["content"]["application/json"]["example"]
        keys = [p["example"] for p in post["parameters"] if p["in"] == "header"]
        one = client_of(role=ROLES.get(path, "manager"))
        if path.endswith("/approve"):  # the one before was withdrawn
            asked = paths["/v1/erasures"]["post"]["requestBody"]["content"]["application/json"]["example"]
            made["erasure_id"] = client_of(role="manager").post("/v1/erasures", asked).json["id"]
        here = path
        for name, value in made.items():
            here = here.replace(f"{{{name}}}", value)
        reply = one.http.post(here, json=body, headers=one.headers(**{"Idempotency-Key": (keys or ["k"])[0]}))
        assert reply.status_code in (200, 201), reply.text
        if path.count("/") == 2 and "id" in reply.json:
            made[f"{path.rpartition('/')[2][:-1]}_id"] = reply.json["id"]
        tried += 1
    assert tried == 12


def test_replies_are_of_the_described_shape(client):
    from jsonschema import Draft202012Validator

    spec = client.http.get("/openapi.json").json
    schema = {"$ref": "#/components/schemas/Recorded", "components": spec["components"]}
    body = client.propose(question()).json
    Draft202012Validator(schema).validate(body)
    described = set(spec["components"]["schemas"]["Determination"]["properties"])
    assert set(body["determination"]) <= described


def test_every_problem_type_has_a_page_in_plain_words(client):
    for code in PROBLEM_TYPES:
        page = client.http.get(f"/problems/{code}")
        assert page.status_code == 200
        assert not {"refused", "denied", "not allowed", "failed to"} & set(page.text.lower().split(" "))
    assert client.http.get("/problems/none").status_code == 404


def test_health(client):
    assert client.http.get("/livez").json == {"status": "alive"}
    ready = client.http.get("/readyz").json
    assert ready["status"] == "ready"
    assert ready["schemes"] == 2
