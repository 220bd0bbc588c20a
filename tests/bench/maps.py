"""The autonomy map: 50 by 10 cells, in the engine and as a page, by itself and with a version beside it."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from api.app import create_app
from api.bootstrap import bootstrap
from api.lab.case import Case
from api.settings import Settings
from api.store.accounts import create_account
from govengine.decide import Question
from govengine.decide.autonomy_map import map_of
from govengine.decide.axis import ROLE, Side
from govengine.scheme import Library, Stack, read_version

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROLES = [f"role_{number}" for number in range(10)]
LIMITS = range(100, 4_900, 100)
TURNS = 10


def scheme(version: str, shift: int) -> str:
    """48 limits, so with 0 and what is beyond 50 columns; ten roles on a line, each holding some of it."""
    roles = "\n".join(f"  {role}: {{body: council}}" for role in ROLES)
    rules = [
        f"  - {{id: g{limit}, for: payment, role: {ROLES[number % 10]}, only: true, level: act, "
        f"when: 'decision.amount > {limit - 100 + shift} and decision.amount <= {limit + shift}'}}"
        for number, limit in enumerate(LIMITS)
    ]
    return f"""\
scheme: many-limits
version: "{version}"
title: Many limits (made up)
owner: council
layer: organisation
jurisdiction: England
effective: {{from: {"2025-01-01, to: 2025-12-31" if shift else "2026-01-01"}}}
source: {{title: made up}}
ask: {{role: {ROLES[-1]}}}
accountable: {{role: {ROLES[-1]}}}
bodies: {{council: {{title: Council}}}}
roles:
{roles}
lines: {{case: [{", ".join(ROLES)}]}}
kinds: {{payment: {{is: [spend]}}}}
facts:
  decision.amount: {{type: number, unit: GBP, min: 0, personal: false}}
grants:
{chr(10).join(rules)}
"""


def stack_of(text: str) -> Stack:
    """What governs by a version alone."""
    version, problems = read_version({"scheme.yaml": text.encode()})
    assert version is not None, problems
    return Library([version]).stack_of(version, version.text.effective.since)


def timed(run: Callable[[], object]) -> list[float]:
    """Milliseconds of each turn; the first is not counted."""
    samples = []
    for turn in range(TURNS + 1):
        began = time.perf_counter_ns()
        run()
        if turn:
            samples.append((time.perf_counter_ns() - began) / 1e6)
    return samples


def measures() -> Iterator[tuple[str, str, list[float]]]:
    """Milliseconds for a map, and for its page."""
    texts = {"2026": scheme("2026", 0), "2025": scheme("2025", 50)}
    sides = [
        Side(stack_of(text), Question("payment", NOW, {"decision.kind": "payment"}))
        for text in texts.values()
    ]
    drawn = map_of(sides[:1], "decision.amount", ROLE, ROLES)
    assert (len(drawn.across.stops), len(drawn.down.stops)) == (50, 10)
    assert drawn.across.stops[-1].value == Decimal("4800.01")
    yield (
        "map of 50 by 10 cells, by the engine",
        "ms",
        timed(lambda: map_of(sides[:1], "decision.amount", ROLE, ROLES)),
    )
    yield (
        "the same with a version beside it",
        "ms",
        timed(lambda: map_of(sides, "decision.amount", ROLE, ROLES)),
    )
    with TemporaryDirectory() as folder:
        yield from _pages(Path(folder), texts)


def _pages(home: Path, texts: dict[str, str]) -> Iterator[tuple[str, str, list[float]]]:
    for version, text in texts.items():
        there = home / "rules" / "many-limits" / version
        there.mkdir(parents=True)
        (there / "scheme.yaml").write_text(text)
    here = bootstrap(Settings(f"sqlite:///{home / 'log.db'}", home / "rules", home, watch=False))
    try:
        account = here.live.appender.submit(
            lambda tx: create_account(
                tx, "local", "bench", body="council", role="manager", password_hash=None
            )
        )
        assert account is not None
        case = Case("many-limits", "2026", "payment", ROLES[0], NOW.date())
        address = f"/map/{here.shelf.put(case, account)}"
        http = create_app(here).test_client()
        http.set_cookie("govengine", here.sessions.renew(account, None))
        for what, path in (
            ("page of a map of 50 by 10", address),
            ("page of two maps beside each other", f"{address}?beside=2025"),
        ):
            assert http.get(path).status_code == 200
            yield what, "ms", timed(lambda path=path: http.get(path))
    finally:
        here.close()
