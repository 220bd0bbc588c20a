"""What must hold of a log after whatever happened, held against what callers were told."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from api.store.head import read_head
from api.store.reading import snapshot, stored_entries
from api.store.tables import entries, idempotency
from govengine.record import Kind, StoredHead, verify_entries
from govengine.record.merkle import stored_nodes
from govengine.record.proof import consistency_plan, inclusion_plan, verify_consistency, verify_inclusion
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

        report = verify_entries(rows(), head, sizes={one.size for one in acknowledged.values()})
        assert report.ok, report.problems
        proofs = _prove(connection, head, acknowledged)
        remembered = Counter(connection.scalars(select(idempotency.c.key)))
    twice = {key: found for key, found in by_key.items() if len(found) > 1}
    assert not twice, f"recorded more than once: {twice}"
    once = sum(by_key.get(key) == [(one.id, one.index)] for key, one in acknowledged.items())
    lost = [key for key, one in acknowledged.items() if by_key.get(key) != [(one.id, one.index)]]
    assert not lost, f"acknowledged and not in the log as told: {len(lost)}, {lost[:3]}"
    altered = [key for key, one in acknowledged.items() if report.roots[one.size].hex() != one.root]
    assert not altered, f"the log is no longer what a receipt said it was: {altered[:3]}"
    unkept = [key for key in by_key if key in acknowledged and remembered[key] != 1]
    assert not unkept, f"recorded without its reply: {unkept[:3]}"
    unanswered = sum(key not in acknowledged for key in by_key)
    return Audit(head.size, len(acknowledged), once, unanswered, proofs)


def _prove(connection: Connection, head: StoredHead, acknowledged: Mapping[str, Told]) -> int:
    """Prove entries included, and the log to have only grown, from stored nodes; spread over the whole log."""

    def nodes_of(row: int) -> bytes:
        return bytes(connection.scalar(select(entries.c.nodes).where(entries.c.entry_index == row)))

    node_of = stored_nodes(nodes_of)
    told = sorted(acknowledged.values(), key=lambda one: one.index)
    chosen = told[:: len(told) // PROOFS_CHECKED + 1]
    for one in chosen:
        proof = inclusion_plan(one.index, head.size).compose(node_of)
        verify_inclusion(bytes.fromhex(one.leaf_hash), one.index, head.size, proof, head.root)
        grown = consistency_plan(one.size, head.size).compose(node_of)
        verify_consistency(one.size, head.size, grown, bytes.fromhex(one.root), head.root)
    return 2 * len(chosen)
