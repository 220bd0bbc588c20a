"""The compiled ruleset, and what is refused before the engine sees it."""

import copy
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from govengine.watch.coding import Coding
from govengine.watch.limits import ZERO, WatchError
from govengine.watch.ruleset import compile_ruleset
from govengine.watch.shape import check_ruleset
from tests.watch.made import Lacking, condition, watch


def plus(property_: str, more: int) -> dict[str, Any]:
    return {property_: {"$add": {"$l": {"e0": property_}, "$r": more}}}


def test_third_payment_in_30_days_as_the_engine_reads_it() -> None:
    ruleset = compile_ruleset(watch(when=condition("d.amount <= 500.01")[0]))
    assert ruleset["select"]["all"] == [
        {"m": {"$and": [{"kind": "matter"}, {"$lte": {"p0": ZERO + 5_000_100}}]}}
    ]
    assert ruleset["stretch"]["all"] == [
        {"e0": {"$and": [{"kind": "event"}, {"left": 1}]}},
        {
            "e1": {
                "$and": [
                    {"kind": "event"},
                    {"right": 1},
                    {"$gte": plus("rank", 2)},
                    {"$lte": plus("day", 29)},
                    {"$gt": {"one": {"e0": "zero"}}},
                ]
            }
        },
    ]
    assert json.loads(json.dumps(ruleset)) == ruleset


def test_an_absence_stands_last() -> None:
    for lack, rule, kind in ((Lacking.ANSWER, "select", "answer"), (Lacking.DECLINE, "stretch", "against")):
        *_, last = compile_ruleset(watch(without=lack))[rule]["all"]
        assert last["n$not"]["$and"][0] == {"kind": kind}


def test_only_integers_leave_this_process() -> None:
    test, _ = condition(
        'd.who = "a" or d.who = "b" or d.ready or d.since > date("2024-02-29") or d.amount = 1'
    )
    coding = Coding(watch(when=test))
    facts = {"d.who": "x" * 70_000, "d.ready": True, "d.since": date(2024, 3, 1), "d.amount": Decimal("-0.5")}
    assert coding.encoded(facts) == {"p0": ZERO - 5000, "p1": 1, "p2": date(2024, 3, 1).toordinal(), "p3": 0}
    assert coding.encoded({"d.who": "a"}) != coding.encoded({"d.who": "b"}) != {"p3": 0}
    assert coding.encoded({}) == {}


@pytest.mark.parametrize(
    "value", ["1000", True, 500, 1e-07, None, Decimal("0.00001"), Decimal(10) ** 12], ids=repr
)
def test_a_value_that_cannot_be_compared_is_an_error(value: Any) -> None:
    coding = Coding(watch(when=condition("d.amount <= 500")[0]))
    with pytest.raises(WatchError) as caught:
        coding.encoded({"d.amount": value})
    assert caught.value.code == "watch-value"


def _without_sentinel(ruleset: dict[str, Any]) -> None:
    del ruleset["sentinel-event"]


def _empty_all(ruleset: dict[str, Any]) -> None:
    ruleset["stretch"]["all"] = []


def _sixteen_joined(ruleset: dict[str, Any]) -> None:
    ruleset["stretch"]["all"] = [{f"e{place}": {"kind": "event"}} for place in range(16)]


def _any_rule(ruleset: dict[str, Any]) -> None:
    ruleset["stretch"]["any"] = ruleset["stretch"]["all"]


def _empty_and(ruleset: dict[str, Any]) -> None:
    ruleset["stretch"]["all"][1]["e1"]["$and"] = []


def _empty_or_within(ruleset: dict[str, Any]) -> None:
    ruleset["select"]["all"][0]["m"]["$and"].append({"$or": []})


def _no_discriminator(ruleset: dict[str, Any]) -> None:
    del ruleset["stretch"]["all"][1]["e1"]["$and"][0]


def _false_last(ruleset: dict[str, Any]) -> None:
    del ruleset["stretch"]["all"][1]["e1"]["$and"][-1]


def _undefined_alias(ruleset: dict[str, Any]) -> None:
    ruleset["stretch"]["all"][1]["e1"]["$and"][2] = {"rank": {"e9": "rank"}}


def _sixty_one_rules(ruleset: dict[str, Any]) -> None:
    ruleset.update({f"r{number}": copy.deepcopy(ruleset["select"]) for number in range(59)})


def _three_hundred_of_one_chain(ruleset: dict[str, Any]) -> None:
    ruleset.update({f"r{number}": ruleset["select"] | {"run": f"r{number}"} for number in range(300)})


def _five_hundred_tests(ruleset: dict[str, Any]) -> None:
    ruleset["select"]["all"][0]["m"]["$and"] += [{"$neq": {"p0": number}} for number in range(513)]


def _absence_first(ruleset: dict[str, Any]) -> None:
    ruleset["select"]["all"].insert(0, {"n$not": {"kind": "answer"}})


def _negated_only(ruleset: dict[str, Any]) -> None:
    ruleset["select"]["all"] = [{"m": {"$nex": {"p0": 1}}}]


def _regular_expression(ruleset: dict[str, Any]) -> None:
    ruleset["select"]["all"][0]["m"]["$and"].append({"$mt": {"p0": "([a-z]{1,30}){1,30}"}})


HARMS = [
    _without_sentinel, _empty_all, _sixteen_joined, _any_rule, _empty_and, _empty_or_within, _no_discriminator, _false_last,
    _undefined_alias, _sixty_one_rules, _three_hundred_of_one_chain, _five_hundred_tests, _absence_first, _negated_only,
    _regular_expression,
]  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
def test_what_the_engine_cannot_bear_is_refused(harm: Callable[[dict[str, Any]], None]) -> None:
    ruleset = compile_ruleset(watch())
    harm(ruleset)
    with pytest.raises(WatchError) as caught:
        check_ruleset(ruleset)
    assert {problem.code for problem in caught.value.problems} == {"watch-ruleset"}
