"""`/v1/decisions`: propose, read one, list."""

from typing import Any

from flask import Blueprint, Response, request

from api.auth.caller import Act
from api.commands.correct import CorrectionRequest, correct
from api.problems import problem
from api.queries.decisions import page_of, story_of
from api.queries.reads import recorded_read
from api.routes.doing import done_once
from api.routes.paging import link_to_next
from api.routes.recording import keyed_body, recorded
from api.routes.request import HttpError, caller_for, query_of, read_purpose, service
from api.schemas.corrections import CORRECTION_EXAMPLE, Corrected, CorrectionBody
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
    sent, keyed = keyed_body()
    reply = recorded(caller, keyed, lambda desk: desk.propose(sent, caller, keyed))
    watcher = service().watcher
    if watcher is not None:
        watcher.wake()
    return reply


@blueprint.get("/<string:decision_id>")
@documented(
    "Read a decision",
    "The proposal, the answer, its receipt and what was corrected since. The reading is recorded.",
    answers={200: Story},
    problems=(400, 401, 403, 404, 503),
    reading=True,
)
def read(decision_id: str) -> dict[str, Any]:
    """Read one decision your body is party to."""
    caller = caller_for(Act.READ_DECISIONS)
    purpose = read_purpose()
    desk = service().desk(sandbox=caller.sandbox)
    story = story_of(desk, decision_id, caller.body)
    if story is None:
        raise HttpError([problem("unknown-decision")])
    if story.personal:
        recorded_read(desk, caller, story.entries, what="story", purpose=purpose)
    return story.body


@blueprint.post("/<string:decision_id>/corrections")
@documented(
    "Correct a decision",
    "Facts it rested on, as they should have been. Nothing is overwritten: both readings are shown from then on.",
    body=CorrectionBody,
    example=CORRECTION_EXAMPLE,
    answers={201: Corrected},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
    recording=True,
)
def correct_one(decision_id: str) -> Response:
    """Correct a decision your body proposed."""
    return done_once(
        Act.CORRECT,
        CorrectionBody,
        lambda tx, body, doing: correct(
            tx,
            CorrectionRequest(decision_id, body["facts"], body["why"], body.get("new_decision")),
            doing,
        ),
    )


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
    return page, 200, link_to_next(after)
