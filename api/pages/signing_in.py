"""Signing in, changing a password, signing out."""

import json
from dataclasses import dataclass

from flask import redirect, request
from werkzeug.wrappers import Response

from api.auth.identity import TooManyTries
from api.auth.passwords import LONGEST, SHORTEST, hash_password, matches, unfit
from api.pages.blueprint import page_blueprint
from api.pages.rendering import Fault, show
from api.pages.states import Carried, Fields, SignIn, carried_text
from api.pages.visit import enter, local_path, sessions, somebody, visit
from api.routes.request import service
from api.store.accounts import Account, set_password

blueprint = page_blueprint("signing-in")


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The page on which a password is changed. `first` where it has to be."""

    first: bool
    onward: str
    carried: Fields
    faults: tuple[Fault, ...] = ()
    shortest: int = SHORTEST
    longest: int = LONGEST

    @property
    def carried_text(self) -> str:
        """As in `SignIn`."""
        return carried_text(self.carried)


WRONG = Fault("name", "Enter the name and the password of your account; these two do not belong together")
TOO_OFTEN = Fault("name", "Wait 15 minutes before you try this name again: it was tried too often")


@blueprint.get("/sign-in")
def ask() -> Response:
    """The page."""
    return show("sign_in.html", SignIn(onward=local_path(request.args.get("next")) or "/"), keep=False)


@blueprint.post("/sign-in")
def sign_in() -> Response:
    """Sign in, and on to where somebody wanted to go."""
    onward, carried = _onward()
    page = SignIn(onward, carried, name=request.form.get("name", "")[:LONGEST])
    faults = _missing(page.name, request.form.get("password", ""))
    try:
        identity = None if faults else service().way_in.identity(request.form)
    except TooManyTries:
        faults = (TOO_OFTEN,)
        identity = None
    opened = sessions().open(identity, visit().cookie) if identity else None
    if opened is None:
        again = SignIn(onward, carried, page.name, faults=faults or (WRONG,))
        return show("sign_in.html", again, 429 if TOO_OFTEN in faults else 422, keep=False)
    enter(*opened)
    if opened[1].must_change:
        return show("password.html", ChangePassword(first=True, onward=onward, carried=carried), keep=False)
    return _go_on(onward, carried)


@blueprint.get("/password")
def ask_for_password() -> Response:
    """The page on which a password is changed."""
    return show("password.html", ChangePassword(somebody().must_change, "/", []), keep=False)


@blueprint.post("/password")
def change_password() -> Response:
    """Change it. Every session that was opened with the last one is over."""
    account = somebody()
    onward, carried = _onward()
    new = request.form.get("new", "")
    faults = _faults(account, new)
    if faults:
        page = ChangePassword(account.must_change, onward, carried, faults)
        return show("password.html", page, 422, keep=False)
    hashed = hash_password(new)
    service().live.appender.submit(lambda tx: set_password(tx, account.id, hashed, must_change=False))
    opened = sessions().open(account.identity, None)
    if opened is None:
        return redirect("/sign-in", 303)
    enter(*opened)
    return _go_on(onward, carried)


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """Sign out, and leave nothing behind that going back would show."""
    sessions().end(visit().cookie)
    enter("", None)
    reply = show("signed_out.html", None, keep=False)
    reply.headers["Clear-Site-Data"] = '"cache"'
    return reply


def _missing(name: str, password: str) -> tuple[Fault, ...]:
    faults = []
    if not name.strip():
        faults.append(Fault("name", "Enter the name of your account"))
    if not password:
        faults.append(Fault("password", "Enter your password"))
    return tuple(faults)


def _faults(account: Account, new: str) -> tuple[Fault, ...]:
    last = request.form.get("password", "")
    if account.password_hash is None or not matches(account.password_hash, last):
        return (Fault("password", "Enter the password you have now; this is another one"),)
    said = unfit(new, account.subject, last)
    if said:
        return (Fault("new", said),)
    if new != request.form.get("again", ""):
        return (Fault("again", "Write your new password the same way twice"),)
    return ()


def _onward() -> tuple[str, Fields]:
    """Where to go on to, and what was typed there."""
    onward = local_path(request.form.get("next")) or "/"
    try:
        sent = json.loads(request.form.get("carried") or "[]")
        carried = [(str(name), str(value)) for name, value in sent]
    except (ValueError, TypeError):
        carried = []
    return onward, carried


def _go_on(onward: str, carried: Fields) -> Response:
    if carried:
        return show("carry_on.html", Carried("You are signed in again", onward, carried), keep=False)
    return redirect(onward, 303)
