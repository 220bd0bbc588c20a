"""What each hit policy makes of the rows that hold (DMN 1.5 §8.2.10)."""

from decimal import Decimal

import pytest

from tests.dmn.models import decided, table

OVERLAPPING = [(["> 1"], ["10"]), (["> 2"], ["30"]), (["> 3"], ["20"])]
AGREEING = [(["> 1"], ["10"]), (["> 2"], ["10"])]

D = Decimal


@pytest.mark.parametrize(
    ("policy", "rows", "fact", "expected"),
    [
        ("", OVERLAPPING, 2, D(10)),
        ("", OVERLAPPING, 3, None),
        ('hitPolicy="UNIQUE"', OVERLAPPING, 1, None),
        ('hitPolicy="ANY"', AGREEING, 3, D(10)),
        ('hitPolicy="ANY"', OVERLAPPING, 3, None),
        ('hitPolicy="FIRST"', OVERLAPPING, 4, D(10)),
        ('hitPolicy="PRIORITY"', OVERLAPPING, 4, D(20)),
        ('hitPolicy="RULE ORDER"', OVERLAPPING, 4, (D(10), D(30), D(20))),
        ('hitPolicy="OUTPUT ORDER"', OVERLAPPING, 4, (D(20), D(30), D(10))),
        ('hitPolicy="COLLECT"', OVERLAPPING, 4, (D(10), D(30), D(20))),
        ('hitPolicy="COLLECT" aggregation="SUM"', OVERLAPPING, 4, D(60)),
        ('hitPolicy="COLLECT" aggregation="MIN"', OVERLAPPING, 4, D(10)),
        ('hitPolicy="COLLECT" aggregation="MAX"', OVERLAPPING, 4, D(30)),
        ('hitPolicy="COLLECT" aggregation="COUNT"', OVERLAPPING, 4, D(3)),
    ],
)
def test_hit_policy(policy, rows, fact, expected):
    assert decided(table(policy, rows, values="20, 30, 10"), {"x": D(fact)}) == expected


def test_without_a_row_the_default_is_said():
    made = table('hitPolicy="FIRST"', OVERLAPPING, default="0")
    assert decided(made, {"x": D(1)}) == 0


def test_several_outputs_are_a_context():
    made = table("", [(["-"], ["1", '"two"'])], outputs=("a", "b"))
    assert decided(made, {"x": None}) == {"a": D(1), "b": "two"}


@pytest.mark.parametrize(
    ("cell", "fact", "holds"),
    [
        ("-", None, True),
        ("", None, True),
        ("< 5", D(4), True),
        ("< 5", None, False),
        ("[1..5)", D(5), False),
        ("]1..5]", D(5), True),
        ("1, 3", D(3), True),
        ("not(1, 3)", D(3), False),
        ("not(1, 3)", D(2), True),
        ("null", None, True),
        ("null", D(1), False),
        ('"a"', "a", True),
        ("? > 2 and ? < 4", D(3), True),
        ("? > 2 and ? < 4", D(5), False),
        ("x + 0", D(5), True),
        ("[1, 3]", D(3), True),
        ("< 5", "four", False),
        ('date("2026-01-01")', "2026-01-01", False),
    ],
)
def test_cell(cell, fact, holds):
    made = table("", [([cell], ["true"])], default="false")
    assert decided(made, {"x": fact}) is holds
