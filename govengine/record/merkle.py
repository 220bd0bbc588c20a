"""The Merkle tree of RFC 6962 §2.1, grown one leaf at a time.

Leaf i completes ntz(i+1)+1 nodes (ntz: trailing zero bits): itself and every subtree it fills. They are
stored with the leaf, lowest level first, 32 bytes each, so node (level l, index x) stands in row ((x+1)<<l)-1
at offset 32*l. Every complete node of the tree has exactly one place, none is ever rewritten, and from them
the frontier and every inclusion and consistency proof can be read: about log2(size) rows.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

from govengine.errors import Problem, RecordError

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves (RFC 6962 §2.1)."""


AT_ONCE = 2_047
"""From one byte more on, Python's hashes let go of the interpreter, which costs more than the hash of a leaf where
other threads wait for it."""


def leaf_hash(data: bytes) -> bytes:
    """`SHA-256(0x00 ‖ data)`, 32 bytes."""
    if len(data) < AT_ONCE:
        return hashlib.sha256(b"\x00" + data).digest()
    hashed = hashlib.sha256(b"\x00")
    for start in range(0, len(data), AT_ONCE):
        hashed.update(data[start : start + AT_ONCE])
    return hashed.digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """`SHA-256(0x01 ‖ left ‖ right)`, 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def node_place(level: int, index: int) -> tuple[int, int]:
    """Where complete node `index` of `level` is stored: (row, byte offset within the row's nodes)."""
    return ((index + 1) << level) - 1, HASH_BYTES * level


def peaks(size: int) -> list[tuple[int, int]]:
    """The (level, index) of the complete subtrees a tree of `size` leaves consists of, largest first."""
    return [
        (level, (size >> level) - 1) for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1
    ]


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over complete subtrees that stand side by side, at least one, largest first (RFC 6962 §2.1)."""
    folded = hashes[-1]
    for left in reversed(hashes[:-1]):
        folded = node_hash(left, folded)
    return folded


def stored_nodes(nodes_of: Callable[[int], bytes]) -> Callable[[int, int], bytes]:
    """The function from (level, index) to the hash of that complete node, for a store.

    `nodes_of(row)` is the bytes kept with entry `row`, as `node_place` lays them out. The function returned
    raises RecordError `nodes-missing` when a row does not hold the node it should.
    """

    def node_of(level: int, index: int) -> bytes:
        row, offset = node_place(level, index)
        found = nodes_of(row)[offset : offset + HASH_BYTES]
        if len(found) != HASH_BYTES:
            raise RecordError(
                [
                    Problem(
                        "nodes-missing",
                        f"Entry {row} does not hold the tree node of level {level}.",
                        "The log was altered: verify it, and restore it from a copy that verifies.",
                        f"entry {row}",
                    )
                ]
            )
        return found

    return node_of


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that is needed to grow a tree: its size and the roots of its complete subtrees, largest first.

    A value: growing it gives a new one, so a batch that is rolled back just drops what it had grown.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> tuple[Self, tuple[bytes, ...]]:
        """The frontier with the leaf hash `leaf` added, and the nodes it completed, lowest level first."""
        kept = list(self.hashes)
        completed = [leaf]
        filled = self.size
        while filled & 1:
            completed.append(node_hash(kept.pop(), completed[-1]))
            filled >>= 1
        return type(self)(self.size + 1, (*kept, completed[-1])), tuple(completed)

    def root(self) -> bytes:
        """The root hash of the whole tree, 32 bytes (RFC 6962 §2.1: split at the largest power of two)."""
        return fold(self.hashes) if self.hashes else EMPTY_ROOT

    @classmethod
    def stored(cls, size: int, nodes_of: Callable[[int], bytes]) -> Self:
        """The frontier of a stored tree of `size` leaves. `nodes_of(row)` is the nodes kept with leaf `row`.

        Raises RecordError `nodes-missing` when a row does not hold the node it should.
        """
        node_of = stored_nodes(nodes_of)
        return cls(size, tuple(node_of(level, index) for level, index in peaks(size)))
