"""The compiled ruleset, and what is refused before the engine sees it."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from govengine.watch import WatchError, compile_ruleset
from govengine.watch.ruleset import check_ruleset
from tests.watch.memory_ledger import THIRD_PAYMENT


def test_third_payment_in_30_days_as_the_engine_reads_it() -> None:
    event = {"kind": "event"}
    near = {"$lte": {"day": {"$add": {"$l": {"e0": "day"}, "$r": 29}}}}
    later = {"$gt": {"rank": {"e0": "rank"}}}
    ruleset = compile_ruleset(THIRD_PAYMENT)
    assert ruleset == {
        "run": {
            "all": [
                {"e0": event},
                {"e1": {"$and": [event, {"prev": {"e0": "rank"}}, near, later]}},
                {"e2": {"$and": [event, {"prev": {"e1": "rank"}}, near, later]}},
            ],
            "run": "run",
        },
        "sentinel": {"pri": 1000, "all": [{"m": event}], "run": "sentinel"},
    }
    assert json.loads(json.dumps(ruleset)) == ruleset


def _without_sentinel(ruleset: dict[str, Any]) -> None:
    del ruleset["sentinel"]


def _empty_all(ruleset: dict[str, Any]) -> None:
    ruleset["run"]["all"] = []


def _sixteen_joined(ruleset: dict[str, Any]) -> None:
    ruleset["run"]["all"] = [{f"e{place}": {"kind": "event"}} for place in range(16)]


def _any_rule(ruleset: dict[str, Any]) -> None:
    ruleset["run"]["any"] = ruleset["run"]["all"]


def _empty_and(ruleset: dict[str, Any]) -> None:
    ruleset["run"]["all"][1]["e1"]["$and"] = []


def _no_discriminator(ruleset: dict[str, Any]) -> None:
    del ruleset["run"]["all"][1]["e1"]["$and"][0]


def _false_last(ruleset: dict[str, Any]) -> None:
    del ruleset["run"]["all"][1]["e1"]["$and"][-1]


def _undefined_alias(ruleset: dict[str, Any]) -> None:
    ruleset["run"]["all"][1]["e1"]["$and"][1] = {"prev": {"e9": "rank"}}


def _sixty_one_rules(ruleset: dict[str, Any]) -> None:
    ruleset.update({f"r{number}": copy.deepcopy(ruleset["run"]) for number in range(59)})


@pytest.mark.parametrize(
    "harm",
    [
        _without_sentinel,
        _empty_all,
        _sixteen_joined,
        _any_rule,
        _empty_and,
        _no_discriminator,
        _false_last,
        _undefined_alias,
        _sixty_one_rules,
    ],
)
def test_what_the_engine_cannot_bear_is_refused(harm: Callable[[dict[str, Any]], None]) -> None:
    ruleset = compile_ruleset(THIRD_PAYMENT)
    harm(ruleset)
    with pytest.raises(WatchError) as caught:
        check_ruleset(ruleset)
    assert {problem.code for problem in caught.value.problems} == {"watch-ruleset"}
