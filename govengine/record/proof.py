"""Proofs of RFC 6962 §2.1: that an entry is in the tree, and that a tree only grew.

Writing a proof has two steps, so that a store reads about 2·log2(size) rows and no more. A `ProofPlan` says
which complete nodes each hash of the proof is made of; `compose` makes the hashes from those nodes. Most
hashes are one stored node. The one that covers the ragged right edge of the tree is no complete subtree and
so stored nowhere: it is composed of the complete ones under it.

Checking needs neither plan nor store. It is strict: the number of hashes is exactly what the sizes ask for,
and every hash has 32 bytes, since of hashes with other lengths one input could be read two ways.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from govengine.errors import Problem, RecordError
from govengine.record.merkle import HASH_BYTES, Frontier, fold, node_hash, node_place, peaks

Node: TypeAlias = tuple[int, int]
"""A complete subtree: (level, index). It covers the leaves from index << level to (index + 1) << level."""

DISTRUST = "Do not rely on this proof; ask for a fresh one, and keep this one as evidence if that fails too."


@dataclass(frozen=True, slots=True)
class ProofPlan:
    """What a proof is made of: for each of its hashes the complete nodes under it, largest first."""

    parts: tuple[tuple[Node, ...], ...]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node needed, each once."""
        return tuple(dict.fromkeys(node for part in self.parts for node in part))

    @property
    def rows(self) -> tuple[int, ...]:
        """The indexes of the log entries whose stored nodes are needed, ascending, each once."""
        return tuple(sorted({node_place(level, index)[0] for level, index in self.nodes}))

    def compose(self, node_of: Callable[[int, int], bytes]) -> tuple[bytes, ...]:
        """The hashes of the proof, 32 bytes each. `node_of(level, index)` is the hash of a complete node."""
        return tuple(fold([node_of(level, index) for level, index in part]) for part in self.parts)


def inclusion_plan(index: int, size: int) -> ProofPlan:
    """The plan of PATH(index, D[size]), leaf to root (RFC 6962 §2.1.1).

    Raises RecordError `proof-range` unless 0 <= index < size.
    """
    if not 0 <= index < size:
        raise _out_of_range(f"Entry {index} is not in a tree of {size} entries.")
    return ProofPlan(tuple(_siblings(0, index, size)))


def consistency_plan(old: int, new: int) -> ProofPlan:
    """The plan of PROOF(old, D[new]) (RFC 6962 §2.1.2). Empty when the sizes are equal.

    Raises RecordError `proof-range` unless 1 <= old <= new: every tree grew from the empty one, so a proof from
    size 0 says nothing, and to hand one out would let somebody take it for something.
    """
    _check_sizes(old, new)
    if old == new:
        return ProofPlan(())
    # The last complete subtree of the old tree; it is the whole old tree when that is a power of two, and
    # then its root is known to whoever checks.
    level = trailing_zeros(old)
    index = (old >> level) - 1
    seed = ((level, index),) if index else None
    path = _siblings(level, index, new)
    return ProofPlan((seed, *path) if seed else tuple(path))


def _siblings(level: int, index: int, size: int) -> list[tuple[Node, ...]]:
    parts: list[tuple[Node, ...]] = []
    last = (size - 1) >> level
    while last:
        sibling = index ^ 1
        if sibling <= last:
            if (sibling + 1) << level <= size:
                parts.append(((level, sibling),))
            else:
                parts.append(tuple(node for node in peaks(size) if node[0] < level))
        level, index, last = level + 1, index >> 1, last >> 1
    return parts


