"""`/v1/erasures`: proposed by one person, approved by another."""

from typing import Any

from flask import Blueprint, Response

from api.auth.caller import Act
from api.commands.erase import Basis, ErasureRequest
from api.commands.erasure_selection import Selector
from api.commands.withdraw import withdraw_erasure
from api.keeping import erasing
from api.queries.reads import recorded_read
from api.queries.registers import erasures_page
from api.routes.doing import done_once
from api.routes.paging import link_to_next
from api.routes.recording import keyed, keyed_body, read_as, recorded
from api.routes.request import caller_for, json_body, person_of, query_of, read_purpose, service
from api.schemas.documented import documented
from api.schemas.erasures import (
    APPROVAL_EXAMPLE,
    PROPOSAL_EXAMPLE,
    WITHDRAWAL_EXAMPLE,
    ByBody,
    DryRun,
    Erased,
    ErasureBody,
    ErasureProposed,
    Erasures,
    ErasureStory,
    ErasureWithdrawn,
    ReasonBody,
    RegisterQuery,
)

blueprint = Blueprint("erasures", __name__, url_prefix="/v1/erasures")


@blueprint.post("")
@documented(
    "Propose an erasure",
    "Values of decisions your body proposed are to go. Another person approves it. With dry_run nothing is recorded "
    "and no Idempotency-Key is needed.",
    body=ErasureBody,
    example=PROPOSAL_EXAMPLE,
    answers={200: DryRun, 201: ErasureProposed},
    problems=(400, 401, 403, 409, 413, 415, 422, 503),
    recording=True,
)
def propose() -> Any:
    """Propose an erasure, or ask what it would take."""
    caller = caller_for(Act.PROPOSE_ERASURE)
    sent, written = json_body()
    body = read_as(ErasureBody, sent)
    request = ErasureRequest(
        Selector.read(body["selector"]),
        Basis(body["basis"]),
        tuple(body["overrides"]),
        body["note"],
        person_of(caller, body["by"]),
    )
    if body["dry_run"]:
        return erasing.dry_run(service().desk(sandbox=caller.sandbox), request, caller)
    once = keyed(written)
    return recorded(caller, once, lambda desk: erasing.propose(desk, request, caller, once))


@blueprint.get("")
@documented(
    "List proposed erasures",
    "Those of your body in the order of the record, each with its state. Whom they are about is read one by one.",
    query=RegisterQuery,
    answers={200: Erasures},
    problems=(400, 401, 403),
)
def list_all() -> tuple[dict[str, Any], int, dict[str, str]]:
    """List proposed erasures."""
    caller = caller_for(Act.READ_ERASURES)
    desk = service().desk(sandbox=caller.sandbox)
    found, following = erasures_page(desk, caller.body, **query_of(RegisterQuery))
    return {"erasures": found}, 200, link_to_next(following)


@blueprint.get("/<string:erasure_id>")
@documented(
    "Read a proposed erasure",
    "What it is about and what stands in its way, for whoever is to approve it. The reading is recorded.",
    answers={200: ErasureStory},
    problems=(400, 401, 403, 404, 409, 422, 503),
    reading=True,
)
def read(erasure_id: str) -> dict[str, Any]:
    """Read a proposed erasure."""
    caller = caller_for(Act.READ_ERASURES)
    purpose = read_purpose()
    desk = service().desk(sandbox=caller.sandbox)
    story, index = erasing.story_of_proposal(desk, erasure_id, caller)
    recorded_read(desk, caller, [index], what="erasure", purpose=purpose)
    return story


@blueprint.post("/<string:erasure_id>/approve")
@documented(
    "Approve an erasure",
    "Values, salts, look-up keys and kept replies go for good; an entry says what, when, by whom and on which basis.",
    body=ByBody,
    example=APPROVAL_EXAMPLE,
    answers={201: Erased},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
    recording=True,
)
def approve(erasure_id: str) -> Response:
    """Approve an erasure another person proposed."""
    caller = caller_for(Act.APPROVE_ERASURE)
    sent, once = keyed_body()
    by = person_of(caller, read_as(ByBody, sent)["by"])
    return recorded(caller, once, lambda desk: erasing.approve(desk, erasure_id, by, caller, once))


@blueprint.post("/<string:erasure_id>/withdraw")
@documented(
    "Withdraw a proposed erasure",
    "By whoever proposed it, or somebody who could approve it. Nothing is erased, and an entry says so.",
    body=ReasonBody,
    example=WITHDRAWAL_EXAMPLE,
    answers={201: ErasureWithdrawn},
    problems=(400, 401, 403, 404, 409, 413, 415, 422, 503),
    recording=True,
)
def withdraw(erasure_id: str) -> Response:
    """Withdraw a proposed erasure."""
    return done_once(
        Act.WITHDRAW_ERASURE,
        ReasonBody,
        lambda tx, body, doing: withdraw_erasure(tx, erasure_id, body["reason"], doing),
    )
