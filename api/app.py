"""The Flask application: routes, and one way for everything that is wrong to leave."""

import logging

import orjson
from flask import Flask, Response, request
from flask.json.provider import JSONProvider
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from api.bootstrap import Service
from api.pages.site import add_pages
from api.pages.states import lost, wants_page
from api.problems import problem, problem_response
from api.routes import (
    acts,
    authorisations,
    changes,
    decisions,
    drafts,
    erasures,
    evaluations,
    export,
    findings,
    holds,
    log,
    outcomes,
    owed,
    own_record,
    questions,
    requests,
    schemes,
    service,
    stops,
    suggestions,
    suspensions,
)
from api.settings import LARGEST_REQUEST
from govengine.errors import GovengineError

_log = logging.getLogger(__name__)

ROUTES = (
    decisions,
    acts,
    requests,
    authorisations,
    changes,
    own_record,
    suspensions,
    stops,
    outcomes,
    owed,
    findings,
    suggestions,
    erasures,
    holds,
    evaluations,
    export,
    log,
    questions,
    schemes,
    drafts,
    service,
)


class _Orjson(JSONProvider):
    """Replies in UTF-8. Requests are read by `api.json_text`."""

    def dumps(self, obj: object, **_kwargs: object) -> str:
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **_kwargs: object) -> object:
        return orjson.loads(s)


def create_app(here: Service) -> Flask:
    """The application over a service."""
    app = Flask("govengine", static_folder=None)
    app.json = _Orjson(app)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.extensions["govengine"] = here
    for routes in ROUTES:
        app.register_blueprint(routes.blueprint)
    add_pages(app)
    app.before_request(_without_nul)
    app.register_error_handler(GovengineError, lambda error: problem_response(error.problems))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SQLAlchemyError, _no_database)
    app.register_error_handler(Exception, _unexpected)
    return app


def _without_nul() -> Response | None:
    """PostgreSQL holds no text with the character NUL, so nothing it could find has one in its name."""
    if "\0" in request.path:
        return problem_response([problem("unknown-address")])
    if any("\0" in value for value in request.args.values()):
        return problem_response([problem("bad-query")])
    return None


_BY_STATUS = {
    400: "not-json",
    404: "unknown-address",
    405: "method-not-here",
    413: "body-too-large",
    415: "content-type",
}


def _http_error(error: HTTPException) -> Response:
    if wants_page():
        return lost(error)
    code = (
        "body-too-large"
        if isinstance(error, RequestEntityTooLarge)
        else _BY_STATUS.get(error.code or 500, "internal")
    )
    reply = problem_response([problem(code)], status=error.code)
    allowed = getattr(error, "valid_methods", None)
    if allowed:
        reply.headers["Allow"] = ", ".join(sorted(allowed))
    return reply


def _no_database(error: Exception) -> Response:
    _log.error("the database does not answer: %s at %s", type(error).__name__, request.path)
    return problem_response([problem("log-unavailable")])


def _unexpected(error: Exception) -> Response:
    # The path says where; the text of an error may quote what was sent, so it stays at debug level.
    _log.error("unexpected %s at %s", type(error).__name__, request.path)
    _log.debug("in full", exc_info=error)
    return problem_response([problem("internal")])
