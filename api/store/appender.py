"""The appender: the one writer of the log in a process (DESIGN §3, "what waits is a command").

A caller hands over a command and waits. The writer thread takes one, drains whatever else is waiting, and in
one transaction under the log lock

    1  reads the head again (another process may have appended),
    2  runs the commands in order: one that raises leaves no trace and stops nobody,
    3  moves the head, signs one checkpoint, commits, and only then lets the callers go.

So an answer that anybody sees is on disk, limits computed by a command are exact, and the cost of a durable
commit is shared by everyone who waited. A batch that cannot be committed is LogUnavailable to all of them.
"""

import queue
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from api.store.answers import answers_to
from api.store.batch import Batch, Foreseen
from api.store.database import lock_log
from api.store.head import grow_from, holds, write_head
from api.store.histories import histories_of
from api.store.own_connection import APPENDER
from api.store.random_pool import RandomPool
from api.store.signing import Signer, sign
from api.store.transaction import Transaction
from api.store.unavailable import LogUnavailable
from govengine.record import Frontier, Growth, Kind, StoredHead, instant, instant_text

MAX_BATCH = 256
"""Keeps one transaction, and so the wait of its first caller, short."""

GATHERING_S = 0.0002
"""How long to let go of the interpreter before a batch is closed. Requests that are being read then get to the
end of it and share the commit; where nobody is busy, this is all it costs. Measured in pairs: a tenth to a fifth
more decisions with 8 and 50 clients, and a fifth on PostgreSQL; a millisecond gained no more."""

CLOCK_TOLERANCE = timedelta(seconds=1)
"""A clock behind the last entry by more was set back; the clocks of two machines may differ by less."""

T = TypeVar("T")


class _Job:
    """A waiting command. `done` is locked until its answer may be seen: nothing waits faster than a lock."""

    __slots__ = ("command", "done", "error", "foreseen", "result")

    def __init__(self, command: Callable[[Transaction], Any], foreseen: Foreseen | None) -> None:
        self.command = command
        self.foreseen = foreseen
        self.done = threading.Lock()
        self.done.acquire()
        self.result: Any = None
        self.error: BaseException | None = None


