"""`/v1/authorisations`: authority by competence, given for a time and ended."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.answered_once import Person
from api.commands.authorise import AuthorisationRequest, How, give_authorisation, take_authorisation
from api.routes.doing import done_once
from api.schemas.documented import documented
from api.schemas.powers import (
    AUTHORISE_EXAMPLE,
    END_EXAMPLE,
    AuthorisationEnded,
    AuthoriseBody,
    Authorised,
    RestoreBody,
)

blueprint = Blueprint("authorisations", __name__, url_prefix="/v1/authorisations")

PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 503)


@blueprint.post("")
@documented(
    "Authorise somebody",
    "To what a scheme asks of them (`registered` facts): agreed by somebody above, for a time, with what shows it.",
    body=AuthoriseBody,
    example=AUTHORISE_EXAMPLE,
    answers={201: Authorised},
    problems=PROBLEMS,
    recording=True,
)
def give() -> Response:
    """Authorise somebody."""
    return done_once(
        Act.AUTHORISE,
        AuthoriseBody,
        lambda tx, body, doing: give_authorisation(tx, _request_in(body), doing),
    )


def _request_in(body: dict[str, Any]) -> AuthorisationRequest:
    return AuthorisationRequest(
        body["scheme"],
        body["fact"],
        How(body["how"]),
        Person(**body["holder"]),
        body["until"],
        body.get("since"),
        body.get("evidence"),
        body.get("stands_in_for"),
    )


@blueprint.post("/<string:authorisation_id>/end")
@documented(
    "End an authorisation",
    "Now, before its time. The next answer shows it.",
    body=RestoreBody,
    example=END_EXAMPLE,
    answers={201: AuthorisationEnded},
    problems=PROBLEMS,
    recording=True,
)
def end(authorisation_id: str) -> Response:
    """End an authorisation."""
    return done_once(
        Act.AUTHORISE,
        RestoreBody,
        lambda tx, body, doing: take_authorisation(tx, authorisation_id, body["why"], doing),
    )
