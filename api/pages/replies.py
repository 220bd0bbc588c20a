"""The pages behind a one-time link: read what is asked, reply once. Nobody signs in; the link speaks for its body.

The first page shows nothing about the case, so that a program which only follows addresses reads nothing. What is
shown after it is on the record as read.
"""

import json
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from flask import Blueprint, Response, request

from api.auth.caller import ApiRole, Caller
from api.auth.reply_links import Opened, opened
from api.commands.acts.on_decision import ActError, Asking
from api.commands.acts.once import act_once
from api.commands.acts.reply import Reply, View, reply, views_on
from api.commands.answered_once import Keyed, Person, request_hash
from api.desk import Desk
from api.pages.headers import harden
from api.pages.rendering import Fault, show
from api.pages.states import State, answer_with_pages
from api.pages.visit import OtherPage, from_here
from api.queries.reads import recorded_read
from api.queries.request_asked import Asked, LinkState, asked_by_link
from api.routes.request import service
from api.store.idempotency import Remembered, recall
from govengine.scheme.words import Attested

blueprint = Blueprint("pages-replies", __name__, url_prefix="/reply")
blueprint.after_request(harden)
answer_with_pages(blueprint)

LONGEST_NAME, LONGEST_REPLY = 100, 2000

SAYS = {
    View.HEARD: "We have been heard, and this is our view",
    View.RECOMMENDS: "We recommend it",
    View.RECOMMENDS_AGAINST: "We recommend against it",
    View.AGREES: "We agree",
    View.DOES_NOT_AGREE: "We do not agree",
}

_ASK_AGAIN = ("Ask whoever sent you the link for another.",)
UNKNOWN = State(
    "This link is not whole, or it is not one of ours",
    ("Nothing can be opened with it. Part of the address may have been cut off on its way to you.",),
    ("Open the link from the message again, or copy all of it.", *_ASK_AGAIN),
)
REPLACED = State(
    "A newer link has been sent for this",
    ("Only the newest link opens what is asked.",),
    ("Look for a later message.", *_ASK_AGAIN),
)
OVER = State(
    "This link is over",
    ("It was for a time only, and the time has gone by. Nothing that you wrote was kept.",),
    _ASK_AGAIN,
)
ANSWERED = State(
    "A reply is no longer needed",
    ("It has been answered, or the question was withdrawn. The link opens nothing any more.",),
    ("Ask whoever sent you the link, if you did not expect this.",),
)
APART = Fault("name", "Somebody else has to reply: a person of this name asked for the decision")
CLOSED = {LinkState.REPLACED: REPLACED, LinkState.OVER: OVER, LinkState.ANSWERED: ANSWERED}


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first page: from whom, and until when. Nothing about the case."""

    asked: Asked
    path: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What is asked, and the form. `views` are (value, words)."""

    asked: Asked
    path: str
    views: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Recorded:
    """That it is on the record, and where."""

    asked: Asked
    entry: int


@blueprint.before_request
def _check() -> None:
    """The link is what lets somebody in, so no cookie is asked for; a form of another site is still none of ours."""
    if request.method == "POST" and not from_here():
        raise OtherPage


@blueprint.get("/<string:token>")
def begin(token: str) -> Response:
    """The first page."""
    found = _found(token)
    if isinstance(found, Response):
        return found
    _, _, asked = found
    return show("replies/begin.html", Beginning(asked, f"/reply/{token}"), keep=False)


@blueprint.post("/<string:token>/read")
def read(token: str) -> Response:
    """What is asked. That it was read is an entry, durable before the page is."""
    found = _found(token)
    if isinstance(found, Response):
        return found
    desk, link, asked = found
    recorded_read(desk, _caller(link, asked), [asked.request.decision_index], what="reply link")
    return show("replies/question.html", _question(token, asked, {}), keep=False)


@blueprint.post("/<string:token>")
def answer(token: str) -> Response:
    """Reply. The same form sent twice replies once, and shows the same page."""
    said = {name: request.form.get(name, "").strip() for name in ("view", "said", "name", "title")}
    found = _found(token, keyed=_keyed(said))
    if isinstance(found, Response):
        return found
    desk, link, asked = found
    faults = _faults(said, asked)
    if faults:
        return show("replies/question.html", _question(token, asked, said, faults), 422, keep=False)
    asking = Asking(
        str(asked.request.decision),
        Person(said["name"], str(asked.request.role)),
        _caller(link, asked),
        desk.rules,
        desk.secret,
    )
    given = Reply(View(said["view"]), said["said"], said["title"])
    try:
        kept = desk.record(
            partial(
                act_once,
                asking=asking,
                keyed=_keyed(said),
                do=lambda on: reply(on, asked.request, given),
                own=False,
            )
        )
    except ActError as error:
        if error.code in ("already-answered", "not-possible-now", "erased-decision", "unknown-decision"):
            return show("state.html", ANSWERED, 410, keep=False)
        raise
    if kept.status >= HTTPStatus.BAD_REQUEST:
        return show("replies/question.html", _question(token, asked, said, (APART,)), 422, keep=False)
    return _done(asked, kept)


def _found(token: str, keyed: Keyed | None = None) -> tuple[Desk, Opened, Asked] | Response:
    """What a link opens, or the page that says why it opens nothing; or that of the reply given before."""
    link = opened(service().live.secret, token)
    desk = None if link is None else service().desk(sandbox=link.sandbox)
    asked = None if link is None or desk is None else asked_by_link(desk, link.link)
    if link is None or desk is None or asked is None:
        return show("state.html", UNKNOWN, 404, keep=False)
    if keyed is not None:
        with desk.engine.connect() as connection:
            earlier = recall(connection, link.link, keyed.key)
        if earlier is not None and earlier.status < HTTPStatus.BAD_REQUEST:
            return _done(asked, earlier)
    if asked.state is not LinkState.OPEN:
        return show("state.html", CLOSED[asked.state], 410, keep=False)
    return desk, link, asked


def _caller(link: Opened, asked: Asked) -> Caller:
    """The link stands where a key would: what it does is done for the body that was asked."""
    return Caller(
        link.link, "one-time link", asked.request.body, ApiRole.CALLER, link.sandbox, str(Attested.LINK)
    )


def _keyed(said: dict[str, str]) -> Keyed:
    digest = request_hash("POST", "/reply", json.dumps(said, sort_keys=True).encode())
    return Keyed(digest, digest)


def _question(
    token: str, asked: Asked, typed: dict[str, str], faults: tuple[Fault, ...] = ()
) -> QuestionPage:
    views = tuple((str(view), SAYS[view]) for view in views_on(asked.request.what))
    return QuestionPage(asked, f"/reply/{token}", views, typed, faults)


def _done(asked: Asked, kept: Remembered) -> Response:
    return show("replies/recorded.html", Recorded(asked, kept.entry_index or 0), keep=False)


def _faults(said: dict[str, str], asked: Asked) -> tuple[Fault, ...]:
    faults = []
    if said["view"] not in {str(view) for view in views_on(asked.request.what)}:
        faults.append(Fault("view", "Choose what you reply"))
    for name, most, text in (
        ("said", LONGEST_REPLY, "Write your view"),
        ("name", LONGEST_NAME, "Enter your name"),
        ("title", LONGEST_NAME, "Enter what your post is called"),
    ):
        if not said[name] or "\0" in said[name]:
            faults.append(Fault(name, text))
        elif len(said[name]) > most:
            faults.append(Fault(name, f"{text}, in {most} characters at most"))
    return tuple(faults)
