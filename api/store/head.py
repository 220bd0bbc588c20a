"""The head row: how long the log is and what it comes to. Read and written under the log lock only."""

from sqlalchemy import Connection, bindparam, func, select, update

from api.store.signing import LAST_KEY
from api.store.tables import entries, head, tree_nodes
from api.store.unavailable import LogUnavailable
from govengine.errors import RecordError
from govengine.record import Frontier, StoredHead

_READ = select(
    head.c.size,
    head.c.root,
    head.c.recorded_at,
    select(func.max(entries.c.entry_index)).scalar_subquery(),
    LAST_KEY,
)


_MOVE = update(head).where(head.c.number == 1, head.c.size == bindparam("before"))
# Built once, as `_READ` is: putting a statement together costs more than running it.


def read_head(connection: Connection) -> StoredHead:
    """The head row as it stands."""
    row = connection.execute(select(head.c.size, head.c.root, head.c.recorded_at)).one()
    return StoredHead(row.size, bytes(row.root), row.recorded_at)


def grow_from(connection: Connection, known: Frontier) -> tuple[StoredHead, Frontier, str | None]:
    """The head, the tree to append to and the verifier key that signs it.

    `known` is used when it is still the head's, else the tree is read.

    Raises LogUnavailable when head and entries disagree: to append would be to sign the alteration.
    """
    size, root, recorded_at, last, verifier = connection.execute(_READ).one()
    stored = StoredHead(size, bytes(root), recorded_at)
    if size != (0 if last is None else last + 1):
        raise LogUnavailable.because(
            f"the head says {size} entries, the last has index {last}; verify the log."
        )
    frontier = known if known.size == size else Frontier.stored(size, lambda row: _nodes(connection, row))
    if frontier.root() != stored.root:
        frontier = Frontier.stored(size, lambda row: _nodes(connection, row))
        if frontier.root() != stored.root:
            raise LogUnavailable.because("the head is not the root of the entries; verify the log.")
    return stored, frontier, verifier


def write_head(connection: Connection, before: StoredHead, after: StoredHead) -> None:
    """Move the head from `before` to `after`. Raises LogUnavailable when somebody else moved it meanwhile."""
    moved = {
        "before": before.size,
        "size": after.size,
        "root": after.root,
        "recorded_at": after.recorded_at,
    }
    changed = connection.execute(_MOVE, moved)
    if changed.rowcount != 1:
        raise LogUnavailable.because("another process moved the head without holding the lock.")


def holds(connection: Connection, size: int, root: bytes) -> bool:
    """Whether the first `size` entries in the store come to `root`."""
    try:
        return Frontier.stored(size, lambda row: _nodes(connection, row)).root() == root
    except RecordError:
        return False


def _nodes(connection: Connection, row: int) -> bytes:
    found = connection.execute(
        select(tree_nodes.c.hashes).where(tree_nodes.c.entry_index == row)
    ).scalar_one_or_none()
    return b"" if found is None else bytes(found)


def frontier_of(connection: Connection, size: int) -> Frontier:
    """The tree of the first `size` entries. Raises RecordError `nodes-missing` in an altered log."""
    return Frontier.stored(size, lambda row: _nodes(connection, row))


def root_of(connection: Connection, size: int) -> bytes:
    """What the first `size` entries come to. Raises RecordError `nodes-missing` in an altered log."""
    return frontier_of(connection, size).root()
