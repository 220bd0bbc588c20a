"""`govengine simulate`: years of decisions, drawn from a seed, answered by the engine, written as a log that verifies."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from api.checking import read_folders
from api.collector import collecting_seldom
from api.desk import Desk
from api.simulation import chance
from api.simulation.workers import decided_by
from api.simulation.world import Plan, decisions
from api.simulation.writer import Writer, in_bulk
from api.store.head import read_head
from api.store.reading import stored_entries
from govengine.errors import Problem, RecordError
from govengine.record import Frontier
from govengine.scheme import Library

WORTH_WORKERS = 30_000
"""Decisions. Below it a process takes longer to start than to decide."""

WORKERS = 2

Progress = Callable[[int], None]
"""Told now and then how many decisions are written."""

PROGRESS_EACH = 500


def simulate(
    desk: Desk, folders: Sequence[Path], plan: Plan, progress: Progress, *, workers: int | None = None
) -> dict[str, Any]:
    """Adopt the schemes in the folders and write the history into the desk's empty log. What was written.

    The desk is one of `open_simulation`. `workers` are processes that decide beside this one; they change nothing
    in the log. Raises RecordError `log-not-empty` or `no-scheme`, SchemeError for schemes that do not load.
    """
    with desk.engine.connect() as connection:
        if read_head(connection).size:
            message = "This log holds entries already."
            what_to_do = "Name a database that does not exist yet; a simulation is never added to a record."
            raise RecordError([Problem("log-not-empty", message, what_to_do)])
    versions = read_folders(folders)
    authority = f"simulation {plan.seed}"
    desk.adopt(
        list(versions), by="simulated-owner", role="owner", authority=authority, example_signatures=True
    )
    key = chance.log_key(plan.seed)
    if workers is None:
        workers = WORKERS if plan.decisions >= WORTH_WORKERS else 0
    with desk.engine.connect() as connection:
        head, frontier = read_head(connection), Frontier()
        for row in stored_entries(connection):
            frontier, _ = frontier.append(row.leaf_hash)
    with in_bulk(desk.engine) as connection, collecting_seldom():
        writer = Writer(connection, head, frontier, key)
        made = (
            decided_by(workers, folders, plan, head.size)
            if workers
            else decisions(plan, Library(versions), head.size)
        )
        for done, one in enumerate(made, 1):
            writer.append(one)
            if done % PROGRESS_EACH == 0:
                progress(done)
        writer.flush()
        root = writer.frontier.root()
    return {
        "origin": key.name,
        "entries": writer.frontier.size,
        "decisions": plan.decisions,
        "root": root.hex(),
    }
