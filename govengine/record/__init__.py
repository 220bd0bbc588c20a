"""The record: entries, their canonical bytes, commitments, the Merkle tree, and verification. Pure."""

from govengine.record.canonical import canonical, read_canonical
from govengine.record.checkpoint import Checkpoint, OpenedCheckpoint, open_checkpoint, sign_checkpoint
from govengine.record.commitment import commit, opens
from govengine.record.cosignature import cosignature_time
from govengine.record.disclosure import (
    DISCLOSURE_FORMAT,
    Disclosed,
    Disclosure,
    Revealed,
    make_disclosure,
    verify_disclosure,
)
from govengine.record.entry import FORMAT, MAX_LEAF_BYTES, Entry, Kind, make_entry
from govengine.record.identifier import identifier
from govengine.record.instant import instant, instant_text
from govengine.record.lookup import lookup_key
from govengine.record.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash, node_place, stored_nodes
from govengine.record.note import OpenedNote, Signature, open_note, sign_note
from govengine.record.note_key import KeyType, SigningKey, VerifierKey
from govengine.record.outside import Comparison, Seen, compare_with_copies, stated_sizes
from govengine.record.proof import (
    Growth,
    ProofPlan,
    consistency_plan,
    inclusion_plan,
    verify_consistency,
    verify_inclusion,
)
from govengine.record.receipt import RECEIPT_FORMAT, Proven, Receipt, verify_receipt
from govengine.record.repeated_part import Part, canonical_part
from govengine.record.rotation import Rotation, keys_for_size, sign_rotation, trusted_keys
from govengine.record.tile import Tile
from govengine.record.tlog_proof import TlogProof
from govengine.record.verification import (
    Report,
    StoredEntry,
    StoredHead,
    Walk,
    conclude,
    verify_entries,
    walk_entries,
)

__all__ = [
    "DISCLOSURE_FORMAT",
    "EMPTY_ROOT",
    "FORMAT",
    "MAX_LEAF_BYTES",
    "RECEIPT_FORMAT",
    "Checkpoint",
    "Comparison",
    "Disclosed",
    "Disclosure",
    "Entry",
    "Frontier",
    "Growth",
    "KeyType",
    "Kind",
    "OpenedCheckpoint",
    "OpenedNote",
    "Part",
    "ProofPlan",
    "Proven",
    "Receipt",
    "Report",
    "Revealed",
    "Rotation",
    "Seen",
    "Signature",
    "SigningKey",
    "StoredEntry",
    "StoredHead",
    "Tile",
    "TlogProof",
    "VerifierKey",
    "Walk",
    "canonical",
    "canonical_part",
    "commit",
    "compare_with_copies",
    "conclude",
    "consistency_plan",
    "cosignature_time",
    "identifier",
    "inclusion_plan",
    "instant",
    "instant_text",
    "keys_for_size",
    "leaf_hash",
    "lookup_key",
    "make_disclosure",
    "make_entry",
    "node_hash",
    "node_place",
    "open_checkpoint",
    "open_note",
    "opens",
    "read_canonical",
    "sign_checkpoint",
    "sign_note",
    "sign_rotation",
    "stated_sizes",
    "stored_nodes",
    "trusted_keys",
    "verify_consistency",
    "verify_disclosure",
    "verify_entries",
    "verify_inclusion",
    "verify_receipt",
    "walk_entries",
]
