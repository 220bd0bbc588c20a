"""A region holds every case in which its condition is true, and an example from it is one."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from govengine.feel import FACT_TYPES, Expression, check, compile_expression, parse
from govengine.scheme import FactType
from govengine.scheme.checks.domain import complement, holds, join, meet, universe
from govengine.scheme.checks.example import example_of
from govengine.scheme.checks.region import Box, both, where

FACTS = {
    "d.n": FactType("d.n", FACT_TYPES["number"], least=Decimal(0), most=Decimal(6)),
    "d.m": FactType("d.m", FACT_TYPES["number"]),
    "d.b": FactType("d.b", FACT_TYPES["boolean"]),
    "d.s": FactType("d.s", FACT_TYPES["string"], one_of=("x", "y", "z")),
    "d.t": FactType("d.t", FACT_TYPES["string"]),
}
VALUES: dict[str, list[Any]] = {
    "d.n": [Decimal(n) / 2 for n in range(13)],
    "d.m": [Decimal(n) / 2 for n in range(-4, 15)],
    "d.b": [True, False],
    "d.s": ["x", "y", "z"],
    "d.t": ["x", "y", "w"],
}
_number = st.integers(-1, 7).map(str)
_operator = st.sampled_from(["<", "<=", ">", ">=", "=", "!="])
_atom = (
    st.tuples(st.sampled_from(["d.n", "d.m"]), _operator, _number).map(" ".join)
    | st.tuples(_number, _operator, st.sampled_from(["d.n", "d.m"])).map(" ".join)
    | st.tuples(st.just("d.n"), _operator, st.just("d.m")).map(" ".join)
    | st.tuples(st.sampled_from(["d.s", "d.t"]), st.sampled_from(["=", "!="]), st.sampled_from(['"x"', '"y"'])).map(" ".join)
    | st.tuples(st.sampled_from("[("), _number, _number, st.sampled_from(")]")).map(lambda p: f"d.n in {p[0]}{p[1]}..{p[2]}{p[3]}")
    | st.lists(_number, min_size=1, max_size=3).map(lambda ns: f"d.m in ({', '.join(ns)}, > 4)")
    | st.just("d.b")
    | st.just('d.s in ("x", "z")')
)  # fmt: skip
conditions = st.recursive(
    _atom,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " and ".join(parts) + ")")
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " or ".join(parts) + ")")
        | inner.map(lambda part: f"not({part})")
    ),
    max_leaves=7,
)
cases = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})


def tree_of(text: str) -> Expression:
    tree, faults = check(parse(text, FACTS), {name: fact.type for name, fact in FACTS.items()})
    assert faults == []
    return tree


def is_in(case: dict[str, Any], box: Box) -> bool:
    return all(holds(domain, case[name]) for name, domain in box.domains.items()) and all(
        compile_expression(tree)(case) is true for tree, true in box.atoms
    )


@given(conditions, st.lists(cases, min_size=5, max_size=30))
def test_a_region_is_where_its_condition_holds(text: str, tried: list[dict[str, Any]]) -> None:
    tree = tree_of(text)
    true, false = where(tree, FACTS), where(tree, FACTS, true=False)
    for case in tried:
        value = compile_expression(tree)(case)
        assert any(is_in(case, box) for box in true) is value
        assert any(is_in(case, box) for box in false) is not value


@given(conditions, conditions)
def test_an_example_is_one(one: str, other: str) -> None:
    trees = [tree_of(one), tree_of(other)]
    region = both(where(trees[0], FACTS), where(trees[1], FACTS))
    case = example_of(region, FACTS)
    if case is not None:
        whole = {name: values[0] for name, values in VALUES.items()} | case
        assert [compile_expression(tree)(whole) for tree in trees] == [True, True]


@given(conditions, cases)
def test_nothing_that_holds_is_called_empty(text: str, case: dict[str, Any]) -> None:
    tree = tree_of(text)
    if compile_expression(tree)(case) is True:
        region = where(tree, FACTS)
        assert region != ()
        # Of facts compared with one another an example is looked for, not always found.
        assert example_of(region, FACTS) is not None or all(box.atoms for box in region)


def domains_of(text: str) -> list[Any]:
    return [box.domains["d.m"] for box in where(tree_of(text), FACTS) if "d.m" in box.domains]


_one = st.tuples(st.just("d.m"), _operator, _number).map(" ".join)


@given(_one, _one, st.sampled_from(VALUES["d.m"]))
def test_domains_meet_join_and_are_turned_round(one: str, other: str, value: Decimal) -> None:
    (a,), (b,) = domains_of(one), domains_of(other)
    assert holds(meet(a, b), value) is (holds(a, value) and holds(b, value))
    assert holds(join(a, b), value) is (holds(a, value) or holds(b, value))
    assert holds(complement(a), value) is not holds(a, value)
    assert complement(complement(a)) == a


def test_every_fact_that_is_no_list_has_a_universe() -> None:
    for name, type_ in FACT_TYPES.items():
        assert (universe(FactType("d.x", type_)) is None) is name.startswith("list")
