"""A page for every state that is not the one hoped for: what happened, and what can be done next."""

import json
import logging
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from api.auth.identity import Busy
from api.pages.headers import harden
from api.pages.rendering import Fault, show
from api.pages.visit import (
    ForOthers,
    OtherPage,
    OutOfDate,
    PasswordFirst,
    SignInFirst,
    keep_cookie,
    local_path,
    signing_in,
    typed,
)
from api.store import LogUnavailable
from govengine.errors import GovengineError

Fields = list[tuple[str, str]]
"""What was typed into a form: names and values, in order."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class State:
    """What happened, in a heading and sentences, and what to do."""

    heading: str
    said: tuple[str, ...]
    next: tuple[str, ...]
    way: str = "/"
    """Where to go on from here, and in which words."""
    way_title: str = "Go to the start page"


@dataclass(frozen=True, slots=True)
class Carried:
    """A form to be sent again by whoever filled it in: where to, and what was typed."""

    heading: str
    to: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class SignIn:
    """The page on which people sign in. `carried` was typed into a form at `onward`, to which they go on."""

    onward: str = "/"
    carried: Fields = field(default_factory=list)
    name: str = ""
    ended: bool = False
    faults: tuple[Fault, ...] = ()

    @property
    def carried_text(self) -> str:
        """What is carried, in one field of the form."""
        return carried_text(self.carried)


def carried_text(fields: Fields) -> str:
    """What was typed, as one field carries it."""
    return json.dumps(fields) if fields else ""


NOT_FOUND = State(
    "Page not found",
    (
        "There is no page at this address, or it is another organisation's, or what was here is gone.",
        "Cases that were not saved are kept for 24 hours.",
    ),
    ("Check the address, if you typed it.", "Ask whoever sent you the link whether it was saved."),
)
NOT_SO = State(
    "This address is used in another way",
    ("It takes what a form sends, and there is nothing to look at here.",),
    ("Go back to the form, and send it from there.",),
)
TOO_LARGE = State(
    "That is more than can be sent at once",
    ("Nothing was kept.",),
    ("Go back, and write less in the longest field.",),
)
UNREADABLE = State(
    "We could not read what was sent", ("Nothing was kept.",), ("Go back, and send the form again.",)
)
ELSEWHERE = State(
    "This form came from another site",
    ("So that nobody can send things in your name, forms are taken only from pages of this service.",),
    ("Open the page here, and fill it in.", "If you did so, let your browser keep cookies for this site."),
)
BROKEN = State(
    "Something went wrong here",
    ("It is our fault, and not yours. Nothing was kept.",),
    ("Try again in a minute.", "If it happens again, tell whoever runs this service what time it was."),
)
UNAVAILABLE = State(
    "The service is not available at the moment",
    ("The record cannot be reached, so nothing can be answered or kept.",),
    (
        "Wait a minute, and load this page again.",
        "If it is urgent, ask your manager as you would without us.",
    ),
)
BUSY = State(
    "Many people are signing in at the moment",
    ("Passwords are looked at two at a time, so that everybody else's work goes on.",),
    ("Wait a moment, go back, and try again.",),
)
BY_STATUS = {404: NOT_FOUND, 405: NOT_SO, 413: TOO_LARGE, 400: UNREADABLE}


def answer_with_pages(blueprint: Blueprint) -> None:
    """Have everything that goes otherwise on these pages answered by a page."""
    blueprint.register_error_handler(SignInFirst, lambda _: sign_in_first())
    blueprint.register_error_handler(PasswordFirst, lambda _: redirect("/password", 303))
    blueprint.register_error_handler(ForOthers, _for_others)
    blueprint.register_error_handler(OtherPage, lambda _: show("state.html", ELSEWHERE, 400))
    blueprint.register_error_handler(OutOfDate, lambda _: _out_of_date())
    blueprint.register_error_handler(Busy, lambda _: show("state.html", BUSY, 503))
    blueprint.register_error_handler(HTTPException, http_state)
    blueprint.register_error_handler(GovengineError, _unexpected)
    blueprint.register_error_handler(SQLAlchemyError, _unexpected)
    blueprint.register_error_handler(Exception, _unexpected)


def wants_page() -> bool:
    """Whether it is a browser that came to an address where nothing is: programs get a problem as JSON."""
    ours = not request.path.startswith(("/v1/", "/log/"))
    return ours and request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


def http_state(error: HTTPException) -> Response:
    """The page for an HTTP status."""
    status = error.code or 500
    return show("state.html", BY_STATUS.get(status, BROKEN), status)


def lost(error: HTTPException) -> Response:
    """The same where no page was asked for, and so nothing of a page happens by itself."""
    return keep_cookie(harden(http_state(error)))


def sign_in_first() -> AnyResponse:
    """To signing in, and back; what was typed into a form goes along."""
    if request.method != "POST":
        onward = local_path(request.full_path.rstrip("?")) or "/"
        return redirect(f"/sign-in{_query(onward)}", 303)
    fields = typed()
    page = SignIn(request.path if fields else "/", fields, ended=True)
    return show("sign_in.html", page, keep=False)


def _query(onward: str) -> str:
    return "?" + urlencode({"next": onward}) if onward != "/" else ""


def _out_of_date() -> AnyResponse:
    if signing_in():
        return redirect("/sign-in", 303)
    heading = "You have signed in again since this page was opened"
    return show("carry_on.html", Carried(heading, request.path, typed()), keep=False)


def _for_others(error: ForOthers) -> Response:
    roles = " or ".join(error.roles)
    state = State(
        f"This page is for the role of {roles}",
        ("Your account has another role.",),
        (f"Ask somebody whose account is that of a {roles}, or ask whoever runs this service.",),
    )
    return show("state.html", state, 403)


def _unexpected(error: Exception) -> Response:
    if isinstance(error, LogUnavailable | SQLAlchemyError):
        _log.error("the database does not answer: %s at %s", type(error).__name__, request.path)
        return show("state.html", UNAVAILABLE, 503)
    _log.error("unexpected %s at %s", type(error).__name__, request.path)
    _log.debug("in full", exc_info=error)
    return show("state.html", BROKEN, 500)
