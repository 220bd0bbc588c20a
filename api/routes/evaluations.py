"""`/v1/evaluations`: what-ifs. Nothing is recorded."""

from typing import Any

from flask import Blueprint

from api.auth.caller import Act
from api.commands.evaluate import evaluate
from api.routes.request import caller_for, json_body, service
from api.schemas.decisions import Evaluation, WhatIf
from api.schemas.documented import documented
from api.store.suspensions import suspensions_kept

blueprint = Blueprint("evaluations", __name__, url_prefix="/v1/evaluations")


@blueprint.post("")
@documented(
    "Ask a what-if",
    "The same answer about made-up facts, marked as a what-if. Needs the manager role or a sandbox key.",
    body=Evaluation,
    answers={200: WhatIf},
    problems=(400, 401, 403, 413, 415, 422),
)
def ask() -> dict[str, Any]:
    """Ask a what-if."""
    caller_for(Act.WHAT_IF)
    sent, _ = json_body()
    live = service().live
    with live.engine.connect() as connection:
        suspensions = suspensions_kept(connection)
    return evaluate(sent, live.rules.in_force.library, live.rules.with_drafts, live.clock(), suspensions)
