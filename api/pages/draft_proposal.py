"""`/drafts/<id>/propose`: a draft becomes a change, which others then agree to at `/changes/<id>`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from flask import redirect, request
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.commands.changes.draft import foresee
from api.commands.changes.propose_change import ChangeRequest, propose_change
from api.drafting.changes import Changes, Told, told_under_both
from api.drafting.proposing import request_of, scenarios_of
from api.lab.wording import EFFECTS
from api.pages.blueprint import page_blueprint
from api.pages.doing import LONGEST, doing_of
from api.pages.draft import open_draft
from api.pages.draft_changes import INDEX, index_named, saved_cases_of
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.routes.request import service
from api.store.accounts import Account, list_accounts
from api.store.drafts import Draft
from govengine.decide.uprating import NamedIndex
from govengine.errors import GovengineError

blueprint = page_blueprint("draft-proposal", "/drafts/<string:draft_id>/propose")


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """What is going to be proposed. `roles` are (name, title) of those held; `index` is carried in the form."""

    id: str
    title: str
    effect: str
    effect_words: str
    roles: tuple[tuple[str, str], ...]
    told: Sequence[Told]
    index: Mapping[str, str]
    why: str = ""
    faults: tuple[Fault, ...] = ()


@blueprint.get("")
def look(draft_id: str) -> Response:
    """The form, with every answer that goes with the draft as a scenario."""
    account, draft = signed_in(Act.CHANGE), open_draft(draft_id)
    return _form(draft, account, request.args)


@blueprint.post("")
def propose(draft_id: str) -> Response:
    """Put it on the record as a change."""
    account, draft = signed_in(Act.CHANGE), open_draft(draft_id)
    said = {name: request.form.get(name, "").strip()[:LONGEST] for name in (*INDEX, "why")}
    index, faults = index_named(said)
    if not said["why"]:
        faults.append(Fault("why", "Say why the scheme should change"))
    changes = service().drafts.changes(draft, index)
    if faults or changes is None:
        return _form(draft, account, said, faults)
    chosen = set(request.form.getlist("scenario"))
    kept = [one for one in saved_cases_of(changes, account) if one[0] in chosen]
    live = service().live
    scenarios = scenarios_of(live.rules, changes, kept, live.clock())
    try:
        proposed = _proposed(_request(draft, said["why"], index, scenarios), account)
    except GovengineError as error:
        told = [Fault("why", f"{one.message} {one.what_to_do}".rstrip(".")) for one in error.problems[:5]]
        return _form(draft, account, said, told)
    return redirect(f"/changes/{proposed}", 303)


def _request(draft: Draft, why: str, index: NamedIndex | None, scenarios: Mapping[str, str]) -> ChangeRequest:
    live = service().live
    governs = live.rules.in_force.library.version_on(draft.scheme, live.clock().date()) is not None
    with live.engine.connect() as connection:
        people = list_accounts(connection)
    return request_of(draft, scenarios, governs=governs, why=why, index=index, people=people)


def _proposed(asked: ChangeRequest, account: Account) -> str:
    """The id of the change. Raises GovengineError where it cannot be proposed."""
    live, doing = service().live, doing_of(account)
    foresee(asked.files, live.rules.in_force.library, live.clock(), asked.index)
    kept = live.record(partial(propose_change, request=asked, doing=doing))
    assert kept.status == HTTPStatus.CREATED
    made: str = json.loads(kept.body)["id"]
    return made


def _form(draft: Draft, account: Account, said: Mapping[str, str], faults: Sequence[Fault] = ()) -> Response:
    index, unread = index_named({name: said.get(name, "") for name in INDEX})
    changes = service().drafts.changes(draft, index)
    if changes is None:
        return redirect(f"/drafts/{draft.id}", 303)
    page = _page(draft, changes, account, said, [*faults, *(one for one in unread if one not in faults)])
    return show("drafts/propose.html", page, 422 if page.faults else 200)


def _page(
    draft: Draft, changes: Changes, account: Account, said: Mapping[str, str], faults: Sequence[Fault]
) -> ProposalPage:
    live, stack = service().live, changes.after
    told = told_under_both(live.rules, changes, saved_cases_of(changes, account), live.clock())
    return ProposalPage(
        draft.id,
        f"{changes.version.text.title.value}, version {changes.version.version}",
        str(changes.effect.effect),
        EFFECTS[changes.effect.effect],
        tuple((role, stack.title_of(role)) for role in sorted(account.roles_held) if role in stack.roles),
        [one for one in told if one.after is not None],
        {name: said.get(name, "") for name in INDEX},
        said.get("why", ""),
        tuple(faults),
    )
