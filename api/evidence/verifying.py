"""`govengine log verify`: every hash derived again, everything signed checked, and every decision decided again
where that was asked for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from api.collector import collecting_seldom
from api.commands.redecide import Counts, Replay
from api.desk import Desk
from api.evidence.checkpoint_check import CheckpointCheck, check_checkpoints
from api.evidence.offline import NO_OUTSIDE_TIME
from api.evidence.part import WORTH_PROCESSES, Part, verify_by_several, verify_part
from api.evidence.read_model import open_differs, stray_rows
from api.rule_store import RuleStore
from api.store.head import read_head
from api.store.proofs import checkpoint_sizes
from api.store.reading import last_index, snapshot
from govengine.errors import Problem
from govengine.record import Report, VerifierKey, conclude, stated_sizes

OWN_KEY = "no --key given: the log agrees with itself, whosever it is"
UNCOMPARED = "not compared, because an entry before is bad"


@dataclass(frozen=True, slots=True)
class Verification:
    """What verifying a log came to. `redecided` says whether decisions were decided again."""

    report: Report
    counts: Counts
    signed: CheckpointCheck
    redecided: bool
    trusted: bool
    beside: tuple[Problem, ...] = ()
    """Where a table beside the log says something else than the log."""

    @property
    def well(self) -> bool:
        """Whether everything that was checked holds."""
        return not self.problems

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong, the first bad entry named."""
        found = [*self.report.problems, *self.beside, *self.signed.problems]
        if not self.counts.well:
            what_to_do = "Compare the entry with its scheme's text; keep this copy as evidence."
            message = "It does not come out the same when it is decided again."
            found.append(
                Problem("decided-differently", message, what_to_do, f"entry {self.counts.first_bad}")
            )
        return found

    @property
    def warnings(self) -> Sequence[str]:
        """What this verification cannot show."""
        own = [] if self.trusted else [OWN_KEY]
        return [*own, *(f"{name}: {UNCOMPARED}" for name in self.signed.uncompared)]

    def to_json(self) -> dict[str, Any]:
        """The result as JSON. `decided_again` is null where nothing was."""
        again = {str(outcome): n for outcome, n in self.counts.counts.items()} if self.redecided else None
        return {
            "well": self.well,
            "entries": self.report.verified,
            "root": self.report.root.hex(),
            "bad_entry": self.report.bad_index,
            "erased_values": self.report.erased,
            "checkpoints": self.signed.held,
            "changes_of_key": [rotation.index for rotation in self.report.rotations],
            "times": [*self.signed.times()] or [NO_OUTSIDE_TIME],
            "decided_again": again,
            "warnings": list(self.warnings),
            "problems": [problem.to_json() for problem in self.problems],
        }

    def lines(self) -> Iterator[str]:
        """The result for a person."""
        state = "hold together" if self.report.ok else "hold together, and then no more"
        yield f"{self.report.verified} entries {state}; root {self.report.root.hex()}"
        changes = "".join(f"; the key changed at entry {one.index}" for one in self.report.rotations)
        yield f"signed: {self.signed.held} checkpoints agree{changes}"
        if self.redecided:
            again = ", ".join(f"{n} {outcome}" for outcome, n in self.counts.counts.items())
            yield f"decided again: {again}"
        else:
            yield "decided again: nothing; add --replay to decide every decision again"
        yield from (f"outside: {line}" for line in self.signed.text())
        yield from (f"warning: {warning}" for warning in self.warnings)


def verify_log(
    engine: Engine,
    progress: Callable[[int, int], None],
    *,
    rules: RuleStore,
    replay: bool = False,
    keys: Sequence[VerifierKey] = (),
    copies: Mapping[str, str] | None = None,
    jobs: int = 1,
) -> Verification:
    """Verify the whole log as it stands at one moment, and the tables beside it; with `replay`, decide again.

    `keys` are those the reader trusts, `copies` {name: signed note} from elsewhere. `jobs` processes share a long
    log; the result is the same. Memory is constant but for a root for each checkpoint. `progress` is told what is
    done, and of how much.
    """
    copied = copies or {}
    with snapshot(engine) as reading, engine.connect() as looking_up, collecting_seldom():
        head = read_head(reading)
        sizes = frozenset(checkpoint_sizes(reading)) | stated_sizes(copied.values())
        work = head.size + len(sizes)

        def done(entries: int) -> None:
            progress(min(entries, work), work)

        found: Part | None = None
        end = last_index(reading) + 1
        if jobs > 1 and end == head.size >= WORTH_PROCESSES:
            found = verify_by_several(engine, head.size, sizes, jobs, replay=replay, progress=done)
        if found is None:
            again = Replay(rules.texts(looking_up)) if replay else None
            found = verify_part(reading, looking_up, rules, range(end), sizes, again=again, progress=done)
        report = conclude(found.walk, head)
        beside = list(found.beside)
        if report.ok and not beside and (wrong := stray_rows(reading, head.size) or open_differs(reading)):
            beside.append(wrong)
        signed = check_checkpoints(reading, report, copied, keys, lambda some: done(report.verified + some))
        progress(work, work)
    return Verification(report, found.counts, signed, replay, bool(keys), tuple(beside))


def verify_and_redecide(desk: Desk, progress: Callable[[int, int], None]) -> Verification:
    """Verify the whole log of a desk, and decide every decision again."""
    return verify_log(desk.engine, progress, rules=desk.rules, replay=True)
