"""Places, names, nesting, and that nothing but SyntaxFault comes out of arbitrary text."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govengine.feel import Fault, SyntaxFault, check, compile_expression, lexicon_of, parse, parse_unary_tests
from govengine.feel.tree import DEEPEST, And, Expression, In, Name, Quantified, RangeOf, nodes_of
from tests.feel.expressions import SCOPE, expressions

_WORDS = (
    *[
        "and",
        "or",
        "not",
        "in",
        "between",
        "if",
        "then",
        "else",
        "some",
        "every",
        "satisfies",
        "true",
        "false",
        "null",
        "instance",
        "of",
        "x",
        "for",
        "return",
    ],
    *[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        "..",
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        ":",
        "@",
        "?",
        '"',
        '"',
        "//",
        "/*",
        "*/",
        "1",
        "2.5",
        ".5",
        "1e3",
        "é",
        "\u2019",
        "\\",
        "\n",
        "\U0001d4b3",
        "$",
    ],
    *SCOPE,
    "count(",
    "list contains(",
    'date("2026-02-30")',
    '"a"',
    '@"P1D"',
)


def texts() -> st.SearchStrategy[str]:
    """Arbitrary text, and text made of the language's own words."""
    return st.text(max_size=60) | st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join)


@given(texts())
@example('some x in [1] satisfies x."')
@example("\x00")
@example("1" * 2_000)
@example("1e999999999999")
@example('"\\u12"')
@example('"\\UFFFFFF"')
@example('"\\uD800"')
def test_only_a_syntax_fault_comes_out(text: str) -> None:
    ends_in_a_value_or_a_fault(text)


def ends_in_a_value_or_a_fault(text: str) -> None:
    for read in (lambda: parse(text, SCOPE), lambda: parse_unary_tests(text, "n", SCOPE)):
        tree, fault = tree_or_fault(read)
        if fault is not None:
            assert fault.code
            assert 0 <= fault.start <= len(text)
        if tree is not None:
            checked, faults = check(tree, SCOPE)
            assert all(0 <= fault.start <= len(text) for fault in faults)
            if not faults:
                compile_expression(checked)({})


def tree_or_fault(read: Callable[[], Expression | None]) -> tuple[Expression | None, Fault | None]:
    try:
        return read(), None
    except SyntaxFault as error:
        return None, error.fault


@given(expressions())
def test_the_text_of_a_node_is_that_node(text: str) -> None:
    tree = parse(text, SCOPE)
    bound = {node.variable for node in nodes_of(tree) if isinstance(node, Quantified)}
    for node in nodes_of(tree):
        if not isinstance(node, RangeOf):  # `between` makes one that stands nowhere in the text
            assert parse(text[node.start : node.end], {*SCOPE, *bound}) == node


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        ("other-help", ("other-help",), "other-help"),
        ("weekly rent", ("weekly rent", "weekly"), "weekly rent"),
        ("date of birth", ("date of birth",), "date of birth"),
        ("decision.amount", ("decision.amount", "decision"), "decision.amount"),
        ("not-yet", ("not-yet",), "not-yet"),
        ("in-care", ("in-care",), "in-care"),
        ("older", ("old",), "older"),
        ("unknown-thing.here", (), "unknown-thing.here"),
    ],
)
def test_the_longest_known_name_is_taken(text: str, names: tuple[str, ...], wanted: str) -> None:
    assert parse(text, names) == Name(name=wanted)


def test_a_hyphen_between_known_names_is_a_minus() -> None:
    assert parse("a-b", ("a", "b")) == parse("a - b", ("a", "b"))


def test_and_binds_tighter_than_or_and_both_lie_flat() -> None:
    assert parse("a or b and c", "abc") == parse("a or (b and c)", "abc")
    tree = parse("a and b and (a and c)", "abc")
    assert isinstance(tree, And)
    assert len(tree.operands) == 4


