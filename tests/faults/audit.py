"""What must hold of a log after whatever happened, held against what callers were told."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from api.store.head import read_head
from api.store.proofs import consistency, inclusion
from api.store.reading import snapshot, stored_entries
from api.store.signing import keys_of_log
from api.store.tables import idempotency
from govengine.record import (
    Checkpoint,
    Kind,
    StoredHead,
    verify_consistency,
    verify_entries,
    verify_inclusion,
    verify_receipt,
)
from tests.faults.load import KEYS, Told

PROOFS_CHECKED = 200


@dataclass(frozen=True, slots=True)
class Audit:
    """What was counted. `unanswered` requests are in the log though their caller was never told: rightly."""

    entries: int
    acknowledged: int
    found_once: int
    unanswered: int
    proofs: int


def audit(engine: Engine, acknowledged: Mapping[str, Told]) -> Audit:
    """Count, and assert that the log verifies and holds every acknowledged request exactly once."""
    by_key: dict[str, list[tuple[str, int]]] = {}
    with snapshot(engine) as connection:
        head = read_head(connection)

        def rows():
            for row in stored_entries(connection):
                if row.kind == Kind.DECISION_PROPOSED:
                    key = json.loads(row.side or b"{}").get("reference")
                    if str(key).startswith(KEYS):
                        by_key.setdefault(key, []).append((row.entry_id, row.index))
                yield row

        report = verify_entries(rows(), head, sizes={one.receipt.size for one in acknowledged.values()})
        assert report.ok, report.problems
        signed = _receipts_hold(connection, acknowledged)
        proofs = _prove(connection, head, acknowledged, signed)
        remembered = Counter(connection.scalars(select(idempotency.c.key)))
    twice = {key: found for key, found in by_key.items() if len(found) > 1}
    assert not twice, f"recorded more than once: {twice}"
    lost = [key for key, one in acknowledged.items() if by_key.get(key) != [(one.id, one.receipt.index)]]
    assert not lost, f"acknowledged and not in the log as told: {len(lost)}, {lost[:3]}"
    altered = [key for key, stated in signed.items() if report.roots[stated.size] != stated.root]
    assert not altered, f"the log is no longer what was signed: {altered[:3]}"
    unkept = [key for key in by_key if key in acknowledged and remembered[key] != 1]
    assert not unkept, f"recorded without its reply: {unkept[:3]}"
    unanswered = sum(key not in acknowledged for key in by_key)
    return Audit(head.size, len(acknowledged), len(acknowledged) - len(lost), unanswered, proofs)


def _receipts_hold(connection: Connection, acknowledged: Mapping[str, Told]) -> dict[str, Checkpoint]:
    """What was signed to each caller: every receipt is checked as its caller would, with the key alone."""
    keys = [key for _, key in keys_of_log(connection)]
    return {
        name: verify_receipt(one.receipt, keys).checkpoint.checkpoint for name, one in acknowledged.items()
    }


def _prove(
    connection: Connection,
    head: StoredHead,
    acknowledged: Mapping[str, Told],
    signed: Mapping[str, Checkpoint],
) -> int:
    """Prove entries included, and the log to have only grown, from what is stored; over the whole log."""
    told = sorted(acknowledged, key=lambda name: acknowledged[name].receipt.index)
    chosen = told[:: len(told) // PROOFS_CHECKED + 1]
    for name in chosen:
        receipt, stated = acknowledged[name].receipt, signed[name]
        proof = inclusion(connection, receipt.index, head.size)
        verify_inclusion(receipt.leaf_hash, receipt.index, head.size, proof, head.root)
        grown = consistency(connection, stated.size, head.size)
        verify_consistency(stated.size, head.size, grown, stated.root, head.root)
    return len(acknowledged) + 2 * len(chosen)
