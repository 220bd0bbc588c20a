"""Watches as they are written: every mistake at its place, and what a condition comes to."""

from decimal import Decimal

import pytest

from govengine.feel.plain import AllOf, AnyOf, Plain
from govengine.scheme import Library
from govengine.scheme.bound_watch import BoundWatch
from tests.scheme.loading import FLOOR, LIMITS, SCHEME, errors, versions_of

WATCH = """\
watches:
  - id: often
    for: [hardship_payment]
    same: person.ref
    count: 3
    within: P30D
    asks: {role: team_manager}
    because: Is this still one-off help?
"""

EDITS = [
    ("count: 3\n", "count: 3\n    when: ^decision.amount > decision.amount * 2\n", "watch-condition"),
    ("count: 3\n", "count: 3\n    when: ^history.household_90d + decision.amount > 3\n", "watch-condition"),
    ("count: 3\n", "count: 3\n    when: ^some r in actor.role satisfies r = \"x\"\n", "watch-condition"),
    ("count: 3\n", "count: 3\n    when: ^decision.amuont > 3\n", "unknown-name"),
    ("count: 3\n", "count: 3\n    when: ^decision.amount > \"3\"\n", "type-mismatch"),
    ("count: 3\n", "count: 3\n    when: ^decision.amount > 0.00001\n", "watch-limit"),
    ("count: 3\n", "count: 3\n    when: ^decision.amount > 1000000000000\n", "watch-limit"),
    ("count: 3\n", f"count: 3\n    when: ^person.place = \"{'x' * 1001}\"\n", "watch-limit"),
    ("count: 3\n", "count: 3\n    when: ^" + " or ".join(f"decision.amount = {n}" for n in range(41)) + "\n", "watch-limit"),
    ("count: 3\n", "count: 3\n    total: {fact: ^person.consent, over: 5}\n", "type-mismatch"),
    ("count: 3\n", "count: 3\n    total: {fact: decision.amount, over: ^'\"1000\"'}\n", "type-mismatch"),
    ("count: 3\n", "count: 3\n    of: ^alowed\n", "unknown-word"),
    ("  - id: often", "  - ^id: often\n    each_way: true", "watch-parts"),
    ("  - id: often", "  - ^id: often\n    share: 50\n    of: silent", "watch-parts"),
    ("  - id: often", "  - ^id: often\n    share: 100\n    of: approved", "watch-parts"),
    ("  - id: often", "  - ^id: often\n    after: P3D", "watch-parts"),
    ("  - id: often", "  - ^id: often\n    of: approved\n    without: answer", "watch-parts"),
    ("same: person.ref", "^same: pair".replace("^", ""), "watch-parts"),
    ("same: person.ref", "same: ^person.reff", "unknown-fact"),
    ("within: P30D", "within: P2Y", "watch-limit"),
    ("within: P30D", "within: P367D", "watch-limit"),
    ("count: 3\n", "count: 101\n", "watch-limit"),
    ("count: 3\n", "count: 1\n", "watch-limit"),
    ("count: 3\n", "count: ^true\n", "bad-value"),
    ("{role: team_manager}", "{role: ^team_manger}", "unknown-role"),
    ("{role: team_manager}", "{role: team_manager, for: ^audit}", "unknown-word"),
    ("{role: team_manager}", "{role: team_manager, within: PT5H}", "watch-limit"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code"), EDITS)
def test_a_mistake_is_named_at_its_place(old: str, new: str, code: str) -> None:
    assert old in WATCH
    written = WATCH.replace(old, new)
    mark = written.find("^")
    text = SCHEME.decode() + written.replace("^", "")
    problem = next((p for p in found(text) if p.code == code), None)
    assert problem is not None, [str(p) for p in found(text)]
    assert problem.place.startswith("scheme.yaml:")
    if mark >= 0:
        at = len(SCHEME.decode()) + mark
        line = text.count("\n", 0, at) + 1
        wanted = f"scheme.yaml:{line}:{at - text.rfind(chr(10), 0, at)}"
        assert wanted in [p.place for p in found(text) if p.code == code]


def found(text: str) -> list:
    return errors({"scheme.yaml": text.encode(), "limits.csv": LIMITS})


def bound(extra: str) -> BoundWatch:
    text = SCHEME.decode() + WATCH.replace("count: 3\n", f"count: 3\n{extra}")
    assert found(text) == []
    versions, _ = versions_of({"scheme.yaml": text.encode(), "limits.csv": LIMITS}, {"scheme.yaml": FLOOR})
    stack = Library(versions).stack_of(versions[0], versions[0].text.effective.since)
    (watch,) = stack.watches
    return watch


def amount(operator: str, figure: int) -> Plain:
    return Plain("decision.amount", operator, Decimal(figure))


@pytest.mark.parametrize(
    ("when", "test"),
    [
        ("decision.amount > worker_limit * 2", (amount(">", 1000),)),
        ("100 < decision.amount", (amount(">", 100),)),
        ("not(decision.amount > 1)", (amount("<=", 1),)),
        ("not(decision.amount > 1 or decision.amount = 0)", (AllOf((amount("<=", 1), amount("!=", 0))),)),
        ("decision.amount in [1..2)", (AnyOf((AllOf((amount(">=", 1), amount("<", 2))),)),)),
        ("not(decision.amount in (1, 2))", (AllOf((amount("!=", 1), amount("!=", 2))),)),
        ("other-help", (Plain("decision.other_help_tried", "=", value=True),)),
        ("not(person.consent)", (Plain("person.consent", "!=", value=True),)),
        ('decision.kind = "hardship_payment"', (Plain("decision.kind", "=", "hardship_payment"),)),
    ],
)  # fmt: skip
def test_a_condition_comes_to_plain_tests(when: str, test: object) -> None:
    assert bound(f"    when: {when}\n").when == AllOf(test)


def test_what_is_left_out() -> None:
    watch = bound("")
    assert (watch.of, watch.days, watch.answer_days, watch.asks_for) == ("allowed", 30, 14, "conversation")
    assert (watch.when, watch.total, watch.without, watch.share) == (None, None, None, None)
    total = bound("    total: {fact: decision.amount, over: worker_limit}\n").total
    assert total == ("decision.amount", Decimal(500))
