"""The appender: durable before answered, gapless whatever fails."""

import contextlib
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from api.store import Appender, LogUnavailable, connect
from api.store.reading import entry, entry_by_id, stored_entries, verify_log
from api.store.tables import cursors, decision_parties, decisions, entries, side_rows
from govengine.errors import RecordError
from tests.store.log_key import sign_with

T0 = datetime(2026, 5, 2, 9, 15, tzinfo=UTC)


def propose(number=0):
    return lambda tx: tx.append(
        "decision.proposed", {"n": number}, {"person.ref": f"p-{number}"}, {"note": "x"}
    )


def count(engine, table=entries):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def verified(engine):
    report = verify_log(engine)
    assert report.ok, report
    return report.verified


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


class RefusedError(Exception):
    pass


def refuse_at_once(tx):
    raise RefusedError


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


def fail_commits(engine, times=1, *, after=0, once_committed=False):
    """Make `times` commits fail as a lost connection does, before the database has it or just after."""
    succeed, left = [after], [times]

    @event.listens_for(engine, "commit")
    def fail(connection):
        if succeed[0]:
            succeed[0] -= 1
        elif left[0]:
            left[0] -= 1
            if once_committed:
                connection.connection.commit()
            raise OperationalError("COMMIT", {}, Exception("connection lost"), connection_invalidated=True)


def test_a_commit_that_fails_is_told_to_everyone_in_the_batch(engine, appender, in_one_batch):
    appender.submit(propose())
    fail_commits(engine, after=1)  # that of the command which holds the others up
    outcomes = in_one_batch(appender, propose(), refuse_at_once, propose())
    assert [type(one) for one in outcomes] == [LogUnavailable] * 3
    assert len(set(map(id, outcomes))) == 3
    assert verified(engine) == 1


@pytest.mark.parametrize("commands", [1, 3])
def test_nothing_is_recorded_when_the_commit_fails(engine, appender, commands):
    appender.submit(propose())
    fail_commits(engine, commands)
    for _ in range(commands):
        with pytest.raises(LogUnavailable) as caught:
            appender.submit(propose())
        assert caught.value.code == "log-unavailable"
        assert verified(engine) == 1
    assert appender.submit(propose()).index == 1
    assert verified(engine) == 2


def test_a_commit_whose_answer_is_lost_is_not_reported_as_nothing(engine, appender):
    appender.submit(propose())
    fail_commits(engine, once_committed=True)
    assert appender.submit(propose()).index == 1
    assert appender.submit(propose()).index == 2
    assert verified(engine) == 3


@pytest.fixture
def impatient(database_url, engine):
    """An appender that waits for a lock for a tenth of a second only."""
    own = connect(database_url, lock_wait_ms=100)
    made = Appender(own, lambda: datetime.now(UTC), secrets.token_bytes, sign_with)
    yield made
    made.close()
    own.dispose()


def test_a_lock_held_elsewhere_is_not_waited_for_for_ever(engine, impatient):
    from api.store.database import lock_log

    with engine.connect() as elsewhere:
        lock_log(elsewhere)
        for _ in range(2):
            with pytest.raises(LogUnavailable):
                impatient.submit(propose())
    assert impatient.submit(propose()).index == 0
    assert verified(engine) == 1


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_a_lost_server_connection_fails_the_batch_and_is_made_again(engine, appender, in_one_batch):
    def lose_the_connection(tx):
        tx.append("decision.proposed", {})
        tx.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    outcomes = in_one_batch(appender, propose(), lose_the_connection, propose())
    assert all(isinstance(one, LogUnavailable) for one in outcomes)
    assert verified(engine) == 0
    assert appender.submit(propose()).index == 0

    with engine.connect() as connection:  # what a restart does to every pooled connection
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    assert appender.submit(propose()).index == 1


def test_a_database_that_is_not_there(tmp_path):
    engine = connect(f"sqlite:///{tmp_path / 'no' / 'log.db'}")
    appender = Appender(engine, lambda: datetime.now(UTC), secrets.token_bytes, sign_with)
    with pytest.raises(LogUnavailable):
        appender.submit(propose())
    appender.close()
    engine.dispose()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE head SET size = 5", "UPDATE head SET root = 'x'", "UPDATE head SET size = 0, recorded_at = 'x'"],
)
def test_nothing_is_appended_to_a_log_that_was_altered(database_url, engine, appender, statement):
    """Nor by a process that has the tree in memory: it would sign what it has not seen."""
    appender.submit(propose())
    appender.submit(propose())
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER head_only_grows"))
            statement = statement.replace("'x'", "x'00'")
        else:
            connection.execute(text("ALTER TABLE head DISABLE TRIGGER ALL"))
        connection.execute(text(statement))
    with pytest.raises(LogUnavailable):
        appender.submit(propose())
    assert count(engine) == 2


def test_nothing_is_appended_beside_an_entry_that_the_head_does_not_know(engine, appender):
    appender.submit(propose())
    with engine.begin() as connection:
        row = connection.execute(select(entries)).mappings().one()
        connection.execute(insert(entries), {**row, "entry_index": 1, "id": "forged"})
    with pytest.raises(LogUnavailable) as caught:
        appender.submit(propose())
    assert "verify" in str(caught.value)
    assert verify_log(engine).bad_index == 1


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
