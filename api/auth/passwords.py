"""Passwords: how one is kept (argon2id), which one will do, and how often one may be tried."""

import hashlib
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine

from api.auth.identity import LOCAL, Busy, Identity, TooManyTries
from api.store.accounts import find_account
from api.store.appender import Appender
from api.store.sessions import forget_misses, misses_since, note_miss
from govengine.record import instant_text

SHORTEST, LONGEST = 12, 200
LEAST_DIFFERENT = 5
"""Different characters in a password: `aaaaaaaaaaaa` has one."""

MOST_TRIES, WITHIN = 8, timedelta(minutes=15)
"""So often may a name be tried with a wrong password in that time. Then nobody is let in by it for a while."""

AT_ONCE = threading.BoundedSemaphore(2)
"""Passwords looked at together: each takes 64 MiB and much of a core, and the service has other work."""

PATIENCE_S = 2.0
"""How long one waits for its turn, so that a flood of tries does not take every thread from everybody else."""

_hasher = PasswordHasher()
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without what looks alike when it is read from a screen and typed: i, l, o, 0, 1."""


def first_password() -> str:
    """A password for one sign-in: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


@contextmanager
def _turn() -> Iterator[None]:
    """One of the passwords that are looked at together. Raises Busy."""
    if not AT_ONCE.acquire(timeout=PATIENCE_S):
        raise Busy
    try:
        yield
    finally:
        AT_ONCE.release()


def hash_password(password: str) -> str:
    """The form in which a password is kept. Raises Busy."""
    with _turn():
        return _hasher.hash(password)


def name_of(text: str) -> str:
    """A name as it is kept: without space around it, in small letters."""
    return text.strip().casefold()


def unfit(password: str, name: str, last: str) -> str | None:
    """What keeps a new password from being taken, in a sentence; None when it will do.

    Length is what counts, so nothing is said about capitals or digits (NCSC, NIST SP 800-63B).
    """
    if len(password) < SHORTEST:
        return f"Your new password must have {SHORTEST} characters or more"
    if len(password) > LONGEST:
        return f"Your new password must have {LONGEST} characters or fewer"
    if password == last:
        return "Your new password must be another one than the last"
    if name and name in password.casefold():
        return "Your new password must not have your name in it"
    if len(set(password)) < LEAST_DIFFERENT:
        return f"Your new password must have {LEAST_DIFFERENT} different characters or more"
    return None


class Passwords:
    """The way in by a name and a password. `clock()` is aware."""

    def __init__(self, engine: Engine, appender: Appender, clock: Callable[[], datetime]) -> None:
        self._engine, self._appender, self._clock = engine, appender, clock

    @cached_property
    def _nobodys(self) -> str:
        """A password nobody has, made when somebody first signs in: it takes as long as looking at one."""
        return _hasher.hash(secrets.token_hex(16))

    def identity(self, sent: Mapping[str, str]) -> Identity | None:
        """Whose `name` and `password` these are, or None. Raises TooManyTries or Busy.

        A name nobody has takes as long as one that somebody has.
        """
        name, password = name_of(sent.get("name", "")), sent.get("password", "")
        hashed_name = hashlib.sha256(name.encode()).hexdigest()
        since = instant_text(self._clock() - WITHIN)
        with self._engine.connect() as connection:
            if misses_since(connection, hashed_name, since) >= MOST_TRIES:
                raise TooManyTries
            account = find_account(connection, LOCAL, name)
        open_to = account if account is not None and account.disabled_at is None else None
        kept = open_to.password_hash if open_to else None
        nobodys = self._nobodys  # made whoever comes first
        fits = matches(kept or nobodys, password)
        if not fits or kept is None:
            self._appender.submit(lambda tx: note_miss(tx, hashed_name))
            return None
        self._appender.submit(lambda tx: forget_misses(tx, hashed_name))
        return Identity(LOCAL, name)


def matches(kept: str, password: str) -> bool:
    """Whether this is the password that is kept in this form. Raises Busy."""
    if len(password) > LONGEST:
        return False
    with _turn():
        try:
            return _hasher.verify(kept, password)
        except (VerificationError, InvalidHashError):
            return False
