"""What the documentation says of the language is so."""

import pytest

from govengine.feel import check, compile_expression, parse, text_of
from govengine.feel.builtins import BUILTINS
from govengine.scheme.language import FUNCTIONS, OPERATORS, Phrase


def test_every_function_is_described_and_no_other():
    assert list(FUNCTIONS) == list(BUILTINS)


@pytest.mark.parametrize("phrase", [*OPERATORS, *FUNCTIONS.values()], ids=lambda phrase: phrase.written)
def test_examples_come_to_what_is_said(phrase: Phrase):
    tree, faults = check(parse(phrase.example, {}), {})
    assert faults == []
    assert text_of(compile_expression(tree)({})) == phrase.gives


def test_examples_of_functions_call_them():
    for name, phrase in FUNCTIONS.items():
        assert phrase.written.startswith(f"{name}(")
        assert f"{name}(" in phrase.example
