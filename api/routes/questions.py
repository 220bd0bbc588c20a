"""`/v1/questions`: what the schemes leave open."""

from typing import Any

from flask import Blueprint

from api.auth.caller import Act
from api.queries.questions import questions_of
from api.routes.request import caller_for, query_of, service
from api.schemas.documented import documented
from api.schemas.questions import Questions, QuestionsQuery

blueprint = Blueprint("questions", __name__, url_prefix="/v1/questions")


@blueprint.get("")
@documented(
    "List the questions schemes leave open",
    "What schemes did not know, and what they knew and nobody could do: how often, whom the answers named, who "
    "answered, and when a reply is due. Nothing personal is in it.",
    query=QuestionsQuery,
    answers={200: Questions},
    problems=(400, 401, 403),
)
def list_all() -> dict[str, Any]:
    """The question list of your body."""
    caller = caller_for(Act.READ_QUESTIONS)
    narrowed = query_of(QuestionsQuery)
    return questions_of(service().desk(sandbox=caller.sandbox), caller.body, narrowed).to_json()
