"""Parse after print is identity."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.feel import parse
from govengine.feel.printing import printed
from govengine.feel.tree import Literal
from govengine.feel.types import BOOLEAN, DATE, NUMBER, STRING, list_of
from tests.feel.expressions import SCOPE, expressions


@pytest.mark.generated
@given(st.sampled_from([BOOLEAN, NUMBER, STRING, DATE, list_of(NUMBER)]).flatmap(expressions))
def test_what_is_printed_is_read_as_the_same(text):
    tree = parse(text, SCOPE)
    assert parse(printed(tree), SCOPE) == tree


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text(value):
    assert parse(printed(Literal(value=value))) == Literal(value=value)


@pytest.mark.parametrize(
    "text",
    [
        "-5 ** 2",
        "-(5 ** 2)",
        "1 - (2 - 3)",
        "a or b and c",
        "(a or b) and c",
        "x in (<= 5, ]1..5], (2..3), null)",
        "x in (1)",
        "5 between 1 and 10 and a",
        'if a then "x\\"y" else "\\\\"',
        "every v in [1, -2] satisfies (some w in xs satisfies v = w)",
        '(@"2026-02-28").year',
        '@"P1Y2M" = @"-P90D"',
        '@"2026-02-28T10:15:00Z" < @"2026-02-28T10:15:00+01:00"',
        "0.000000000000000000001 * 100000000000000000000000000000000",
    ],
)
def test_each_construct(text):
    names = ("a", "b", "c", "x", "xs")
    tree = parse(text, names)
    assert parse(printed(tree), names) == tree
