"""A simulated log is a log: it verifies, decides itself again, and holds what the service would have written."""

import itertools
import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import text

from api.bootstrap import bootstrap
from api.commands.decision_entry import decision_entry
from api.commands.history import aggregates, history_facts, keys_of
from api.commands.redecide import Outcome, decided_again
from api.evidence.verifying import verify_and_redecide
from api.settings import Settings
from api.simulation import calendar, chance
from api.simulation.opening import open_simulation
from api.simulation.simulation import simulate
from api.simulation.world import Plan
from api.store.decisions import find, list_decisions
from api.store.reading import entry_by_id, stored_entries
from govengine.decide.alike import Kept
from govengine.decide.question import local_day
from govengine.errors import RecordError
from govengine.record import make_entry, open_checkpoint

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "rules").glob("*/*/scheme.yaml"))
START = date(2026, 4, 6)
"""Every scheme that ships is in force from here on, so a short history meets them all."""


def settings_in(home: Path, url: str | None = None) -> Settings:
    return Settings(url or f"sqlite:///{home / 'log.db'}", ROOT / "rules", home, watch=False)


def plan_of(seed: int, decisions: int, start: date = START, rate: float = 12.0) -> Plan:
    return Plan(seed, decisions, start, rate, timedelta(days=1))


def run(home: Path, plan: Plan, url: str | None = None, workers: int = 0) -> dict:
    desk = open_simulation(settings_in(home, url), plan)
    try:
        return simulate(desk, FOLDERS, plan, lambda _done: None, workers=workers)
    finally:
        desk.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("simulated")
    run(made, plan_of(7, 1_200))
    return made


@pytest.fixture(scope="module")
def simulated(home):
    service = bootstrap(settings_in(home), clock=lambda: datetime(2027, 1, 1, tzinfo=UTC))
    yield service
    service.close()


def leaves(service) -> list[dict]:
    with service.live.engine.connect() as connection:
        return [json.loads(row.leaf) for row in stored_entries(connection)]


def test_it_verifies_and_decides_itself_again(simulated):
    result = verify_and_redecide(simulated.live, lambda _done, _of: None)
    assert result.well, result.problems
    assert result.counts.counts[Outcome.SAME] == 1_200


def test_every_leaf_is_the_one_the_service_writes(simulated):
    live, secret = simulated.live, chance.lookup_secret(7)
    with live.engine.connect() as connection:
        rows = [row for row in stored_entries(connection) if row.kind == "decision.proposed"]
        for row in rows[::7]:
            leaf, side = orjson.loads(row.leaf), orjson.loads(row.side)
            stack, question, again = decided_again(connection, live.rules, row)
            asked_at = datetime.fromisoformat(leaf["asked_at"])
            origins = {name: fact["from"] for name, fact in leaf["facts"].items()} | leaf["provenance"]
            written = decision_entry(
                stack,
                question,
                Kept(again),
                provenance=origins,
                body=leaf["body"],
                client=leaf["client"],
                keys=keys_of(stack, question.facts, secret),
                reference=side.get("reference"),
                supersedes=leaf["supersedes"],
                asked_at=asked_at,
            )
            salts = (bytes.fromhex(side["salts"][name]) for name in [*written.personal, *(f"side.{m}" for m in written.side)])  # fmt: skip
            made = make_entry(
                row.kind,
                written.fields,
                written.personal,
                written.side,
                salts=lambda salts=salts: next(salts),
                entry_id=row.entry_id,
                index=row.index,
                recorded_at=row.recorded_at,
            )
            assert made.leaf_bytes == row.leaf
            assert made.side_bytes == row.side


