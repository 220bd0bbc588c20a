"""Accounts: people who sign in. No part of the log; what they do in it names them by their account's id."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from api.auth.identity import Identity
from api.store.tables import accounts, sessions
from api.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Account:
    """Who may sign in, for which body, in which role. `issuer` and `subject` say how they are known.

    `person` is how the body's systems know them, `acts_as` the roles of schemes they hold, with spaces between them.
    `password_hash` is None for people somebody else vouches for. Times are `instant_text`; a disabled account
    admits nobody.
    """

    id: str
    issuer: str
    subject: str
    body: str
    role: str
    password_hash: str | None
    must_change: bool
    created_at: str
    disabled_at: str | None
    person: str | None = None
    acts_as: str | None = None

    @property
    def ref(self) -> str:
        """How the record names them: as the body's systems do, so that one person is one person there."""
        return self.person or self.id

    @property
    def roles_held(self) -> frozenset[str]:
        """The roles of schemes in which they act."""
        return frozenset((self.acts_as or "").split())

    @property
    def identity(self) -> Identity:
        """Who it belongs to."""
        return Identity(self.issuer, self.subject)


def create_account(
    tx: Transaction,
    issuer: str,
    subject: str,
    *,
    body: str,
    role: str,
    password_hash: str | None = None,
    person: str | None = None,
    acts_as: Iterable[str] = (),
) -> Account | None:
    """A new account; None when this identity has one. A password given here has to be changed."""
    if find_account(tx.connection, issuer, subject) is not None:
        return None
    made = Account(
        tx.new_id(),
        issuer,
        subject,
        body,
        role,
        password_hash,
        password_hash is not None,
        tx.recorded_at,
        None,
        person,
        " ".join(sorted(set(acts_as))) or None,
    )
    tx.connection.execute(insert(accounts), asdict(made))
    return made


def find_account(connection: Connection, issuer: str, subject: str) -> Account | None:
    """The account of an identity, disabled or not."""
    wanted = select(accounts).where(accounts.c.issuer == issuer, accounts.c.subject == subject)
    row = connection.execute(wanted).mappings().one_or_none()
    return None if row is None else Account(**row)


def account_by_id(connection: Connection, account_id: str) -> Account | None:
    """The account with this id, disabled or not."""
    row = connection.execute(select(accounts).where(accounts.c.id == account_id)).mappings().one_or_none()
    return None if row is None else Account(**row)


def list_accounts(connection: Connection) -> Sequence[Account]:
    """Every account, by name."""
    rows = connection.execute(select(accounts).order_by(accounts.c.subject, accounts.c.issuer)).mappings()
    return [Account(**row) for row in rows]


def any_account(connection: Connection) -> bool:
    """Whether there is an account at all."""
    return bool(connection.scalar(select(func.count()).select_from(accounts)))


def set_password(tx: Transaction, account_id: str, password_hash: str, *, must_change: bool) -> None:
    """Another password, and no session that was opened with the last one."""
    _change(tx, account_id, password_hash=password_hash, must_change=must_change)


def disable_account(tx: Transaction, account_id: str) -> None:
    """Admit this account no more, at once."""
    _change(tx, account_id, disabled_at=tx.recorded_at)


def enable_account(tx: Transaction, account_id: str) -> None:
    """Admit it again."""
    _change(tx, account_id, disabled_at=None)


def _change(tx: Transaction, account_id: str, **values: Any) -> None:
    tx.connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
    tx.connection.execute(sessions.delete().where(sessions.c.account == account_id))
