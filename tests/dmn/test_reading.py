"""Models that cannot be read, and bytes that are no model, end in our own errors with a place."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govengine.dmn.carrying import carry
from govengine.dmn.cases import read_cases
from govengine.dmn.reader import read_model
from govengine.dmn.run import Run
from govengine.dmn.xml import LARGEST, ModelError
from tests.dmn.models import NAMESPACE, decided, document, table, text
from tests.dmn.refused import REFUSED

WHEN_RUN = ("dmn-cycle", "dmn-limit")


def read_or_refused(data: bytes):
    """The model, or None when it was refused with a place; anything else is raised."""
    try:
        return read_model(data, "m.dmn")
    except ModelError as error:
        refused = error
    assert all(problem.place.startswith("m.dmn:") for problem in refused.problems)
    return None


def problems_of(code: str, data: bytes):
    if code == "tck-value":
        with pytest.raises(ModelError) as error:
            read_cases(data, "m.xml")
        return error.value.problems
    if code in WHEN_RUN:
        run = Run(read_model(data, "m.dmn"), {})
        assert run.decide("d") is None
        return run.problems
    with pytest.raises(ModelError) as error:
        carry(read_model(data, "m.dmn"))
    return error.value.problems


@pytest.mark.parametrize("code", REFUSED)
def test_refused_by_name_with_a_place(code):
    problem, *_ = problems_of(code, REFUSED[code])
    assert problem.code == code
    assert problem.place.split(":")[0] in ("m.dmn", "m.xml")
    assert int(problem.place.split(":")[1]) >= 1


def test_an_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    data = f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}">]><definitions xmlns="{NAMESPACE}">&e;</definitions>'
    with pytest.raises(ModelError) as error:
        read_model(data.encode(), "m.dmn")
    assert error.value.code == "xml-doctype"


def test_too_large():
    with pytest.raises(ModelError) as error:
        read_model(b" " * (LARGEST + 1), "m.dmn")
    assert error.value.code == "file-too-large"


def test_boxes_too_deep():
    inner = text("literalExpression", "1")
    for _ in range(50):
        inner = f"<list>{inner}</list>"
    with pytest.raises(ModelError) as error:
        read_model(document(f'<decision id="d" name="d">{inner}</decision>'), "m.dmn")
    assert error.value.code == "too-deep"


@given(st.binary(max_size=400))
@example(b"")
@example("\ufeff<a/>".encode("utf-16"))
def test_any_bytes(data):
    assert read_or_refused(data) is None


PIECES = ["<", ">", "decision", 'id="d"', "</", "&lt;", "text", "\x00", "é", "-", '"', "list", " "]


@given(st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(PIECES)), max_size=4))
def test_a_damaged_model(edits):
    data = document(table('hitPolicy="FIRST"', [(["< 5"], ["1"]), (["-"], ["x + 1"])])).decode()
    for place, piece in edits:
        at = place % len(data)
        data = data[:at] + piece + data[at:]
    model = read_or_refused(data.encode())
    if model is not None:
        run = Run(model, {})
        for decision in model.decisions.values():
            run.decide(decision.variable.name)


WORDS = ["for", "x", "in", "1..9", "return", "(", ")", "[", "]", "{", "}", ":", ",", '"a"', "@", "and", "not", "-",
         "1", "**", ".", "?", "function", "instance", "of", "list", "<", ">", "if", "then", "else", "between", "null",
         "some", "satisfies", "date", "matches", "=", "9e6144"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_expression_has_a_value_or_is_null(words):
    if all(character.isprintable() for character in words):
        decided(
            f'<inputData id="i" name="x"/><decision id="d" name="d">{text("literalExpression", words)}</decision>'
        )


@pytest.mark.parametrize(
    "expression",
    [
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a+)+b")',
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "(a|a)*b")',
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "((a{1,9}){1,9}){1,9}b")',
        'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a*a*a*a*a*a*a*a*a*a*b")',
        "9.9E+6144 * 10",
        "10 ** 1000000",
        "(function(f) f(f))(function(f) f(f))",
        "count(for a in 1..100000000 return a)",
        "count(1.." + "9" * 30 + ")",
    ],
)
def test_what_would_never_end_is_null(expression):
    assert decided(f'<decision id="d" name="d">{text("literalExpression", expression)}</decision>') is None
