"""The child process is killed, hangs, talks nonsense and grows old; the service does not notice."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.watching import ChildLimits, Run, WatchChild
from govengine.watch.ruleset import compile_ruleset
from govengine.watch.window import window_of
from tests.watch.made import entry, watch

RULESET = compile_ruleset(watch())
FACTS = window_of(watch(), entry(2, 0), [entry(0, 0), entry(1, 0)]).request()
FIRED = Run((1, 2, 3), ((1, 3),))


def asked(**given: Any) -> dict[str, Any]:
    return FACTS | given


def matters(*facts: dict[str, Any]) -> dict[str, Any]:
    count = len(facts)
    return asked(matters=list(facts), days=[1] * count, weights=[[]] * count, pivot=1)


MANY = matters(*({"rank": rank} for rank in range(1, 102)))
QUICK = ChildLimits(start_seconds=10, first_seconds=0.3, seconds=0.3, least_back_off=0.01, most_back_off=0.05)
READY = "import sys, os, time\nprint('{\"ready\": true}', flush=True)\nsys.stdin.readline()\n"

EATS = "from govengine.watch.worker import limit_memory\nlimit_memory()\n"


def stand_in(program: str, limits: ChildLimits = QUICK) -> WatchChild:
    """A child that runs a few lines of Python instead of the worker."""
    return WatchChild(Path("unused"), command=(sys.executable, "-S", "-c", program), limits=limits)


@pytest.fixture(autouse=True)
def no_shim_for_stand_ins(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.node.get_closest_marker("watch"):
        monkeypatch.setattr("api.watching.child.shim.needed", lambda: False)


@pytest.fixture
def children() -> Iterator[list[WatchChild]]:
    started: list[WatchChild] = []
    yield started
    for one in started:
        one.close()


@pytest.mark.watch
def test_kill_9_between_requests(own_child: WatchChild) -> None:
    assert own_child.run(RULESET, FACTS) == FIRED
    first = own_child.pid
    assert first
    os.kill(first, signal.SIGKILL)
    assert own_child.run(RULESET, FACTS) in {FIRED, Run(failed="child-died")}
    assert own_child.run(RULESET, FACTS) == FIRED
    assert own_child.pid != first


@pytest.mark.watch
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP to hold the child still")
def test_kill_9_in_the_middle_of_a_request(own_child: WatchChild) -> None:
    assert own_child.run(RULESET, FACTS) == FIRED
    pid = own_child.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    killer = threading.Timer(0.2, os.kill, (pid, signal.SIGKILL))
    killer.start()
    assert own_child.run(RULESET, FACTS) == Run(failed="child-died")
    killer.join()
    assert own_child.run(RULESET, FACTS) == FIRED


@pytest.mark.watch
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="needs SIGSTOP to hold the child still")
def test_a_real_worker_that_hangs_is_killed_in_time(shim_folder: Path, children: list[WatchChild]) -> None:
    child = WatchChild(shim_folder, limits=ChildLimits(first_seconds=10, seconds=0.3))
    children.append(child)
    assert child.run(RULESET, FACTS) == FIRED
    pid = child.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    assert child.run(RULESET, FACTS) == Run(failed="timeout")
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert child.run(RULESET, FACTS) == FIRED


@pytest.mark.watch
def test_recycled_after_so_many_requests(shim_folder: Path, children: list[WatchChild]) -> None:
    child = WatchChild(shim_folder, limits=ChildLimits(first_seconds=10, seconds=10, recycle_after=2))
    children.append(child)
    pids = set()
    for _ in range(5):
        child.ensure()
        pids.add(child.pid)
        assert child.run(RULESET, FACTS) == FIRED
    assert len(pids) == 3


@pytest.mark.watch
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (matters(), "bad-facts"),
        (matters({"rank": 1, "p0": "1000"}), "bad-facts"),
        (matters({"rank": 1, "p0": "x" * 70_000}), "bad-facts"),
        (matters({"rank": 1, "p0": True}), "bad-facts"),
        (matters({"rank": 1, "p0": 1e-07}), "bad-facts"),
        (matters({"rank": 1, "p0": None}), "bad-facts"),
        (matters({"rank": 1, "p0": 2**53 + 1}), "bad-facts"),
        (matters({"rank": 1, "sid": 2}), "bad-facts"),
        (matters({"rank": 1, "p0.p1": 2}), "bad-facts"),
        (matters({"rank": 1}, {"rank": 1}), "bad-facts"),
        (matters(*({"rank": rank} for rank in range(1, 1002))), "bad-facts"),
        (MANY, "bad-facts"),
        (asked(days=["1", 1, 1]), "bad-facts"),
        (asked(answered=[1, 1]), "bad-facts"),
        (asked(against=[1.5]), "bad-facts"),
        (asked(weights=[["1"], [1], [1]]), "bad-facts"),
        (asked(weights=[[2**52], [2**52], [2**52]]), "watch-value"),
        (asked(pivot=None), "bad-facts"),
        ({}, "engine-KeyError"),
    ],
    ids=["none", "text", "70000", "true", "float", "null", "too-large", "engine-word", "nested", "twice", "1001", "too-many",
         "day", "answered", "against", "weight", "sum", "pivot", "nothing"],
)  # fmt: skip
def test_the_worker_refuses_what_the_engine_would_take(
    own_child: WatchChild, facts: dict[str, Any], code: str
) -> None:
    assert own_child.run(RULESET, facts) == Run(failed=code)
    assert own_child.run(RULESET, FACTS) == FIRED


@pytest.mark.watch
def test_the_worker_refuses_a_ruleset_the_engine_cannot_bear(own_child: WatchChild) -> None:
    assert own_child.run({"select": {"all": [], "run": "select"}}, FACTS) == Run(failed="watch-ruleset")


@pytest.mark.parametrize(
    ("program", "failed"),
    [
        (READY + "time.sleep(60)", "timeout"),
        (READY + "os.kill(os.getpid(), 9)", "child-died"),
        (READY + "os._exit(0)", "child-died"),
        (EATS + READY + "x = bytearray(2**30)", "child-died"),
        (READY + "print('nonsense', flush=True); time.sleep(60)", "bad-reply"),
        (READY + "print('[1]', flush=True); time.sleep(60)", "bad-reply"),
        (READY + 'print(\'{"id": 7, "chosen": [], "fired": []}\', flush=True); time.sleep(60)', "bad-reply"),
        (
            READY + 'print(\'{"id": 1, "chosen": [], "fired": [["1"]]}\', flush=True); time.sleep(60)',
            "bad-reply",
        ),
    ],
    ids=["hangs", "kills-itself", "leaves", "eats-memory", "nonsense", "no-object", "another-id", "no-ranks"],
)
def test_whatever_the_child_does_is_a_code(program: str, failed: str, children: list[WatchChild]) -> None:
    child = stand_in(program)
    children.append(child)
    assert child.run(RULESET, FACTS) == Run(failed=failed)
    assert child.pid is None
    assert child.unavailable == ""


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("raise SystemExit(1)", "could not be started"),
        ("print('nonsense')", "could not be started"),
        ("print('{}')", "did not say that it was ready"),
        ("import time; time.sleep(60)", "was not ready in 0.2 seconds"),
    ],
)
def test_a_child_that_never_is_ready(program: str, says: str, children: list[WatchChild]) -> None:
    child = stand_in(program, ChildLimits(start_seconds=0.2 if "sleep" in program else 10))
    children.append(child)
    assert not child.ensure()
    assert says in child.unavailable


def test_an_interpreter_that_is_not_there(children: list[WatchChild]) -> None:
    child = WatchChild(Path("unused"), command=("/no/such/interpreter",), limits=QUICK)
    children.append(child)
    assert child.run(RULESET, FACTS) == Run(failed="unavailable")
    assert "FileNotFoundError" in child.unavailable


def test_starts_are_spaced_out_when_they_fail(children: list[WatchChild]) -> None:
    limits = ChildLimits(least_back_off=0.1, most_back_off=0.2)
    child = WatchChild(Path("unused"), command=("/no/such/interpreter",), limits=limits)
    children.append(child)
    began = time.monotonic()
    for _ in range(4):
        assert not child.ensure()
    assert time.monotonic() - began >= 0.1 + 0.2 + 0.2


def test_close_ends_a_request_that_hangs() -> None:
    child = stand_in(READY + "time.sleep(60)", ChildLimits(first_seconds=60))
    closer = threading.Timer(0.5, child.close)
    closer.start()
    began = time.monotonic()
    assert child.run(RULESET, FACTS) == Run(failed="closed")
    closer.join()
    assert time.monotonic() - began < 10
    assert child.run(RULESET, FACTS) == Run(failed="closed")
    child.close()


def test_no_secret_of_the_service_reaches_the_child(
    monkeypatch: pytest.MonkeyPatch, children: list[WatchChild]
) -> None:
    monkeypatch.setenv("GOVENGINE_DATABASE_URL", "secret")
    child = stand_in("import os, json; print(json.dumps({'unavailable': ' '.join(os.environ)}))")
    children.append(child)
    assert not child.ensure()
    assert "PYTHONPATH" in child.unavailable
    assert "GOVENGINE" not in child.unavailable
