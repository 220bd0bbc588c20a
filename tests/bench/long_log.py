"""A log of a million decisions: a proposal that counts ninety days, what is overdue, the story of a decision.

`GOVENGINE_BENCH_LOG` names the folder of a log that `govengine simulate --decisions 1000000` wrote, with its keys; it
is written to. Without it one is made, which takes some minutes.
"""

import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from api.auth.caller import ApiRole, Caller
from api.bootstrap import Service, bootstrap
from api.checking import read_folders
from api.commands.answered_once import Keyed
from api.queries.decisions import story_of
from api.queries.owed import owed_to
from api.schemas.decisions import EXAMPLE
from api.settings import Settings
from api.simulation.calendar import rate_for
from api.simulation.opening import open_simulation
from api.simulation.simulation import simulate
from api.simulation.world import Plan
from api.store.obligations import What
from govengine.record import instant

RULES = Path(__file__).parents[2] / "rules"
START = date(2023, 10, 2)
DECISIONS = 1_000_000
PROPOSALS, LISTS, STORIES = 150, 40, 300
WARM = 50
"""Stories read before the first that counts: a service has read its schemes."""
OPEN = 20
"""Of so many things that were owed one is still open."""
BODY = "northbridge-council"
KNOWN = """
SELECT decisions.entry_index, decisions.id, side_rows.body FROM decisions
JOIN side_rows ON side_rows.entry_index = decisions.entry_index
WHERE decisions.kind = 'hardship_payment' AND decisions.body = :body
ORDER BY decisions.entry_index DESC LIMIT :limit
"""
OWED = """
INSERT INTO obligations (entry_index, number, id, decision_index, what, duty, body, due_at)
SELECT entry_index, 0, id || '-0', entry_index, 'duty', scheme || '/rule/duty', :body,
       strftime('%Y-%m-%dT%H:%M:%f', recorded_at, '+7 days') || '000Z' FROM decisions
"""
ENDED = """
INSERT INTO obligation_ends (entry_index, obligation)
SELECT entry_index, id || '-0' FROM decisions WHERE entry_index % :open <> 0
"""
STILL_OPEN = """
INSERT INTO open_obligations (entry_index, number, id, body, due)
SELECT entry_index, number, id, body, due_at FROM obligations WHERE entry_index % :open = 0
"""


def measures() -> Iterator[tuple[str, str, list[float]]]:
    """Milliseconds each."""
    with tempfile.TemporaryDirectory(prefix="govengine-bench-") as folder:
        given = os.environ.get("GOVENGINE_BENCH_LOG")
        home = Path(given) if given else Path(folder) / "long"
        if given is None:
            _simulate(home)
        moment = [datetime(2026, 4, 1, tzinfo=UTC)]
        long = bootstrap(_settings(home), clock=lambda: moment[0])
        empty = bootstrap(_settings(Path(folder) / "empty"), clock=lambda: moment[0])
        try:
            moment[0] = _end(long) + timedelta(minutes=1)
            folders = sorted(path.parent for path in RULES.glob("*/*/scheme.yaml"))
            empty.live.adopt(
                list(read_folders(folders)),
                by="u-1",
                role="owner",
                authority="bench",
                example_signatures=True,
            )
            yield from _proposals(long, empty)
            yield from _lists(long)
            yield from _stories(long)
        finally:
            empty.close()
            long.close()


def _settings(home: Path) -> Settings:
    home.mkdir(exist_ok=True)
    return Settings(f"sqlite:///{home / 'log.db'}", RULES, home, watch=False)


def _simulate(home: Path) -> None:
    plan = Plan(1, DECISIONS, START, rate_for(DECISIONS, START), timedelta(days=1))
    desk = open_simulation(_settings(home), plan)
    folders = sorted(path.parent for path in RULES.glob("*/*/scheme.yaml"))
    simulate(desk, folders, plan, lambda _done: None)
    desk.close()


def _end(service: Service) -> datetime:
    with service.live.engine.connect() as connection:
        found: str = connection.execute(text("SELECT recorded_at FROM head")).scalar_one()
    return instant(found)


def _proposals(long: Service, empty: Service) -> Iterator[tuple[str, str, list[float]]]:
    """The same questions, about households with a history in the one log, in turn so that both share the noise."""
    with long.live.engine.connect() as connection:
        rows = connection.execute(text(KNOWN), {"body": BODY, "limit": PROPOSALS}).all()
    caller = Caller("bench", "bench", BODY, ApiRole.CALLER, sandbox=False)
    takes: dict[str, list[float]] = {"an empty log": [], f"a log of {DECISIONS:,} decisions": []}
    for number, row in enumerate(rows):
        sent: Any = json.loads(json.dumps(EXAMPLE))
        sent["facts"]["person"]["ref"] = json.loads(row.body)["values"]["person.ref"]
        for service, samples in zip((empty, long), takes.values(), strict=True):
            keyed = Keyed(f"bench-{time.time_ns()}-{number}", f"{number:064}")
            began = time.perf_counter()
            service.live.propose(sent, caller, keyed)
            samples.append((time.perf_counter() - began) * 1000)
    for what, samples in takes.items():
        yield f"propose with a sum over 90 days, {what}", "ms", samples
    short, many = (statistics.median(samples) for samples in takes.values())
    yield "the same, the long log to the empty one", "times", [many / short]


def _lists(service: Service) -> Iterator[tuple[str, str, list[float]]]:
    """Something owed about every decision, to one body; one in twenty is still open, and most of those are overdue."""
    with service.live.engine.connect() as connection:
        for table, statement, values in (
            ("obligations", OWED, {"body": BODY}),
            ("obligation_ends", ENDED, {"open": OPEN}),
            ("open_obligations", STILL_OPEN, {"open": OPEN}),
        ):
            if connection.execute(text(f"SELECT 1 FROM {table} LIMIT 1")).first() is None:
                connection.execute(text(statement), values)
        connection.commit()
    for name, role in (("of a body", None), ("of a role", "team_manager")):
        samples = []
        for _ in range(LISTS):
            began = time.perf_counter()
            found = owed_to(service.live, BODY, what=_OWED, role=role, overdue=True, limit=50)
            samples.append((time.perf_counter() - began) * 1000)
            assert len(found) == 50
        yield f"what is overdue {name}, {DECISIONS // OPEN:,} open of {DECISIONS:,}", "ms", samples


_OWED = (What.DUTY, What.RATIFY, What.REVIEW, What.FOLLOW_UP)


def _stories(service: Service) -> Iterator[tuple[str, str, list[float]]]:
    with service.live.engine.connect() as connection:
        last = connection.execute(text("SELECT max(entry_index) FROM decisions")).scalar_one()
        chosen = random.Random(1).sample(range(100, last), STORIES)
        ids = [
            connection.execute(
                text("SELECT id, body FROM decisions WHERE entry_index = :index"), {"index": one}
            ).one_or_none()
            for one in chosen
        ]
    known = [row for row in ids if row is not None]  # an entry of another kind is none
    samples, worked = [], []
    for row in known:
        began, busy = time.perf_counter(), time.process_time()
        assert story_of(service.live, row.id, row.body) is not None
        samples.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    yield f"the story of a decision among {DECISIONS:,}", "ms", samples[WARM:]
    yield "the same, the processor's time alone", "ms", worked[WARM:]
