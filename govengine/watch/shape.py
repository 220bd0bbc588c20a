"""What a ruleset of ours looks like, and nothing else may: all that the child process needs to know of watches."""

from collections.abc import Mapping
from typing import Any

from govengine.errors import Problem
from govengine.watch.limits import MAX_JOINED, MAX_RULES, MAX_TESTS, WatchError

MATTER, ANSWER, EVENT, AGAINST = "matter", "answer", "event", "against"
KINDS = (MATTER, ANSWER, EVENT, AGAINST)
"""The leading discriminator of each condition. A rule without a positive test also matches the engine's own state:
it hangs."""
SELECT, STRETCH = "select", "stretch"
NOT = "n$not"
"""Absence. It is right only as the last condition of a rule, and only for what was asserted before."""
PLAIN = ("rank", "day", "left", "right", "of", "known", "from0", "upto0", "from1", "upto1", "one", "zero")
"""The properties of facts, beside `kind`, the `p0`, `p1`, … of a watch, and the `sid` and `id` the worker gives."""
_OPERATORS = {"$and", "$or", "$neq", "$lt", "$lte", "$gt", "$gte"}


def later(alias: str) -> dict[str, Any]:
    """Ends every joined test, and always holds. When the last test of a joined `$and` is false, the engine reads
    on past its end, in memory not its own, and dies: 20 times of 20 on one window of four."""
    return {"$gt": {"one": {alias: "zero"}}}


def sentinel(kind: str) -> str:
    """The name of the rule that fires for every fact of a kind, last. The engine swallows errors: a fact without
    it means a failed run."""
    return f"sentinel-{kind}"


def check_ruleset(ruleset: Mapping[str, Any]) -> None:
    """Raises `WatchError` unless the engine can be given this: it crashes or hangs on what it cannot bear."""
    problems: list[Problem] = []

    def fault(message: str) -> None:
        problems.append(Problem("watch-ruleset", message, "Compile it from a watch with `compile_ruleset`."))

    if any(sentinel(kind) not in ruleset for kind in KINDS) or len(ruleset) > MAX_RULES:
        fault(f"A ruleset has a sentinel for each kind of fact and at most {MAX_RULES} rules.")
    for name, rule in ruleset.items():
        joined = rule.get("all") or []
        if not 1 <= len(joined) <= MAX_JOINED or set(rule) - {"all", "run", "pri"} or rule.get("run") != name:
            fault(f"Rule {name!r} joins {len(joined)} facts by `all`; it may join 1 to {MAX_JOINED}.")
        known: list[str] = []
        for place, condition in enumerate(joined):
            ((alias, test),) = condition.items()
            tests = test.get("$and", [test])
            if alias.endswith("$not") and place in (0, *range(1, len(joined) - 1)):
                fault(f"Rule {name!r}: an absence stands anywhere but last.")
            if not tests or tests[0] not in [{"kind": kind} for kind in KINDS]:
                fault(f"Rule {name!r}: the condition {alias!r} does not begin with its kind.")
            read = _aliases(tests)
            if read and tests[-1] not in [later(one) for one in known]:
                fault(f"Rule {name!r}: the condition {alias!r} does not end with a test that always holds.")
            for undefined in sorted(read - set(known)):
                fault(f"Rule {name!r}: {alias!r} reads {undefined!r}, which no earlier condition defines.")
            if _size(tests) > MAX_TESTS or not _well_formed(tests):
                fault(f"Rule {name!r}: {alias!r} compares more than {MAX_TESTS} times, or in another way.")
            known.append(alias)
    if problems:
        raise WatchError(problems)


def _aliases(test: object) -> set[str]:
    """Aliases a test reads; an undefined one would fire on anything."""
    if isinstance(test, list):
        return set().union(*map(_aliases, test))
    if isinstance(test, dict):
        read = {name for name, value in test.items() if isinstance(value, str) and value in PLAIN}
        return read.union(*map(_aliases, test.values()))
    return set()


def _size(test: object) -> int:
    if isinstance(test, list):
        return sum(map(_size, test))
    if isinstance(test, dict) and ("$and" in test or "$or" in test):
        return sum(map(_size, test.values()))
    return 1


def _well_formed(test: object) -> bool:
    """Whether a test is a comparison or a non-empty `$and` or `$or` of such: an empty one matches anything."""
    if isinstance(test, list):
        return bool(test) and all(map(_well_formed, test))
    if not isinstance(test, dict) or len(test) != 1:
        return False
    ((name, value),) = test.items()
    if name in ("$and", "$or"):
        return isinstance(value, list) and _well_formed(value)
    if name in _OPERATORS:
        return isinstance(value, dict) and len(value) == 1
    return not name.startswith("$")
