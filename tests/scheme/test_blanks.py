"""Rules as sentences with blanks: an edit changes exactly the characters of its blank."""

from pathlib import Path

import pytest

from govengine.errors import SchemeError
from govengine.scheme.blanks import Sort, filled, written
from govengine.scheme.rule_sentences import sentences_of

RULES = sorted((Path(__file__).parents[2] / "rules").glob("*/*/scheme.yaml"))
OTHER = {
    Sort.NUMBER: "7777",
    Sort.DAY: "2031-05-06",
    Sort.LENGTH: "P77D",
    Sort.ROLE: "somebody_else",
    Sort.LEVEL: "agree",
    Sort.STEP: "shadow",
    Sort.FLAG: "true",
}


def blanks_of(text: str):
    return [blank for sentence in sentences_of(text, "scheme.yaml") for blank in sentence.blanks]


@pytest.mark.parametrize("path", RULES, ids=lambda path: "/".join(path.parts[-3:-1]))
@pytest.mark.parametrize("made", [lambda t: t, lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_every_blank_of_every_scheme_can_be_filled_alone(path, made):
    text = made(path.read_bytes().decode())
    blanks = blanks_of(text)
    assert blanks
    assert len({blank.id for blank in blanks}) == len(blanks)
    for blank in blanks:
        changed = filled(text, {blank: OTHER[blank.sort]})
        assert changed == text[: blank.start] + OTHER[blank.sort] + text[blank.start + len(blank.value) :]
        again = {one.id: one.value for one in blanks_of(changed)}
        assert again == {one.id: one.value for one in blanks} | {blank.id: OTHER[blank.sort]}


def test_a_figure_reads_as_a_sentence():
    text = next(p for p in RULES if "neighbourhood-support" in str(p)).read_text()
    worker = next(one for one in sentences_of(text, "scheme.yaml") if one.name == "hardship-worker")
    said = " ".join(part if isinstance(part, str) else f"[{part.value}]" for part in worker.parts)
    assert said == (
        "The [support_worker] decides hardship payment at level [act] when the amount is at most worker limit "
        "and other help; then: tell harbour housing within [P2D]"
    )
    limit = blanks_of(text)[0]
    assert (limit.value, limit.unit, limit.place.line) == ("500", "GBP", 38)


def test_several_are_filled_at_once():
    text = "scheme: s\nvalues: {a: {is: 5}, b: {is: 60}}  # kept\n"
    first, second = blanks_of(text)
    assert (
        filled(text, {first: "500", second: "6"}) == "scheme: s\nvalues: {a: {is: 500}, b: {is: 6}}  # kept\n"
    )


def test_what_is_folded_or_escaped_has_no_blank():
    text = "values:\n  a: {is: \"5\\u0030\"}\n  b:\n    is: >\n      6\n  c: {is: '7'}\n"
    assert [blank.value for blank in blanks_of(text)] == ["7"]


@pytest.mark.parametrize(
    ("sort", "typed", "wanted"),
    [
        (Sort.NUMBER, "£1,250.50", "1250.50"),
        (Sort.NUMBER, " 600 ", "600"),
        (Sort.NUMBER, "500.00", "500"),
        (Sort.DAY, "1 April 2026", "2026-04-01"),
        (Sort.DAY, "1/4/2026", "2026-04-01"),
        (Sort.LENGTH, "2 weeks", "P14D"),
        (Sort.LENGTH, "24 hours", "PT24H"),
        (Sort.LENGTH, "P3M", "P3M"),
        (Sort.FLAG, "true", "true"),
    ],
)
def test_what_people_type(sort, typed, wanted):
    (blank,) = blanks_of("values: {a: {is: 500}}\n")
    assert written(_with(blank, sort), typed) == wanted


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    "typed", ["=1+1", "+5", "@SUM(A1)", "", "x: y", "5, b: 6", "5}", "1,2", "-1", "5 # x", "§", "1e9"]
)
def test_what_is_none_of_its_kind_is_said(sort, typed):
    (blank,) = blanks_of("values: {a: {is: 500}}\n")
    with pytest.raises(ValueError, match=r"^must "):
        written(_with(blank, sort), typed)


def _with(blank, sort):
    from dataclasses import replace

    return replace(blank, sort=sort)


@pytest.mark.parametrize("text", ["", "- a\n", "a: [", "a: &x 1"])
def test_what_cannot_be_read_is_a_problem(text):
    with pytest.raises(SchemeError):
        sentences_of(text, "scheme.yaml")
