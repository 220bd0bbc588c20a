"""`/v1/requests` and `/v1/owed`: what waits for somebody, oldest clock first, and the replies."""

from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from flask import Blueprint, Response

from api.auth.caller import Act
from api.auth.reply_links import sealed
from api.commands.acts.on_decision import Asking
from api.commands.acts.once import act_once
from api.commands.acts.reply import Reply, View, reply
from api.commands.answered_once import Person
from api.commands.doing import Doing
from api.commands.hand_over_decision import offer_decision
from api.commands.link_request import LinkRequest, make_link
from api.desk import Desk
from api.problems import problem
from api.queries.owed import owed_to, request_to
from api.routes.acts import PROBLEMS
from api.routes.doing import done_once
from api.routes.owed import offer_of
from api.routes.recording import keyed_body, read_as, recorded
from api.routes.request import HttpError, caller_for, if_match, person_of, query_of, service
from api.schemas.acts import REPLY_EXAMPLE, Acted, OwedQuery, ReplyBody, WaitingPage
from api.schemas.documented import documented
from api.schemas.outcomes import OFFER_DECISION_EXAMPLE, HandedOver, OfferBody
from api.schemas.reply_links import LINK_EXAMPLE, LinkBody, Linked
from api.store.idempotency import Remembered
from api.store.obligations import REPLIES, What

blueprint = Blueprint("requests", __name__, url_prefix="/v1")


@blueprint.get("/requests")
@documented(
    "Requests that wait for a reply",
    "Of your body, oldest clock first. One that nobody answered in time is also shown to the next role up the line.",
    query=OwedQuery,
    answers={200: WaitingPage},
    problems=(400, 401, 403),
)
def list_requests() -> dict[str, Any]:
    """List the requests to a role of your body."""
    return _owed(REPLIES)


@blueprint.get("/owed")
@documented(
    "What is owed",
    "Duties, ratifications and reviews that wait for your body, oldest clock first.",
    query=OwedQuery,
    answers={200: WaitingPage},
    problems=(400, 401, 403),
)
def list_owed() -> dict[str, Any]:
    """List what your body owes besides replies."""
    return _owed(tuple(what for what in What if what not in REPLIES))


def _owed(what: tuple[What, ...]) -> dict[str, Any]:
    caller = caller_for(Act.READ_OWED)
    query = query_of(OwedQuery)
    if query.get("to_body", caller.body) != caller.body:
        raise HttpError([problem("other-body", "A key reads what is for its own body.")])
    desk = service().desk(sandbox=caller.sandbox)
    return {
        "owed": owed_to(
            desk,
            caller.body,
            what=what,
            role=query.get("to_role"),
            overdue=query["overdue"],
            limit=query["limit"],
        )
    }


@blueprint.post("/requests/<string:request_id>/reply")
@documented(
    "Reply to a request",
    "A view, by somebody in the role that was asked or above it. It is worked out again whether the actor may act.",
    body=ReplyBody,
    example=REPLY_EXAMPLE,
    answers={201: Acted},
    problems=PROBLEMS,
    recording=True,
    versioned=True,
)
def reply_to(request_id: str) -> Response:
    """Reply to a request."""
    caller = caller_for(Act.REPLY)
    sent, keyed = keyed_body()
    seen = if_match(required=False)
    body = read_as(ReplyBody, sent)

    def run(desk: Desk) -> Remembered:
        waiting = request_to(desk, request_id, caller.body)
        given = Reply(View(body["view"]), body["said"])
        asking = Asking(str(waiting.decision), Person(**body["by"]), caller, desk.rules, desk.secret, seen)
        return desk.record(
            partial(act_once, asking=asking, keyed=keyed, do=lambda on: reply(on, waiting, given), own=False)
        )

    return recorded(caller, keyed, run)


@blueprint.post("/requests/<string:request_id>/link")
@documented(
    "Make a one-time link",
    "For a body without a system: whoever opens it may reply once, for that body. Sending it again needs a new one.",
    body=LinkBody,
    example=LINK_EXAMPLE,
    answers={201: Linked},
    problems=PROBLEMS,
    recording=True,
)
def link_to(request_id: str) -> Response:
    """Make a link by which a request is answered."""
    caller = caller_for(Act.DECIDE)
    sent, keyed = keyed_body()
    body = read_as(LinkBody, sent)
    wanted = LinkRequest(request_id, body.get("until"))

    def run(desk: Desk) -> Remembered:
        doing = Doing(person_of(caller, body["by"]), caller, keyed, desk.rules, desk.secret)
        made = desk.record(partial(make_link, wanted=wanted, doing=doing))
        # The kept reply has no link in it: whoever reads the database could reply with it.
        said = orjson.loads(made.body)
        said["path"] = "/reply/" + sealed(desk.secret, said["id"], sandbox=caller.sandbox)
        return replace(made, body=orjson.dumps(said))

    return recorded(caller, keyed, run)


@blueprint.post("/decisions/<string:decision_id>/handover")
@documented(
    "Offer a decision to somebody else",
    "Of your own body, while nobody has taken it. Once they accept they hold it: whose it is is asked for them.",
    body=OfferBody,
    example=OFFER_DECISION_EXAMPLE,
    answers={201: HandedOver},
    problems=PROBLEMS,
    recording=True,
)
def hand_over(decision_id: str) -> Response:
    """Offer a decision to somebody else."""
    return done_once(
        Act.DECIDE,
        OfferBody,
        lambda tx, body, doing: offer_decision(tx, decision_id, offer_of(body), doing),
    )
