"""One watch, end to end: decisions go in, findings come out, and nothing else is affected."""

import logging
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.watching import ChildLimits, Run, WatchChild, Watcher
from api.watching.process import worker_command
from govengine.errors import Problem
from govengine.watch.limits import WatchError
from tests.watch.made import DAY, watch
from tests.watch.memory_ledger import MemoryLedger


@pytest.fixture
def ledger() -> MemoryLedger:
    return MemoryLedger()


@pytest.fixture
def watcher(ledger: MemoryLedger, own_child: WatchChild) -> Iterator[Watcher]:
    watching = Watcher(ledger, own_child, poll_seconds=0.05)
    yield watching
    watching.close()


def found(ledger: MemoryLedger) -> list[tuple[str, ...]]:
    return [finding.members for finding in ledger.findings]


@pytest.mark.watch
def test_third_payment_in_30_days_is_one_finding_about_the_arrangement(
    ledger: MemoryLedger, watcher: Watcher
) -> None:
    for day in (0, 10, 29):
        ledger.decide(day)
    assert watcher.look() == 3
    (finding,) = ledger.findings
    assert finding.pattern == "city/third-payment"
    assert finding.members == ("d000", "d001", "d002")
    assert (finding.trigger, finding.count, finding.at_least) == ("d002", 3, False)
    assert (finding.first_day, finding.last_day) == (DAY, DAY + 29)
    assert len(finding.identity) == 64
    assert finding.sentence == (
        "3 decisions within somebody's own authority in 30 days, of the same person. Is it still one-off?"
    )
    assert ledger.saved == 2
    assert watcher.state().status == "running"
    assert watcher.state().findings == 1


@pytest.mark.watch
@pytest.mark.parametrize(
    ("days", "members"),
    [
        ((0, 0, 0), [("d000", "d001", "d002")]),
        ((0, 15, 29), [("d000", "d001", "d002")]),
        ((0, 15, 30), []),
        ((29, 15, 0), [("d000", "d001", "d002")]),
        ((30, 15, 0), []),
        ((0, 30, 15), []),
        ((0, 20, 40, 21), [("d001", "d002", "d003")]),
        ((0, 20, 49, 21), [("d001", "d002", "d003")]),
        ((0, 20, 50, 21), [("d000", "d001", "d003")]),
    ],
    ids=str,
)
def test_boundaries_and_order_of_arrival(
    ledger: MemoryLedger, watcher: Watcher, days: tuple[int, ...], members: list[tuple[str, ...]]
) -> None:
    for day in days:
        ledger.decide(day)
    watcher.look()
    assert found(ledger) == members


@pytest.mark.watch
def test_ten_payments_raise_eight_findings_each_one_longer(ledger: MemoryLedger, watcher: Watcher) -> None:
    for day in range(10):
        ledger.decide(day)
    watcher.look()
    assert [finding.count for finding in ledger.findings] == list(range(3, 11))
    assert [finding.trigger for finding in ledger.findings] == [f"d{index:03}" for index in range(2, 10)]


@pytest.mark.watch
def test_only_what_is_shared_counts(ledger: MemoryLedger, watcher: Watcher) -> None:
    ledger.decide(0)
    ledger.decide(1)
    ledger.decide(2, household="h2")
    watcher.look()
    assert found(ledger) == []
    assert ledger.saved == 2


@pytest.mark.watch
def test_reading_the_log_again_finds_the_same_and_records_nothing_twice(
    ledger: MemoryLedger, own_child: WatchChild
) -> None:
    for day in (0, 3, 6, 9):
        ledger.decide(day)
    one_at_a_time = MemoryLedger()
    stepwise = Watcher(one_at_a_time, own_child)
    for decision in ledger.decisions:
        one_at_a_time.decisions.append(decision)
        stepwise.look()
    at_once = Watcher(ledger, own_child)
    at_once.look()
    assert ledger.findings == one_at_a_time.findings
    ledger.saved = -1
    again = Watcher(ledger, own_child)
    assert again.look() == 4
    assert len(ledger.findings) == 2


@pytest.mark.watch
def test_the_thread_looks_when_woken(ledger: MemoryLedger, own_child: WatchChild) -> None:
    watcher = Watcher(ledger, own_child, poll_seconds=60)
    watcher.start()
    _until(lambda: watcher.state().status == "running")
    for day in range(3):
        ledger.decide(day)
    watcher.wake()
    _until(lambda: bool(ledger.findings))
    watcher.close()
    assert watcher.state().status == "stopped"


