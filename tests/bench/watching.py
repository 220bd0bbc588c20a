"""The watch: how long after a recorded decision, and over how much of a long history."""

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from api.app import create_app
from api.bootstrap import bootstrap
from api.checking import read_folders
from api.settings import settings_from
from api.simulation.opening import open_simulation
from api.simulation.simulation import simulate
from api.simulation.world import Plan
from api.store.keys import create_key
from api.watching import WatchChild, Watcher
from api.watching.log_ledger import LogLedger
from api.watching.span import look_since

ROOT = Path(__file__).parents[2]
RIVERSIDE = ROOT / "features/watch/riverside-help/2026-04"
DECISIONS = 300
PEOPLE = 40
SIMULATED = 20_000


def measures() -> Iterator[tuple[str, str, list[float]]]:
    """Milliseconds after each decision with 20 watches; seconds over a simulated history."""
    with tempfile.TemporaryDirectory() as folder:
        samples = sorted(after_each(Path(folder)))
        yield "20 watches, looked for after a recorded decision", "ms", samples
        yield "the same, 95th percentile", "ms", [samples[int(len(samples) * 0.95)]]
    with tempfile.TemporaryDirectory() as folder:
        yield f"govengine watch over {SIMULATED:,} simulated decisions", "s", [over(Path(folder), SIMULATED)]


def twenty(folder: Path) -> Path:
    """The scheme of the stories with each of its ten watches twice."""
    text = (RIVERSIDE / "scheme.yaml").read_text("utf-8")
    head, watches = text.split("watches:\n")
    again = watches.replace("  - id: ", "  - id: again-").replace("within: P90D", "within: P60D")
    made = folder / "rules" / "riverside-help" / "2026-04"
    made.mkdir(parents=True)
    (made / "scheme.yaml").write_text(f"{head}watches:\n{watches}{again}", "utf-8")
    return made


def after_each(folder: Path) -> Iterator[float]:
    """The time from the reply to the end of the look, for each decision."""
    now = datetime(2026, 5, 1, 9, tzinfo=UTC)
    clock = [now]
    settings = settings_from({"GOVENGINE_WATCH": "off"}, home=folder / "home", rules=folder / "rules")
    service = bootstrap(settings, clock=lambda: clock[0])
    watcher = Watcher(LogLedger(service.live), WatchChild(folder / "shim"))
    try:
        service.live.adopt(read_folders([twenty(folder)]), by="u-1", role="owner", authority="m")
        secret = service.live.appender.submit(
            lambda tx: create_key(tx, body="riverside-council", client="c", role="caller")
        )[1]
        http = create_app(service).test_client()
        for number in range(DECISIONS):
            clock[0] += timedelta(hours=3)
            facts: dict[str, Any] = {
                "actor": {
                    "ref": f"w-{number % 7}",
                    "role": "support_worker",
                    "body": "riverside-council",
                    "team": "e",
                },
                "person": {"ref": f"p-{number % PEOPLE}"},
                "decision": {
                    "kind": "hardship_payment",
                    "amount": str(100 + number % 450),
                    "unusual": False,
                },
            }
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": f"k-{number}"}
            reply = http.post(
                "/v1/decisions",
                data=json.dumps({"scheme": "riverside-help", "facts": facts}),
                headers={**headers, "Content-Type": "application/json"},
            )
            assert reply.status_code == 201
            began = time.perf_counter()
            watcher.look()
            yield (time.perf_counter() - began) * 1000
            while watcher.look():  # its own entries
                pass
    finally:
        watcher.close()
        service.close()


def over(folder: Path, decisions: int) -> float:
    """Seconds to look through a simulated history. What memory it takes is in `docs/benchmarks/long-log.md`."""
    settings = settings_from({"GOVENGINE_WATCH": "off"}, home=folder / "home", rules=ROOT / "rules")
    plan = Plan(5, decisions, datetime(2023, 10, 2).date(), 60.0, settings.late_after)  # noqa: DTZ001 - a day
    desk = open_simulation(settings, plan)
    simulate(
        desk,
        sorted(p.parent for p in settings.rules.glob("*/*/scheme.yaml")),
        plan,
        lambda _: None,
        workers=0,
    )
    desk.close()
    service = bootstrap(replace(settings, watch=False))
    began = time.perf_counter()
    child = WatchChild(folder / "shim")
    looked = look_since(service.live, child, datetime(2023, 1, 1, tzinfo=UTC), lambda _done, _of: None)
    seconds = time.perf_counter() - began
    service.close()
    assert not looked.stopped
    return seconds