@dataclass(frozen=True, slots=True)
class Growth:
    """A tree that grew by a batch: enough to prove each new leaf without reading the store.

    `before` is the tree the batch was added to, `completed` the nodes each new leaf completed, as
    `Frontier.append` gives them. What stands left of a new leaf is either in `before` or was completed since.
    """

    before: Frontier
    completed: Sequence[Sequence[bytes]]

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """The inclusion proof of new leaf `index` in the tree after the batch.

        Raises RecordError `proof-range` for a leaf that is not of this batch.
        """
        start = self.before.size
        if index < start:
            raise _out_of_range(f"Entry {index} was in the tree before this batch.")
        known = dict(zip(peaks(start), self.before.hashes, strict=True))

        def node_of(level: int, number: int) -> bytes:
            row, _ = node_place(level, number)
            return known[level, number] if row < start else self.completed[row - start][level]

        return inclusion_plan(index, start + len(self.completed)).compose(node_of)


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with hash `leaf` is at `index` in the tree of `size` leaves with root `root`.

    Raises RecordError: `proof-range` unless 0 <= index < size; `proof-length` for a wrong number of hashes or
    a hash that has not 32 bytes; `proof-mismatch` when the hashes lead to another root.
    """
    if not 0 <= index < size:
        raise _out_of_range(f"Entry {index} is not in a tree of {size} entries.")
    _check_hashes([leaf, *proof])
    inner, border = _shape(index, size)
    _check_length(proof, inner + border)
    if _climb(leaf, index, proof, inner) != root:
        raise _mismatch(f"The proof does not lead from entry {index} to the root of {size} entries.")


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """Check that the tree of `new` leaves with root `new_root` begins with the tree of `old` leaves.

    Raises RecordError: `proof-range` unless 1 <= old <= new; `proof-length` for a wrong number of hashes or
    a hash that has not 32 bytes; `proof-mismatch` when the hashes do not lead to both roots.
    """
    _check_sizes(old, new)
    _check_hashes(proof)
    if old == new:
        _check_length(proof, 0)
        if old_root != new_root:
            raise _mismatch(f"Two trees of {old} entries have different roots: the log was forked.")
        return
    level = trailing_zeros(old)
    index = (old >> level) - 1
    inner, border = _shape(index, ((new - 1) >> level) + 1)
    _check_length(proof, inner + border + (index > 0))
    seed, path = (proof[0], proof[1:]) if index else (old_root, proof)
    # In the old tree nothing stands to the right, so only hashes from the left are hashed in.
    from_left = [sibling for height, sibling in enumerate(path) if height >= inner or index >> height & 1]
    if fold([*reversed(from_left), seed]) != old_root:
        raise _mismatch(f"The proof does not lead to the root of the older {old} entries.")
    if _climb(seed, index, path, inner) != new_root:
        raise _mismatch(f"The proof does not lead to the root of the newer {new} entries.")


def trailing_zeros(number: int) -> int:
    """How many times 2 divides a `number` above 0."""
    return (number & -number).bit_length() - 1


def _shape(index: int, size: int) -> tuple[int, int]:
    # Below the point where the paths of leaf `index` and of the last leaf part, each level has a sibling;
    # above it only those levels where the path is a right child (RFC 6962 §2.1: the right edge is ragged).
    inner = (index ^ (size - 1)).bit_length()
    return inner, (index >> inner).bit_count()


def _climb(start: bytes, index: int, path: Sequence[bytes], inner: int) -> bytes:
    reached = start
    for height, sibling in enumerate(path):
        if height >= inner or index >> height & 1:
            reached = node_hash(sibling, reached)
        else:
            reached = node_hash(reached, sibling)
    return reached


def _check_sizes(old: int, new: int) -> None:
    if old < 1:
        raise _out_of_range("A proof from a tree of 0 entries would say nothing.")
    if old > new:
        raise _out_of_range(f"A tree of {new} entries cannot have grown from one of {old}.")


def _check_hashes(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise RecordError([Problem("proof-length", "A hash of the proof has not 32 bytes.", DISTRUST)])


def _check_length(proof: Sequence[bytes], wanted: int) -> None:
    if len(proof) != wanted:
        message = f"The proof has {len(proof)} hashes; for these sizes it has {wanted}."
        raise RecordError([Problem("proof-length", message, DISTRUST)])


def _out_of_range(message: str) -> RecordError:
    return RecordError([Problem("proof-range", message, "Ask about entries and sizes the log has.")])


def _mismatch(message: str) -> RecordError:
    return RecordError([Problem("proof-mismatch", message, DISTRUST)])
