"""Sessions as they are kept: by the hash of an id that only the browser has."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from api.store.accounts import Account
from api.store.tables import accounts, sessions, sign_in_misses
from api.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Session:
    """A visit of an account. Times are `instant_text`."""

    account: Account
    opened_at: str
    seen_at: str


def open_session(tx: Transaction, hashed: str, account_id: str) -> None:
    """Begin a visit."""
    row = {"hash": hashed, "account": account_id, "opened_at": tx.recorded_at, "seen_at": tx.recorded_at}
    tx.connection.execute(insert(sessions), row)


def find_session(connection: Connection, hashed: str) -> Session | None:
    """The visit with this id, over or not; None when its account is disabled."""
    row = (
        connection.execute(
            select(accounts, sessions.c.opened_at, sessions.c.seen_at)
            .join_from(sessions, accounts)
            .where(sessions.c.hash == hashed, accounts.c.disabled_at.is_(None))
        )
        .mappings()
        .one_or_none()
    )
    if row is None:
        return None
    account = Account(**{name: row[name] for name in Account.__slots__})
    return Session(account, row["opened_at"], row["seen_at"])


def see_session(tx: Transaction, hashed: str) -> None:
    """They are still here."""
    tx.connection.execute(update(sessions).where(sessions.c.hash == hashed).values(seen_at=tx.recorded_at))


def end_session(tx: Transaction, hashed: str) -> None:
    """The visit is over."""
    tx.connection.execute(delete(sessions).where(sessions.c.hash == hashed))


def purge_sessions(tx: Transaction, *, seen_before: str, opened_before: str) -> None:
    """Let go of visits that are over."""
    over = (sessions.c.seen_at < seen_before) | (sessions.c.opened_at < opened_before)
    tx.connection.execute(delete(sessions).where(over))


def note_miss(tx: Transaction, name_hash: str) -> None:
    """Somebody tried to sign in by this name and did not know the password."""
    row = {"id": tx.new_id(), "name_hash": name_hash, "missed_at": tx.recorded_at}
    tx.connection.execute(insert(sign_in_misses), row)


def misses_since(connection: Connection, name_hash: str, since: str) -> int:
    """How often that happened."""
    counted = select(func.count()).where(
        sign_in_misses.c.name_hash == name_hash, sign_in_misses.c.missed_at >= since
    )
    return int(connection.scalar(counted) or 0)


def forget_misses(tx: Transaction, name_hash: str) -> None:
    """They knew it after all."""
    tx.connection.execute(delete(sign_in_misses).where(sign_in_misses.c.name_hash == name_hash))


def purge_misses(tx: Transaction, before: str) -> None:
    """Let go of old ones."""
    tx.connection.execute(delete(sign_in_misses).where(sign_in_misses.c.missed_at < before))