@pytest.mark.watch
def test_a_log_that_cannot_be_read_is_tried_again(ledger: MemoryLedger, watcher: Watcher) -> None:
    ledger.broken = True
    watcher.start()
    _until(lambda: watcher.state().status == "failing")
    assert "OSError" in watcher.state().reason
    for day in range(3):
        ledger.decide(day)
    ledger.broken = False
    _until(lambda: bool(ledger.findings))
    _until(lambda: watcher.state().status == "running")


@pytest.mark.watch
def test_a_finding_that_cannot_be_recorded_is_found_again(
    ledger: MemoryLedger, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(3):
        ledger.decide(day)
    with monkeypatch.context() as patched:
        patched.setattr(ledger, "record_finding", lambda look, finding: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            watcher.look()
    assert ledger.saved == 1
    assert watcher.look() == 1
    assert found(ledger) == [("d000", "d001", "d002")]


class Scripted:
    """A child that answers what it is told to."""

    def __init__(self, *runs: Run) -> None:
        self.runs = list(runs)
        self.unavailable = ""

    def ensure(self) -> bool:
        return True

    def run(self, ruleset: object, asked: object) -> Run:
        return self.runs.pop(0)

    def close(self) -> None: ...


CHOSEN = (1, 2, 3)


@pytest.mark.parametrize(
    ("runs", "failed"),
    [
        ([Run(failed="sentinel-missing")], ["sentinel-missing"]),
        ([Run(failed="timeout"), Run(failed="child-died")], ["child-died"]),
        ([Run(failed="timeout"), Run(CHOSEN, ((1, 3),))], []),
        ([Run(CHOSEN, ((1, 4),))], ["watch-disagreement"]),
        ([Run((0, 1, 2), ((1, 3),))], ["watch-disagreement"]),
    ],
    ids=str,
)
def test_a_failed_run_is_an_entry_and_the_watch_goes_on(
    ledger: MemoryLedger, runs: list[Run], failed: list[str]
) -> None:
    for day in range(3):
        ledger.decide(day)
    watcher = Watcher(ledger, Scripted(*runs))  # type: ignore[arg-type]
    assert watcher.look() == 3
    assert ledger.failed == [("city/third-payment", code, "d002") for code in failed]
    assert len(ledger.findings) == (not failed)
    assert ledger.saved == 2
    assert watcher.state().failures == len(failed)


def test_a_window_that_cannot_be_told_to_the_engine_fails_and_others_go_on(
    ledger: MemoryLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.watches = [watch(id="city/broken"), watch()]
    whole = ledger.window

    def window(look):
        if look.watch.id == "city/broken":
            raise WatchError([Problem("watch-value", "x", "y")])
        return whole(look)

    monkeypatch.setattr(ledger, "window", window)
    for day in range(3):
        ledger.decide(day)
    watcher = Watcher(ledger, Scripted(Run(CHOSEN, ((1, 3),))))  # type: ignore[arg-type]
    watcher.look()
    assert {(pattern, code) for pattern, code, _ in ledger.failed} == {("city/broken", "watch-value")}
    assert len(ledger.findings) == 1


def test_without_durable_rules_it_says_so_once_and_moves_nothing(
    ledger: MemoryLedger, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """`-S` leaves out site-packages, so the child finds our engine and not durable_rules."""
    interpreter, *rest = worker_command()
    limits = ChildLimits(least_back_off=0.01, most_back_off=0.01)
    child = WatchChild(tmp_path / "shim", command=(interpreter, "-S", *rest), limits=limits)
    watcher = Watcher(ledger, child)
    ledger.decide(0)
    with caplog.at_level(logging.WARNING):
        assert watcher.look() == 0
        assert watcher.look() == 0
    state = watcher.state()
    assert state.status == "unavailable"
    assert "Install the extra `watch`" in state.reason
    assert "\n" not in state.reason
    assert [record.message for record in caplog.records] == [state.reason]
    assert (ledger.saved, ledger.failed) == (-1, [])
    watcher.close()


def test_without_patterns_no_child_is_started_and_the_cursor_moves(ledger: MemoryLedger) -> None:
    ledger.watches = []
    ledger.decide(0)
    child = WatchChild(command=("/no/such/interpreter",))
    watcher = Watcher(ledger, child)
    assert watcher.look() == 1
    assert (child.pid, ledger.saved, watcher.state().status) == (None, 0, "running")
    watcher.close()


def _until(holds: object, seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
