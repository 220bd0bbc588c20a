"""Several processes that decide, each for its own offices, and one log: the same entries in the same order."""

import multiprocessing
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from api.checking import read_folders
from api.simulation.world import Made, Plan, Share, decisions
from govengine.errors import Problem, RecordError
from govengine.scheme import Library

SENT_AT_A_TIME = 200


def decided_by(workers: int, folders: Sequence[Path], plan: Plan, first_index: int) -> Iterator[Made]:
    """The decisions of every office, in the order of their entries."""
    # Not a fork: the desk has threads and open connections.
    context = multiprocessing.get_context("spawn")
    running, pipes = [], []
    try:
        for number in range(workers):
            receiver, sender = context.Pipe(duplex=False)
            one = context.Process(
                target=_work, args=(sender, folders, plan, first_index, Share(number, workers)), daemon=True
            )
            one.start()
            sender.close()
            running.append(one)
            pipes.append(receiver)
        yield from _in_order([_received(pipe) for pipe in pipes])
    finally:
        for one in running:
            one.terminate()
            one.join()


def _in_order(streams: list[Iterator[Made]]) -> Iterator[Made]:
    waiting = [(made, stream) for stream in streams if (made := next(stream, None)) is not None]
    while waiting:
        position = min(range(len(waiting)), key=lambda n: waiting[n][0].entry_index)
        made, stream = waiting[position]
        yield made
        following = next(stream, None)
        if following is None:
            del waiting[position]
        else:
            waiting[position] = following, stream


def _received(pipe: Connection) -> Iterator[Made]:
    while made := _next(pipe):
        if isinstance(made, BaseException):
            raise made
        yield from made


def _next(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except EOFError as error:
        message = "A process that decides has ended before its time."
        what_to_do = "Look at what it printed; --workers 0 does without."
        raise RecordError([Problem("simulation-worker", message, what_to_do)]) from error


def _work(pipe: Connection, folders: Sequence[Path], plan: Plan, first_index: int, share: Share) -> None:
    try:
        batch: list[Made] = []
        for made in decisions(plan, Library(read_folders(folders)), first_index, share):
            batch.append(made)
            if len(batch) == SENT_AT_A_TIME:
                pipe.send(batch)
                batch = []
        if batch:
            pipe.send(batch)
        pipe.send([])
    except Exception as error:  # noqa: BLE001 whatever it is, the process that writes raises it
        pipe.send(error)
