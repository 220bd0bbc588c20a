"""A part of a stored log, verified by itself: by this process, or by several at once, each with a part of its own.

A part begins with the tree and the time that are stored before it. Joined to the part that came to them they are
shown to be right; so nothing is believed that one walk from the first entry would not have seen. Where a part
finds anything amiss, or parts do not fit, the log is walked once more by one process, which names the first bad entry.
"""

import multiprocessing
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from api.collector import collecting_seldom
from api.commands.redecide import Counts, Replay
from api.evidence.read_model import ReadModel
from api.rule_store import RuleStore
from api.store import connect
from api.store.head import frontier_of
from api.store.reading import entry, snapshot, stored_entries
from govengine.errors import Problem
from govengine.record import StoredEntry, Walk, walk_entries

ENTRIES_EACH = 5_000
"""In a part for another process: enough to make reading it worth the while, and few enough to show progress."""

WORTH_PROCESSES = 20_000
"""Entries. Below it a process takes longer to start than to verify."""


@dataclass(slots=True)
class Part:
    """What verifying a part of a log came to. `beside` is where a table beside it says something else."""

    walk: Walk
    counts: Counts
    beside: Sequence[Problem] = ()

    def join(self, later: "Part") -> bool:
        """Take this part on by the next. False where something is amiss in either, or they do not fit."""
        if self.beside or later.beside or not self.walk.join(later.walk):
            return False
        self.counts.join(later.counts)
        return True


def verify_part(
    reading: Connection,
    looking_up: Connection,
    rules: RuleStore,
    part: range,
    sizes: Collection[int],
    *,
    again: Replay | None,
    progress: Callable[[int], None] | None = None,
) -> Part:
    """Verify the entries of `part`, and what lies beside them; with `again`, decide each decision again.

    `sizes` are those at which the root is wanted. `progress` is told the entries of the log that are done. Raises
    RecordError `nodes-missing` where the tree before the part is not there.
    """
    last = entry(reading, part.start - 1)
    walk = Walk(frontier_of(reading, part.start), last.recorded_at if last else "")
    found = Part(walk, Counts())
    with closing(ReadModel(reading, looking_up, rules, part)) as read_model:

        def held(row: StoredEntry, leaf: Any, side: Any) -> None:
            # Only sound entries are decided again.
            outcome = again.outcome(row, leaf, side) if again else None
            if outcome is not None:
                found.counts.add(outcome, row.index)
            read_model.check(row, leaf, side)

        rows = stored_entries(reading, from_index=part.start, before=part.stop)
        walk_entries(rows, walk, sizes=sizes, held=held, progress=progress)
        if walk.problem is None:
            read_model.end()
    found.beside = tuple(read_model.problems)
    return found


def verify_by_several(
    engine: Engine,
    size: int,
    sizes: Collection[int],
    jobs: int,
    *,
    replay: bool,
    progress: Callable[[int], None],
) -> Part | None:
    """Verify a log of `size` entries with `jobs` processes; None where one has to look for what is amiss."""
    parts = [range(start, min(start + ENTRIES_EACH, size)) for start in range(0, size, ENTRIES_EACH)]
    wanted: list[list[int]] = [[] for _ in parts]
    for one in sizes:
        if 0 <= one <= size:
            wanted[max(one - 1, 0) // ENTRIES_EACH].append(one)
    whole = Part(Walk(), Counts())
    with _processes(engine, jobs, replay=replay) as pool:
        waiting = {pool.submit(_verify, part, at): number for number, (part, at) in enumerate(zip(parts, wanted, strict=True))}  # fmt: skip
        found: dict[int, Part] = {}
        joined = done = 0
        for future in as_completed(waiting):
            if future.exception() is not None:
                return None
            found[waiting[future]] = future.result()
            done += len(parts[waiting[future]])
            progress(done)
            while joined in found:
                if not whole.join(found.pop(joined)):
                    return None
                joined += 1
    return whole


@contextmanager
def _processes(engine: Engine, jobs: int, *, replay: bool) -> Iterator[Executor]:
    url = engine.url.render_as_string(hide_password=False)
    # Not a fork: this process may have threads and has open connections.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, _open, (url, replay))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a process keeps from part to part."""

    engine: Engine
    rules: RuleStore
    looking_up: Connection
    again: Replay | None


_opened: list[_Opened] = []


def _open(url: str, replay: bool) -> None:  # noqa: FBT001 as the pool passes it
    engine = connect(url)
    rules = RuleStore(engine, Path())
    looking_up = engine.connect()
    _opened.append(_Opened(engine, rules, looking_up, Replay(rules.texts(looking_up)) if replay else None))


def _verify(part: range, sizes: Sequence[int]) -> Part:
    here = _opened[0]
    with snapshot(here.engine) as reading, collecting_seldom():
        found = verify_part(reading, here.looking_up, here.rules, part, frozenset(sizes), again=here.again)
    here.looking_up.rollback()  # the next part looks up in the log as it is then
    found.walk.leaf = found.walk.side = None
    return found
