"""What the log signs: one checkpoint for each committed batch, and which key signs from which size on."""

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Connection, insert, select

from api.store.tables import checkpoints, log_keys
from govengine.record import Checkpoint, Frontier, SigningKey, VerifierKey, sign_checkpoint

Signer: TypeAlias = Callable[[str | None], SigningKey]
"""The private half of the key that the log says signs now; None before anything was signed. Raises
LogUnavailable when it is not to be had: nothing is appended that cannot be signed."""

LAST_KEY = select(log_keys.c.verifier).order_by(log_keys.c.since_size.desc()).limit(1).scalar_subquery()
"""The verifier key that signs now."""


_KEEP = insert(checkpoints)


def sign(
    connection: Connection, tree: Frontier, recorded_at: str, *, verifier: str | None, signer: Signer
) -> str:
    """Sign the checkpoint of `tree` and keep it. The first signature of a log makes its key known. Its note."""
    key = signer(verifier)
    if verifier is None:
        know_key(connection, key.verifier, tree.size, recorded_at)
    note = sign_checkpoint(Checkpoint(key.name, tree.size, tree.root()), [key])
    connection.execute(_KEEP, {"size": tree.size, "note": note, "recorded_at": recorded_at})
    return note


def know_key(connection: Connection, verifier: VerifierKey, since_size: int, recorded_at: str) -> None:
    """Note that trees of `since_size` entries and more are signed by this key."""
    row = {"since_size": since_size, "verifier": verifier.text(), "recorded_at": recorded_at}
    connection.execute(insert(log_keys), row)


def keys_of_log(connection: Connection) -> list[tuple[int, VerifierKey]]:
    """Every key the log has signed with, and the size from which it signed. Oldest first."""
    rows = connection.execute(select(log_keys).order_by(log_keys.c.since_size))
    return [(row.since_size, VerifierKey.parse(row.verifier)) for row in rows]


def last_key(connection: Connection) -> str | None:
    """The verifier key that signs now, None before anything was signed."""
    found: str | None = connection.execute(select(LAST_KEY)).scalar_one()
    return found
