"""`/v1/suggestions`: what people say about rules that did not fit, and what becomes of it."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.answer_suggestion import Answer, SuggestionAnswer, answer_suggestion
from api.commands.suggest import Suggestion, suggest
from api.queries.reads import recorded_read
from api.queries.suggestions import one_suggestion, suggestions_for
from api.routes.doing import done_once
from api.routes.request import caller_for, query_of, read_purpose, service
from api.schemas import suggestions as told
from api.schemas.documented import documented

blueprint = Blueprint("suggestions", __name__, url_prefix="/v1")
PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 503)


@blueprint.post("/decisions/<string:decision_id>/suggestions")
@documented(
    "Say that a rule did not fit",
    "From an answer your body got: which of its rules, and what would have fitted. Whoever the rule's scheme names owes a "
    "reply by a day. It changes no answer.",
    body=told.SuggestBody,
    example=told.SUGGEST_EXAMPLE,
    answers={201: told.Suggested},
    problems=PROBLEMS,
    recording=True,
)
def make(decision_id: str) -> Response:
    """Say that a rule did not fit."""
    return done_once(
        Act.SUGGEST,
        told.SuggestBody,
        lambda tx, body, doing: suggest(tx, Suggestion(decision_id, body["rules"], body["said"]), doing),
    )


@blueprint.get("/suggestions")
@documented(
    "List suggestions",
    "What was said about rules that roles of your body reply to, the latest first. The reading is recorded.",
    query=told.SuggestionsQuery,
    answers={200: told.SuggestionPage},
    problems=(400, 401, 403, 503),
    reading=True,
)
def list_suggestions() -> dict[str, Any]:
    """List the suggestions to your body."""
    caller = caller_for(Act.READ_SUGGESTIONS)
    purpose, query = read_purpose(), query_of(told.SuggestionsQuery)
    desk = service().desk(sandbox=caller.sandbox)
    found = suggestions_for(
        desk, caller.body, scheme=query["scheme"], open_only=not query["all"], limit=query["limit"]
    )
    if found.decisions:
        recorded_read(desk, caller, found.decisions, what="suggestions", purpose=purpose)
    return found.body


@blueprint.get("/suggestions/<string:suggestion_id>")
@documented(
    "Read a suggestion",
    "What was said, who owes a reply by when, and what became of it: for the body that made it and those that reply. The "
    "reading is recorded.",
    answers={200: told.SuggestionTold},
    problems=(400, 401, 403, 404, 503),
    reading=True,
)
def read(suggestion_id: str) -> dict[str, Any]:
    """Read one suggestion."""
    caller = caller_for(Act.READ_SUGGESTIONS)
    purpose = read_purpose()
    desk = service().desk(sandbox=caller.sandbox)
    found = one_suggestion(desk, suggestion_id, caller.body)
    recorded_read(desk, caller, found.decisions, what="suggestion", purpose=purpose)
    return found.body


@blueprint.post("/suggestions/<string:suggestion_id>/answer")
@documented(
    "Answer a suggestion",
    "Take it up, and say which draft or version it led to; say why it is not for now; or why it is declined.",
    body=told.SuggestionAnswerBody,
    example=told.ANSWER_EXAMPLE,
    answers={201: told.SuggestionAnswered},
    problems=PROBLEMS,
    recording=True,
)
def answer(suggestion_id: str) -> Response:
    """Say what becomes of a suggestion."""
    return done_once(
        Act.ANSWER_SUGGESTIONS,
        told.SuggestionAnswerBody,
        lambda tx, body, doing: answer_suggestion(
            tx,
            SuggestionAnswer(suggestion_id, Answer(body["answer"]), body["why"], body["led_to"]),
            doing,
        ),
    )
