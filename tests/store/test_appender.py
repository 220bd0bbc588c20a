"""The appender: durable before answered, gapless whatever fails."""

import contextlib
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from api.store import Appender, LogUnavailable
from api.store.reading import entry, entry_by_id, stored_entries
from api.store.tables import cursors, decision_parties, decisions, entries, side_rows
from govengine.errors import RecordError
from tests.store.appending import RefusedError, count, propose, refuse_at_once, verified
from tests.store.log_key import sign_with

T0 = datetime(2026, 5, 2, 9, 15, tzinfo=UTC)


def test_an_entry_comes_back_as_it_was_appended(engine, appender):
    done = appender.submit(propose(7))
    with engine.connect() as connection:
        stored = entry(connection, 0)
        assert entry_by_id(connection, done.id) == stored
        assert entry(connection, 1) is None
    assert (stored.entry_id, stored.kind, stored.leaf_hash) == (done.id, "decision.proposed", done.leaf_hash)
    assert (done.index, done.receipt().size, done.receipt().proof) == (0, 1, ())
    assert b"p-7" not in stored.leaf
    assert b"p-7" in stored.side
    assert verified(engine) == 1


def test_sixteen_threads_make_one_gapless_log(engine, appender):
    got = []

    def work(thread):
        for number in range(200):
            got.append(appender.submit(propose(thread * 1000 + number)))

    threads = [threading.Thread(target=work, args=(thread,)) for thread in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(one.index for one in got) == list(range(3200))
    assert verified(engine) == 3200
    with engine.connect() as connection:
        stored = {row.entry_id: row.index for row in stored_entries(connection)}
        tail = [row.index for row in stored_entries(connection, from_index=3198)]
    assert stored == {one.id: one.index for one in got}
    assert tail == [3198, 3199]


def test_a_log_is_carried_on_by_the_next_appender(engine, appender):
    for number in range(5):
        appender.submit(propose(number))
    appender.close()
    other = Appender(engine, lambda: datetime.now(UTC), secrets.token_bytes, sign_with)
    assert other.submit(propose()).index == 5
    other.close()
    assert verified(engine) == 6


def refuse_after_appending(tx):
    tx.append("decision.proposed", {}, {"person.ref": "secret"})
    tx.append("decision.proposed", {})
    raise RefusedError


def refuse_after_writing(tx):
    tx.append("decision.proposed", {})
    tx.connection.execute(insert(cursors), {"consumer": "c", "next_index": 1})
    tx.append("decision.proposed", {}, {"person.ref": "secret"})
    raise RefusedError


def break_a_constraint(tx):
    tx.append("decision.proposed", {})
    tx.connection.execute(insert(cursors), [{"consumer": "c", "next_index": 1}] * 2)


def break_a_constraint_while_reading(tx):
    tx.append("decision.proposed", {}, {"person.ref": "secret"})
    tx.reader.execute(text("SELECT no_such_column FROM entries"))


def keep_a_row_that_cannot_be_written(tx):
    done = tx.append("decision.proposed", {}, {"person.ref": "secret"})
    tx.insert(decisions, dict.fromkeys(decisions.c.keys()) | {"entry_index": done.index})


def keep_a_row_that_cannot_be_encoded(tx):
    done = tx.append("decision.proposed", {}, {"person.ref": "secret"})
    tx.insert(decision_parties, {"entry_index": done.index, "body": "\ud800"})


def swallow_what_the_database_says(tx):
    tx.append("decision.proposed", {}, {"person.ref": "secret"})
    with contextlib.suppress(DBAPIError):
        tx.connection.execute(text("SELECT no_such_column FROM entries"))


def swallow_what_could_not_be_kept(tx):
    keep_a_row_that_cannot_be_encoded(tx)
    with contextlib.suppress(UnicodeEncodeError):
        _ = tx.connection


def exit_the_thread(tx):
    tx.append("decision.proposed", {})
    raise SystemExit


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (refuse_at_once, RefusedError),
        (refuse_after_appending, RefusedError),
        (refuse_after_writing, RefusedError),
        (break_a_constraint, IntegrityError),
        (break_a_constraint_while_reading, (DBAPIError, LogUnavailable)),
        (keep_a_row_that_cannot_be_written, IntegrityError),
        (keep_a_row_that_cannot_be_encoded, UnicodeEncodeError),
        (swallow_what_could_not_be_kept, UnicodeEncodeError),
        (exit_the_thread, SystemExit),
        (lambda tx: tx.append("decision.proposed", {"x": 1.5}), RecordError),
    ],
)
def test_a_command_that_fails_leaves_no_trace_and_stops_nobody(engine, appender, in_one_batch, bad, error):
    outcomes = in_one_batch(appender, propose(1), bad, propose(2), bad, propose(3))
    assert [one.index for one in outcomes[::2]] == [0, 1, 2]
    assert isinstance(outcomes[1], error)
    assert isinstance(outcomes[3], error)
    assert outcomes[1] is not outcomes[3]
    assert verified(engine) == 3
    assert (count(engine), count(engine, side_rows), count(engine, cursors)) == (3, 3, 0)
    assert appender.submit(propose()).index == 3
    assert verified(engine) == 4


