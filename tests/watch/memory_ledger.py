"""A ledger in memory, as the database's is."""

from dataclasses import dataclass, field

from api.watching import Look, Round
from govengine.scheme.bound_watch import BoundWatch
from govengine.watch.finding import Finding
from govengine.watch.matter import Matter
from govengine.watch.window import Window, window_of
from tests.watch.made import DAY, entry, watch


@dataclass
class MemoryLedger:
    decisions: list[tuple[Matter, str]] = field(default_factory=list)
    watches: list[BoundWatch] = field(default_factory=lambda: [watch()])
    findings: list[Finding] = field(default_factory=list)
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    saved: int = -1
    broken: bool = False

    def decide(self, day: int, *, household: str = "h1") -> str:
        index = len(self.decisions)
        self.decisions.append((entry(index, day), household))
        return self.decisions[-1][0].decision

    def cursor(self) -> int:
        return self.saved

    def save_cursor(self, index: int) -> None:
        self.saved = index

    def next_round(self, after_index: int) -> Round:
        if self.broken:
            raise OSError("the database is away")
        new = [(one, shared) for one, shared in self.decisions if one.index > after_index][:50]
        looks = [
            Look(one.index, one.decision, watch, shared, one.day)
            for one, shared in new
            for watch in self.watches
        ]
        return Round(new[-1][0].index if new else after_index, looks)

    def due_cursor(self) -> int:
        return DAY

    def save_due_cursor(self, day: int) -> None:
        raise AssertionError("nothing falls due here")

    def next_due(self, after_day: int) -> Round:
        return Round(after_day, [])

    def window(self, look: Look) -> Window | None:
        group = [one for one, shared in self.decisions if shared == look.shared]
        (trigger,) = (one for one in group if one.index == look.index)
        return window_of(look.watch, trigger, group)

    def record_finding(self, look: Look, finding: Finding) -> bool:
        if any(known.identity == finding.identity for known in self.findings):
            return False
        self.findings.append(finding)
        return True

    def record_failure(self, look: Look, code: str) -> None:
        self.failed.append((look.watch.id, code, look.decision))
