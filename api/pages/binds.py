"""`/binds/{decision}`: the double binds of an answer, how others resolved the same, and the form to resolve one."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.commands.acts.on_decision import ActError, Asking
from api.commands.acts.once import act_once
from api.commands.acts.resolve import Resolution, resolve
from api.lab.wording import day_of, joined
from api.pages.blueprint import page_blueprint
from api.pages.doing import doing_of, session_caller, text_of
from api.pages.names import body_title, role_title, scheme_title
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in, visit
from api.queries.decisions import story_of
from api.queries.reads import recorded_read
from api.routes.request import service
from api.store.accounts import Account
from govengine.errors import RequestError

blueprint = page_blueprint("binds", "/binds")

WANTED = {
    "keep": "Choose which side is kept",
    "why": "Say why",
    "kept": "Say what is kept for the other side",
}


@dataclass(frozen=True, slots=True)
class Bind:
    """A bind in words. `options` are (what is kept, what it says); `resolutions` (what was kept, by whom, when)."""

    id: str
    sides: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str], ...]
    who: str
    resolutions: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class BindsPage:
    """The binds of a decision; `roles` are those in which whoever is here may try to resolve one, `typed` what was sent."""

    decision: str
    summary: str
    binds: tuple[Bind, ...]
    roles: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@blueprint.get("/<string:decision_id>")
def read(decision_id: str) -> Response:
    """The binds of one answer. The reading is recorded."""
    return _page(decision_id, signed_in(Act.READ_DECISIONS), {})


@blueprint.post("/<string:decision_id>")
def resolve_one(decision_id: str) -> Response:
    """Put on record which side is kept. The same form sent twice resolves it once."""
    account = signed_in(Act.APPROVE)
    names = ("bind", *WANTED)
    typed = {name: text_of(name) for name in names}
    faults = [Fault(name, told) for name, told in WANTED.items() if not typed[name]]
    if request.form.get("role") not in account.roles_held:
        faults.insert(0, Fault("role", "Choose a role that you hold"))
    if faults:
        return _page(decision_id, account, typed, tuple(faults))
    doing = doing_of(account)
    asking = Asking(decision_id, doing.by, doing.caller, doing.rules, doing.secret)
    chosen = Resolution(typed["bind"], typed["keep"], typed["why"], typed["kept"])
    command = partial(
        act_once, asking=asking, keyed=doing.keyed, do=lambda on: resolve(on, chosen), own=False
    )
    try:
        reply = service().live.record(command)
    except (ActError, RequestError) as error:
        told = tuple(Fault("keep", f"{one.message} {one.what_to_do}") for one in error.problems)
        return _page(decision_id, account, typed, told)
    if reply.status >= HTTPStatus.BAD_REQUEST:
        problem = json.loads(reply.body)
        return _page(
            decision_id, account, typed, (Fault("keep", f"{problem['detail']} {problem['what_to_do']}"),)
        )
    return redirect(f"/binds/{decision_id}", 303)


def _page(
    decision_id: str, account: Account, typed: Mapping[str, str], faults: tuple[Fault, ...] = ()
) -> Response:
    live = service().live
    story = story_of(live, decision_id, account.body)
    if story is None:
        raise NotFound
    if story.personal:
        recorded_read(live, session_caller(account), story.entries, what="story")
    held = sorted(account.roles_held) if visit().has(Act.APPROVE) else []
    page = BindsPage(
        decision_id,
        story.body["summary"],
        tuple(map(_bind, story.body["binds"])),
        tuple((role, role_title(role)) for role in held),
        typed,
        faults,
    )
    return show("binds.html", page, 422 if faults else 200, keep=False)


def _bind(told: Mapping[str, Any]) -> Bind:
    says = {one["keep"]: one["says"] for one in told["options"]}
    return Bind(
        told["id"],
        tuple((one["says"], scheme_title(one["scheme"])) for one in told["between"]),
        tuple(says.items()),
        _who(told["resolved_by"]),
        tuple(
            (says.get(one["keeps"], one["keeps"]), _who([one]), day_of(one["recorded_at"]))
            for one in told["resolutions"]
        ),
    )


def _who(people: Sequence[Mapping[str, Any]]) -> str:
    return joined([f"the {role_title(one['role'])} of {body_title(one['body'])}" for one in people], by="or")
