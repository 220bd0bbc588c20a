"""Whether a stored log is the log that was written: every entry re-derived from its bytes, in order.

What holds the log together, and so what is checked (DESIGN §3, RFC 6962 §2.1): the leaf's canonical form and
hash; indexes without gaps; the tree nodes kept with each leaf; times that never go backwards; every
commitment opened by the side row, or erased by an entry that says so; nothing in the side row that is not
committed; every change of key signed by both keys; and that the whole comes to the root the head row states. The
first entry that fails is named; nothing after it is believed. Parts of a log can be walked apart, each from the
stored state before it, and joined.

This shows that the log agrees with itself. That it is the one somebody saw takes a checkpoint kept elsewhere
(`outside.py`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from govengine.errors import Problem, RecordError
from govengine.record.canonical import read_canonical
from govengine.record.commitment import SALT_BYTES, opens
from govengine.record.entry import FORMAT, LEAF_MEMBERS, SIDE_MEMBERS, SIDE_PREFIX, Kind
from govengine.record.instant import instant
from govengine.record.merkle import Frontier, leaf_hash
from govengine.record.repeated_part import PartReader
from govengine.record.rotation import ROTATION_MEMBER, Rotation

RESTORE = (
    "Somebody altered the log outside the service: keep this copy as evidence and restore one that verifies."
)

IN_COMMON = ("determination", "done")
"""The member that is most of an entry and the same in many, and the one after it."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """One row of the log as the store holds it. `nodes` is 32 bytes a node; `side` is None without a side
    row.

    `entry_id`, `kind` and `recorded_at` are the columns kept beside the leaf for look-up: they must agree
    with it.
    """

    index: int
    entry_id: str
    kind: str
    recorded_at: str
    leaf: bytes
    leaf_hash: bytes
    nodes: bytes
    side: bytes | None


@dataclass(frozen=True, slots=True)
class StoredHead:
    """What the store says the log comes to: entries, root (32 bytes), time of the last ("" when empty)."""

    size: int
    root: bytes
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Report:
    """What verification found. Well only when `ok`.

    `verified` entries hold, counted from 0 up to the first that does not. `bad_index` is that one, or None
    when every entry holds and only the head disagrees. `erased` counts commitments whose value is gone; they
    prove, but tell nothing. `roots` are the roots at the sizes that were asked for, 32 bytes each, and
    `rotations` the changes of the log's key, `restored` the entries at which it was put back from a backup, all as
    far as entries hold.
    """

    verified: int
    root: bytes
    erased: int = 0
    bad_index: int | None = None
    problems: tuple[Problem, ...] = ()
    roots: Mapping[int, bytes] = field(default_factory=dict)
    rotations: tuple[Rotation, ...] = ()
    restored: tuple[int, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the log verifies."""
        return not self.problems


@dataclass(slots=True)
class Walk:
    """What has been seen of a log, from one entry on: the tree and the time of the last entry so far.

    `since` is what it began with, which is believed only once it is joined to a walk that came to it. `unexplained`
    are erased commitments that no later entry has accounted for yet, `explained` those of entries before the
    first that were accounted for. `leaf` and `side` are those of the last entry, read; None where contents are
    not opened. `problem` is of the entry at which the walk ended before its time.
    """

    frontier: Frontier = field(default_factory=Frontier)
    recorded_at: str = ""
    since: tuple[Frontier, str] = field(init=False)
    leaf: Any = None
    side: Any = None
    erased: int = 0
    unexplained: dict[int, set[str]] = field(default_factory=dict)
    explained: dict[int, set[str]] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)
    rotations: list[Rotation] = field(default_factory=list)
    restored: list[int] = field(default_factory=list)
    problem: Problem | None = None

    def __post_init__(self) -> None:
        self.since = self.frontier, self.recorded_at

    def join(self, later: Self) -> bool:
        """Take this walk, which began at the first entry, on by `later`. False, with nothing changed, where one of
        them found a problem or `later` does not begin with what this one came to.
        """
        if self.problem or later.problem or later.since != (self.frontier, self.recorded_at):
            return False
        if self.rotations and later.rotations and self.rotations[-1].new != later.rotations[0].old:
            return False
        for index in self.unexplained.keys() & later.explained.keys():
            self.unexplained[index] -= later.explained[index]
            if not self.unexplained[index]:
                del self.unexplained[index]
        self.frontier, self.recorded_at = later.frontier, later.recorded_at
        self.erased += later.erased
        self.unexplained |= later.unexplained
        self.roots |= later.roots
        self.rotations += later.rotations
        self.restored += later.restored
        return True

    def report(self, verified: int, bad_index: int | None, problems: Iterable[Problem]) -> Report:
        """What the walk comes to."""
        root = self.frontier.root()
        kept = self.roots, tuple(self.rotations), tuple(self.restored)
        return Report(verified, root, self.erased, bad_index, tuple(problems), *kept)


