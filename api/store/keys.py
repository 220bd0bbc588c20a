"""API keys: who may ask. The secret is shown once and never stored."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select, update

from api.store.tables import api_keys
from api.store.transaction import Transaction

PREFIX = "gk_"
"""So that a secret in a log or a repository is recognised by a scanner."""

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key of one client of one body. Times are `instant_text`; a revoked key admits nobody.

    `person` is whose it is alone, `acts_as` the roles of schemes they hold, with spaces between them.
    """

    id: str
    body: str
    client: str
    role: str
    sandbox: bool
    created_at: str
    revoked_at: str | None
    person: str | None = None
    acts_as: str | None = None

    @property
    def roles_held(self) -> frozenset[str]:
        """The roles of schemes in which its person acts."""
        return frozenset((self.acts_as or "").split())


_COLUMNS = [column for column in api_keys.c if column.name != "hash"]


def hash_secret(secret: str) -> str:
    """The hash a key is kept and found by, 64 hex digits.

    Plain SHA-256 and no slow, salted password hash: the secret is 256 random bits, so there is nothing to
    guess, and a key is checked on every request.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def create_key(
    tx: Transaction,
    *,
    body: str,
    client: str,
    role: str,
    sandbox: bool = False,
    person: str | None = None,
    acts_as: Iterable[str] = (),
) -> tuple[ApiKey, str]:
    """A new key and its secret (`gk_` and 43 characters), which nobody can be shown again."""
    secret = PREFIX + base64.urlsafe_b64encode(tx.random(SECRET_BYTES)).rstrip(b"=").decode()
    key = ApiKey(
        tx.new_id(),
        body,
        client,
        role,
        sandbox,
        tx.recorded_at,
        None,
        person,
        " ".join(sorted(set(acts_as))) or None,
    )
    tx.connection.execute(insert(api_keys), asdict(key) | {"hash": hash_secret(secret)})
    return key, secret


def find_by_hash(connection: Connection, secret_hash: str) -> ApiKey | None:
    """The key whose secret has this hash, or None; None as well when it was revoked."""
    row = (
        connection.execute(
            select(*_COLUMNS).where(api_keys.c.hash == secret_hash, api_keys.c.revoked_at.is_(None))
        )
        .mappings()
        .one_or_none()
    )
    return None if row is None else ApiKey(**row)


def key_by_id(connection: Connection, key_id: str) -> ApiKey | None:
    """The key with this id, revoked or not."""
    row = connection.execute(select(*_COLUMNS).where(api_keys.c.id == key_id)).mappings().one_or_none()
    return None if row is None else ApiKey(**row)


def list_keys(connection: Connection) -> Sequence[ApiKey]:
    """Every key, oldest first, the revoked ones among them."""
    rows = connection.execute(select(*_COLUMNS).order_by(api_keys.c.created_at, api_keys.c.id)).mappings()
    return [ApiKey(**row) for row in rows]


def revoke_key(tx: Transaction, key_id: str) -> bool:
    """Revoke a key. Whether there was one to revoke."""
    changed = tx.connection.execute(
        update(api_keys)
        .where(api_keys.c.id == key_id, api_keys.c.revoked_at.is_(None))
        .values(revoked_at=tx.recorded_at)
    )
    return changed.rowcount == 1
