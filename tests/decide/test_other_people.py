"""Another person's own history is theirs: the asker's does not stand in for it (MEANING rule 7)."""

from datetime import UTC, datetime
from decimal import Decimal

from govengine.decide import Question, determine
from govengine.scheme import Library, read_version

SCHEME = b"""
scheme: turns
version: "1"
title: Turns
owner: council
layer: organisation
jurisdiction: England
effective: {from: 2026-01-01}
source: {title: made up}
bodies: {council: {title: Council}}
roles: {worker: {body: council}, head: {body: council}}
lines: {care: [worker, head]}
ask: {role: head}
accountable: {role: head}
kinds: {payment: {is: [spend]}}
history: {mine: {of: [payment], same: actor.ref, within: P7D}}
grants:
  - {id: few, for: [payment], role: worker, only: true, when: history.mine < 3, level: act}
"""


def decided_by(mine: int) -> list[tuple[str, list[str]]]:
    version, problems = read_version({"scheme.yaml": SCHEME})
    assert version is not None, problems
    now = datetime(2026, 5, 2, tzinfo=UTC)
    facts = {
        "actor.ref": "w-1",
        "actor.role": ("worker",),
        "decision.kind": "payment",
        "history.mine": Decimal(mine),
    }
    answer = determine(Library([version]).stack("turns", now), Question("payment", now, facts))
    return [(one["role"], one["must"]) for one in answer.decided_by]


def test_a_colleague_may_have_decided_less():
    assert decided_by(2) == [("worker", [])]
    assert decided_by(3) == [("worker", ["history.mine < 3"])]
