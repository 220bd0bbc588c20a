"""The receipt of an entry made from an audit bundle: no service, no database, and nothing to believe.

The tree is grown again from the entries in the bundle, and the receipt is checked before it is given away. So a bundle
that was altered gives no receipt, and whoever holds a bundle can prove any entry of it to somebody else.
"""

import itertools
import json
from collections.abc import Iterable
from pathlib import Path

from api.evidence.bundle_file import UNREADABLE, BundleFile, bundle_unreadable
from govengine.errors import Problem, RecordError
from govengine.record import (
    Frontier,
    Receipt,
    VerifierKey,
    inclusion_plan,
    leaf_hash,
    stated_sizes,
    verify_receipt,
)
from govengine.record.merkle import peaks


def receipt_from_bundle(path: Path, named: str, size: int | None = None) -> Receipt:
    """The receipt, with its entry in it, of the entry `named` by index or id; by the checkpoint of `size` entries, or
    else by the first that covers it. Constant memory.

    Raises RecordError `bundle-unreadable`, `unknown-entry`, `no-checkpoint` for a size that was not signed, and those of
    `verify_receipt` for a bundle that was altered.
    """
    bundle = BundleFile.opened(path)
    try:
        before = _before(bundle)
        index, entry = _find(bundle, before.size, named)
        signed, note = _checkpoint(bundle, index, size)
        proof = _inclusion(bundle, before, index, signed)
        keys = [VerifierKey.parse(line) for line in bundle.key_lines()]
    except (*UNREADABLE, TypeError) as error:
        raise bundle_unreadable(path, "A part of it is missing or not in its form.") from error
    receipt = Receipt(index, signed, leaf_hash(entry), proof, note, entry)
    verify_receipt(receipt, keys)
    return receipt


def _before(bundle: BundleFile) -> Frontier:
    """The tree of the entries before those in the bundle."""
    hashes = tuple(bytes.fromhex(one) for one in bundle.manifest["peaks"])
    return Frontier(bundle.manifest["from"], hashes)


def _find(bundle: BundleFile, start: int, named: str) -> tuple[int, bytes]:
    for index, leaf in enumerate(bundle.leaves(), start):
        if named == str(index) or (named.encode() in leaf and json.loads(leaf)["id"] == named):
            return index, leaf
    what_to_do = "Name an entry by its index, or by its id: a decision's id is that of its entry."
    raise RecordError([Problem("unknown-entry", f"The bundle holds no entry {named}.", what_to_do, named)])


def _checkpoint(bundle: BundleFile, index: int, size: int | None) -> tuple[int, str]:
    for note in bundle.checkpoints():
        for signed in stated_sizes([note]):
            if signed > index and signed == (size or signed):
                return signed, note
    message = f"The bundle holds no checkpoint of {size or index + 1} entries that covers entry {index}."
    raise RecordError(
        [Problem("no-checkpoint", message, "Name a size that was signed, or leave it out.", "--size")]
    )


def _inclusion(bundle: BundleFile, before: Frontier, index: int, size: int) -> tuple[bytes, ...]:
    plan = inclusion_plan(index, size)
    wanted = set(plan.nodes)
    # What stands left of the bundle is in its peaks: a node under one of them is beside no entry of the bundle.
    nodes = dict(zip(peaks(before.size), before.hashes, strict=True))
    tree = before
    leaves: Iterable[bytes] = itertools.islice(bundle.leaves(), size - before.size)
    for place, leaf in enumerate(leaves, before.size):
        tree, completed = tree.append(leaf_hash(leaf))
        nodes |= {
            node: hashed
            for level, hashed in enumerate(completed)
            if (node := (level, place >> level)) in wanted
        }
    return plan.compose(lambda level, number: nodes[level, number])
