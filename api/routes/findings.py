"""`/v1/findings`: what the watch found, for the roles it asks."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.answer_finding import Answer, FindingAnswer, answer_finding
from api.queries.findings import findings_for, one_finding
from api.routes.doing import done_once
from api.routes.request import caller_for, query_of, service
from api.schemas.documented import documented
from api.schemas.findings import (
    ANSWER_EXAMPLE,
    AnswerBody,
    FindingAnswered,
    FindingPage,
    FindingQuery,
    FindingsQuery,
    FindingTold,
)

blueprint = Blueprint("findings", __name__, url_prefix="/v1/findings")


@blueprint.get("")
@documented(
    "List what the watch found",
    "Questions about a rule or an arrangement, for a role of your body, oldest first. What nobody answered in time is "
    "shown to the next role up the line too.",
    query=FindingsQuery,
    answers={200: FindingPage},
    problems=(400, 401, 403),
)
def list_findings() -> dict[str, Any]:
    """List the findings for a role of your body."""
    caller = caller_for(Act.READ_FINDINGS)
    query = query_of(FindingsQuery)
    desk = service().desk(sandbox=caller.sandbox)
    found = findings_for(
        desk, caller.body, query["to_role"], open_only=not query["all"], limit=query["limit"]
    )
    return {"findings": found}


@blueprint.get("/<string:finding_id>")
@documented(
    "Read a finding",
    "As the role it asks, or the next up the line where nobody there answered in time.",
    query=FindingQuery,
    answers={200: FindingTold},
    problems=(400, 401, 403, 404),
)
def read_finding(finding_id: str) -> dict[str, Any]:
    """Read one finding."""
    caller = caller_for(Act.READ_FINDINGS)
    role = query_of(FindingQuery)["to_role"]
    return one_finding(service().desk(sandbox=caller.sandbox), finding_id, caller.body, role)


@blueprint.post("/<string:finding_id>/answer")
@documented(
    "Answer a finding",
    "Accept it and say what will be done; explain why it is as it should be; or say what resolved it.",
    body=AnswerBody,
    example=ANSWER_EXAMPLE,
    answers={201: FindingAnswered},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
    recording=True,
)
def answer(finding_id: str) -> Response:
    """Answer one finding."""
    return done_once(
        Act.ANSWER_FINDINGS,
        AnswerBody,
        lambda tx, sent, doing: answer_finding(
            tx, FindingAnswer(finding_id, Answer(sent["answer"]), sent["why"]), doing
        ),
    )
