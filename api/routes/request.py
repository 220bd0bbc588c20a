"""What every route asks of a request: who it is from, and what is in it."""

from collections.abc import Mapping
from typing import Any, cast

from flask import current_app, request
from marshmallow import Schema, ValidationError

from api.auth.caller import MAY, Act, Caller
from api.bootstrap import Service
from api.commands.answered_once import Person
from api.json_text import read_json
from api.problems import key_of_another, problem
from govengine.errors import GovengineError, Problem

LONGEST_KEY = 200


class HttpError(GovengineError):
    """A problem with the request as such."""


def service() -> Service:
    """The service behind this app."""
    return cast("Service", current_app.extensions["govengine"])


def caller_for(act: Act) -> Caller:
    """The caller, if the key is good and its role covers the act. Raises HttpError 401 or 403."""
    caller = service().callers.of(request.headers.get("Authorization"))
    if caller is None:
        raise HttpError([problem("key-missing")])
    if not caller.may(act):
        wanted = ", ".join(sorted(MAY[act]))
        raise HttpError([problem("role-not-enough", f"To {act} a key needs one of the roles: {wanted}.")])
    return caller


def person_of(caller: Caller, sent: Mapping[str, str]) -> Person:
    """Who does it, as `by` says. Raises HttpError `key-of-another` when the key belongs to somebody else alone."""
    by = Person(**sent)
    if not caller.speaks_for(by.ref, [by.role]):
        raise HttpError([key_of_another("/by")])
    return by


def json_body() -> tuple[Any, bytes]:
    """The body's value and its bytes. Raises HttpError 413 or 415, RequestError for what is not JSON."""
    if request.mimetype != "application/json":
        raise HttpError([problem("content-type")])
    body = request.get_data(cache=False)
    return read_json(body), body


def query_of(schema: type[Schema]) -> dict[str, Any]:
    """The query as the schema reads it. Raises HttpError `bad-query`."""
    try:
        found: dict[str, Any] = schema().load(request.args.to_dict())
    except ValidationError as error:
        told = cast("dict[str, list[str]]", error.messages)
        raise HttpError(
            [
                Problem("bad-query", f"{name}: {' '.join(map(str, said))}", "See /openapi.json.", name)
                for name, said in told.items()
            ]
        ) from error
    return found


def idempotency_key() -> str:
    """The Idempotency-Key. Raises HttpError when there is none that can be used."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        raise HttpError([problem("idempotency-key-missing")])
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise HttpError([problem("idempotency-key-bad")])
    return key


def if_match(*, required: bool) -> str | None:
    """The version of the decision that the caller read. Raises HttpError `version-missing`."""
    version = request.headers.get("If-Match")
    if version is None and required:
        raise HttpError([problem("version-missing")])
    return None if version is None else version.strip().removeprefix("W/").strip('"')


def read_purpose() -> str | None:
    """Why the caller reads personal facts, in their own words, if they say. Raises HttpError."""
    purpose = request.headers.get("Read-Purpose")
    if purpose is not None and not (0 < len(purpose) <= LONGEST_KEY and purpose.isprintable()):
        raise HttpError([problem("read-purpose-bad")])
    return purpose
