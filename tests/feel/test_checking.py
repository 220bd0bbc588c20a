"""Type errors, each with its code and its place; and what may not be asked at all (MEANING rule 4)."""

import pytest

from govengine.feel import check, parse
from tests.feel.expressions import SCOPE

CASES = [
    ("n = s", "type-mismatch", 0),
    ('n > "500"', "type-mismatch", 0),
    ("s < s", "type-mismatch", 0),
    ("b and n", "type-mismatch", 6),
    ("not(n)", "type-mismatch", 4),
    ("if n then 1 else 2", "type-mismatch", 3),
    ('(if b then 1 else "a") = 1', "type-mismatch", 0),
    ("n + s > 1", "type-mismatch", 0),
    ("d + n = d", "type-mismatch", 0),
    ("d * 2 = d", "type-mismatch", 0),
    ("term + wait = term", "type-mismatch", 0),
    ("wait / 2 = wait", "type-mismatch", 0),
    ("n in [1..d]", "type-mismatch", 5),
    ('s in ["a".."b"]', "type-mismatch", 5),
    ("[1, s] = [1]", "type-mismatch", 0),
    ("b between b and b", "type-mismatch", 10),
    ("n in (1, s)", "type-mismatch", 9),
    ("actor.role > 1", "type-mismatch", 0),
    ("amounts in (> 1)", "type-mismatch", 12),
    ("every x in n satisfies b", "type-mismatch", 11),
    ("some x in amounts satisfies x", "type-mismatch", 28),
    ("some n in amounts satisfies n > 1", "redeclared", 0),
    ("n = null", "null-comparison", 0),
    ("n in (null)", "null-comparison", 6),
    ("now() > t", "clock", 0),
    ("today() > d", "clock", 0),
    ("decision.amuont > 1", "unknown-name", 0),
    ("b and decision.amuont > 1", "unknown-name", 6),
    ("cuont(amounts) > 1", "unknown-function", 0),
    ("count(n) > 1", "type-mismatch", 6),
    ("count() > 1", "arguments", 0),
    ("contains(s) and b", "arguments", 0),
    ("sum(s) > 1", "type-mismatch", 4),
    ("min(b, b)", "type-mismatch", 0),
    ("min([1..2], [1..2]) = 1", "type-mismatch", 0),
    ("min([1], [2]) = [1]", "type-mismatch", 0),
    ("s.year = 2", "unknown-property", 0),
    ("d.hour = 2", "unknown-property", 0),
    ('date("2026-02-30") = d', "temporal", 0),
    ('date and time("2026-02-28T10:00:00") = t', "temporal", 0),
    ("duration(s) = wait", "temporal", 0),
    ('duration("P1Y1D") = wait', "temporal", 0),
    ('number("ten") > 1', "temporal", 0),
    ("-s = s", "type-mismatch", 1),
]


@pytest.mark.parametrize(("text", "code", "start"), CASES)
def test_what_is_wrong_and_where(text: str, code: str, start: int) -> None:
    _, faults = check(parse(text, SCOPE), SCOPE)
    assert (code, start) in [(fault.code, fault.start) for fault in faults], faults
    assert all(fault.message and fault.what_to_do for fault in faults)


def test_every_mistake_is_reported_at_once() -> None:
    _, faults = check(parse("n = s and decision.amuont > 1 and now() > t", SCOPE), SCOPE)
    assert [fault.code for fault in faults] == ["type-mismatch", "unknown-name", "clock"]


def test_a_near_name_is_suggested() -> None:
    _, (fault,) = check(parse("decision.amuont > 1", SCOPE), SCOPE)
    assert fault.did_you_mean == "decision.amount"
