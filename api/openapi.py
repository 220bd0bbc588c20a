"""`/openapi.json`: OpenAPI 3.1 from the routes and their marshmallow schemas."""

import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from werkzeug.routing import Rule

from api.schemas.decisions import EXAMPLE, Proposal
from api.schemas.documented import OPERATIONS, Documented
from api.schemas.schemes import ProblemBody

Json = dict[str, Any]

ABOUT = (
    "Whose decision is it? Declarative rules say when staff may act on their own authority, with whom, and who "
    "answers for it; every answer is recorded. It never decides about a citizen."
)


def description_of(app: Flask) -> Json:
    """The whole description, made once for each app."""
    kept: Json | None = app.extensions.get("govengine.openapi")
    if kept is None:
        kept = app.extensions["govengine.openapi"] = _describe(app)
    return kept


def _describe(app: Flask) -> Json:
    spec = APISpec(
        title="govengine",
        version="1",
        openapi_version="3.1.0",
        info={"description": ABOUT},
        plugins=[MarshmallowPlugin(schema_name_resolver=_name)],
    )
    spec.components.security_scheme(
        "key", {"type": "http", "scheme": "bearer", "description": "A key of your body."}
    )
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        said = OPERATIONS.get(f"{view.__module__}.{view.__name__}")
        if said is not None:
            method = _method(rule)
            spec.path(path=_path(rule), operations={method: _operation(said, rule)})
    return spec.to_dict()


def _name(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return str(kind.__name__)


def _method(rule: Rule) -> str:
    return "post" if "POST" in (rule.methods or ()) else "get"


def _path(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)


def _operation(said: Documented, rule: Rule) -> Json:
    operation: Json = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": said.summary,
        "description": said.description,
        "tags": [rule.endpoint.partition(".")[0]],
        "security": [] if said.public else [{"key": []}],
        "parameters": [
            {"in": "path", "name": name, "required": True, "schema": {"type": "string"}}
            for name in sorted(rule.arguments)
        ],
        "responses": {str(status): _answer(schema) for status, schema in said.answers.items()},
    }
    if said.text is not None:
        kinds = (said.text,) if isinstance(said.text, str) else said.text
        operation["responses"]["200"] = {
            "description": said.summary,
            "content": {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in kinds},
        }
    if said.recording:
        operation["parameters"].append(_IDEMPOTENCY_KEY)
    if said.reading:
        operation["parameters"].append(_READ_PURPOSE)
    if said.query is not None:
        operation["parameters"].append({"in": "query", "schema": said.query})
    if said.body is not None:
        example = EXAMPLE if issubclass(said.body, Proposal) else said.example
        content = {"application/json": {"schema": said.body, "example": example}}
        operation["requestBody"] = {"required": True, "content": content}
    for status in said.problems:
        operation["responses"][str(status)] = _problem(status)
    return operation


_IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "description": "New for each request. The same key and body get the same answer and receipt.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "example": "4d1c0f6e-1",
}

_READ_PURPOSE = {
    "in": "header",
    "name": "Read-Purpose",
    "required": False,
    "description": "Why you read personal facts. It is recorded with the reading.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
    "example": "preparing the monthly review",
}


def _answer(schema: Any) -> Json:
    answer: Json = {"description": (schema.__doc__ or "").strip()}
    if schema is not None:
        answer["content"] = {"application/json": {"schema": schema}}
    return answer


_STATUS = {
    400: "The request cannot be read.",
    401: "No valid key.",
    403: "The key does not cover this.",
    404: "There is none.",
    409: "Something stands in the way at present.",
    413: "The body is too large.",
    415: "The body is of another type.",
    422: "What was asked makes no sense as it stands.",
    503: "The record cannot be written, so nothing happened.",
}


def _problem(status: int) -> Json:
    return {"description": _STATUS[status], "content": {"application/problem+json": {"schema": ProblemBody}}}
