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
    rules = {rule.rule for rule in create_app(service).url_map.iter_rules()}
    plain = {rule.replace("<string:", "{").replace(">", "}") for rule in rules}
    assert plain - described == {"/openapi.json", "/problems/{code}"}


def test_the_example_of_each_operation_works_as_it_stands(client_of):
    manager = client_of(role="manager")
    spec = manager.http.get("/openapi.json").json
    tried = 0
    for path, operations in spec["paths"].items():
        for method, operation in operations.items():
            body = (
                operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
            )
            if method == "post":
                key = next(
                    p["example"]
                    for p in [*operation["parameters"], {"example": "k"}]
                    if p.get("in") in ("header", None)
                )
                reply = manager.http.post(
                    path, json=body, headers=manager.headers(**{"Idempotency-Key": key})
                )
                assert reply.status_code in (200, 201), reply.text
                tried += 1
    assert tried == 2


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
