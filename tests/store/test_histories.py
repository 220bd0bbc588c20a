"""What a batch's histories count is looked up once, and is exact whatever the batch itself writes."""

import pytest
from sqlalchemy import event

from api.store.batch import Foreseen
from api.store.histories import histories_of
from tests.store.test_read_model import counted, decide

KEY = ("person.ref", "key-p-1")


def foreseen(since="2026-04-01"):
    return Foreseen(("client", "key"), {KEY: since})


def read_by(engine, act):
    """How many statements that count decisions ran during `act`."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if "decision_keys" in statement and statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_what_was_foreseen_is_not_read_again(engine, appender):
    appender.submit(decide)
    found = []

    def count(tx):
        found.append(counted(tx))
        found.append(counted(tx, from_day="2026-05-02"))
        found.append(counted(tx, from_day="2026-05-03"))

    assert read_by(engine, lambda: appender.submit(count, foreseen())) == 1
    assert found == [[0], [0], []]


@pytest.mark.parametrize("known", [None, foreseen("2026-05-02")])
def test_what_was_not_foreseen_is_found_all_the_same(engine, appender, known):
    appender.submit(lambda tx: decide(tx, on_day="2026-04-30"))
    assert appender.submit(counted, known) == [0]


def test_a_window_reaches_as_far_back_as_the_longest_that_was_foreseen(engine, appender):
    early = appender.submit(lambda tx: decide(tx, on_day="2026-04-30")).entry_index
    late = appender.submit(decide).entry_index
    with engine.connect() as connection:
        found = histories_of(
            connection, [{KEY: "2026-05-01"}, {KEY: "2026-04-01"}, {("x", "y"): "2026-01-01"}]
        )
    day, members = found[KEY]
    assert day == "2026-04-01"
    assert [one.entry_index for one in members] == [early, late]
    assert found["x", "y"] == ("2026-01-01", [])


def test_what_the_batch_writes_counts_though_it_was_not_foreseen(appender, in_one_batch):
    """Written by an earlier command of the same batch, kept back or already sent to the database."""

    def decide_and_write(tx):
        row = decide(tx)
        assert tx.connection  # sends what was kept back
        return row

    submit = appender.submit
    appender.submit = lambda command, known=None: submit(command, foreseen())
    try:
        _, first, _, second = in_one_batch(appender, decide, counted, decide_and_write, counted)
    finally:
        del appender.submit
    assert (len(first), len(second)) == (1, 2)
