"""Append-only twice: the database refuses, and where somebody gets round that, verification shows it."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from api.store import reading
from api.store.adoptions import Adoption, record_adoption, store_scheme_text
from api.store.decisions import DecisionRow, record_decision
from api.store.erasing import note_erasure
from api.store.head import read_head
from api.store.holds import Hold, lift_hold, place_hold
from api.store.proposals import ErasureProposal, record_proposal, settle
from api.store.reading import verify_log
from api.store.subjects import mark_about
from api.store.tables import entries, head, side_rows, tree_nodes

LOG = [
    "entries",
    "tree_nodes",
    "side_rows",
    "head",
    "adoptions",
    "scheme_texts",
    "decisions",
    "decision_parties",
    "decision_keys",
]
WRITTEN_ONCE = [
    "entries", "tree_nodes", "adoptions", "scheme_texts", "decisions", "decision_parties", "decision_keys"
]  # fmt: skip
UNDELETABLE = [name for name in LOG if name != "decision_keys"]

FIRST_COLUMN = {
    "entries": "kind",
    "tree_nodes": "hashes",
    "adoptions": "version",
    "scheme_texts": "text",
    "decisions": "level",
    "decision_parties": "body",
    "decision_keys": "key_hash",
}


@pytest.fixture
def log(engine, appender):
    """A log with a row in every table."""

    def adopt(tx):
        done = tx.append("scheme.adopted", {"scheme": "s"})
        record_adoption(tx, Adoption(done.index, "s", "1", "team", "sha256:0", done.recorded_at))
        store_scheme_text(tx, "sha256:0", {"scheme.yaml": "scheme: s"})

    def decide(tx):
        done = tx.append("decision.proposed", {}, {"person.ref": "p-1"}, {"note": "x"})
        row = DecisionRow(
            done.index, done.id, "b", "s", "k", done.recorded_at, "2026-05-02", "act", "own_authority", True,
            "c", None, None, done.recorded_at,
        )  # fmt: skip
        record_decision(tx, row, parties=["other"], keys=[("person.ref", "h")])

    appender.submit(adopt)
    for _ in range(4):
        appender.submit(decide)
    assert verify_log(engine).ok
    return engine


def refused(engine, statement):
    with engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text(statement))
    assert "append-only" in str(caught.value.orig)


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_a_row_of_the_log_is_not_updated(log, table):
    refused(log, f"UPDATE {table} SET {FIRST_COLUMN[table]} = 'x'")


@pytest.mark.parametrize("table", UNDELETABLE)
def test_a_row_of_the_log_is_not_deleted(log, table):
    refused(log, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", LOG)
def test_a_table_of_the_log_is_not_emptied(log, table):
    if log.dialect.name == "postgresql":
        refused(log, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", UNDELETABLE)
def test_a_row_of_the_log_is_not_inserted_over(log, table):
    """`INSERT OR REPLACE` deletes without firing the DELETE trigger; ON CONFLICT DO UPDATE is an update."""
    if log.dialect.name == "sqlite":
        refused(log, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    elif table in FIRST_COLUMN:
        column = FIRST_COLUMN[table]
        key = "digest, path" if table == "scheme_texts" else "entry_index"
        key = "entry_index, body" if table == "decision_parties" else key
        refused(
            log,
            f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {column} = 'x'",
        )


@pytest.mark.parametrize(
    "statement",
    [
        (
            "INSERT OR REPLACE INTO entries"
            " SELECT 99, id, kind, recorded_at, leaf, leaf_hash FROM entries LIMIT 1"
        ),
        (
            "INSERT OR REPLACE INTO adoptions"
            " SELECT 3, scheme, version, layer, 'sha256:1', recorded_at FROM adoptions"
        ),
        "UPDATE OR REPLACE entries SET entry_index = 2 WHERE entry_index = 1",
    ],
)
def test_nor_by_another_of_its_keys(log, statement):
    if log.dialect.name == "sqlite":
        refused(log, statement)


def test_the_head_only_grows(log):
    refused(log, "UPDATE head SET size = size - 1")
    refused(log, "UPDATE head SET recorded_at = '2020-01-01T00:00:00.000000Z'")


def test_a_side_row_can_be_updated_for_erasure(log):
    with log.connect() as connection:
        assert connection.execute(text("UPDATE side_rows SET body = body")).rowcount == 4


def disarm(connection):
    """What an administrator of the database can do."""
    if connection.dialect.name == "sqlite":
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(text("SET session_replication_role = replica"))


@pytest.mark.parametrize("index", [0, 1, 3, 4])
@pytest.mark.parametrize(
    ("table", "column", "code"),
    [
        (entries, "leaf", "entry-altered"),
        (entries, "leaf_hash", "entry-altered"),
        (tree_nodes, "hashes", "entry-nodes"),
        (side_rows, "body", "side-altered"),
        (head, "root", "head-root"),
    ],
)
def test_one_byte_changed_behind_the_databases_back_is_found(log, table, column, code, index):
    if table is side_rows and index == 0:
        index = 1  # an adoption has nothing personal
    key = table.c.number if table is head else table.c.entry_index
    with log.begin() as connection:
        disarm(connection)
        where = key == (1 if table is head else index)
        value = bytearray(connection.execute(select(table.c[column]).where(where)).scalar_one())
        value[-1] ^= 1
        connection.execute(table.update().where(where).values({column: bytes(value)}))
        log.pool.dispose()  # session_replication_role must not survive in the pool
    report = verify_log(log)
    assert [problem.code for problem in report.problems] == [code]
    assert report.bad_index == (None if table is head else index)


@pytest.mark.parametrize(
    ("statement", "bad_index", "code"),
    [
        ("DELETE FROM entries WHERE entry_index = 2", 2, "entry-gap"),
        ("DELETE FROM entries WHERE entry_index = 4", None, "head-size"),
        ("DELETE FROM side_rows WHERE entry_index = 2", 2, "side-missing"),
        ("DELETE FROM tree_nodes WHERE entry_index = 2", 2, "entry-nodes"),
        ("UPDATE entries SET kind = 'x' WHERE entry_index = 3", 3, "entry-column"),
        ("UPDATE head SET size = 3", None, "head-size"),
    ],
)
def test_what_was_deleted_or_changed_behind_the_databases_back_is_found(log, statement, bad_index, code):
    with log.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.execute("PRAGMA defer_foreign_keys = ON")
        disarm(connection)
        if "DELETE FROM entries" in statement:
            number = statement.rpartition(" ")[2]
            for table in ["decision_keys", "decision_parties", "decisions", "side_rows"]:
                connection.execute(text(f"DELETE FROM {table} WHERE entry_index = {number}"))
        connection.execute(text(statement))
        log.pool.dispose()
    report = verify_log(log)
    assert (report.bad_index, [problem.code for problem in report.problems]) == (bad_index, [code])


def test_verification_goes_on_while_others_append(log, appender):
    """It reads one moment, so that a batch in between is neither a gap nor a wrong head."""
    seen = []

    def append_meanwhile(done):
        seen.append(done)
        if len(seen) <= 3:
            appender.submit(lambda tx: tx.append("decision.proposed", {}))

    report = verify_log(log, progress=append_meanwhile)
    assert report.ok, report
    assert report.verified == 5
    assert verify_log(log).verified == 8


def test_head_and_entries_are_read_at_one_moment(log, appender, monkeypatch):
    def read_then_append(connection):
        head = read_head(connection)
        appender.submit(lambda tx: tx.append("decision.proposed", {}))
        return head

    monkeypatch.setattr(reading, "read_head", read_then_append)
    report = verify_log(log)
    assert report.ok, report
    assert report.verified == 5


@pytest.fixture
def settled(log, appender):
    """A log with a hold, a proposal and an erasure, both settled, and an entry about a decision."""

    def act(tx):
        placed = tx.append("hold.placed", {})
        place_hold(tx, Hold(placed.index, placed.id, "b", "body", ""))
        lift_hold(tx, Hold(placed.index, placed.id, "b", "body", ""), placed.index)
        proposed = tx.append("erasure.proposed", {})
        record_proposal(tx, proposed, "b")
        settle(tx, ErasureProposal(proposed.index, proposed.id, "b"), proposed.index)
        note_erasure(tx, proposed)
        mark_about(tx, placed.index, [1])

    appender.submit(act)
    return log


@pytest.mark.parametrize("table", ["holds", "erasure_proposals", "erasures", "entry_subjects"])
@pytest.mark.parametrize("how", ["UPDATE {} SET entry_index = 0", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_settled_stays_settled(settled, table, how):
    if "TRUNCATE" not in how or settled.dialect.name == "postgresql":
        refused(settled, how.format(table))


@pytest.mark.parametrize(("table", "column"), [("holds", "lifted_by"), ("erasure_proposals", "settled_by")])
def test_nothing_is_settled_twice(settled, table, column):
    refused(settled, f"UPDATE {table} SET {column} = 0")
    refused(settled, f"UPDATE {table} SET {column} = NULL")