def test_a_clause_keeps_its_brackets() -> None:
    text = "(a + 1) * 2 > 3 and b"
    tree = parse(text, "ab")
    assert isinstance(tree, And)
    assert [text[o.start : o.end] for o in tree.operands] == ["(a + 1) * 2 > 3", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5_000,
        "[" * 5_000,
        "-" * 5_000 + "a",
        "not(" * 1_000 + "a" + ")" * 1_000,
        "if a then " * 900 + "a",
        "+".join("a" * 500),
        "a" + " in (a)" * 500,
        "(" * 50 + "+".join("a" * 50) + (")" + "+a" * 50) * 50,
        "some x in " * 500 + "a",
    ],
)
def test_deep_nesting_is_said_and_costs_nothing(text: str) -> None:
    with pytest.raises(SyntaxFault) as caught:
        parse(text, "a")
    assert caught.value.fault.code in ("too-deep", "syntax")


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "not(" * n + "b" + ")" * n,
        lambda n: "(b in (true, " * (n // 2) + "b" + "))" * (n // 2),
        lambda n: "((" * (n // 4) + "b" + " in (true, b)) in (false, b))" * (n // 4),
        lambda n: "[" * (n - 3) + "b" + "]" * (n - 3) + " = []",
        lambda n: "(b and " * (n // 2 - 1) + "b" + ")" * (n // 2 - 1),
        lambda n: "if b then b else " * (n - 2) + "b",
        lambda n: "+".join("n" * (n - 2)) + " > 1",
        lambda n: "".join(f"some x{i} in [b] satisfies " for i in range(n // 2)) + "b",
    ],
)
def test_as_deep_as_may_be_still_compiles(make: Any) -> None:
    for depth in range(DEEPEST, 4, -1):
        try:
            tree = parse(make(depth), SCOPE)
        except SyntaxFault:
            continue
        checked, faults = check(tree, SCOPE)
        assert faults == [] or faults[0].code == "type-mismatch"
        compile_expression(checked)({"b": True})
        return
    pytest.fail("nothing parsed")


def test_length_is_limited() -> None:
    with pytest.raises(SyntaxFault) as caught:
        parse("a " * 5_001)
    assert caught.value.fault.code == "too-long"


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("n > ", "syntax", 4),
        ("n == 3", "syntax", 3),
        ("n > 3 > 2", "syntax", 6),
        ("“east”", "syntax", 0),
        ("n ≤ 3", "syntax", 2),
        ('s = "east', "syntax", 4),
        ('s = "\\q"', "syntax", 4),
        ("n > 12345678901234567890123456789012345", "number", 4),
        ("n > 1e400", "number", 4),
        ('d > @"2026-02-30"', "temporal", 4),
        ('d > @"P1Y1D"', "temporal", 4),
        ("d instance of date", "instance-of", 2),
        ("n in [1..2", "syntax", 10),
        ("b and", "syntax", 5),
        ("n # 2", "syntax", 2),
    ],
)
def test_faults_say_where(text: str, code: str, start: int) -> None:
    with pytest.raises(SyntaxFault) as caught:
        parse(text, SCOPE)
    assert (caught.value.fault.code, caught.value.fault.start) == (code, start)


@pytest.mark.parametrize(
    ("cell", "value", "wanted"),
    [
        ("<= 500", "500", True),
        ("<= 500", "501", False),
        ("(500..2000]", "500", False),
        ("(500..2000]", "2000", True),
        ("]500..2000[", "2000", False),
        ("1, 2, > 100", "2", True),
        ("1, 2, > 100", "101", True),
        ("1, 2, > 100", "3", False),
        ("not(1, 2)", "3", True),
        ("not(1, 2)", "2", False),
        ("!= 3", "3", False),
        ("n", "3", True),
        ("<= weekly rent", "3", True),
    ],
)
def test_unary_tests(cell: str, value: str, wanted: object) -> None:
    tree = parse_unary_tests(cell, "n", lexicon_of(SCOPE))
    assert tree is not None
    checked, faults = check(tree, SCOPE)
    assert faults == []
    assert compile_expression(checked)({"n": Decimal(value), "weekly rent": Decimal(5)}) is wanted


@pytest.mark.parametrize("cell", ["", " ", "-", " - "])
def test_an_empty_cell_holds_for_anything(cell: str) -> None:
    assert parse_unary_tests(cell, "n") is None


def test_a_cell_of_texts() -> None:
    tree = parse_unary_tests('"a", "b"', "s", SCOPE)
    assert isinstance(tree, In)
    assert compile_expression(check(tree, SCOPE)[0])({"s": "b"}) is True
