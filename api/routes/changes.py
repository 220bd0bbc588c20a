"""`/v1/changes`: a scheme that governs is changed by people, each in their part, and never by one alone."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response
from marshmallow import Schema
from sqlalchemy.exc import SQLAlchemyError

from api.auth.caller import Act
from api.commands.answered_once import Done
from api.commands.changes.adopt_change import adopt_change
from api.commands.changes.agree import agree
from api.commands.changes.draft import foresee
from api.commands.changes.evidence import (
    CoDesign,
    TookPart,
    acknowledge_risks,
    answer_objection,
    give_evidence,
    give_view,
    name_host,
)
from api.commands.changes.on_change import OnChange
from api.commands.changes.once import change_once
from api.commands.changes.propose_change import ChangeRequest, propose_change
from api.commands.changes.roll_back import roll_back, withdraw_change
from api.problems import problem
from api.queries import changes as query
from api.routes.doing import done_in_anybodys_name, done_once
from api.routes.request import HttpError, caller_for, service
from api.schemas import changes as told
from api.schemas.documented import documented
from govengine.decide.uprating import NamedIndex, index_from_json
from govengine.errors import Problem, RequestError
from govengine.publishing import Part

blueprint = Blueprint("changes", __name__, url_prefix="/v1/changes")

Sent = Mapping[str, Any]
PROBLEMS = (400, 401, 403, 404, 409, 413, 415, 422, 503)
_SAID: dict[str, Any] = {"answers": {201: told.ChangeActed}, "problems": PROBLEMS, "recording": True}


@blueprint.get("")
@documented(
    "List changes",
    "Of the schemes your body has a part in, the newest first, with who is waited for.",
    answers={200: told.Changes},
    problems=(401, 403),
)
def list_all() -> dict[str, Any]:
    """List changes."""
    caller = caller_for(Act.READ_CHANGES)
    return {"changes": query.changes(service().desk(sandbox=caller.sandbox), caller)}


@blueprint.get("/<string:change_id>")
@documented(
    "Read a change",
    "What it does, its checklist (who is waited for, and since when), and its story in order.",
    answers={200: told.ChangeStory},
    problems=(401, 403, 404),
)
def read(change_id: str) -> dict[str, Any]:
    """Read a change."""
    caller = caller_for(Act.READ_CHANGES)
    found = query.change(service().desk(sandbox=caller.sandbox), caller, change_id)
    if found is None:
        raise HttpError([problem("unknown-change")])
    return found


@blueprint.post("")
@documented(
    "Propose a change",
    "A draft of one version of a scheme. What it does decides who has a part in it; its scenarios are run.",
    body=told.ChangeBody,
    example=told.CHANGE_EXAMPLE,
    answers={201: told.ChangeProposed},
    problems=PROBLEMS,
    recording=True,
)
def propose() -> Response:
    """Propose a change."""
    return done_once(
        Act.CHANGE,
        told.ChangeBody,
        lambda tx, body, doing: propose_change(
            tx,
            ChangeRequest(
                body["files"], body["base"], body["why"], body["edited_by"], index_of(body["index"])
            ),
            doing,
        ),
        before=lambda desk, body: foresee(
            body["files"], desk.rules.in_force.library, desk.clock(), index_of(body["index"])
        ),
    )


def index_of(sent: Sent | None) -> NamedIndex | None:
    """The index that was sent. Raises RequestError `bad-member`."""
    if sent is None:
        return None
    try:
        return index_from_json(sent)
    except ValueError as error:
        raise RequestError(
            [Problem("bad-member", f"{error}.", "Send its name and percent.", "/index")]
        ) from None


def _act(change_id: str, act: Act, schema: type[Schema], do: Callable[[OnChange, Sent], Done]) -> Response:
    return done_in_anybodys_name(
        act, schema, lambda tx, body, doing: change_once(tx, change_id, doing, lambda on: do(on, body))
    )


def _governing(reply: Response) -> Response:
    """The reply, once this process goes by what is in force now; others see it when they next record."""
    with suppress(SQLAlchemyError):
        service().desk(sandbox=caller_for(Act.ADOPT).sandbox).rules.reload_if_changed()
    return reply


@blueprint.post("/<string:change_id>/agree")
@documented(
    "Play a part in a change",
    "Check its wording, agree as a peer or as the finance officer, approve as its owner. Never by an editor.",
    body=told.AgreeBody,
    example=told.AGREE_EXAMPLE,
    **_SAID,
)
def agree_one(change_id: str) -> Response:
    """Play a part."""
    return _act(
        change_id,
        Act.CHANGE,
        told.AgreeBody,
        lambda on, sent: agree(on, Part(sent["part"]), sent.get("said")),
    )


@blueprint.post("/<string:change_id>/evidence")
@documented(
    "Give the evidence of co-design",
    "Who took part by role, what changed because of it, what was asked and not done.",
    body=told.EvidenceBody,
    example=told.EVIDENCE_EXAMPLE,
    **_SAID,
)
def evidence_one(change_id: str) -> Response:
    """Give the evidence of co-design."""

    def do(on: OnChange, sent: Sent) -> Done:
        people = [TookPart(**one) for one in sent["took_part"]]
        return give_evidence(on, CoDesign(people, sent["changed"], sent["not_done"]))

    return _act(change_id, Act.CHANGE, told.EvidenceBody, do)


@blueprint.post("/<string:change_id>/host")
@documented(
    "Name who watches it",
    "A role of the body whose scheme it is, in which somebody sees what comes of the change.",
    body=told.HostBody,
    example=told.HOST_EXAMPLE,
    **_SAID,
)
def host_one(change_id: str) -> Response:
    """Name who watches."""
    return _act(
        change_id, Act.CHANGE, told.HostBody, lambda on, sent: name_host(on, sent["body"], sent["role"])
    )


@blueprint.post("/<string:change_id>/view")
@documented(
    "Say so from lived experience",
    "An objection keeps the change from being adopted until it is answered.",
    body=told.ViewBody,
    example=told.VIEW_EXAMPLE,
    **_SAID,
)
def view_one(change_id: str) -> Response:
    """Give a view."""
    return _act(
        change_id,
        Act.CHANGE,
        told.ViewBody,
        lambda on, sent: give_view(on, sent["said"], objects=sent["objects"]),
    )


@blueprint.post("/<string:change_id>/answer")
@documented(
    "Answer an objection",
    "By whoever is accountable for the scheme, or above them.",
    body=told.ObjectionAnswerBody,
    example=told.ANSWER_EXAMPLE,
    **_SAID,
)
def answer_one(change_id: str) -> Response:
    """Answer an objection."""
    return _act(
        change_id,
        Act.CHANGE,
        told.ObjectionAnswerBody,
        lambda on, sent: answer_objection(on, sent["objection"], sent["said"]),
    )


@blueprint.post("/<string:change_id>/acknowledge")
@documented(
    "Acknowledge the risks",
    "By whoever delegates, in person: the risks by name, and that the statute floor stands.",
    body=told.RisksBody,
    example=told.ACKNOWLEDGE_EXAMPLE,
    **_SAID,
)
def acknowledge_one(change_id: str) -> Response:
    """Acknowledge the risks."""
    return _act(change_id, Act.CHANGE, told.RisksBody, lambda on, sent: acknowledge_risks(on, sent["risks"]))


@blueprint.post("/<string:change_id>/adopt")
@documented(
    "Adopt a change",
    "Once nobody is waited for: what it does is worked out once more. By somebody's own key, or signed in.",
    body=told.AdoptBody,
    example=told.ADOPT_EXAMPLE,
    **_SAID | {"answers": {201: told.ChangeAdopted}},
)
def adopt_one(change_id: str) -> Response:
    """Adopt a change."""
    return _governing(
        done_in_anybodys_name(
            Act.ADOPT,
            told.AdoptBody,
            lambda tx, body, doing: change_once(
                tx, change_id, doing, lambda on: adopt_change(on, body["authority"])
            ),
            before=lambda desk, _: query.foresee_adoption(desk, change_id),
        )
    )


@blueprint.post("/<string:change_id>/roll-back")
@documented(
    "Roll a change back",
    "The version before governs again, and answers as it did. What was decided meanwhile stands.",
    body=told.ChangeWhyBody,
    example=told.ROLL_BACK_EXAMPLE,
    **_SAID | {"answers": {201: told.RolledBack}},
)
def roll_back_one(change_id: str) -> Response:
    """Roll a change back."""
    return _governing(
        _act(change_id, Act.ADOPT, told.ChangeWhyBody, lambda on, sent: roll_back(on, sent["why"]))
    )


@blueprint.post("/<string:change_id>/withdraw")
@documented(
    "Withdraw a change",
    "A proposal taken back, by anybody who could have proposed it.",
    body=told.ChangeWhyBody,
    example=told.WITHDRAW_EXAMPLE,
    **_SAID,
)
def withdraw_one(change_id: str) -> Response:
    """Withdraw a change."""
    return _act(change_id, Act.CHANGE, told.ChangeWhyBody, lambda on, sent: withdraw_change(on, sent["why"]))
