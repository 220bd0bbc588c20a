"""Whatever is sent: a clear problem with a pointer, or an answer that says what is needed. Never a permission."""

import json

import pytest

from tests.api.conftest import question
from tests.api.test_propose import size


def with_facts(raw: str) -> str:
    """The question as text, with `raw` in place of the amount."""
    return json.dumps(question()).replace('"120.00"', raw)


CASES = [
    ("unknown scheme", question() | {"scheme": "neigbourhood-support"}, 422, "unknown-scheme", "/scheme"),
    ("no scheme", {"facts": {}}, 422, "missing-member", "/scheme"),
    ("unknown role", question(actor__role="suport_worker"), 422, "unknown-role", "/facts/actor/role"),
    ("unknown body", question(actor__body="northbrige-council"), 422, "unknown-body", "/facts/actor/body"),
    ("role of another body", question(actor__body="harbour-housing"), 422, "role-of-other-body", "/facts/actor/body"),
    ("unknown fact", question(person__consnt=True), 422, "unknown-fact", "/facts/person/consnt"),
    ("unknown member", question() | {"fact": {}}, 422, "unknown-member", "/fact"),
    ("unknown class", question(decision__classes=["spendd"]), 422, "unknown-class", "/facts/decision/classes"),
    ("unknown outcome", question() | {"outcome": "setled_home"}, 422, "unknown-outcome", "/outcome"),
    ("unknown duty", question() | {"done": [{"duty": "x/y"}]}, 422, "unknown-duty", "/done/0/duty"),
    ("done is no list", question() | {"done": {}}, 422, "wrong-type", "/done"),
    ("wrong type", question(person__consent="yes"), 422, "wrong-type", "/facts/person/consent"),
    ("amount is true", question(decision__amount=True), 422, "wrong-type", "/facts/decision/amount"),
    ("amount is words", question(decision__amount="lots"), 422, "wrong-type", "/facts/decision/amount"),
    ("negative amount", question(decision__amount="-1"), 422, "out-of-range", "/facts/decision/amount"),
    ("computed fact", question(history__household_90d="0"), 422, "computed-fact", "/facts/history/household_90d"),
    ("future", question() | {"as_of": "2026-05-02T10:15:01Z"}, 422, "future-as-of", "/as_of"),
    ("before any version", question() | {"as_of": "2019-01-01"}, 422, "no-version-in-force", "/as_of"),
    ("30 February", question() | {"as_of": "2026-02-30"}, 422, "wrong-type", "/as_of"),
    ("no offset", question() | {"as_of": "2026-05-02T10:00:00"}, 422, "wrong-type", "/as_of"),
    ("supersedes nothing", question() | {"supersedes": "01J"}, 422, "unknown-earlier-decision", "/supersedes"),
    ("no kind", question(decision__kind=None), 422, "missing-kind", "/facts/decision/kind"),
    ("null fact", with_facts("null"), 422, "null-fact", "/facts/decision/amount"),
    ("1e400", with_facts("1e400"), 422, "wrong-type", "/facts/decision/amount"),
    ("1e99999999999", with_facts("1e99999999999"), 422, "wrong-type", "/facts/decision/amount"),
    ("minus zero", with_facts("-0"), 422, "wrong-type", "/facts/decision/amount"),
    ("minus zero as a decimal", with_facts("-0.0"), 422, "wrong-type", "/facts/decision/amount"),
    ("40 digits", with_facts("1" * 40), 422, "wrong-type", "/facts/decision/amount"),
    ("5,000 digits", with_facts("1" * 5000), 422, "wrong-type", "/facts/decision/amount"),
    ("NaN", with_facts("NaN"), 400, "not-json", None),
    ("Infinity", with_facts("-Infinity"), 400, "not-json", None),
    ("duplicate key", with_facts('"1", "amount": "2"'), 400, "duplicate-member", None),
    ("deep nesting", with_facts("[" * 10_000 + "]" * 10_000), 400, "too-deep", None),
    ("nesting past the form", with_facts("[" * 40 + "]" * 40), 400, "too-deep", None),
    ("not JSON", "{", 400, "not-json", None),
    ("not UTF-8", b'{"a": "\xff"}', 400, "not-json", None),
    ("5 MB", '{"x": "' + "y" * 5_000_000 + '"}', 413, "body-too-large", None),
    ("no object", "[]", 422, "wrong-type", ""),
    ("facts are a list", question() | {"facts": []}, 422, "wrong-type", "/facts"),
    ("an inner object is text", {"scheme": "neighbourhood-support", "facts": {"actor": "x"}}, 422, "wrong-type", "/facts/actor"),
    ("lone surrogate", with_facts('"1", "kind": "hardship_payment"').replace('"p-88120"', '"\\ud800"'), 400, "duplicate-member", None),
    ("lone surrogate alone", json.dumps(question()).replace('"p-88120"', '"\\ud800"'), 422, "wrong-type", "/facts/person/ref"),
    ("NUL", question(person__ref="a\x00b"), 422, "wrong-type", "/facts/person/ref"),
    ("empty text", question(person__ref=" "), 422, "wrong-type", "/facts/person/ref"),
    ("long text", question(person__ref="x" * 3000), 422, "too-long", "/facts/person/ref"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "status", "code", "pointer"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_bad_input_gets_a_problem_with_a_place_and_is_not_recorded(
    client, service, sent, status, code, pointer
):
    before = size(service)
    reply = client.propose(sent)
    assert (reply.status_code, reply.content_type) == (status, "application/problem+json")
    body = reply.json
    assert body["code"] == code
    assert body["what_to_do"]
    assert body.get("pointer") == pointer
    assert body["status"] == status
    assert "Traceback" not in reply.text
    assert size(service) == before
    assert client.http.get(body["type"]).status_code == 200, "its type must resolve"


def test_near_misses_are_suggested(client):
    assert client.propose(question(actor__role="suport_worker")).json["did_you_mean"] == "support_worker"
    assert client.propose(question() | {"fact": {}}).json["did_you_mean"] == "facts"


def test_all_problems_come_at_once(client):
    reply = client.propose(question(person__consent="yes", decision__amount="x", person__consnt=1))
    assert {one["code"] for one in reply.json["problems"]} == {"wrong-type", "unknown-fact"}
    assert len(reply.json["problems"]) == 3


def test_an_unknown_kind_is_a_question_not_an_error(client):
    reply = client.propose(question(decision__kind="hardship_payments"))
    assert reply.status_code == 201
    answer = reply.json["determination"]
    assert (answer["level"], answer["basis"], answer["may_act"]) == ("refer", "silence", False)
    assert answer["ask"]["role"] == "service_manager"
    assert "hardship_payment?" in reply.json["summary"]


@pytest.mark.parametrize("missing", ["decision__amount", "person__consent", "person__ref", "actor__role"])
def test_a_missing_fact_is_asked_for_and_never_permits(client, missing):
    reply = client.propose(question(**{missing: None}))
    assert reply.status_code == 201
    answer = reply.json["determination"]
    assert answer["may_act"] is False
    assert answer["complete"] is False
    assert missing.replace("__", ".") in [need.get("fact") for need in answer["needed"]]


@pytest.mark.parametrize(
    ("header", "value", "status", "code"),
    [
        ("Content-Type", "text/plain", 415, "content-type"),
        ("Idempotency-Key", "", 400, "idempotency-key-bad"),
        ("Idempotency-Key", "x" * 201, 400, "idempotency-key-bad"),
        ("Authorization", "Bearer gk_wrong", 401, "key-missing"),
        ("Authorization", "Basic eDp5", 401, "key-missing"),
    ],
)
def test_headers(client, header, value, status, code):
    reply = client.propose(question(), **{header: value})
    assert (reply.status_code, reply.json["code"]) == (status, code)
    if status == 401:
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


def test_no_idempotency_key(client):
    reply = client.http.post("/v1/decisions", json=question(), headers=client.headers())
    assert (reply.status_code, reply.json["code"]) == (400, "idempotency-key-missing")


def test_addresses_and_methods_that_are_not_here(client):
    assert client.http.get("/v1/nothing").json["code"] == "unknown-address"
    reply = client.http.delete("/v1/decisions")
    assert (reply.status_code, reply.json["code"]) == (405, "method-not-here")
    assert "POST" in reply.headers["Allow"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v1/decisions?kind=a%00b", 400), ("/v1/requests?to_role=%00", 400), ("/v1/decisions/%00", 404)],
)
def test_a_nul_in_an_address_finds_nothing_and_breaks_nothing(client, path, status):
    assert client.get(path).status_code == status
