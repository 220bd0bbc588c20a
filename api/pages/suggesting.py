"""`/suggestions/about/{decision}`: somebody says from an answer that a rule did not fit. Their own system links to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.commands.suggest import Suggestion, SuggestionError, suggest
from api.pages.blueprint import page_blueprint
from api.pages.doing import doing_of, session_caller, text_of
from api.pages.names import role_title
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in
from api.queries.decisions import Story, story_of
from api.queries.reads import recorded_read
from api.routes.request import service
from api.store.accounts import Account
from govengine.errors import RequestError

blueprint = page_blueprint("suggesting", "/suggestions/about")

MOST_RULES = 20
"""As `POST /v1/decisions/{id}/suggestions` takes them."""


@dataclass(frozen=True, slots=True)
class SuggestingPage:
    """The answer in words and its rules, (id, what it rests on), those of the scheme that was asked first.

    `chosen` and `said` are what was sent and is shown again.
    """

    decision: str
    summary: str
    rules: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...] = ()
    said: str = ""
    faults: tuple[Fault, ...] = ()


@blueprint.get("/<string:decision_id>")
def ask(decision_id: str) -> Response:
    """The form. The reading of the answer is recorded, each time it is shown."""
    account = signed_in(Act.SUGGEST)
    return _show(_page(decision_id, account))


@blueprint.post("/<string:decision_id>")
def make(decision_id: str) -> Response:
    """Put it on the record. The same form sent twice says it once."""
    account = signed_in(Act.SUGGEST)
    chosen = tuple(request.form.getlist("rules")[:MOST_RULES])
    said = text_of("said")
    faults = []
    if request.form.get("role") not in account.roles_held:
        faults.append(Fault("role", "Choose a role that you hold"))
    if not said:
        faults.append(Fault("said", "Say what did not fit, and what would have"))
    if faults:
        return _show(_page(decision_id, account, chosen, said, tuple(faults)))
    command = partial(suggest, made=Suggestion(decision_id, chosen, said), doing=doing_of(account))
    try:
        made = json.loads(service().live.record(command).body)
    except SuggestionError:
        raise NotFound from None
    except RequestError as error:
        told = tuple(Fault("rules", f"{one.message} {one.what_to_do}") for one in error.problems)
        return _show(_page(decision_id, account, chosen, said, told))
    return redirect(f"/suggestions/{made['id']}", 303)


def _show(page: SuggestingPage) -> Response:
    return show("suggestions/suggesting.html", page, 422 if page.faults else 200, keep=False)


def _page(
    decision_id: str,
    account: Account,
    chosen: tuple[str, ...] = (),
    said: str = "",
    faults: tuple[Fault, ...] = (),
) -> SuggestingPage:
    live, caller = service().live, session_caller(account)
    story: Story | None = story_of(live, decision_id, account.body)
    if story is None:
        raise NotFound
    if story.personal:
        recorded_read(live, caller, story.entries, what="story")
    held = tuple((role, role_title(role)) for role in sorted(account.roles_held))
    asked = f"{story.body['scheme']}/"
    rules = sorted(
        map(_rule, story.body["determination"]["because"]), key=lambda one: not one[0].startswith(asked)
    )
    return SuggestingPage(decision_id, story.body["summary"], tuple(rules), held, chosen, said, faults)


def _rule(because: Mapping[str, Any]) -> tuple[str, str]:
    return because["rule"], because.get("authority") or ""