def test_sums_over_earlier_decisions_are_those_the_store_gives(simulated, monkeypatch):
    """What was counted in memory is what the service would have read, at each decision's place in the log."""
    from api.commands import history
    from api.store import histories

    summed = 0
    with simulated.live.engine.connect() as connection:
        for row in stored_entries(connection):
            leaf = orjson.loads(row.leaf)
            if "history.household_90d" not in leaf.get("provenance", {}):
                continue
            stack, question, _ = decided_again(connection, simulated.live.rules, row)
            earlier = find(connection, leaf["supersedes"]) if leaf["supersedes"] else None
            monkeypatch.setattr(
                history,
                "members",
                lambda *args, index=row.index, **more: histories.members(*args, **more, before_index=index),
            )
            found = aggregates(
                connection,
                history_facts(stack, question.facts, frozenset(stack.history), chance.lookup_secret(7)),
                day=local_day(question.as_of, stack),
                today=local_day(question.recorded_at, stack),
                now=row.recorded_at,
                but=[earlier.id] if earlier else [],
            )
            assert found["history.household_90d"] == question.facts["history.household_90d"]
            summed += found["history.household_90d"] > 0
    assert summed > 20


def test_the_read_model_is_that_of_its_entries(simulated):
    with simulated.live.engine.connect() as connection:
        for row in itertools.islice(stored_entries(connection, from_index=20), 0, None, 11):
            leaf = orjson.loads(row.leaf)
            found = find(connection, row.entry_id, body=leaf["body"])
            assert found is not None
            answer = leaf["determination"]
            assert (found.level, found.basis, found.may_act) == (
                answer["level"],
                answer["basis"],
                answer["may_act"],
            )
            assert (found.scheme, found.kind, found.client) == (leaf["scheme"], leaf["kind"], leaf["client"])
            assert found.supersedes == leaf["supersedes"]
            assert found.outcome == answer["accountability"]["outcome"]
            for person in answer["decided_by"]:
                assert find(connection, row.entry_id, body=person["body"]) == found
            assert datetime.fromisoformat(found.as_of) == datetime.fromisoformat(leaf["as_of"])
            stack, question, _ = decided_again(connection, simulated.live.rules, row)
            assert found.on_day == local_day(question.as_of, stack).isoformat()


def test_it_is_signed_as_a_simulation_and_goes_on_as_a_log(home, simulated):
    with simulated.live.engine.connect() as connection:
        notes = list(connection.scalars(text("SELECT note FROM checkpoints ORDER BY size")))
    assert len(notes) >= 3
    for note in notes:
        assert open_checkpoint(note, [chance.log_key(7).verifier]).checkpoint.origin == "simulation/7"
    simulated.live.appender.submit(lambda tx: tx.append("watch.failed", {"pattern": "p", "code": "c"}))
    assert verify_and_redecide(simulated.live, lambda _done, _of: None).well


def test_the_database_is_as_safe_as_any_other_afterwards(home, tmp_path):
    run(tmp_path / "own", plan_of(3, 50))
    fresh = bootstrap(settings_in(tmp_path / "fresh"))
    fresh.close()

    def shape(path: Path) -> list[tuple]:
        with sqlite3.connect(path / "log.db") as connection:
            found = connection.execute(
                "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
            ).fetchall()
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            return found

    assert shape(tmp_path / "own") == shape(tmp_path / "fresh")


def test_the_same_seed_gives_the_same_log_whoever_decides(tmp_path):
    plan = plan_of(5, 300)
    first = run(tmp_path / "a", plan)
    assert run(tmp_path / "b", plan) == first
    assert run(tmp_path / "c", plan, workers=3) == first
    assert run(tmp_path / "d", plan_of(6, 300))["root"] != first["root"]

    def rows(name: str) -> list[list[tuple]]:
        tables = ("entries", "side_rows", "decisions", "decision_parties", "decision_keys", "checkpoints")
        with sqlite3.connect(tmp_path / name / "log.db") as connection:
            return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]

    assert rows("a") == rows("b") == rows("c")


@pytest.mark.postgres
def test_it_is_the_same_log_on_both_databases(tmp_path, database_url):
    plan = plan_of(5, 120)
    assert run(tmp_path / "here", plan, database_url)["root"] == run(tmp_path / "there", plan)["root"]


