"""The appender when a commit fails, a lock is held, the database goes or the log was altered."""

import secrets
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, insert, select, text
from sqlalchemy.exc import OperationalError

from api.store import Appender, LogUnavailable, connect
from api.store.reading import verify_log
from api.store.tables import entries
from tests.store.appending import count, propose, refuse_at_once, verified
from tests.store.log_key import sign_with


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
