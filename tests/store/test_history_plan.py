"""What limits count is found by an index, whatever the size of the log: the plan each database makes is asserted."""

import pytest
from sqlalchemy import event, text

from api.store.acts import lapsed
from api.store.batch import Foreseen
from api.store.histories import histories_of, members
from api.store.obligations import open_to
from api.store.reply_links import unnoted
from api.store.watch_groups import fell_due, first_day, first_due, of_day
from tests.store.test_read_model import decide

ASKED = {"kinds": ["payment"], "from_day": "2026-04-01", "to_day": "2026-05-31"}


@pytest.fixture
def some(appender):
    """Enough decisions that going through all of them would be another plan."""
    for number in range(40):
        appender.submit(lambda tx, number=number: decide(tx, person=f"p-{number}"))


def plan_of(engine, act):
    """How the database goes about the statement that counts."""
    told = []
    with engine.connect() as connection:
        postgresql = connection.dialect.name == "postgresql"
        if postgresql:
            connection.execute(text("SET LOCAL enable_seqscan = off"))  # a small table is read whole

        def explain(_connection, cursor, statement, parameters, *_rest):
            if statement.startswith("SELECT"):
                cursor.execute(f"EXPLAIN {'' if postgresql else 'QUERY PLAN '}{statement}", parameters)
                told.extend(str(row[0] if postgresql else row[3]) for row in cursor.fetchall())

        event.listen(connection, "before_cursor_execute", explain)
        act(connection)
    return told


def is_by_index(plan):
    """Nothing is gone through from end to end."""
    return bool(plan) and not [line for line in plan if line.lstrip("-> ").startswith(("SCAN", "Seq Scan"))]


@pytest.mark.parametrize(
    "count",
    [
        lambda connection: members(connection, "person.ref", "key-p-1", **ASKED),
        lambda connection: histories_of(
            connection, [Foreseen(("c", "k"), {("person.ref", "key-p-1"): "2026-04-01"}).histories]
        ),
    ],
    ids=["one history", "the histories of a batch"],
)
def test_a_households_decisions_are_found_by_their_key(engine, some, count):
    plan = plan_of(engine, count)
    assert is_by_index(plan), plan
    assert any("decision_keys_by_key" in line for line in plan), plan
    assert any("acts_by_decision" in line for line in plan), plan


def test_what_has_lapsed_is_found_by_when_it_does(engine, some):
    plan = plan_of(engine, lambda connection: lapsed(connection, "2026-04-30", "2026-05-31", 10))
    assert is_by_index(plan), plan
    for table in ("decisions", "acts"):
        assert any(f"{table}_by_reservation" in line for line in plan), plan


def test_requests_that_nobody_answered_are_found_by_when_they_were_due(engine, some):
    plan = plan_of(engine, lambda connection: unnoted(connection, "2026-04-30", "2026-05-31", 10))
    assert is_by_index(plan), plan
    assert any("obligations_by_time" in line for line in plan), plan


@pytest.mark.parametrize(
    ("find", "index"),
    [
        (lambda connection: first_due(connection, "s/w", "2026-04-30", "2026-05-31"), "obligations_by_time"),
        (lambda connection: fell_due(connection, "s/w", "2026-04-30", "2026-05-01"), "obligations_by_time"),
        (lambda connection: first_day(connection, "s/w", 739_000, 739_030), "watch_groups_by_day"),
        (lambda connection: of_day(connection, "s/w", 739_000), "watch_groups_by_day"),
    ],
    ids=["the first thing due", "all due on a day", "the first day", "all of a day"],
)
def test_what_a_watch_misses_is_found_by_its_day(engine, some, find, index):
    plan = plan_of(engine, find)
    assert is_by_index(plan), plan
    assert any(index in line for line in plan), plan


def test_what_is_overdue_is_found_among_what_is_open(engine, some):
    plan = plan_of(
        engine, lambda connection: open_to(connection, "b", roles={"r"}, due_before="2026-05-31", limit=10)
    )
    assert is_by_index(plan), plan
    assert any("open_obligations_by_time" in line for line in plan), plan
    assert not any("TEMP B-TREE" in line or "Sort" in line for line in plan), plan
