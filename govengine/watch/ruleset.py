"""A watch as a durable_rules ruleset: a plain dict, integers only, ready to be sent as JSON.

Two rules of ours look in turn, in one session that is then forgotten. `select` chooses entries: those that meet the
watch's condition, without the answer it misses. The worker numbers the chosen in the order of days, and adds up so
far; `stretch` joins two of them, the first and the last of a stretch that holds the entry in hand, and compares
places, days and sums. So a hundred entries fire a hundred times, whatever the count, where joining every three fires
161,700 times.
"""

from typing import Any

from govengine.scheme.bound_watch import BoundWatch
from govengine.scheme.words import Lacking
from govengine.watch.coding import Coding
from govengine.watch.limits import SCALE
from govengine.watch.shape import (
    AGAINST,
    ANSWER,
    EVENT,
    KINDS,
    MATTER,
    NOT,
    SELECT,
    STRETCH,
    check_ruleset,
    later,
    sentinel,
)
from govengine.watch.window import misses


def compile_ruleset(watch: BoundWatch) -> dict[str, Any]:
    """The ruleset for one watch; raises `WatchError` with all faults when it is beyond the limits."""
    select: list[dict[str, Any]] = [{"m": {"$and": [{"kind": MATTER}, *Coding(watch).tests()]}}]
    if watch.total is not None:
        select[0]["m"]["$and"].append({"known": 1})
    if misses(watch):
        select.append({NOT: {"$and": [{"kind": ANSWER}, {"of": {"m": "rank"}}, later("m")]}})
    near = [_plus("$gte", "rank", "rank", watch.count - 1), _plus("$lte", "day", "day", watch.days - 1)]
    tests = [{"kind": EVENT}, {"right": 1}, *near, *_sums(watch), later("e0")]
    stretch: list[dict[str, Any]] = [
        {"e0": {"$and": [{"kind": EVENT}, {"left": 1}]}},
        {"e1": {"$and": tests}},
    ]
    if watch.without is Lacking.DECLINE:
        between = [{"$gte": {"day": {"e0": "day"}}}, {"$lte": {"day": {"e1": "day"}}}]
        stretch.append({NOT: {"$and": [{"kind": AGAINST}, *between, later("e0")]}})
    ruleset: dict[str, Any] = {
        SELECT: {"all": select, "run": SELECT},
        STRETCH: {"all": stretch, "run": STRETCH},
    }
    for kind in KINDS:
        ruleset[sentinel(kind)] = {"pri": 1000, "all": [{"m": {"kind": kind}}], "run": sentinel(kind)}
    check_ruleset(ruleset)
    return ruleset


def _sums(watch: BoundWatch) -> list[dict[str, Any]]:
    if watch.total is not None:
        return [_plus("$gt", "upto0", "from0", int(watch.total[1] * SCALE))]
    if watch.each_way:
        return [_plus("$gte", f"upto{way}", f"from{way}", watch.count) for way in (0, 1)]
    return [] if watch.share is None else [_plus("$gt", "upto0", "from0", 0)]


def _plus(operator: str, property_: str, of_first: str, more: int) -> dict[str, Any]:
    return {operator: {property_: {"$add": {"$l": {"e0": of_first}, "$r": more}}}}
