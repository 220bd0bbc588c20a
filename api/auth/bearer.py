"""Bearer keys: `Authorization: Bearer gk_…` (RFC 6750)."""

from collections.abc import Callable
from time import monotonic

from sqlalchemy import Engine

from api.auth.caller import ApiRole, Caller
from api.store.keys import ApiKey, find_by_hash, hash_secret
from govengine.scheme.words import Attested

SCHEME = "bearer "


KEPT_SECONDS = 1.0
"""How long a key that was found is taken as good without looking again: so late, at most, is it revoked."""

MOST_KEPT = 1_000


class Callers:
    """Who holds which key, looked up in the database and kept for a moment. `now()` only goes forward."""

    def __init__(self, engine: Engine, now: Callable[[], float] = monotonic) -> None:
        self._engine, self._now = engine, now
        self._kept: dict[str, tuple[float, Caller]] = {}

    def of(self, header: str | None) -> Caller | None:
        """The caller a header names, or None. A key that was revoked names nobody."""
        if header is None or not header.lower().startswith(SCHEME):
            return None
        hashed = hash_secret(header[len(SCHEME) :].strip())
        until, caller = self._kept.get(hashed, (0.0, None))
        if caller is not None and self._now() < until:
            return caller
        with self._engine.connect() as connection:
            key = find_by_hash(connection, hashed)
        if key is None:
            self._kept.pop(hashed, None)
            return None
        caller = caller_with(key)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[hashed] = self._now() + KEPT_SECONDS, caller
        return caller


def caller_with(key: ApiKey) -> Caller:
    """Whoever holds this key."""
    attested = str(Attested.CLIENT if key.person is None else Attested.TOKEN)
    return Caller(
        key.id, key.client, key.body, ApiRole(key.role), key.sandbox, attested, key.person, key.roles_held
    )
