"""Health, problem types and the description of the service itself."""

from html import escape
from typing import Any

from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from api.openapi import description_of
from api.problems import PROBLEM_TYPES, problem
from api.routes.request import HttpError, service
from api.schemas.documented import documented
from api.schemas.schemes import Health
from api.store.head import read_head
from api.store.signing import last_key

blueprint = Blueprint("service", __name__)


WATCH_OFF = "The watch is turned off. Leave GOVENGINE_WATCH out, or set it to on, to have it."


@blueprint.get("/livez")
@documented("Is it alive?", "Whether the process answers.", answers={200: Health}, public=True)
def alive() -> dict[str, Any]:
    """Whether the process answers."""
    return {"status": "alive"}


@blueprint.get("/readyz")
@documented(
    "Is it ready?",
    "Whether the record can be read and the key that signs it is there, how the watch is, and how old the last copy "
    "of a checkpoint elsewhere is.",
    answers={200: Health},
    problems=(503,),
    public=True,
)
def ready() -> dict[str, Any]:
    """Whether the record can be read and signed."""
    here = service()
    try:
        with here.live.engine.connect() as connection:
            size = read_head(connection).size
            verifier = last_key(connection)
        if verifier is not None:
            here.live.log_key(verifier)
    except SQLAlchemyError:
        raise HttpError([problem("log-unavailable")]) from None
    state = here.watcher.state() if here.watcher else None
    watch = (
        {"status": state.status, "reason": state.reason} if state else {"status": "off", "reason": WATCH_OFF}
    )
    return {
        "status": "ready",
        "log_size": size,
        "schemes": len(here.live.rules.in_force.library.schemes),
        "watch": watch,
        "outside_copy": here.copies.state().to_json(),
    }


@blueprint.get("/openapi.json")
def openapi() -> dict[str, Any]:
    """The description of the service (OpenAPI 3.1)."""
    return description_of(current_app)


@blueprint.get("/problems/<string:code>")
def problem_type(code: str) -> Response:
    """What a problem type means and what to do."""
    kind = PROBLEM_TYPES.get(code)
    if kind is None:
        raise HttpError([problem("unknown-address")])
    page = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(kind.title)}</title>'
        f"<h1>{escape(kind.title)}</h1><p>{escape(kind.detail)}</p>"
        f"<p>Code <code>{escape(code)}</code>, sent with status {kind.status}.</p></html>"
    )
    return Response(page, content_type="text/html; charset=utf-8")
