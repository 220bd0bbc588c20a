"""What the documentation says of the language is so."""

import pytest

from govengine.feel import check, compile_expression, parse, text_of
from govengine.feel.builtins import BUILTINS
from govengine.scheme.expressions import CONDITION_FUNCTIONS
from govengine.scheme.language import FUNCTIONS, OPERATORS, SENIOR, Phrase
from tests.scheme.test_seniority import condition


def test_every_function_is_described_and_no_other():
    assert list(FUNCTIONS) == list(BUILTINS)
    assert [*FUNCTIONS, SENIOR.written.partition("(")[0]] == list(CONDITION_FUNCTIONS)


def test_the_example_of_senior_comes_to_what_is_said():
    example = SENIOR.example.replace("team_manager", "officer").replace("support_worker", "clerk")
    value, _ = condition([["clerk", "officer"]], example)
    assert text_of(value({})) == SENIOR.gives


@pytest.mark.parametrize("phrase", [*OPERATORS, *FUNCTIONS.values()], ids=lambda phrase: phrase.written)
def test_examples_come_to_what_is_said(phrase: Phrase):
    tree, faults = check(parse(phrase.example, {}), {})
    assert faults == []
    assert text_of(compile_expression(tree)({})) == phrase.gives


def test_examples_of_functions_call_them():
    for name, phrase in FUNCTIONS.items():
        assert phrase.written.startswith(f"{name}(")
        assert f"{name}(" in phrase.example
