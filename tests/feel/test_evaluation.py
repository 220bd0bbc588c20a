"""Compiled equals reference, and the soundness of unknown (MEANING §1)."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govengine.feel import OPEN, UNKNOWN, check, compile_expression, parse
from govengine.feel.types import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    MONTHS_DURATION,
    NUMBER,
    STRING,
    Type,
    list_of,
)
from govengine.feel.values import Range
from tests import counts
from tests.feel.expressions import SCOPE, expressions, facts
from tests.feel.reference import evaluate, hole

KINDS = (BOOLEAN, NUMBER, STRING, DATE, DATE_TIME, DAYS_DURATION, MONTHS_DURATION, list_of(NUMBER))


def compiled(text: str) -> Any:
    tree, faults = check(parse(text, SCOPE), SCOPE)
    assert faults == [], (text, faults)
    return tree, compile_expression(tree)


def same(left: Any, right: Any) -> bool:
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, Range):
        return True
    if hole(left) or hole(right):
        return left is right
    return type(left) is type(right) and left == right


@st.composite
def cases(draw: st.DrawFn, kind: Type | None = None) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """An expression, values with holes, and the same with every hole filled."""
    text = draw(expressions(kind or draw(st.sampled_from(KINDS))))
    complete = draw(facts())
    partial = dict(complete)
    for name in draw(st.sets(st.sampled_from(sorted(SCOPE)))):
        if draw(st.booleans()):
            partial[name] = OPEN
        else:
            del partial[name]
    return text, partial, complete


def equal_to_reference(text: str, values: dict[str, Any]) -> None:
    tree, run = compiled(text)
    assert same(run(values), evaluate(tree, values)), (text, run(values), evaluate(tree, values))


def sound(text: str, partial: dict[str, Any], complete: dict[str, Any]) -> None:
    """What is known with holes is what every completion gives. Nothing raises, whatever is missing."""
    _, run = compiled(text)
    known = run(partial)
    if not hole(known) and not (isinstance(known, tuple) and any(map(hole, known))):
        assert same(run(complete), known), (text, known, run(complete))


@given(cases())
def test_compiled_equals_reference(case: Any) -> None:
    equal_to_reference(case[0], case[1])
    equal_to_reference(case[0], case[2])


@given(cases(BOOLEAN))
def test_soundness_of_unknown(case: Any) -> None:
    """Seen to fail with: `and_` giving True for (True, UNKNOWN); `if_` taking `then` when the condition is
    missing. (`contains` giving False for a missing item is rarer than 300 examples; `test_of_holes` has it.)"""
    sound(*case)


@given(cases())
def test_soundness_for_every_type(case: Any) -> None:
    sound(*case)


@pytest.mark.long
@settings(max_examples=counts.of(4_000))
@given(cases())
def test_both_at_length(case: Any) -> None:
    equal_to_reference(case[0], case[1])
    sound(*case)


@pytest.mark.parametrize(
    ("text", "values", "wanted"),
    [
        ("b and false", {}, False),
        ("b or true", {}, True),
        ("b and true", {}, UNKNOWN),
        ("not(b)", {}, UNKNOWN),
        ("b = b", {}, UNKNOWN),
        ("n in [1..2]", {}, UNKNOWN),
        ("3 in [n..2]", {}, False),
        ("if b then 1 = 1 else true", {}, True),
        ('"x" in actor.role', {}, UNKNOWN),
        ("count([n, n]) = 2", {}, True),
        ("list contains([], s)", {}, False),
        ("list contains([n, 2], 1)", {}, UNKNOWN),
        ("list contains([n, 1], 1)", {}, True),
        ("1 in (n, 2)", {}, UNKNOWN),
        ("1 / 0 > 3", {}, UNKNOWN),
        ("1 / 0 > 3 or true", {}, True),
        ("some x in actor.role satisfies true", {}, UNKNOWN),
        ("b and n > 1", {"b": OPEN, "n": OPEN}, OPEN),
        ("b and n > 1", {"b": OPEN}, UNKNOWN),
        ("if b then n > 1 else true", {"b": OPEN}, UNKNOWN),
        ('actor.role = "a"', {"actor.role": ("b", "a")}, True),
        ('actor.role != "a"', {"actor.role": ("b", "a")}, False),
    ],
)
def test_of_holes(text: str, values: dict[str, Any], wanted: Any) -> None:
    assert compiled(text)[1](values) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 / 3", "0.3333333333333333333333333333333333"),
        ("2 / 3", "0.6666666666666666666666666666666667"),
        ("1000000000000000000000000000000000 + 0.5", "1000000000000000000000000000000000"),
        ("1000000000000000000000000000000001 + 0.5", "1000000000000000000000000000000002"),
        ("0.1 + 0.2", "0.3"),
        ("decimal(2.5, 0)", "2"),
        ("decimal(3.5, 0)", "4"),
        ("round half up(2.5, 0)", "3"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(10.1, 4.5)", "1.1"),
        ("modulo(9999999999999999999999999999999999, 7)", str((10**34 - 1) % 7)),
        ("2 ** 3 ** 2", "64"),
        ("-2 ** 2", "4"),
        ("10 - 2 - 3", "5"),
        ("mean(1, 2, 4)", "2.333333333333333333333333333333333"),
    ],
)
def test_decimals_have_34_digits_half_even(text: str, wanted: str) -> None:
    assert compiled(text)[1]({}) == Decimal(wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('date("2024-01-31") + @"P1M" = date("2024-02-29")', True),
        ('date("2023-01-31") + @"P1M" = date("2023-02-28")', True),
        ('date("2024-02-29") + @"P1Y" = date("2025-02-28")', True),
        ('date("2024-02-29") - @"P4Y" = date("2020-02-29")', True),
        ('date("9999-12-31") + @"P1D" = date("2024-02-29")', UNKNOWN),
        ('date("9999-12-31") + @"P1M" = date("2024-02-29")', UNKNOWN),
        ('date("0001-01-01") - @"P1M" = date("2024-02-29")', UNKNOWN),
        ('date("2026-03-29") + @"PT23H" = date("2026-03-29")', True),
        ('date("2026-03-29") - @"PT1H" = date("2026-03-28")', True),
        ('@"2026-03-29T02:00:00+01:00" = @"2026-03-29T01:00:00Z"', True),
        ('date("2026-03-29") - date("2026-03-01") = @"P28D"', True),
        ('years and months duration(date("2024-02-29"), date("2025-02-28")) = @"P11M"', True),
        ('years and months duration(date("2025-02-28"), date("2024-02-29")) = @"-P11M"', True),
        ('@"P1Y" > @"P11M"', True),
        ('@"PT48H" = @"P2D"', True),
        ('@"P1W" = @"P7D"', True),
        ('date("2024-02-29").day = 29', True),
    ],
)
def test_dates_and_durations(text: str, wanted: Any) -> None:
    assert compiled(text)[1]({}) is wanted
