"""Storage, clock, signer and randomness fail at their 1st … N-th call in every command.

Each time there is a recorded reply, or an error with no effect; the log verifies; and the same asked again
is done once. N is where a command no longer reaches the call that was to fail.
"""

import itertools
import secrets
from collections import Counter
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from api import desk
from api.auth.bearer import Callers
from api.bootstrap import bootstrap
from api.log_key import LogKey
from api.settings import Settings
from api.store import LogUnavailable, connect, random_pool
from api.store.reading import verify_log
from tests import counts
from tests.api.conftest import Clock, adopt_all, rules, settings  # noqa: F401 fixtures
from tests.faults.commands import COMMANDS
from tests.faults.failing import ANSWER_LOST, CUT_OFF, REFUSED, Fuse, break_storage
from tests.faults.house import Command, House, house_of, log_size, times

MOST_CALLS = 200
UNAVAILABLE = {"503 log-unavailable", "log-unavailable"}
UNSURE = "cannot be asked whether it was"
"""The commit's answer was lost and the database could not tell: the one honest answer, never "nothing"."""

ERRORS = dict.fromkeys(("clock", "random"), UNAVAILABLE | {"500 internal", "OSError"})
"""Which errors a part that fails may come out as; UNAVAILABLE where nothing is said here."""


@pytest.fixture
def fuses() -> dict[str, Fuse]:
    return {part: Fuse() for part in ("storage", "clock", "random", "signer")}


@pytest.fixture
def house(settings, fuses, monkeypatch) -> House:  # noqa: F811
    monkeypatch.setattr(random_pool, "BLOCK", 1)  # so that every draw reaches the source that is to fail
    monkeypatch.setattr(LogKey, "__call__", fuses["signer"].around(LogKey.__call__))
    service = bootstrap(
        settings, clock=fuses["clock"].around(Clock()), random=fuses["random"].around(secrets.token_bytes)
    )
    break_storage(service.live.engine, fuses["storage"])
    adopt_all(service)
    yield house_of(service)
    service.close()


def ways_of(part: str, dialect: str) -> list[str]:
    if part != "storage":
        return [REFUSED]
    return [REFUSED, ANSWER_LOST] if dialect == "sqlite" else [REFUSED, CUT_OFF, ANSWER_LOST]


QUICK = ("propose", "correct", "approve an erasure", "adopt")
"""Commands swept by `make test`; all of them are by `make test-all`."""

STRIDE = 1 if counts.DIVISOR == 1 else 3
"""Of the other commands' calls to the storage every third fails, another third in each sweep; where nothing is divided each
of them. Of what else can fail a command calls little."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.long) for name in COMMANDS]
)
def test_a_recorded_reply_or_an_error_with_no_effect(name, house, fuses, say):
    came: Counter[str] = Counter()
    calls: dict[str, int] = {}
    dialect = house.service.live.engine.dialect.name
    for part, lasting in itertools.product(fuses, (False, True)):
        stride = STRIDE if part == "storage" and name not in QUICK else 1
        for place, way in enumerate(ways_of(part, dialect)):
            for at in range(1 + (lasting + place) % stride, MOST_CALLS, stride):
                failure = Failure(part, at, way, lasting)
                outcome = outcome_of(house, COMMANDS[name], fuses[part], failure)
                if outcome is None:
                    break
                came[outcome] += 1
                calls[part] = max(calls.get(part, 0), at)
            # Once for all of them: nothing that is wrong in a log goes away again.
            report = verify_log(house.service.live.engine)
            assert report.ok, (failure, report.problems)
    reached = ", ".join(f"{part} {number}" for part, number in calls.items())
    outcomes = ", ".join(f"{what}: {number:,}" for what, number in sorted(came.items()))
    say(f"{name} on {dialect}: calls that failed: {reached}; failures: {came.total():,}; {outcomes}")
    wanted = fuses.keys() if COMMANDS[name].entries else set()
    assert calls, "nothing failed"
    assert wanted <= calls.keys(), "a part that every entry needs was never made to fail"


@dataclass(frozen=True, slots=True)
class Failure:
    """The `at`-th call of a part fails, with `lasting` every later one too."""

    part: str
    at: int
    way: str
    lasting: bool


def outcome_of(house: House, command: Command, fuse: Fuse, failure: Failure) -> str | None:
    """Let one call fail; None when it was not reached, else what came of it."""
    engine, asked = house.service.live.engine, house.new_name()
    house.ready[asked] = command.prepare(house, asked)
    size = log_size(house)
    house.service.callers = Callers(engine)  # so that the key is looked up, which may fail as well
    with fuse.armed(failure.at, lasting=failure.lasting, way=failure.way):
        reply = command.run(house, asked)
    if not fuse.blown:
        assert reply.done, (failure, reply)
        return None
    done, nothing = (command.entries, command.kept), (0, 0)
    effect = log_size(house) - size, times(house, command, asked)
    if reply.done:
        outcome = "recorded reply"
        assert effect == done, (failure, effect)
    else:
        assert reply.code in ERRORS.get(failure.part, UNAVAILABLE), (failure, reply)
        unsure = failure.way == ANSWER_LOST and UNSURE in reply.text
        outcome = "said to be uncertain" if unsure else "error with no effect"
        assert effect in ((nothing, done) if unsure else (nothing,)), (failure, reply, effect)
    if effect == done and not command.once:
        return outcome
    again = command.run(house, asked)
    assert again.done, (failure, again)
    assert not reply.done or again.said == reply.said, (failure, "the same request was answered otherwise")
    effect = log_size(house) - size, times(house, command, asked)
    assert effect == done, (failure, effect)
    return outcome


@pytest.mark.long
def test_a_first_start_that_is_broken_off_anywhere_is_made_good_by_the_next(
    tmp_path, fuses, monkeypatch, say
):
    """All tables or none, and never a log that nobody has the key of."""
    fuse = fuses["storage"]

    def connect_to_fail(url: str) -> Engine:
        engine = connect(url)
        break_storage(engine, fuse)
        return engine

    monkeypatch.setattr(desk, "connect", connect_to_fail)
    (tmp_path / "rules").mkdir()
    ended: Counter[str] = Counter()
    for at in range(1, MOST_CALLS):
        home = tmp_path / str(at)
        here = Settings(f"sqlite:///{home / 'log.db'}", tmp_path / "rules", home, watch=False)
        with fuse.armed(at, lasting=False):
            try:
                bootstrap(here).close()
                ended["started"] += 1
            except LogUnavailable:
                ended["refused to start"] += 1
        if not fuse.blown:
            break
        service = bootstrap(here)
        service.live.appender.submit(lambda tx: tx.append("watch.failed", {}))
        assert verify_log(service.live.engine).verified == 1
        service.close()
    say(f"first start: calls that failed: {at - 1}; {dict(ended)}")
    assert ended["refused to start"] > ended["started"]
