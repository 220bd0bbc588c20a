"""Copies of checkpoints kept elsewhere, against the log as it stands.

A log that agrees with itself may still be another than the one somebody saw: its tail cut, or the whole of it
written anew by someone who holds the key. A checkpoint in somebody else's hands, or in any receipt, shows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govengine.errors import Problem, RecordError
from govengine.record.checkpoint import Checkpoint, OpenedCheckpoint, open_checkpoint
from govengine.record.note import split_note
from govengine.record.note_key import VerifierKey
from govengine.record.rotation import keys_for_size
from govengine.record.verification import Report

EVIDENCE = "Keep the log and this checkpoint as evidence: one of them is not what the log's key once signed."


@dataclass(frozen=True, slots=True)
class Seen:
    """One copy that agrees with the log: entries below `size` existed when it was made.

    `cosigned_at` is (witness, seconds since 1970 UTC): the times that somebody else signed.
    """

    name: str
    checkpoint: Checkpoint
    cosigned_at: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The copies that agree with the log, by size, and what is wrong with the others."""

    seen: tuple[Seen, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether every copy agrees. Without any copy this says nothing."""
        return not self.problems


def stated_sizes(notes: Iterable[str]) -> frozenset[int]:
    """The sizes that signed notes of checkpoints state, nothing verified; unreadable ones are passed over.

    For `verify_entries`, which is told before it walks the log at which sizes the root will be wanted.
    """
    sizes = set()
    for note in notes:
        try:
            sizes.add(Checkpoint.parse(split_note(note)[0]).size)
        except RecordError:
            continue
    return frozenset(sizes)


def compare_with_copies(report: Report, copies: Mapping[str, str], keys: Iterable[VerifierKey]) -> Comparison:
    """Hold `copies`, {name: signed note}, against a verified log. `keys` as for `open_checkpoint`.

    `report` is of `verify_entries` with `sizes` from `stated_sizes`. Problems, with the copy's name as place:
    the codes of `open_checkpoint`; `log-cut` when the log holds fewer entries than the copy states;
    `log-forked` when its first entries come to another root; `checkpoints-forked` when two copies of one size
    have different roots, whatever the log says.
    """
    given = tuple(keys)
    seen, problems = [], []
    first: dict[int, tuple[str, bytes]] = {}
    for name, note in copies.items():
        try:
            opened = _open(note, given, report)
        except RecordError as error:
            problems += [Problem(one.code, one.message, one.what_to_do, name) for one in error.problems]
            continue
        stated = opened.checkpoint
        known_as, root = first.setdefault(stated.size, (name, stated.root))
        if root != stated.root:
            message = (
                f"{known_as} and {name} are both signed for {stated.size} entries, with different roots."
            )
            problems.append(Problem("checkpoints-forked", message, EVIDENCE, name))
        elif stated.size > report.verified:
            message = f"It states {stated.size} entries; the log holds {report.verified}."
            message += _restored(report, stated.size)
            problems.append(Problem("log-cut", message, EVIDENCE, name))
        elif report.roots.get(stated.size) != stated.root:
            message = f"The first {stated.size} entries of the log do not come to the root it states."
            message += _restored(report, stated.size)
            problems.append(Problem("log-forked", message, EVIDENCE, name))
        else:
            seen.append(Seen(name, stated, opened.cosigned_at))
    return Comparison(tuple(sorted(seen, key=lambda one: one.checkpoint.size)), tuple(problems))


def _restored(report: Report, size: int) -> str:
    lost = [index for index in report.restored if index < size]
    if not lost:
        return ""
    return (
        f" Entry {lost[-1]} says that the log was restored from a backup of {lost[-1]} entries: what was recorded after"
        " those before then is not in it, and the sizes from there on were signed again."
    )


def _open(note: str, keys: tuple[VerifierKey, ...], report: Report) -> OpenedCheckpoint:
    size = min(stated_sizes([note]), default=0)
    return open_checkpoint(note, keys_for_size(keys, report.rotations, size))
