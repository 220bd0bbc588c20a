"""The child process: `python -m govengine.watch.worker [shim]`. The only module that imports durable_rules.

It reads one JSON object a line and answers each with one, in order:
`{"id", "ruleset", "asked"}` → `{"id", "chosen": [rank, …], "fired": [[first, last], …]}` or `{"id", "failed": code}`.
Its first line is `{"ready": true}`, or `{"unavailable": sentence}` and it ends. It ends when its input does.
Each window is asserted, looked at and forgotten. The engine's own faults may hang or kill this process, so
the parent keeps a time limit and starts another; nothing else is lost.
"""

import copy
import hashlib
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from govengine.watch import shim
from govengine.watch.limits import MAX_EVENTS, MAX_INTEGER, MAX_MEMORY_BYTES, WatchError
from govengine.watch.shape import (
    AGAINST,
    ANSWER,
    EVENT,
    KINDS,
    MATTER,
    SELECT,
    STRETCH,
    check_ruleset,
    sentinel,
)
from govengine.watch.stretch import events_of

SELF_LIMIT_SECONDS = 30
"""A window that takes this long has met an endless loop in C. The parent gives up long before; this is for
a child whose parent has died."""
_TESTED = re.compile(r"p\d{1,2}")
SID = "1"
"""The one session, made anew for each window: the engine knows them by a 32-bit hash and crashes past 1,024.
It is deleted rather than emptied: `retract_fact` scans result frames that are already freed (valgrind)."""


