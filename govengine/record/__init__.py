"""The record: entries, their canonical bytes, commitments, the Merkle tree, and verification. Pure."""

from govengine.record.canonical import canonical, read_canonical
from govengine.record.commitment import commit, opens
from govengine.record.entry import FORMAT, MAX_LEAF_BYTES, Entry, Kind, make_entry
from govengine.record.identifier import identifier
from govengine.record.instant import instant, instant_text
from govengine.record.lookup import lookup_key
from govengine.record.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash, node_place
from govengine.record.verification import Report, StoredEntry, StoredHead, verify_entries

__all__ = [
    "EMPTY_ROOT",
    "FORMAT",
    "MAX_LEAF_BYTES",
    "Entry",
    "Frontier",
    "Kind",
    "Report",
    "StoredEntry",
    "StoredHead",
    "canonical",
    "commit",
    "identifier",
    "instant",
    "instant_text",
    "leaf_hash",
    "lookup_key",
    "make_entry",
    "node_hash",
    "node_place",
    "opens",
    "read_canonical",
    "verify_entries",
]
