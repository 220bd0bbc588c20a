"""`/v1/authorisations`: authority by competence, given for a time and ended."""

from functools import partial

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.answered_once import Person
from api.commands.authorise import AuthorisationRequest, How, give_authorisation, take_authorisation
from api.routes.recording import keyed_body, read_as, recorded
from api.routes.request import caller_for, person_of
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
    caller = caller_for(Act.AUTHORISE)
    sent, keyed = keyed_body()
    body = read_as(AuthoriseBody, sent)
    request = AuthorisationRequest(
        body["scheme"],
        body["fact"],
        How(body["how"]),
        Person(**body["holder"]),
        person_of(caller, body["by"]),
        body["until"],
        body.get("since"),
        body.get("evidence"),
        body.get("stands_in_for"),
    )
    return recorded(
        caller,
        keyed,
        lambda desk: desk.record(
            partial(
                give_authorisation,
                request=request,
                caller=caller,
                keyed=keyed,
                rules=desk.rules,
                secret=desk.secret,
            )
        ),
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
    caller = caller_for(Act.AUTHORISE)
    sent, keyed = keyed_body()
    body = read_as(RestoreBody, sent)
    command = partial(
        take_authorisation,
        authorisation_id=authorisation_id,
        why=body["why"],
        by=person_of(caller, body["by"]),
        caller=caller,
        keyed=keyed,
    )
    return recorded(caller, keyed, lambda desk: desk.record(command))
