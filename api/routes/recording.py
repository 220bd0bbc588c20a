"""What every route that records does: one answer for each Idempotency-Key, and a body read by its schema."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, request
from marshmallow import Schema, ValidationError

from api.auth.caller import Caller
from api.commands.answered_once import Keyed, request_hash
from api.desk import Desk
from api.problems import problem
from api.routes.request import HttpError, idempotency_key, json_body, service
from api.store.idempotency import Remembered
from govengine.errors import Problem, RequestError


def read_as(schema: type[Schema], sent: Any) -> dict[str, Any]:
    """The body as `schema` reads it. Raises RequestError `bad-member`, each with its place."""
    try:
        loaded: dict[str, Any] = schema().load(sent)
    except ValidationError as error:
        found = error.messages if isinstance(error.messages, dict) else {"_schema": error.messages}
        raise RequestError(list(_problems(found, ""))) from None
    return loaded


_HERE = ("_schema", "key", "value")
"""What marshmallow calls the object itself, and the two halves of a member of a free object."""


def _problems(messages: Mapping[Any, Any], place: str) -> list[Problem]:
    problems = []
    for name, said in messages.items():
        here = place if name in _HERE else f"{place}/{str(name).replace('~', '~0').replace('/', '~1')}"
        if isinstance(said, dict):
            problems += _problems(said, here)
        else:
            problems += [
                Problem("bad-member", str(text), "See /openapi.json for what it takes.", here)
                for text in said
            ]
    return problems


def keyed_body() -> tuple[Any, Keyed]:
    """The body, and the Idempotency-Key with the digest of the request."""
    sent, body = json_body()
    return sent, keyed(body)


def keyed(body: bytes) -> Keyed:
    """The Idempotency-Key of this request, whose body has been read. Raises HttpError."""
    return Keyed(idempotency_key(), request_hash("POST", request.path, body))


def recorded(caller: Caller, keyed: Keyed, command: Callable[[Desk], Remembered]) -> Response:
    """The answer to a request that records, by `command` at the caller's desk."""
    waiting = service().in_progress
    if not waiting.begin(caller.client, keyed.key):
        raise HttpError([problem("in-progress")])
    try:
        reply = command(service().desk(sandbox=caller.sandbox))
    finally:
        waiting.end(caller.client, keyed.key)
    fine = reply.status < HTTPStatus.BAD_REQUEST
    kind = "application/json" if fine else "application/problem+json"
    return Response(reply.body, reply.status, dict(reply.headers), content_type=kind)
