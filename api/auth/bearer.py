"""Bearer keys: `Authorization: Bearer gk_…` (RFC 6750)."""

from sqlalchemy import Engine

from api.auth.caller import ApiRole, Caller
from api.store.keys import find_by_hash, hash_secret

SCHEME = "bearer "


def caller_from(header: str | None, engine: Engine) -> Caller | None:
    """The caller a header names, or None. A key that was revoked names nobody."""
    if header is None or not header.lower().startswith(SCHEME):
        return None
    with engine.connect() as connection:
        key = find_by_hash(connection, hash_secret(header[len(SCHEME) :].strip()))
    if key is None:
        return None
    return Caller(key.id, key.client, key.body, ApiRole(key.role), key.sandbox)
