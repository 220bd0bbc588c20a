"""`/suggestions`: what people say about rules that did not fit, who owes them a reply by when, and the reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from api.auth.caller import Act
from api.commands.answer_suggestion import Answer, SuggestionAnswer, answer_suggestion
from api.commands.suggest import SuggestionError
from api.lab.wording import day_of, joined
from api.pages.blueprint import page_blueprint
from api.pages.doing import doing_of, session_caller, text_of
from api.pages.names import body_title, role_title, scheme_title
from api.pages.rendering import Fault, show
from api.pages.visit import signed_in, visit
from api.queries.reads import recorded_read
from api.queries.suggestions import one_suggestion, suggestions_for
from api.routes.request import service
from api.store.accounts import Account
from govengine.errors import RequestError

blueprint = page_blueprint("suggestions", "/suggestions")

MOST = 200
LONGEST_VERSION = 200
"""As `POST /v1/suggestions/{id}/answer` takes it."""
ANSWERS = {
    Answer.TAKEN_UP: "Taken up",
    Answer.NOT_NOW: "Not now",
    Answer.DECLINED: "Declined",
}
NO_LONGER_THERE = "What was said has been erased."


@dataclass(frozen=True, slots=True)
class Said:
    """A suggestion in words. `waits` is for whom and until when, empty where nobody is waited for."""

    id: str
    title: str
    said: str
    by: str
    on: str
    decision: str
    rules: tuple[str, ...]
    waits: str
    overdue: bool
    replies: tuple[Mapping[str, str], ...]

    @property
    def standing(self) -> str:
        """Overdue, waits for a reply, or what became of it."""
        if self.waits:
            return "Overdue" if self.overdue else "Waits for a reply"
        return self.replies[-1]["answer"] if self.replies else "Closed"


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """Those that wait first, then the latest."""

    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SuggestionPage:
    """One, and the form for the reply where whoever is here holds a role; `typed` is what was sent and is shown again."""

    one: Said
    roles: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@blueprint.get("")
def list_all() -> Response:
    """What was said about rules that roles of the body reply to. The reading is recorded."""
    caller = session_caller(signed_in(Act.READ_SUGGESTIONS))
    live = service().live
    found = suggestions_for(live, caller.body, scheme=None, open_only=False, limit=MOST)
    if found.decisions:
        recorded_read(live, caller, found.decisions, what="suggestions")
    lines = sorted(map(_said, found.body["suggestions"]), key=lambda one: not one.waits)
    return show("suggestions/list.html", SuggestionList(tuple(lines)), keep=False)


@blueprint.get("/<string:suggestion_id>")
def read(suggestion_id: str) -> Response:
    """One suggestion. The reading is recorded."""
    return _page(suggestion_id, signed_in(Act.READ_SUGGESTIONS), {})


@blueprint.post("/<string:suggestion_id>")
def reply(suggestion_id: str) -> Response:
    """Say what becomes of it. The same form sent twice says it once."""
    account = signed_in(Act.ANSWER_SUGGESTIONS)
    names = ("answer", "why", "led_to")
    typed = {name: text_of(name) for name in names}
    faults = []
    if request.form.get("role") not in account.roles_held:
        faults.append(Fault("role", "Choose a role that you hold"))
    if typed["answer"] not in set(Answer):
        faults.append(Fault("answer", "Choose what becomes of it"))
    if not typed["why"]:
        faults.append(Fault("why", "Say why, in words that whoever made it can use"))
    if len(typed["led_to"]) > LONGEST_VERSION:
        faults.append(Fault("led_to", f"Name the draft or version in {LONGEST_VERSION} characters or fewer"))
    if faults:
        return _page(suggestion_id, account, typed, tuple(faults))
    given = SuggestionAnswer(suggestion_id, Answer(typed["answer"]), typed["why"], typed["led_to"] or None)
    command = partial(answer_suggestion, given=given, doing=doing_of(account))
    try:
        service().live.record(command)
    except (SuggestionError, RequestError) as error:
        told = tuple(Fault("answer", f"{one.message} {one.what_to_do}") for one in error.problems)
        return _page(suggestion_id, account, typed, told)
    return redirect(f"/suggestions/{suggestion_id}", 303)


def _page(
    suggestion_id: str, account: Account, typed: Mapping[str, str], faults: tuple[Fault, ...] = ()
) -> Response:
    live, caller = service().live, session_caller(account)
    try:
        found = one_suggestion(live, suggestion_id, caller.body)
    except SuggestionError:
        raise NotFound from None
    recorded_read(live, caller, found.decisions, what="suggestion")
    mine = [one for one in found.body["owed"] if one["open"] and one["body"] == account.body]
    held = sorted(account.roles_held) if mine and visit().has(Act.ANSWER_SUGGESTIONS) else []
    page = SuggestionPage(_said(found.body), tuple((role, role_title(role)) for role in held), typed, faults)
    return show("suggestions/suggestion.html", page, 422 if faults else 200, keep=False)


def _said(told: Mapping[str, Any]) -> Said:
    waiting = [one for one in told["owed"] if one["open"]]
    until = sorted({one["due_at"] for one in waiting if one["due_at"]})
    people = joined(sorted({f"the {role_title(one['role'])}" for one in waiting if one["role"]}), by="or")
    return Said(
        told["id"],
        joined([scheme_title(scheme) for scheme in dict.fromkeys(one["scheme"] for one in told["owed"])]),
        told["said"] or NO_LONGER_THERE,
        f"{role_title(told['by']['role'])}, {body_title(told['by']['body'])}",
        day_of(told["recorded_at"]),
        told["decision"],
        tuple(told["rules"]),
        f"{people} replies by {day_of(until[0])}" if waiting and until else people,
        any(one["overdue"] for one in waiting),
        tuple(
            {
                "answer": ANSWERS[Answer(one["answer"])],
                "why": one["why"] or NO_LONGER_THERE,
                "led_to": one["led_to"] or "",
                "by": role_title(one["by"]["role"]),
                "on": day_of(one["recorded_at"]),
            }
            for one in told["answers"]
        ),
    )
