"""docs/feel.md: every example is evaluated, every function is there, and what rules take is what it says."""

import re
from pathlib import Path

import pytest

from govengine.dmn.functions import FUNCTIONS
from govengine.dmn.operations import equal
from govengine.feel import SyntaxFault, check, parse
from govengine.feel.builtins import BUILTINS, CLOCK
from tests.dmn.models import evaluated

PAGE = (Path(__file__).parents[2] / "docs/feel.md").read_text("utf-8")
EXAMPLES = re.findall(r"\| `([^`]+)` is `([^`]+)` \|", PAGE)
ROWS = re.findall(r"^\| \*\*([a-z ]+)\*\* .* \| (yes|no) \|", PAGE, re.MULTILINE)
CONSTRUCTS = PAGE.partition("## Constructs")[2].partition("## Built-in")[0]


@pytest.mark.parametrize(("expression", "expected"), EXAMPLES)
def test_example(expression, expected):
    found, wanted = evaluated(expression), evaluated(expected)
    assert equal(found, wanted) is True, f"{found} is not {wanted}"


def test_every_function_is_there_and_rules_take_those_it_says():
    assert [name for name, _ in ROWS] == list(FUNCTIONS)
    assert len(EXAMPLES) >= len(FUNCTIONS)
    assert {name for name, rules in ROWS if rules == "yes"} == set(BUILTINS)
    assert not CLOCK & set(FUNCTIONS)


def taken_by_rules(expression: str) -> bool:
    try:
        tree = parse(expression)
    except SyntaxFault:
        return False
    return not check(tree, {})[1]


def test_no_construct_is_refused_in_models_alone_without_saying_so():
    refused = re.findall(r"^\| [^|]+ \| no \| `([^`]+)` is", CONSTRUCTS, re.MULTILINE)
    assert len(refused) > 10
    assert not [expression for expression in refused if taken_by_rules(expression)]
