"""The log verifies and decides itself again; a changed byte is named."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import orjson
import pytest
from sqlalchemy import text

from api.commands.redecide import Outcome, Replay, is_same
from api.evidence.verifying import verify_and_redecide
from api.store.reading import stored_entries
from tests import counts
from tests.api.conftest import question

AMOUNTS = ("12.34", "500.00", "500.01", "1999.99", "5000", None)


def fill(client, count: int, threads: int = 16) -> None:
    def one(i: int) -> int:
        sent = question(
            decision__amount=AMOUNTS[i % len(AMOUNTS)],
            person__ref=f"p-{i % 40}",
            person__consent=None if i % 7 == 0 else i % 5 != 0,
            decision__other_help_tried=None if i % 3 == 0 else True,
        )
        return client.propose(sent, f"fill-{i}").status_code

    with ThreadPoolExecutor(threads) as pool:
        assert set(pool.map(one, range(count))) == {201}


def check(service):
    return verify_and_redecide(service.live, lambda _done, _of: None)


def unlock(connection, table: str) -> None:
    """Take the triggers away, as somebody who owns the database could."""
    if connection.dialect.name == "sqlite":
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


def run_counts(client, service, count: int) -> None:
    fill(client, count)
    result = check(service)
    assert result.well, result.problems
    assert result.counts.counts == {
        Outcome.SAME: count,
        Outcome.DIFFERENT: 0,
        Outcome.ERASED: 0,
        Outcome.UNSUPPORTED: 0,
    }
    assert result.report.verified == count + 2


def test_a_log_of_many_threads_verifies_and_decides_itself_again(client, service):
    run_counts(client, service, 300)


@pytest.mark.long
def test_ten_thousand_proposals_from_sixteen_threads(client, service):
    run_counts(client, service, counts.of(10_000))


@pytest.mark.parametrize(
    ("table", "column"), [("entries", "leaf"), ("entries", "leaf_hash"), ("tree_nodes", "hashes")]
)
def test_one_changed_byte_is_named(client, service, table, column):
    fill(client, 20)
    with service.live.engine.connect() as connection:
        unlock(connection, table)
        stored = bytes(
            connection.execute(text(f"SELECT {column} FROM {table} WHERE entry_index = 11")).scalar_one()
        )
        changed = stored[:-3] + bytes([stored[-3] ^ 1]) + stored[-2:]
        connection.execute(text(f"UPDATE {table} SET {column} = :c WHERE entry_index = 11"), {"c": changed})
        connection.commit()
    result = check(service)
    assert not result.well
    assert result.report.bad_index == 11
    assert "entry 11" in str(result.problems[0])


def test_a_changed_side_row_is_named(client, service):
    fill(client, 5)
    with service.live.engine.connect() as connection:
        unlock(connection, "side_rows")
        stored = bytes(
            connection.execute(text("SELECT body FROM side_rows WHERE entry_index = 4")).scalar_one()
        )
        changed = stored.replace(b'"w-2041"', b'"w-2042"')
        assert changed != stored
        connection.execute(text("UPDATE side_rows SET body = :c WHERE entry_index = 4"), {"c": changed})
        connection.commit()
    assert check(service).report.bad_index == 4


def test_an_answer_that_would_come_out_otherwise_today_is_counted_as_different(client, service, monkeypatch):
    fill(client, 10)
    from api.commands import redecide

    asked = redecide.question_from_entry

    def other(*entry, **more):
        question = asked(*entry, **more)
        amount = question.facts.get("decision.amount")
        return question if amount is None else question.with_fact("decision.amount", type(amount)(1))

    monkeypatch.setattr(redecide, "question_from_entry", other)
    result = check(service)
    assert not result.well
    assert result.counts.counts[Outcome.DIFFERENT] > 0


def test_entries_of_an_earlier_meaning_are_unsupported_not_same(client, service, monkeypatch):
    fill(client, 3)
    from api.commands import redecide

    monkeypatch.setattr(redecide, "SEMANTICS", 2)
    result = check(service)
    assert result.counts.counts[Outcome.UNSUPPORTED] == 3
    assert not result.well


def test_each_recorded_answer_is_compared_in_full_though_like_questions_share_one(client, service):
    fill(client, 60)
    with service.live.engine.connect() as connection:
        rows = [row for row in stored_entries(connection) if row.kind == "decision.proposed"]
        again = Replay(service.live.rules.texts(connection))
        assert {again.outcome(row) for row in rows} == {Outcome.SAME}
        assert sum(one.made for one in again._alike.values()) < len(rows) / 2
        leaf = orjson.loads(rows[-1].leaf)
        for member, value in leaf["determination"].items():
            changed = {**leaf["determination"], member: "another" if value != "another" else "one"}
            altered = replace(rows[-1], leaf=orjson.dumps({**leaf, "determination": changed}))
            assert again.outcome(altered) is Outcome.DIFFERENT, member


@pytest.mark.parametrize(
    ("recorded", "same"),
    [
        ({"level": "stop"}, True),  # from before answers named binds
        ({"level": "stop", "binds": ["one"]}, True),
        ({"level": "stop", "binds": ["another"]}, False),
        ({"binds": ["one"]}, False),
        ({"level": "stop", "binds": ["one"], "with": []}, False),
    ],
)
def test_an_answer_may_lack_what_answers_had_not_yet_and_nothing_else(recorded, same):
    assert is_same({"level": "stop", "binds": ["one"]}, recorded) is same


def test_a_decision_is_decided_again_under_the_rules_of_its_own_day(client, service, clock):
    client.propose(question())
    clock.forward(days=400)
    client.propose(question())
    with service.live.engine.connect() as connection:
        again = Replay(service.live.rules.texts(connection))
        rows = [row for row in stored_entries(connection) if row.kind == "decision.proposed"]
        assert [again.outcome(row) for row in rows] == [Outcome.SAME, Outcome.SAME]
        days = [(as_of, recorded) for _, _, as_of, recorded in again._stacks]
        assert days == [(date(2026, 5, 2), date(2026, 5, 2)), (date(2027, 6, 6), date(2027, 6, 6))]
