"""Who is here: the cookie, the account, and the token that every form carries back."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, g, request

from api.auth.caller import MAY, Act, ApiRole
from api.auth.sessions import Sessions, new_id
from api.pages.headers import by_https
from api.routes.request import service
from api.store.accounts import Account

COOKIE = "govengine"
TOKEN = "token"  # noqa: S105 - the name of a field
SECRETS = frozenset({TOKEN, "username", "password", "new", "again"})
"""Fields that are never sent a second time."""

LONGEST_ADDRESS = 500


@dataclass
class Visit:
    """One browser. `cookie` is the session's id, or that of somebody who has not signed in."""

    cookie: str
    account: Account | None
    fresh: bool = False
    """Whether the browser has to be given the cookie."""

    def has(self, act: Act) -> bool:
        """Whether whoever is here may do that."""
        return self.account is not None and ApiRole(self.account.role) in MAY[act]


class SignInFirst(Exception):  # noqa: N818 - a state, shown as a page
    """Nobody has signed in, or the session is over."""


class PasswordFirst(Exception):  # noqa: N818 - a state, shown as a page
    """The first password has to be changed before anything else."""


class ForOthers(Exception):  # noqa: N818 - a state, shown as a page
    """The page is for accounts of other roles."""

    def __init__(self, act: Act) -> None:
        super().__init__(act)
        self.roles = sorted(MAY[act])


class OtherPage(Exception):  # noqa: N818 - a state, shown as a page
    """A form came from a page of another site; nothing of it is used."""


class OutOfDate(Exception):  # noqa: N818 - a state, shown as a page
    """A form came from a page that was shown before somebody signed in or out."""


def sessions() -> Sessions:
    """The sessions of this service."""
    return service().sessions


def cookie_name() -> str:
    """A browser keeps a name that begins so for https and for this host alone."""
    return f"__Host-{COOKIE}" if by_https() else COOKIE


def visit() -> Visit:
    """The visit this request belongs to."""
    if "visit" not in g:
        cookie = request.cookies.get(cookie_name(), "")
        g.visit = Visit(cookie, sessions().account(cookie))
    found: Visit = g.visit
    return found


def form_token() -> str:
    """The token for a form; from here on the browser has a cookie it belongs to."""
    here = visit()
    if not here.cookie:
        here.cookie, here.fresh = new_id(), True
    return sessions().token(here.cookie)


def enter(session_id: str, account: Account | None) -> None:
    """The browser gets another cookie: somebody has signed in, or out."""
    g.visit = Visit(session_id, account, fresh=True)


def signed_in(act: Act) -> Account:
    """Whoever is here, if they may do that. Raises SignInFirst, PasswordFirst or ForOthers."""
    account = somebody()
    if account.must_change:
        raise PasswordFirst
    if not visit().has(act):
        raise ForOthers(act)
    return account


def somebody() -> Account:
    """Whoever is here, their first password changed or not. Raises SignInFirst."""
    account = visit().account
    if account is None:
        raise SignInFirst
    return account


# -- forms ------------------------------------------------------------------------------------------------------


def check_form() -> None:
    """Take a form only from a page of ours, of this visit. Raises OtherPage, SignInFirst or OutOfDate."""
    here = visit()
    if request.method != "POST":
        return
    ours = from_here()
    if ours is False:
        raise OtherPage
    if here.cookie and sessions().is_token(here.cookie, request.form.get(TOKEN, "")):
        return
    if ours is None:
        raise OtherPage
    raise SignInFirst if here.account is None and not signing_in() else OutOfDate


def from_here() -> bool | None:
    """Whether the browser says that the form is ours; None where it says nothing."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site == "same-origin"
    return None if origin is None else urlsplit(origin).netloc == request.host


def signing_in() -> bool:
    """Whether this is the page on which people sign in."""
    return request.path == "/sign-in"


def typed() -> list[tuple[str, str]]:
    """What was typed into the form, to be kept while somebody signs in; no password."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in SECRETS]


def local_path(text: str | None) -> str | None:
    """An address of this service that somebody may be sent on to, or None."""
    if not text or len(text) > LONGEST_ADDRESS or not text.isprintable():
        return None
    ours = text.startswith("/") and not text.startswith("//") and "\\" not in text
    return text if ours else None


def keep_cookie(response: Response) -> Response:
    """Give the browser its cookie, if it has to have another."""
    here: Visit | None = g.get("visit")
    if here is not None and here.fresh:
        response.set_cookie(
            cookie_name(), here.cookie, secure=by_https(), httponly=True, samesite="Lax", path="/"
        )
    return response
