"""A ledger in memory, as the database's will be."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from api.watching import RecordedDecision
from govengine.watch import Event, Finding, Pattern

DAY = 738_000
"""Some day in 2021."""
THIRD_PAYMENT = Pattern(
    id="city/third-payment",
    kinds=("hardship_payment",),
    same="person.ref",
    count=3,
    within_days=30,
    says="Support for one household has been given",
    asks="is it still one-off?",
)


@dataclass
class MemoryLedger:
    decisions: list[RecordedDecision] = field(default_factory=list)
    watches: list[Pattern] = field(default_factory=lambda: [THIRD_PAYMENT])
    findings: list[Finding] = field(default_factory=list)
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    saved: int = -1
    broken: bool = False

    def decide(
        self,
        day: int,
        *,
        household: str = "h1",
        kind: str = "hardship_payment",
        schemes: tuple[str, ...] = ("city",),
        may_act: bool = True,
    ) -> str:
        index = len(self.decisions)
        keys = {"person.ref": household} if household else {}
        decision = RecordedDecision(index, f"d{index}", kind, "council", schemes, keys, DAY + day, may_act)
        self.decisions.append(decision)
        return decision.id

    def cursor(self) -> int:
        return self.saved

    def save_cursor(self, index: int) -> None:
        self.saved = index

    def new_decisions(self, after_index: int) -> Sequence[RecordedDecision]:
        if self.broken:
            raise OSError("the database is away")
        return [decision for decision in self.decisions if decision.index > after_index][:50]

    def patterns(self) -> Sequence[Pattern]:
        return self.watches

    def window(
        self, pattern: Pattern, fact: str, key_hash: str, kinds: Sequence[str], *, from_day: int, to_day: int
    ) -> Sequence[Event]:
        return [
            Event(decision.index, decision.id, decision.kind, decision.day)
            for decision in self.decisions
            if decision.may_act
            and decision.kind in kinds
            and decision.keys.get(fact) == key_hash
            and from_day <= decision.day <= to_day
        ]

    def record_finding(self, finding: Finding) -> bool:
        if any(known.identity == finding.identity for known in self.findings):
            return False
        self.findings.append(finding)
        return True

    def record_failure(self, pattern: Pattern, code: str, decision: RecordedDecision) -> None:
        self.failed.append((pattern.id, code, decision.id))