def verify_entries(
    rows: Iterable[StoredEntry],
    head: StoredHead,
    *,
    sizes: Collection[int] = (),
    contents: bool = True,
    held: Callable[[StoredEntry, Any, Any], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Verify `rows`, which come in the order of their index, against `head`. Rows and head are of one moment.

    Without `contents` no leaf is opened, and side rows and columns are not compared with it: that the leaves are
    those the head stands for is shown in a third of the time. Memory is constant but for the erasures not yet
    explained and the roots at `sizes`. `held` is told each entry that holds, with what its leaf and its side row say
    (None without one); `progress` the entries done after each. Never raises for what it
    finds: the report says it, code by code:

    `entry-gap` · `entry-not-canonical` · `entry-altered` (leaf hash) · `entry-nodes` · `entry-column` ·
    `entry-format` · `entry-time` · `side-altered` · `side-missing` · `side-uncommitted` · `rotation` ·
    `erasure-unexplained` · `head-size` · `head-root` · `head-time`.
    """
    walk = Walk()
    walk_entries(rows, walk, sizes=sizes, contents=contents, held=held, progress=progress)
    return conclude(walk, head)


def walk_entries(
    rows: Iterable[StoredEntry],
    walk: Walk,
    *,
    sizes: Collection[int] = (),
    contents: bool = True,
    held: Callable[[StoredEntry, Any, Any], None] | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """Take `walk` on over `rows`, or up to the first that does not hold. The other arguments as `verify_entries`."""
    if 0 in sizes and walk.frontier.size == 0:
        walk.roots[0] = walk.frontier.root()
    leaves = PartReader(*IN_COMMON) if contents else None
    for row in rows:
        walk.problem = _check(row, walk, leaves)
        if walk.problem:
            return
        if walk.frontier.size in sizes:
            walk.roots[walk.frontier.size] = walk.frontier.root()
        if held:
            held(row, walk.leaf, walk.side)
        if progress:
            progress(walk.frontier.size)


def conclude(walk: Walk, head: StoredHead) -> Report:
    """What a walk over a whole log comes to, held against its head."""
    if walk.problem:
        return walk.report(walk.frontier.size, walk.frontier.size, [walk.problem])
    if walk.unexplained:
        first = min(walk.unexplained)
        names = ", ".join(sorted(walk.unexplained[first]))
        problem = _problem("erasure-unexplained", f"{names} is gone and no entry says who erased it.", first)
        return walk.report(first, first, [problem])
    return walk.report(walk.frontier.size, None, _check_head(head, walk, walk.frontier.root()))


def _check(row: StoredEntry, walk: Walk, leaves: PartReader | None) -> Problem | None:
    index = walk.frontier.size
    if row.index != index:
        return _problem("entry-gap", f"Entry {index} is missing; the next row has index {row.index}.", index)
    if leaf_hash(row.leaf) != row.leaf_hash:
        return _problem("entry-altered", "The leaf does not have the hash stored with it.", index)
    frontier, completed = walk.frontier.append(row.leaf_hash)
    if b"".join(completed) != row.nodes:
        return _problem(
            "entry-nodes", "The tree nodes stored with the leaf are not those it completes.", index
        )
    problem = _check_contents(row, walk, leaves) if leaves else _check_time(row, walk)
    if problem:
        return problem
    walk.frontier = frontier
    walk.recorded_at = row.recorded_at
    return None


def _check_contents(row: StoredEntry, walk: Walk, leaves: PartReader) -> Problem | None:
    try:
        leaf = walk.leaf = leaves.read(row.leaf)
        problem = _check_leaf(leaf, row, walk) or _check_side(leaf["commitments"], row, walk)
    except RecordError as error:
        return _problem("entry-not-canonical", str(error), row.index)
    if problem:
        return problem
    if row.kind == Kind.RECORD_ERASED:
        _explain(leaf.get("erases"), walk)
    if row.kind == Kind.LOG_RESTORED:
        walk.restored.append(row.index)
    if row.kind == Kind.KEY_ROTATED:
        return _follow(leaf.get(ROTATION_MEMBER), row.index, walk)
    return None


def _check_leaf(leaf: Any, row: StoredEntry, walk: Walk) -> Problem | None:
    if not isinstance(leaf, dict) or not LEAF_MEMBERS.issubset(leaf) or leaf["format"] != FORMAT:
        return _problem("entry-format", f"The leaf is not an entry of format {FORMAT}.", row.index)
    commitments = leaf["commitments"]
    if not isinstance(commitments, dict) or not all(isinstance(one, str) for one in commitments.values()):
        return _problem("entry-format", "The commitments are not an object of texts.", row.index)
    said = (leaf["index"], leaf["id"], leaf["entry"], leaf["recorded_at"])
    if said != (row.index, row.entry_id, row.kind, row.recorded_at):
        return _problem(
            "entry-column", "A column beside the leaf does not say what the leaf says.", row.index
        )
    instant(row.recorded_at)
    return _check_time(row, walk)


def _check_time(row: StoredEntry, walk: Walk) -> Problem | None:
    if row.recorded_at < walk.recorded_at:
        return _problem(
            "entry-time", f"It was recorded before the entry before it ({walk.recorded_at}).", row.index
        )
    return None


def _check_side(commitments: Mapping[str, str], row: StoredEntry, walk: Walk) -> Problem | None:
    walk.side = None
    if row.side is None:
        if commitments:
            return _problem(
                "side-missing", "The leaf holds commitments, and there is no side row.", row.index
            )
        return None
    try:
        side = walk.side = read_canonical(row.side)
        values, salts, gone = side["values"], side["salts"], side.get("erased", [])
        if not (isinstance(values, dict) and isinstance(salts, dict) and isinstance(gone, list)):
            raise TypeError
        erased = set(gone)
        held = values | {SIDE_PREFIX + name: side[name] for name in side if name not in SIDE_MEMBERS}
        salted = {name: bytes.fromhex(salt) for name, salt in salts.items()}
    except (RecordError, KeyError, TypeError, ValueError, AttributeError):
        return _problem("side-altered", "The side row is not in the form of format 1.", row.index)
    if erased or not held.keys() == salted.keys() == commitments.keys():
        both = held.keys() | salted.keys()
        extra = (both | erased) - commitments.keys() | erased & both
        if extra:
            names = ", ".join(sorted(map(str, extra)))
            message = f"The side row holds {names}, which the leaf does not commit to."
            return _problem("side-uncommitted", message, row.index)
    for name in commitments.keys() - erased if erased else commitments:
        if name not in held or len(salted.get(name, b"")) != SALT_BYTES:
            return _problem(
                "side-missing", f"Value or salt of {name} is missing and not marked erased.", row.index
            )
        if not opens(commitments[name], name, held[name], salted[name]):
            return _problem("side-altered", f"{name} is not what was committed to.", row.index)
    if erased:
        walk.unexplained[row.index] = erased
        walk.erased += len(erased)
    return None


def _explain(erases: Any, walk: Walk) -> None:
    # An erasure entry in a form we cannot read explains nothing, which is then reported at the erased entry.
    for one in erases if isinstance(erases, list) else []:
        match one:
            case {"index": index, "names": list(names)} if type(index) is int and index in walk.unexplained:
                walk.unexplained[index].difference_update(map(str, names))
                if not walk.unexplained[index]:
                    del walk.unexplained[index]
            case {"index": index, "names": list(names)} if type(index) is int and index < walk.since[0].size:
                walk.explained.setdefault(index, set()).update(map(str, names))


def _follow(note: Any, index: int, walk: Walk) -> Problem | None:
    try:
        rotation = Rotation.read(note, index)
    except RecordError as error:
        return _problem("rotation", error.problems[0].message, index)
    if walk.rotations and walk.rotations[-1].new != rotation.old:
        return _problem("rotation", "It replaces a key that was not the log's at the time.", index)
    walk.rotations.append(rotation)
    return None


def _check_head(head: StoredHead, walk: Walk, root: bytes) -> Iterable[Problem]:
    if head.size != walk.frontier.size:
        message = f"The head says {head.size} entries; there are {walk.frontier.size}."
        yield Problem("head-size", message, RESTORE, "head")
    elif head.root != root:
        message = f"The head says root {head.root.hex()}; the entries come to {root.hex()}."
        yield Problem("head-root", message, RESTORE, "head")
    elif head.recorded_at != walk.recorded_at:
        message = f"The head says {head.recorded_at!r}; the last entry was recorded at {walk.recorded_at!r}."
        yield Problem("head-time", message, RESTORE, "head")


def _problem(code: str, message: str, index: int) -> Problem:
    return Problem(code, message, RESTORE, f"entry {index}")
