"""`senior(a, b)` in a condition against the definition: a above b on some line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govengine.feel import UNKNOWN, compile_expression
from govengine.scheme import Library, read_version
from tests.scheme.loading import errors

ROLES = ["clerk", "officer", "head", "auditor"]

SCHEME = """
scheme: seniority
version: "1"
title: Seniority
owner: council
layer: organisation
jurisdiction: England
effective: {{from: 2026-01-01}}
source: {{title: An example}}
bodies: {{council: {{title: Council}}}}
roles: {{clerk: {{body: council}}, officer: {{body: council}}, head: {{body: council}}, auditor: {{body: council}}}}
lines: {lines}
ask: {{role: head}}
accountable: {{role: auditor}}
outcomes: {{fair: {{title: Fair, shared_by: [council]}}}}
kinds: {{letter: {{is: [individual]}}}}
facts:
  decision.signatory: {{type: string, one_of: [clerk, officer, head, auditor]}}
  decision.reference: {{type: string}}
  decision.otherwise: {{type: boolean}}
grants:
  - {{id: letters, for: letter, role: clerk, level: act, when: '{when}'}}
"""

LINES = st.lists(st.lists(st.sampled_from(ROLES), min_size=1, unique=True), min_size=1, max_size=3)
ONE = st.sampled_from(ROLES)
SIDE = st.one_of(
    ONE.map(lambda role: (f'"{role}"', {}, [role])),
    st.lists(ONE, unique=True).map(lambda held: ("actor.role", {"actor.role": tuple(held)}, held)),
    ONE.map(lambda role: ("decision.signatory", {"decision.signatory": role}, [role])),
)


def text_of(lines, when):
    named = ", ".join(f"line{number}: [{', '.join(line)}]" for number, line in enumerate(lines))
    return SCHEME.format(lines="{" + named + "}", when=when).encode()


def condition(lines, when):
    """The value of a grant's condition for some facts, and the facts it reads.

    What can never hold would not load, so each condition could hold otherwise as well.
    """
    text = text_of(lines, f"{when} or decision.otherwise")
    version, problems = read_version({"scheme.yaml": text})
    assert version is not None, problems
    library = Library([version])
    assert [p for p in library.problems(version) if p.severity == "error"] == []
    stack = library.stack_of(version, version.text.effective.since)
    [grant] = stack.grants
    [clause] = grant.clauses
    value = compile_expression(clause.tree)
    read = tuple(name for name in clause.facts if name != "decision.otherwise")
    return lambda facts: value({"decision.otherwise": False, **facts}), read


@given(lines=LINES, above=SIDE, below=SIDE)
def test_senior_is_above_on_some_line(lines, above, below):
    if above[0] == below[0] != '"':
        below = (below[0], {}, above[2] if above[0] in ("actor.role", "decision.signatory") else below[2])
    value, _ = condition(lines, f"senior({above[0]}, {below[0]})")
    expected = any(
        a in line and b in line and line.index(a) > line.index(b)
        for line in lines
        for a in above[2]
        for b in below[2]
    )
    assert value({**below[1], **above[1]}) is expected


@given(lines=LINES, role=ONE)
def test_with_a_role_that_is_not_known_it_is_unknown_or_holds_for_every_role(lines, role):
    value, read = condition(lines, f'senior(decision.signatory, "{role}")')
    found = value({"decision.signatory": UNKNOWN})
    each = {value({"decision.signatory": one}) for one in ROLES}
    assert found is UNKNOWN or each == {found}
    assert read == (("decision.signatory",) if True in each else ())


@pytest.mark.parametrize(
    ("when", "code", "column"),
    [
        ('senior(actor.role, "offiser")', "unknown-role", 19),
        ('senior("", actor.role)', "unknown-role", 7),
        ("senior(decision.reference, actor.role)", "open-role", 7),
        ('senior("head", if true then "clerk" else "head")', "open-role", 15),
        ("senior(actor.role, 5)", "type-mismatch", 19),
        ('senior("head")', "arguments", 0),
        ('seniour("head", "clerk")', "unknown-function", 0),
    ],
)
def test_mistakes_have_a_code_and_a_place(when, code, column):
    files = {"scheme.yaml": text_of([["clerk", "officer", "head"]], when)}
    line = (
        files["scheme.yaml"]
        .decode()
        .splitlines()
        .index(next(text for text in files["scheme.yaml"].decode().splitlines() if "id: letters" in text))
        + 1
    )
    start = files["scheme.yaml"].decode().splitlines()[line - 1].index(when) + 1
    [problem] = errors(files)
    assert (problem.code, problem.place) == (code, f"scheme.yaml:{line}:{start + column}")


def test_a_value_cannot_ask_about_seniority():
    text = text_of([["clerk", "head"]], "true") + b'values: {a: {is: \'senior("head", "clerk")\'}}\n'
    assert [p.code for p in errors({"scheme.yaml": text})] == ["unknown-function"]
