"""Proofs read from the store: checkpoints, and the nodes of the tree. At most 40 rows each."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from api.store.reading import ROWS_AT_A_TIME
from api.store.tables import checkpoints, entries, tree_nodes
from govengine.errors import Problem, RecordError
from govengine.record import ProofPlan, Receipt, consistency_plan, inclusion_plan, stored_nodes


def last_checkpoint(connection: Connection) -> tuple[int, str] | None:
    """(size, signed note) of the latest checkpoint."""
    row = connection.execute(
        select(checkpoints.c.size, checkpoints.c.note).order_by(checkpoints.c.size.desc()).limit(1)
    ).one_or_none()
    return None if row is None else (row.size, row.note)


def checkpoint_from(connection: Connection, size: int) -> tuple[int, str] | None:
    """The first checkpoint of a tree of `size` entries or more."""
    row = connection.execute(
        select(checkpoints.c.size, checkpoints.c.note)
        .where(checkpoints.c.size >= size)
        .order_by(checkpoints.c.size)
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.size, row.note)


def inclusion(connection: Connection, index: int, size: int) -> tuple[bytes, ...]:
    """The proof that entry `index` is in the tree of `size`. Raises RecordError `proof-range`."""
    return _compose(connection, inclusion_plan(index, size))


def consistency(connection: Connection, old: int, new: int) -> tuple[bytes, ...]:
    """The proof that the tree of `new` begins with that of `old`. Raises RecordError `proof-range`."""
    return _compose(connection, consistency_plan(old, new))


def receipt_of(
    connection: Connection, index: int, size: int | None = None, *, with_entry: bool = False
) -> Receipt:
    """The receipt of an entry: by the checkpoint of its own batch, or by one of `size` entries.

    Raises RecordError `no-checkpoint` when the log has signed no tree of that size that holds the entry.
    """
    found = checkpoint_from(connection, index + 1 if size is None else size)
    row = connection.execute(
        select(entries.c.leaf, entries.c.leaf_hash).where(entries.c.entry_index == index)
    ).one_or_none()
    if found is None or row is None or found[0] <= index or found[0] != (size or found[0]):
        nearest = f" The next one signed has {found[0]} entries." if found else ""
        message = f"The log has signed no tree of {size or index + 1} entries that holds entry {index}."
        what_to_do = "Name a size that was signed, or leave it out." + nearest
        raise RecordError([Problem("no-checkpoint", message, what_to_do, "/size")])
    proof = inclusion(connection, index, found[0])
    leaf = bytes(row.leaf) if with_entry else None
    return Receipt(index, found[0], bytes(row.leaf_hash), proof, found[1], leaf)


def _compose(connection: Connection, plan: ProofPlan) -> tuple[bytes, ...]:
    rows = connection.execute(
        select(tree_nodes.c.entry_index, tree_nodes.c.hashes).where(tree_nodes.c.entry_index.in_(plan.rows))
    )
    nodes = {row.entry_index: bytes(row.hashes) for row in rows}
    return plan.compose(stored_nodes(lambda row: nodes.get(row, b"")))


def checkpoint_sizes(connection: Connection) -> Iterator[int]:
    """The sizes for which there is a checkpoint, ascending. Constant memory."""
    statement = select(checkpoints.c.size).order_by(checkpoints.c.size)
    with connection.execution_options(yield_per=ROWS_AT_A_TIME).execute(statement) as rows:
        for row in rows:
            yield row.size


def checkpoint_notes(connection: Connection, from_size: int = 0) -> Iterator[tuple[int, str]]:
    """(size, signed note) of every checkpoint of `from_size` entries or more, by size. Constant memory."""
    statement = select(checkpoints.c.size, checkpoints.c.note).where(checkpoints.c.size >= from_size)
    streaming = connection.execution_options(yield_per=ROWS_AT_A_TIME)
    with streaming.execute(statement.order_by(checkpoints.c.size)) as rows:
        for row in rows:
            yield row.size, row.note
