"""What a log has signed, and what others kept of it, held against its entries and its changes of key."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from api.evidence.offline import NO_OUTSIDE_TIME, witnessed
from api.store.proofs import checkpoint_notes
from api.store.signing import keys_of_log
from govengine.errors import Problem
from govengine.record import Report, Seen, VerifierKey, compare_with_copies, stated_sizes

AT_A_TIME = 500
SHOWN = 5
EVIDENCE = "Keep this copy of the log as evidence, and compare it with one that verifies."


@dataclass(frozen=True, slots=True)
class CheckpointCheck:
    """`held` stored checkpoints are signed by a key of their time and state what the entries come to.

    `seen` are the copies from elsewhere that agree, by size. `uncompared` are copies that state more entries
    than hold, where an entry before is bad already: there is nothing to hold them against.
    """

    held: int
    seen: tuple[Seen, ...]
    uncompared: tuple[str, ...]
    problems: tuple[Problem, ...]

    def times(self) -> Iterator[str]:
        """What somebody outside attests: each *not later than*."""
        for one in self.seen:
            yield f"when {one.name} was made: entries before {one.checkpoint.size} existed"
            yield from witnessed(one.cosigned_at, one.checkpoint.size)

    def text(self) -> Iterator[str]:
        """The times in words. Many copies of one place say no more than its last."""
        times = list(self.times())
        if len(times) > SHOWN:
            yield f"{len(times) - SHOWN} times for fewer entries, and:"
        yield from times[-SHOWN:] or [NO_OUTSIDE_TIME]


def check_checkpoints(
    connection: Connection,
    report: Report,
    copies: Mapping[str, str],
    keys: Sequence[VerifierKey],
    progress: Callable[[int], None],
) -> CheckpointCheck:
    """Check everything that was signed against a verified log, in the snapshot the log was read in.

    `report` is of `verify_entries` with the sizes of all of it. `keys` are trusted; with none the log's own
    first key is, which then only shows that the log agrees with itself. Of stored checkpoints the first bad
    one is named, and none after it is looked at. `progress` is told the stored checkpoints done.
    """
    own = keys_of_log(connection)
    trusted = tuple(keys) or tuple(key for _, key in own[:1])
    held, problems = _stored(connection, report, trusted, progress)
    problems += _keys(own, report)
    within, beyond = _within(copies, report)
    comparison = compare_with_copies(report, within, trusted)
    return CheckpointCheck(held, comparison.seen, beyond, (*problems, *comparison.problems))


def _stored(
    connection: Connection, report: Report, trusted: Sequence[VerifierKey], progress: Callable[[int], None]
) -> tuple[int, list[Problem]]:
    held, last = 0, 0
    for several in _batches(checkpoint_notes(connection)):
        within, beyond = _within({f"checkpoint {size}": note for size, note in several}, report)
        comparison = compare_with_copies(report, within, trusted)
        problems = {_size(one): one for one in (*_misplaced(several), *comparison.problems)}
        if problems:
            first = min(problems)
            return held + sum(size < first for size, _ in several), [problems[first]]
        held += len(comparison.seen)
        if beyond:
            break  # an entry before is bad, and was named
        last = several[-1][0]
        progress(held)
    if report.ok and last != report.verified:
        message = f"Entries from {last} on are covered by no checkpoint."
        return held, [Problem("entries-unsigned", message, EVIDENCE, f"entry {last}")]
    return held, []


def _size(problem: Problem) -> int:
    return int(problem.place.removeprefix("checkpoint "))


def _misplaced(several: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    for size, note in several:
        stated = stated_sizes([note])
        if stated and size not in stated:
            message = f"In the place of the checkpoint of {size} entries stands one of {min(stated)}."
            yield Problem("checkpoint-misplaced", message, EVIDENCE, f"checkpoint {size}")


def _keys(own: Sequence[tuple[int, VerifierKey]], report: Report) -> list[Problem]:
    """The table of keys is what is shown to the world: it must be what the entries say."""
    if not own:
        return []
    changes = [(rotation.index + 1, rotation.new) for rotation in report.rotations]
    first = report.rotations[0].old if report.rotations else own[0][1]
    if [row for row in own if row[0] <= report.verified] == [(own[0][0], first), *changes]:
        return []
    message = "The keys the log names are not those its entries changed to."
    return [Problem("log-keys", message, EVIDENCE, "log keys")]


def _within(notes: Mapping[str, str], report: Report) -> tuple[dict[str, str], tuple[str, ...]]:
    if report.bad_index is None:
        return dict(notes), ()
    beyond = {name for name, note in notes.items() if min(stated_sizes([note]), default=0) > report.verified}
    return {name: note for name, note in notes.items() if name not in beyond}, tuple(sorted(beyond))


def _batches(rows: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    several: list[tuple[int, str]] = []
    for row in rows:
        several.append(row)
        if len(several) == AT_A_TIME:
            yield several
            several = []
    if several:
        yield several