def test_it_is_never_added_to_a_record(tmp_path):
    run(tmp_path, plan_of(1, 5))
    with pytest.raises(RecordError) as caught:
        run(tmp_path, plan_of(1, 5))
    assert caught.value.problems[0].code == "log-not-empty"
    with pytest.raises(RecordError) as caught:
        run(tmp_path, plan_of(2, 5))
    assert caught.value.problems[0].code == "simulation-home"


def test_a_worker_that_dies_is_no_silent_end(tmp_path, monkeypatch):
    from api.simulation import workers

    # As a process that is killed does: its end of the pipe closes, and nothing more comes.
    monkeypatch.setattr(workers, "SENT_AT_A_TIME", 1)
    streams = workers.decided_by(1, FOLDERS, plan_of(1, 500), 0)
    next(streams)
    (child,) = workers.multiprocessing.active_children()
    child.kill()
    with pytest.raises(RecordError) as caught:
        list(streams)
    assert caught.value.problems[0].code == "simulation-worker"


def test_nothing_is_in_force_too_early(tmp_path):
    with pytest.raises(RecordError) as caught:
        run(tmp_path, plan_of(1, 5, start=date(2009, 1, 1)))
    assert caught.value.problems[0].code == "no-scheme"


# -- what makes it like life -------------------------------------------------------------------------------------


def test_it_holds_what_histories_hold(simulated):
    found = [leaf for leaf in leaves(simulated) if leaf["entry"] == "decision.proposed"]
    schemes = {leaf["scheme"] for leaf in found}
    assert {"neighbourhood-support", "leeds-cs", "woking-writeoff"} < schemes
    assert {leaf["determination"]["level"] for leaf in found} >= {"act", "agree", "refer", "stop"}
    assert any(leaf["late"] for leaf in found)
    assert any(leaf["supersedes"] for leaf in found)
    assert any(leaf["done"] for leaf in found)
    assert any("decision.emergency" in leaf["facts"] for leaf in found)
    assert any(leaf["determination"]["needed"] for leaf in found)
    assert any(leaf["determination"]["may_act"] for leaf in found)
    amounts = [
        leaf["facts"]["decision.amount"]["value"] for leaf in found if "decision.amount" in leaf["facts"]
    ]
    assert {"500.00", "500.01", "499.99"} & set(amounts)
    times = [leaf["recorded_at"] for leaf in found]
    assert times == sorted(times)


def test_weekends_are_quiet_winters_busy_and_years_grow():
    first = date(2024, 1, 1)
    plain = [calendar.weight(date(2024, 7, 1) + timedelta(days=n), first) for n in range(7)]
    assert max(plain[5:]) < min(plain[:5]) / 3
    assert calendar.weight(date(2024, 1, 8), first) > calendar.weight(date(2024, 7, 8), first) * 1.3
    assert calendar.weight(date(2026, 1, 12), first) > calendar.weight(date(2024, 1, 8), first) * 1.3
    assert calendar.weight(date(2024, 12, 25), first) == calendar.QUIET


def test_people_come_and_go_and_some_come_back(simulated):
    with simulated.live.engine.connect() as connection:
        by_fact = {
            fact: (whole, different)
            for fact, whole, different in connection.execute(
                text("SELECT fact, count(*), count(DISTINCT key_hash) FROM decision_keys GROUP BY fact")
            )
        }
    assert by_fact["person.ref"][1] < by_fact["person.ref"][0] * 0.8
    assert by_fact["actor.ref"][1] > 20


def test_a_default_history_takes_about_three_years():
    start = date(2023, 10, 2)
    rate = calendar.rate_for(20_000, start)
    days = list(calendar.days(start, 20_000, rate, chance.stream(1, "calendar")))
    assert sum(len(day.moments) for day in days) == 20_000
    assert 1_000 < len(days) < 1_200


def test_entries_can_be_looked_up(simulated):
    with simulated.live.engine.connect() as connection:
        rows = list_decisions(connection, "northbridge-council", limit=5)
        assert len(rows) == 5
        assert entry_by_id(connection, rows[0].id).index == rows[0].entry_index