def read(tx):
    return tx.connection.execute(select(func.count()).select_from(entries)).scalar_one()


def test_a_row_that_cannot_be_written_is_not_lost_on_somebody_elses_read(engine, appender, in_one_batch):
    """The read that has to write it first is another command's."""

    def read_whatever_happens(tx):
        with contextlib.suppress(UnicodeEncodeError, DBAPIError):
            return read(tx)

    for reading in (read, read_whatever_happens):
        outcomes = in_one_batch(appender, propose(), keep_a_row_that_cannot_be_encoded, reading, propose())
        assert isinstance(outcomes[1], UnicodeEncodeError)
        assert outcomes[2] == outcomes[0].index + 1
        assert verified(engine) == outcomes[3].index + 1


def test_a_command_that_swallows_an_error_spoils_nothing_for_others(engine, appender, in_one_batch):
    def write(tx):
        tx.connection.execute(insert(cursors), {"consumer": "c", "next_index": 1})

    def swallow_while_reading(tx):
        with contextlib.suppress(DBAPIError):
            tx.reader.execute(text("SELECT no_such_column FROM entries"))

    outcomes = in_one_batch(appender, write, swallow_while_reading)
    assert outcomes[0] is None
    assert count(engine, cursors) == 1
    outcomes = in_one_batch(appender, propose(), swallow_what_the_database_says, propose())
    assert outcomes[2].index + 1 == verified(engine)


def test_a_batch_of_nothing_but_failures_leaves_the_log_as_it_was(engine, appender, in_one_batch):
    in_one_batch(appender, refuse_after_writing, keep_a_row_that_cannot_be_written, refuse_at_once)
    assert verified(engine) == 0


def test_a_command_sees_what_came_before_it_in_the_batch(engine, appender, in_one_batch):
    def last_index(tx):
        return tx.connection.execute(select(func.max(entries.c.entry_index))).scalar_one()

    def both(tx):
        seen = last_index(tx)
        tx.append("decision.proposed", {})
        return seen, last_index(tx)

    outcomes = in_one_batch(appender, propose(), refuse_after_writing, propose(), both, last_index)
    assert outcomes[3:] == [(1, 2), 2]


class Clock:
    def __init__(self):
        self.at = T0

    def __call__(self):
        return self.at


def test_recorded_at_never_goes_backwards_and_a_clock_step_is_an_entry(engine):
    clock = Clock()
    appender = Appender(engine, clock, secrets.token_bytes, sign_with)
    seconds = [0, 5, 4.5, 3, 3.5, 4.8, 5, 6, 4, 2.5, 0]
    for second in seconds:
        clock.at = T0 + timedelta(seconds=second)
        appender.submit(propose())
    appender.close()
    assert verified(engine) == len(seconds) + 4
    with engine.connect() as connection:
        log = [(row.kind, row.recorded_at[17:21]) for row in stored_entries(connection)]
    proposed, stepped = "decision.proposed", "clock.stepped"
    assert log == [
        (proposed, "00.0"),
        (proposed, "05.0"),
        (proposed, "05.0"),  # half a second behind: clocks differ
        (stepped, "05.0"),
        (proposed, "05.0"),
        (proposed, "05.0"),  # still catching up: said already
        (proposed, "05.0"),
        (proposed, "05.0"),
        (proposed, "06.0"),
        (stepped, "06.0"),
        (proposed, "06.0"),
        (stepped, "06.0"),  # set back once more
        (proposed, "06.0"),
        (stepped, "06.0"),
        (proposed, "06.0"),
    ]


def test_now_is_aware_and_is_what_is_recorded(engine):
    appender = Appender(
        engine,
        lambda: datetime.fromisoformat("2026-05-02T10:15:00.123456+01:00"),
        secrets.token_bytes,
        sign_with,
    )

    def command(tx):
        given = tx.new_id()
        return tx.now, given, tx.append("decision.proposed", {}, entry_id=given)

    now, given, done = appender.submit(command)
    appender.close()
    assert now.utcoffset() == timedelta(0)
    assert (done.id, done.recorded_at) == (given, "2026-05-02T09:15:00.123456Z")


def test_a_command_cannot_wait_for_itself(appender):
    def nested(tx):
        return appender.submit(propose())

    with pytest.raises(RuntimeError):
        appender.submit(nested)


def test_closing_finishes_what_waits(engine, appender):
    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(appender.submit, propose(number)) for number in range(50)]
        while not any(one.done() for one in waiting):
            pass
        appender.close()
        outcomes = [one.exception() or one.result().index for one in waiting]
    recorded = [one for one in outcomes if isinstance(one, int)]
    assert sorted(recorded) == list(range(verified(engine)))
    assert all(isinstance(one, LogUnavailable) for one in outcomes if not isinstance(one, int))
    with pytest.raises(LogUnavailable):
        appender.submit(propose())
    appender.close()


def test_an_appender_that_was_never_used_closes(engine):
    Appender(engine, lambda: datetime.now(UTC), secrets.token_bytes, sign_with).close()
