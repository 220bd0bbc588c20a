"""`govengine log verify`: every hash derived again, every decision decided again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from api.commands.redecide import Counts, redecide
from api.desk import Desk
from api.read_model import ReadModel
from api.store.head import read_head
from api.store.reading import snapshot, stored_entries
from api.store.signing import keys_of_log, signed
from govengine.errors import Problem
from govengine.record import Report, StoredEntry, compare_with_copies, stated_sizes, verify_entries


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying a log came to."""

    report: Report
    counts: Counts
    beside: tuple[Problem, ...] = ()
    """Where a table beside the log says something else than the log."""

    @property
    def well(self) -> bool:
        """Whether every hash holds, every decision comes out the same, and the tables beside the log agree."""
        return self.report.ok and self.counts.well and not self.beside

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong, the first bad entry named."""
        found = [*self.report.problems, *self.beside]
        if not self.counts.well:
            what_to_do = "Compare the entry with its scheme's text; keep this copy as evidence."
            message = "It does not come out the same when it is decided again."
            found.append(
                Problem("decided-differently", message, what_to_do, f"entry {self.counts.first_bad}")
            )
        return found

    def to_json(self) -> dict[str, Any]:
        """The result as JSON."""
        return {
            "well": self.well,
            "entries": self.report.verified,
            "root": self.report.root.hex(),
            "bad_entry": self.report.bad_index,
            "erased_values": self.report.erased,
            "decided_again": {str(outcome): n for outcome, n in self.counts.counts.items()},
            "problems": [problem.to_json() for problem in self.problems],
        }

    def text(self) -> str:
        """The result in two lines."""
        again = ", ".join(f"{n} {outcome}" for outcome, n in self.counts.counts.items())
        state = "hold together" if self.report.ok else "hold together, and then no more"
        return (
            f"{self.report.verified} entries {state}; root {self.report.root.hex()}\ndecided again: {again}"
        )


def verify_and_redecide(desk: Desk, progress: Callable[[int, int], None]) -> Verification:
    """Verify the whole log in one reading. `progress` is told entries done, and of how many."""
    counts = Counts()
    with (
        snapshot(desk.engine) as reading,
        desk.engine.connect() as looking_up,
        closing(ReadModel(reading, looking_up, desk.rules)) as read_model,
    ):
        head = read_head(reading)
        stored, keys = signed(reading), [key for _, key in keys_of_log(reading)]

        def rows() -> Iterator[StoredEntry]:
            for row in stored_entries(reading):
                yield row
                # Control comes back here once the row's hashes held, so only sound entries are decided again.
                outcome = redecide(looking_up, desk.rules, row)
                if outcome is not None:
                    counts.add(outcome, row.index)
                read_model.check(row)

        report = verify_entries(
            rows(), head, sizes=stated_sizes(stored.values()), progress=lambda done: progress(done, head.size)
        )
        if not report.ok:
            return Verification(report, counts)  # what lies beside entries that do not hold says nothing
        read_model.end()
    signatures = compare_with_copies(report, stored, keys)
    return Verification(report, counts, (*read_model.problems, *signatures.problems))