class Appender:
    """Runs commands against the log, batch by batch, in one thread of its own.

    `clock()` is the time, aware; `random(n)` is n unpredictable bytes (`secrets.token_bytes`); `signer` gives
    the key that signs. The thread
    starts with the first command: an Appender may be made before a server forks, but not used before.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        random: Callable[[int], bytes],
        signer: Signer,
    ) -> None:
        self._engine = engine
        self._signer = signer
        self._clock = clock
        self._random = RandomPool(random)
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        # What the writer thread remembers between batches; only ever a committed state.
        self._frontier = Frontier()
        self._stepped_to: datetime | None = None

    def submit(self, command: Callable[[Transaction], T], foreseen: Foreseen | None = None) -> T:
        """Run `command` under the log lock and return what it returns, once that is durable.

        `foreseen` is what it will look up: that is read for a whole batch at once.

        `command` may be run twice: what it did the first time was then undone, so it must do nothing but by
        its Transaction. Raises whatever the command raised, after undoing all it did; LogUnavailable when the
        batch could not be committed or the lock was not to be had in time; RuntimeError inside a command.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("A command is already under the log lock: call functions, not submit.")
        job = _Job(command, foreseen)
        with self._gate:
            if self._closed:
                raise LogUnavailable.because("the service is stopping.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=APPENDER, daemon=True)
                self._thread.start()
            self._waiting.put(job)
        job.done.acquire()  # released by the writer, so not a `with`
        if job.error is not None:
            raise job.error
        result: T = job.result
        return result

    def close(self) -> None:
        """Finish what waits, then stop. Later commands get LogUnavailable. May be called twice."""
        with self._gate:
            self._closed = True
            self._waiting.put(None)
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        running = True
        while running:
            batch, running = self._next_batch()
            if batch:
                self._run(batch)
            for job in batch:
                job.done.release()

    def _next_batch(self) -> tuple[list[_Job], bool]:
        # Waits for one; for others only as long as they come: whoever comes during a commit makes up the next batch.
        batch: list[_Job] = []
        waiting = self._waiting.get()
        while waiting is not None:
            batch.append(waiting)
            if len(batch) == MAX_BATCH:
                return batch, True
            if self._waiting.empty():
                time.sleep(GATHERING_S)
            try:
                waiting = self._waiting.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _run(self, jobs: list[_Job]) -> None:
        try:
            try:
                self._attempt(jobs, carefully=False)
            except _Retry:
                self._attempt(jobs, carefully=True)
        except BaseException as error:  # noqa: BLE001 outlives anything; every caller hears of it
            for job in jobs:
                job.result, job.error = None, _unavailable(error)

    def _attempt(self, jobs: list[_Job], *, carefully: bool) -> None:
        # A statement that fails spoils a transaction without a savepoint, and rows kept back fail after their
        # command has gone. Both are rare: then all is undone and run again, each command apart.
        with self._engine.connect() as connection:
            lock_log(connection)
            before, frontier, verifier = grow_from(connection, self._frontier)
            last = instant(before.recorded_at) if before.recorded_at else None
            batch = Batch(connection, frontier, last, verifier)
            foreseen = [job.foreseen for job in jobs if job.foreseen]
            batch.answers = answers_to(connection, [one.asked for one in foreseen])
            batch.histories = histories_of(connection, [one.histories for one in foreseen])
            stepped_to = self._note_clock_step(batch)
            for job in jobs:
                self._turn(batch, job, carefully=carefully)
            moment = instant_text(batch.recorded_at) if batch.recorded_at else ""
            after = StoredHead(batch.frontier.size, batch.frontier.root(), moment)
            try:
                batch.flush()
                # Also when nothing was appended: in a spoilt transaction this fails, while PostgreSQL answers
                # COMMIT by a rollback and no error.
                write_head(connection, before, after)
                if after.size > before.size or (after.size and verifier is None):
                    batch.seal.note = sign(
                        connection, batch.frontier, moment, verifier=batch.verifier, signer=self._signer
                    )
                    batch.seal.growth = Growth(frontier, batch.growth)
            except Exception as error:
                if carefully or _is_lost(error):
                    raise
                raise _Retry from error
            self._commit(connection, before, after)
            self._frontier, self._stepped_to = batch.frontier, stepped_to

    def _turn(self, batch: Batch, job: _Job, *, carefully: bool) -> None:
        job.result, job.error = None, None
        transaction = self._transaction(batch)
        if carefully:
            transaction.guard()
        try:
            job.result = job.command(transaction)
            if carefully:
                batch.flush()
            if batch.failure is not None:
                raise batch.failure
            transaction.release()
        except BaseException as error:
            if _is_lost(error):
                raise
            if not carefully and (batch.failure is not None or isinstance(error, DBAPIError)):
                raise _Retry from error
            transaction.undo()
            # What the database refuses for its own reasons (disk full, lock, read-only) is not the caller's.
            job.error = _unavailable(error) if isinstance(error, OperationalError) else error

    def _transaction(self, batch: Batch) -> Transaction:
        now = self._clock().astimezone(UTC)
        return Transaction(batch, max(now, batch.recorded_at or now), self._random)

    def _note_clock_step(self, batch: Batch) -> datetime | None:
        # recorded_at stands still until the clock has caught up; the step itself is an entry, once.
        reading, last = self._clock().astimezone(UTC), batch.recorded_at
        if last is None or reading >= last - CLOCK_TOLERANCE:
            return None
        if self._stepped_to is None or reading < self._stepped_to - CLOCK_TOLERANCE:
            Transaction(batch, last, self._random).append(
                Kind.CLOCK_STEPPED, {"clock": instant_text(reading)}
            )
        return reading

    def _commit(self, connection: Connection, before: StoredHead, after: StoredHead) -> None:
        try:
            connection.commit()
        except Exception as error:
            # The connection may have broken after the database committed; "nothing happened" would be a lie.
            # Once the lock can be had again that transaction is over, and the tree tells.
            connection.invalidate()
            if after.size == before.size:
                raise LogUnavailable.unknown(_reason(error)) from error
            try:
                with self._engine.connect() as fresh:
                    lock_log(fresh)
                    committed = holds(fresh, after.size, after.root)
            except Exception as second:  # noqa: BLE001 whatever it is, nobody can tell now
                raise LogUnavailable.unknown(_reason(second)) from error
            if not committed:
                raise


class _Retry(Exception):  # noqa: N818 a request, not an error
    """Run the batch again, carefully."""


def _unavailable(error: BaseException) -> LogUnavailable:
    # A fresh one for each caller: several threads must not raise the same exception.
    told = LogUnavailable(error.problems) if isinstance(error, LogUnavailable) else None
    told = told or LogUnavailable.because(_reason(error))
    told.__cause__ = error
    return told


def _is_lost(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _reason(error: BaseException) -> str:
    # Not SQLAlchemy's own message, which repeats the statement and could repeat what was to be stored.
    driver = error.orig if isinstance(error, DBAPIError) else None
    return f"{driver}".partition("\n")[0] if driver else type(error).__name__
