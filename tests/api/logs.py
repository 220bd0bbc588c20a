"""A service's log as its owner, an auditor or somebody with the database has it in hand."""

from sqlalchemy import text

from api.store.proofs import last_checkpoint
from api.store.signing import keys_of_log
from tests.api.test_record import unlock

WRITTEN_ONCE = (
    "head", "entries", "tree_nodes", "checkpoints", "log_keys", "side_rows", "decisions", "decision_parties", "decision_keys",
)  # fmt: skip


def checkpoint_of(service) -> str:
    """The latest signed note."""
    with service.live.engine.connect() as connection:
        return last_checkpoint(connection)[1]


def key_of(service) -> str:
    """The verifier line of the key that signs now."""
    with service.live.engine.connect() as connection:
        return keys_of_log(connection)[-1][1].text()


def alter(service, *statements, **values) -> None:
    """Change log tables as somebody who owns the database could."""
    with service.live.engine.connect() as connection:
        for table in WRITTEN_ONCE:
            unlock(connection, table)
        for statement in statements:
            connection.execute(text(statement), values)
        connection.commit()


def cut(service, size: int) -> None:
    """Cut the tail of the log so well that it agrees with itself."""
    from api.store.head import root_of

    with service.live.engine.connect() as connection:
        root = root_of(connection, size)
        moment = connection.execute(
            text("SELECT recorded_at FROM entries WHERE entry_index = :i"), {"i": size - 1}
        ).scalar_one()
    alter(
        service,
        "DELETE FROM decision_keys WHERE entry_index >= :size",
        "DELETE FROM decision_parties WHERE entry_index >= :size",
        "DELETE FROM decisions WHERE entry_index >= :size",
        "DELETE FROM side_rows WHERE entry_index >= :size",
        "DELETE FROM tree_nodes WHERE entry_index >= :size",
        "DELETE FROM entries WHERE entry_index >= :size",
        "DELETE FROM checkpoints WHERE size > :size",
        "UPDATE head SET size = :size, root = :root, recorded_at = :moment",
        size=size,
        root=root,
        moment=moment,
    )
