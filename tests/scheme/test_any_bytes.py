"""Any bytes given to the loader end in a version, or in our own diagnostics with a place."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from govengine.errors import Problem, SchemeError
from govengine.scheme import Library
from tests import counts
from tests.scheme.loading import FLOOR, LIMITS, SCHEME, versions_of

_PIECES = [
    *(b"{ } [ ] , : - ' \" # & * ! | > % @ ` ? \n \t \r \0 \xff \xc3\xa9 \xe2\x80\xa8 \xef\xbb\xbf".split(b" ")),
    *b"null true on ~ .. <<: --- ... && 1e999 -0 2026-02-30 P1Y not( 1/0 actor.role all none: if: from: only:".split(b" "),
    b"\n  ", b"\n    - ", b"{none: x}", b"when: ", b"level: stop", b"x" * 3_000, b"[" * 200, b"with: {role: minister}",
]  # fmt: skip


def load(scheme: bytes, table: bytes) -> list[Problem]:
    """As the service does: read, check among the others, bind."""
    versions, problems = versions_of({"scheme.yaml": scheme, "limits.csv": table}, {"scheme.yaml": FLOOR})
    library = Library(versions)
    for version in versions:
        problems += library.problems(version)
        try:
            library.stack_of(version, version.text.effective.since)
        except SchemeError as error:
            problems += error.problems
    return problems


def ends_well(scheme: bytes, table: bytes = LIMITS) -> None:
    for problem in load(scheme, table):
        assert problem.place.startswith(("scheme.yaml:", "limits.csv:")), problem
        assert problem.code
        assert problem.message
        assert problem.what_to_do
        str(problem).encode()


@st.composite
def edited(draw: st.DrawFn, text: bytes, most: int = 4) -> bytes:
    """The real text with a few pieces cut out, put in, doubled or moved."""
    for _ in range(draw(st.integers(1, most))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 1, 1, 2, 5, 20, 80))))
        piece = draw(st.sampled_from((*_PIECES, b"", text[start:end] * 2)) | st.binary(max_size=4))
        text = text[:start] + piece + text[end:]
    return text


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea\x00")
def test_any_bytes(content: bytes) -> None:
    ends_well(content)
    ends_well(SCHEME, content)


@given(edited(SCHEME), edited(LIMITS))
def test_the_example_edited(scheme: bytes, table: bytes) -> None:
    ends_well(scheme)
    ends_well(SCHEME, table)


@pytest.mark.long
@settings(max_examples=counts.of(3_000))
@given(edited(SCHEME, 8), edited(LIMITS, 8))
def test_the_example_edited_at_length(scheme: bytes, table: bytes) -> None:
    ends_well(scheme, table)
