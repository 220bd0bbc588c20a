"""A pattern as a durable_rules ruleset: a plain dict, integers only, ready to be sent as JSON.

The window comes with its decisions numbered in the order of (day, log index): each fact has its `rank`, from
1, and `prev`, the rank before it. The rule joins `count` facts of which each follows the one before, and
compares the day of each with the day of the first. So it fires once for each *run* of consecutive decisions
that is short enough, at most once per decision, however many there are and in whatever order they arrive.
(Joining every combination fires 17,110 times for 60 decisions; the runs hold the same answer: see `finding`.)
"""

from collections.abc import Mapping
from typing import Any

from govengine.errors import Problem
from govengine.watch.limits import MAX_JOINED, MAX_RULES, WatchError
from govengine.watch.pattern import Pattern

EVENT = {"kind": "event"}
"""The leading discriminator. A rule without a positive test also matches the engine's own state: it hangs."""
LATER = {"$gt": {"rank": {"e0": "rank"}}}
"""Ends every joined test, and holds wherever the others do. When the last test of a joined `$and` is false,
the engine reads on past its end, in memory not its own, and dies: 20 times of 20 on one window of four."""
PROPERTIES = ("rank", "prev", "day")
"""All that a fact may hold besides `kind` and the `sid` and `id` that the worker gives it."""
RUN = "run"
SENTINEL = "sentinel"


def compile_ruleset(pattern: Pattern) -> dict[str, Any]:
    """The ruleset for one pattern; raises `WatchError` with all faults when it is beyond the limits."""
    if faults := pattern.faults():
        raise WatchError(faults)
    joined: list[dict[str, Any]] = [{"e0": dict(EVENT)}]
    for place in range(1, pattern.count):
        follows = {"prev": {f"e{place - 1}": "rank"}}
        near = {"$lte": {"day": {"$add": {"$l": {"e0": "day"}, "$r": pattern.within_days - 1}}}}
        joined.append({f"e{place}": {"$and": [dict(EVENT), follows, near, LATER]}})
    ruleset: dict[str, Any] = {
        RUN: {"all": joined, "run": RUN},
        # Fires for every fact, last. The engine swallows errors: a fact without it means a failed run.
        SENTINEL: {"pri": 1000, "all": [{"m": dict(EVENT)}], "run": SENTINEL},
    }
    check_ruleset(ruleset)
    return ruleset


def check_ruleset(ruleset: Mapping[str, Any]) -> None:
    """Raises `WatchError` unless the engine can be given this: it crashes or hangs on what it cannot bear."""
    problems: list[Problem] = []

    def fault(message: str) -> None:
        problems.append(
            Problem("watch-ruleset", message, "Compile it from a pattern with `compile_ruleset`.")
        )

    if SENTINEL not in ruleset or len(ruleset) > MAX_RULES:
        fault(f"A ruleset has a sentinel and at most {MAX_RULES} rules.")
    for name, rule in ruleset.items():
        joined = rule.get("all") or []
        if not 1 <= len(joined) <= MAX_JOINED or set(rule) - {"all", "run", "pri"}:
            fault(f"Rule {name!r} joins {len(joined)} facts by `all`; it may join 1 to {MAX_JOINED}.")
        known: set[str] = set()
        for condition in joined:
            ((alias, test),) = condition.items()
            tests = test.get("$and", [test])
            if not tests or tests[0] != EVENT:
                fault(f"Rule {name!r}: the condition {alias!r} does not begin with {EVENT}.")
            if _aliases(tests) and tests[-1] != LATER:
                fault(f"Rule {name!r}: the condition {alias!r} does not end with {LATER}.")
            for undefined in sorted(_aliases(tests) - known):
                fault(f"Rule {name!r}: {alias!r} reads {undefined!r}, which no earlier condition defines.")
            known.add(alias)
    if problems:
        raise WatchError(problems)


def _aliases(test: object) -> set[str]:
    """Aliases a test reads. They are our `e0`, `e1`, …; an undefined one would fire on anything."""
    if isinstance(test, list):
        return set().union(*map(_aliases, test))
    if isinstance(test, dict):
        read = {name for name, value in test.items() if value in PROPERTIES}
        return read.union(*map(_aliases, test.values()))
    return set()
