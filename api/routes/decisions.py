"""`/v1/decisions`: propose, read one, list."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from api.auth.caller import Act
from api.commands.propose import Keyed, request_hash
from api.problems import problem
from api.queries.decisions import page_of, story_of
from api.routes.request import HttpError, caller_for, idempotency_key, json_body, query_of, service
from api.schemas.decisions import ListQuery, Page, Proposal, Receipt, Recorded, Story
from api.schemas.documented import documented
from api.schemas.log import SizeQuery
from api.store.decisions import find
from api.store.proofs import receipt_of

blueprint = Blueprint("decisions", __name__, url_prefix="/v1/decisions")


@blueprint.post("")
@documented(
    "Propose a decision",
    "Whose decision is it? The answer is recorded before it is sent. 201 whatever the level: refer and stop are answers.",
    body=Proposal,
    answers={201: Recorded},
    problems=(400, 401, 403, 409, 413, 415, 422, 503),
    recording=True,
)
def propose() -> Response:
    """Propose a decision."""
    caller = caller_for(Act.PROPOSE)
    key = idempotency_key()
    sent, body = json_body()
    keyed = Keyed(key, request_hash("POST", request.path, body))
    waiting = service().in_progress
    if not waiting.begin(caller.client, key):
        raise HttpError([problem("in-progress")])
    try:
        reply = service().desk(sandbox=caller.sandbox).propose(sent, caller, keyed)
    finally:
        waiting.end(caller.client, key)
    watcher = service().watcher
    if watcher is not None:
        watcher.wake()
    return Response(reply.body, reply.status, dict(reply.headers), content_type="application/json")


@blueprint.get("/<string:decision_id>")
@documented(
    "Read a decision",
    "The proposal, the answer and its receipt.",
    answers={200: Story},
    problems=(401, 403, 404),
)
def read(decision_id: str) -> dict[str, Any]:
    """Read one decision your body is party to."""
    caller = caller_for(Act.READ_DECISIONS)
    story = story_of(service().desk(sandbox=caller.sandbox), decision_id, caller.body)
    if story is None:
        raise HttpError([problem("unknown-decision")])
    return story


@blueprint.get("/<string:decision_id>/receipt")
@documented(
    "The receipt of a decision",
    "By the checkpoint of its own batch, or by a later one of `size` entries. With the entry: all there is to check.",
    query=SizeQuery,
    answers={200: Receipt},
    problems=(400, 401, 403, 404, 422),
)
def receipt(decision_id: str) -> dict[str, Any]:
    """The receipt of one decision your body is party to."""
    caller = caller_for(Act.READ_DECISIONS)
    size = query_of(SizeQuery).get("size")
    with service().desk(sandbox=caller.sandbox).engine.connect() as connection:
        row = find(connection, decision_id, body=caller.body)
        if row is None:
            raise HttpError([problem("unknown-decision")])
        return receipt_of(connection, row.entry_index, size, with_entry=True).to_json()


@blueprint.get("")
@documented(
    "List decisions",
    "Decisions your body is party to, in the order of the record. The Link header leads to the next page.",
    query=ListQuery,
    answers={200: Page},
    problems=(400, 401, 403),
)
def list_all() -> tuple[dict[str, Any], int, dict[str, str]]:
    """List decisions, filtered."""
    caller = caller_for(Act.READ_DECISIONS)
    page, after = page_of(service().desk(sandbox=caller.sandbox), caller.body, request.args)
    links = {} if after is None else {"Link": f'<{_next_page(after)}>; rel="next"'}
    return page, 200, links


def _next_page(cursor: str) -> str:
    kept = [(name, value) for name, value in request.args.items() if name != "cursor"]
    return f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}"
