"""Sessions: a random id in a cookie, its hash in the store, and an end that comes by itself."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from api.auth.identity import Identity
from api.store.accounts import Account, find_account
from api.store.appender import Appender
from api.store.sessions import (
    end_session,
    find_session,
    open_session,
    purge_misses,
    purge_sessions,
    see_session,
)
from api.store.transaction import Transaction
from govengine.record import instant_text

IDLE = timedelta(minutes=60)
"""A visit in which nothing is asked for so long is over."""

LONGEST = timedelta(hours=12)
"""And so is one that began so long ago: a working day."""

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when somebody was last here: not every page is worth a write."""

MISSES_KEPT = timedelta(days=1)


def new_id() -> str:
    """An id nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


def hash_of(session_id: str) -> str:
    """What an id is kept by."""
    return hashlib.sha256(session_id.encode()).hexdigest()


class Sessions:
    """Visits. `secret` keys the tokens that forms carry; `clock()` is aware."""

    def __init__(
        self, engine: Engine, appender: Appender, secret: bytes, clock: Callable[[], datetime]
    ) -> None:
        self._engine, self._appender, self._clock = engine, appender, clock
        self._key = hmac.digest(secret, b"form tokens", "sha256")

    def open(self, identity: Identity, before: str | None) -> tuple[str, Account] | None:
        """A new visit with an id of its own, and its account; None when nobody here has this identity.

        The visit in whose place it comes, if any, is over.
        """
        with self._engine.connect() as connection:
            account = find_account(connection, identity.issuer, identity.subject)
        if account is None or account.disabled_at is not None:
            return None
        return self.renew(account, before), account

    def renew(self, account: Account, before: str | None) -> str:
        """A new id for an account that has just shown who it is."""
        fresh = new_id()

        def command(tx: Transaction) -> None:
            if before:
                end_session(tx, hash_of(before))
            open_session(tx, hash_of(fresh), account.id)

        self._appender.submit(command)
        return fresh

    def account(self, session_id: str | None) -> Account | None:
        """Whose visit this is; None when it is over or there is none."""
        if not session_id:
            return None
        hashed, now = hash_of(session_id), self._clock()
        with self._engine.connect() as connection:
            found = find_session(connection, hashed)
        if found is None:
            return None
        if found.seen_at < instant_text(now - IDLE) or found.opened_at < instant_text(now - LONGEST):
            return None
        if found.seen_at < instant_text(now - SEEN_EVERY):
            self._appender.submit(lambda tx: see_session(tx, hashed))
        return found.account

    def end(self, session_id: str) -> None:
        """The visit is over."""
        self._appender.submit(lambda tx: end_session(tx, hash_of(session_id)))

    def purge(self, tx: Transaction) -> None:
        """Let go of visits that are over, and of old tries."""
        now = self._clock()
        idle, opened = instant_text(now - IDLE), instant_text(now - LONGEST)
        purge_sessions(tx, seen_before=idle, opened_before=opened)
        purge_misses(tx, instant_text(now - MISSES_KEPT))

    # -- tokens in forms ------------------------------------------------------------------------------------

    def token(self, cookie: str) -> str:
        """What a form carries to show that it comes from a page of this visit, signed in or not."""
        return hmac.digest(self._key, cookie.encode(), "sha256").hex()

    def is_token(self, cookie: str, sent: str) -> bool:
        """Whether it does. Takes as long for any text."""
        return hmac.compare_digest(self.token(cookie).encode(), sent.encode())
