"""Requests nobody would think of, made from the description of the service: never a 5xx, never off the description."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from tests import counts

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


MANY = counts.of(240)
"""Of each operation."""


@pytest.mark.parametrize(
    ("role", "examples"),
    [("manager", 2), *(pytest.param(role, MANY, marks=pytest.mark.long) for role in ("manager", "auditor"))],
)
def test_no_request_gets_what_the_description_does_not_say(service, client_of, role, examples):
    headers = client_of(role=role).headers()
    schema = schemathesis.openapi.from_wsgi("/openapi.json", create_app(service))
    tried = 0
    for found in schema.get_all_operations():

        @settings(
            max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None
        )
        @given(found.ok().as_strategy())
        def send(case):
            nonlocal tried
            tried += 1
            case.call_and_validate(headers=headers, checks=CHECKS)

        send()
    assert tried > 100