class Windows:
    """Runs windows one at a time on one durable_rules host without threads, each in a session of its own."""

    def __init__(self, host_class: Any) -> None:
        self._seen: set[tuple[str, int]] = set()
        self._chosen: set[int] = set()
        self._fired: set[tuple[int, int]] = set()
        actions: dict[str, Callable[[Any], None]] = {SELECT: self._select, STRETCH: self._stretch}
        actions |= {sentinel(kind): self._sentinel(kind) for kind in KINDS}

        class QuietHost(host_class):  # type: ignore[misc]
            """A host that starts no timer threads: with them, deleting state has crashed the process."""

            def _run(self) -> None: ...

            def get_action(self, action_name: str) -> Callable[[Any], None]:
                return actions[action_name]

        self._host = QuietHost()
        self._known: set[str] = set()

    def fire(self, ruleset: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
        """The ranks that were chosen, and the places of the first and last of each stretch that fired.

        `RunError` when the engine did not see every fact.
        """
        name = self._register(ruleset)
        _check_asked(asked)
        self._seen.clear()
        self._chosen.clear()
        self._fired.clear()
        days = dict(enumerate(asked["days"], start=1))
        weights = dict(enumerate(asked["weights"], start=1))
        try:
            # Absences first: a rule that waits for the absence of something fires as soon as the rest is there.
            self._assert(name, ANSWER, [{"rank": n, "of": n} for n in asked["answered"]])
            self._assert(name, MATTER, asked["matters"])
            against = [{"rank": n, "day": day} for n, day in enumerate(asked["against"], start=1)]
            self._assert(name, AGAINST, against)
            chosen = sorted(self._chosen)
            self._assert(name, EVENT, events_of(days, chosen, weights, asked["pivot"]))
        except OverflowError:
            raise RunError("watch-value") from None
        finally:
            if self._seen:  # deleting a session in which no rule fired frees what was never allocated
                self._host.delete_state(name, SID)
        return {"chosen": chosen, "fired": sorted(map(list, self._fired))}

    def _assert(self, name: str, kind: str, facts: list[dict[str, int]]) -> None:
        for fact in facts:
            full = {"sid": SID, "id": f"{kind}{fact['rank']}", "kind": kind, "one": 1, "zero": 0, **fact}
            state = self._host.assert_fact(name, full)
            if (state or {}).get("exception"):
                raise RunError("action-failed")
            if (kind, fact["rank"]) not in self._seen:
                raise RunError("sentinel-missing")

    def _register(self, ruleset: dict[str, Any]) -> str:
        """Registers a ruleset once: it is never freed (135 KB each), so the parent recycles this process."""
        name = "w" + hashlib.sha256(json.dumps(ruleset, sort_keys=True).encode()).hexdigest()[:32]
        if name not in self._known:
            check_ruleset(ruleset)
            # A copy, because it deletes every `run` from what it is given.
            self._host.set_rulesets({name: copy.deepcopy(ruleset)})
            self._known.add(name)
        return name

    # Actions only add to a set: a rule may fire again for the same facts, and an error in one is swallowed.
    def _select(self, closure: Any) -> None:
        self._chosen.add(closure.m.rank)

    def _stretch(self, closure: Any) -> None:
        self._fired.add((closure.e0.rank, closure.e1.rank))

    def _sentinel(self, kind: str) -> Callable[[Any], None]:
        def seen(closure: Any) -> None:
            self._seen.add((kind, closure.m.rank))

        return seen


class RunError(Exception):
    """A run whose answer cannot be used; its argument is the code."""


def _check_asked(asked: dict[str, Any]) -> None:
    matters = asked["matters"]
    numbers = [*asked["days"], *asked["answered"], *asked["against"], asked["pivot"]]
    numbers += [value for fact in matters for value in fact.values()]
    whole = all(type(value) is int and 0 <= value <= MAX_INTEGER for value in numbers)
    whole = whole and all(type(one) is int for weights in asked["weights"] for one in weights)
    named = all(name in ("rank", "known") or _TESTED.fullmatch(name) for fact in matters for name in fact)
    if (
        not (whole and named)
        or [fact["rank"] for fact in matters] != list(range(1, len(matters) + 1))
        or not 1 <= len(matters) <= MAX_EVENTS
        or len(asked["days"]) != len(matters)
        or len(asked["weights"]) != len(matters)
        or len(asked["against"]) > MAX_EVENTS
        or len(set(asked["answered"])) != len(asked["answered"])
    ):
        raise RunError("bad-facts")


def reply_to(windows: Windows, line: bytes) -> dict[str, Any]:
    """The answer to one request. Never raises: what goes wrong is a failed run, with a code."""
    request: dict[str, Any] = {}
    try:
        request = json.loads(line)
        return {"id": request["id"], **windows.fire(request["ruleset"], request["asked"])}
    except RunError as failure:
        return {"id": request["id"], "failed": str(failure)}
    except WatchError as error:
        return {"id": request["id"], "failed": error.code}
    except Exception as error:  # noqa: BLE001 — the engine raises bare Exceptions
        return {"id": request.get("id"), "failed": f"engine-{type(error).__name__}"}


def load_engine(shim_path: str | None) -> Any:
    """The engine's host class. ImportError or OSError, with the reason, when it cannot be had here."""
    if shim_path:
        shim.load(Path(shim_path))
    from durable.engine import Host

    return Host


def main(arguments: list[str] | None = None) -> int:
    """Answers requests until the input ends; 1 when durable_rules cannot be imported."""
    given = sys.argv[1:] if arguments is None else arguments
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; we end when our input does
    limit_memory()
    # Answers go to the real output; anything the engine prints goes where errors go.
    with os.fdopen(os.dup(1), "wb", buffering=0) as answers:
        os.dup2(2, 1)
        try:
            windows = Windows(load_engine(given[0] if given else None))
        except (ImportError, OSError) as error:
            _send(answers, {"unavailable": _what_it_needs(error)})
            return 1
        _send(answers, {"ready": True})
        for line in sys.stdin.buffer:
            _alarm(SELF_LIMIT_SECONDS)
            answer = reply_to(windows, line)
            _alarm(0)
            _send(answers, answer)
    return 0


def limit_memory() -> None:
    """More than that is refused by the kernel: what grows without end ends this process and nothing else."""
    try:
        import resource
    except ImportError:  # no such limit on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


def _what_it_needs(error: Exception) -> str:
    return (
        f"Watch needs durable_rules, which this Python cannot import ({error}). Install the extra `watch` "
        "(pip install 'govengine-decisions[watch]'); it needs a C compiler and Python's headers."
    )


def _alarm(seconds: int) -> None:
    """Ends this process, from the kernel, after that many seconds; 0 takes it back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _send(answers: BinaryIO | Any, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")


if __name__ == "__main__":
    raise SystemExit(main())
