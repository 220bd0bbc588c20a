"""Connections are durable and impatient, and the tables are those the code believes in."""

import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import DBAPIError

from api.store import connect, upgrade
from api.store.database import LOCK_WAIT_MS
from api.store.head import read_head
from api.store.proofs import inclusion
from api.store.reading import verify_log
from api.store.tables import metadata
from api.store.upgrade import alembic_config
from govengine.errors import RecordError
from govengine.record import EMPTY_ROOT, StoredHead, verify_inclusion
from tests.record.golden_log import golden_log, golden_rows


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://user:secret@host/db",
        "log.db",
        "",
        "postgresql+pg8000://h/d",
    ],
)
def test_other_addresses_are_refused_without_repeating_them(url):
    with pytest.raises(RecordError) as caught:
        connect(url)
    assert caught.value.code == "database-url"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql://u@h/d", "postgres://u@h/d", "postgresql+psycopg://u@h/d"])
def test_postgresql_is_reached_through_psycopg(url):
    assert connect(url).url.drivername == "postgresql+psycopg"


def test_every_connection_is_durable_and_impatient(engine):
    def ask(connection, sqlite, postgresql):
        return connection.execute(
            text(sqlite if engine.dialect.name == "sqlite" else postgresql)
        ).scalar_one()

    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert ask(connection, "PRAGMA synchronous", "SHOW synchronous_commit") in {2, "on"}
            assert ask(connection, "PRAGMA busy_timeout", "SHOW lock_timeout") in {
                LOCK_WAIT_MS,
                f"{LOCK_WAIT_MS}ms",
            }
            if engine.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
                assert connection.execute(text("PRAGMA secure_delete")).scalar_one() == 1
                assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
            else:
                assert connection.execute(text("SHOW transaction_isolation")).scalar_one() == "read committed"


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_a_server_that_answers_before_its_disk_is_told_to_wait(database_url, engine):
    with engine.begin() as connection:
        name = connection.execute(text("SELECT current_database()")).scalar_one()
        connection.execute(text(f"ALTER DATABASE {name} SET synchronous_commit = off"))
    other = connect(database_url)
    with other.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
    other.dispose()


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_a_statement_may_take_its_time_while_the_server_answers_others(engine, monkeypatch):
    """One that hangs answers nobody: `tests/faults`."""
    from api.store import liveness

    monkeypatch.setattr(liveness, "QUIET_S", 0.05)
    asked = []
    greets = liveness._greets
    monkeypatch.setattr(liveness, "_greets", lambda conninfo: asked.append(1) or greets(conninfo))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 7 FROM pg_sleep(0.9)")).scalar_one() == 7
    assert 2 <= len(asked) <= 6


def test_a_new_database_holds_an_empty_log(engine):
    with engine.connect() as connection:
        assert read_head(connection) == StoredHead(0, EMPTY_ROOT, "")


def test_upgrading_again_changes_nothing(engine, appender):
    appender.submit(lambda tx: tx.append("decision.proposed", {}))
    upgrade(engine)
    with engine.connect() as connection:
        assert read_head(connection).size == 1


@pytest.fixture
def engine_without_tables(database_url):
    made = connect(database_url)
    yield made
    made.dispose()


def test_several_starts_at_once_make_the_tables_once(database_url):
    engines = [connect(database_url) for _ in range(6)]
    # Alembic keeps its context in a module, so without the lock threads would trip over it too.
    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(upgrade, engine) for engine in engines]:
            done.result()
    with engines[0].connect() as connection:
        assert read_head(connection).size == 0
    for engine in engines:
        engine.dispose()


def test_the_migrations_make_the_tables_the_code_uses(engine):
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_migration_that_fails_half_way_leaves_nothing(engine_without_tables):
    engine = engine_without_tables

    def fail(connection, cursor, statement, *rest):
        if "head_only_grows" in statement:
            raise InterruptedError

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(InterruptedError):
        upgrade(engine)
    assert inspect(engine).get_table_names() == []
    event.remove(engine, "before_cursor_execute", fail)
    upgrade(engine)
    with engine.connect() as connection:
        assert read_head(connection).size == 0


def test_a_log_whose_nodes_lay_with_its_entries_is_the_same_log(engine_without_tables):
    """The golden log as version 0003 kept it: it verifies, proves, and is still refused every change."""
    engine, log = engine_without_tables, golden_log()
    rows = golden_rows(log)
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "0003")
        for row in rows:
            at = {"i": row.index, "id": row.entry_id, "k": row.kind, "r": row.recorded_at}
            connection.execute(
                text("INSERT INTO entries VALUES (:i, :id, :k, :r, :leaf, :hash, :nodes)"),
                at | {"leaf": row.leaf, "hash": row.leaf_hash, "nodes": row.nodes},
            )
            if row.side is not None:
                connection.execute(
                    text("INSERT INTO side_rows VALUES (:i, :b)"), {"i": row.index, "b": row.side}
                )
        connection.execute(
            text("UPDATE head SET size = :s, root = :o, recorded_at = :r"),
            {"s": len(rows), "o": log.root(len(rows)), "r": rows[-1].recorded_at},
        )
        connection.commit()
    upgrade(engine)
    report = verify_log(engine)
    assert report.ok, report.problems
    assert (report.verified, report.root) == (len(rows), log.root(len(rows)))
    with engine.connect() as connection:
        for row in rows:
            proof = inclusion(connection, row.index, len(rows))
            verify_inclusion(row.leaf_hash, row.index, len(rows), proof, report.root)
        (pointed_at,) = inspect(connection).get_foreign_keys("side_rows")
        assert pointed_at["referred_table"] == "entries"
    for statement in ("UPDATE entries SET kind = kind", "DELETE FROM entries", "DELETE FROM tree_nodes"):
        with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text(statement))


def test_replies_kept_before_there_was_erasure_are_found_by_their_decision(engine_without_tables):
    engine, decision = engine_without_tables, "01KQM2YC50XRA5W3G0AQR5DBHQ"
    with engine.connect() as connection:
        command.upgrade(alembic_config(connection), "0002")
        connection.commit()
    row = {"h": f'{{"Location": "/v1/decisions/{decision}"}}', "b": b"{}"}
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO idempotency (client, key, request_hash, status, headers, body, created_at)"
                " VALUES ('c', 'k', 'r', 201, :h, :b, '')"
            ),
            row,
        )
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT about FROM idempotency")).scalar_one() == decision
