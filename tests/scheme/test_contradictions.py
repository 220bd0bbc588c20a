"""Comparisons that never hold, always hold, or name a value that is not listed."""

import pytest

from tests.scheme.small import VISIT, codes, found_in, small, with_grant

NEVER = [
    "decision.amount > 500 and decision.amount <= 500",
    "decision.amount < 0",
    "decision.amount = -1",
    "decision.amount in [5..3]",
    "decision.amount in (1, 2) and decision.amount in [3..4]",
    "decision.amount in [1..2) and decision.amount >= 2",
    "person.consent and not(person.consent)",
    "person.consent = true and person.consent = false",
    "not(person.consent or not(person.consent))",
    'decision.tenure = "tenant" and decision.tenure = "owner"',
    'decision.tenure != "tenant" and decision.tenure != "owner" and decision.tenure != "lodger"',
    'decision.reason = "a" and decision.reason in ("b", "c")',
    "decision.visits < decision.amount and decision.visits >= decision.amount",
    "decision.visits = decision.amount and decision.amount != decision.visits",
    'decision.day > date("2026-05-01") and decision.day < @"2026-04-01"',
    "(decision.amount > 500 or person.consent) and decision.amount < 100 and not(person.consent)",
    "500 < decision.amount and 400 >= decision.amount",
]

CAN_HOLD = [
    "decision.amount > 500 and decision.amount <= 500.01",
    "decision.amount >= 500 and decision.amount <= 500",
    "decision.amount > 500 or decision.amount <= 500 and person.consent",
    'decision.tenure != "tenant" and decision.tenure != "owner"',
    'decision.reason != "a" and decision.reason != "b"',
    "decision.visits < decision.amount and decision.amount < decision.visits + 5",
    'list contains(decision.flags, "red") and list contains(decision.flags, "blue")',
    "decision.visits < 0",
]


@pytest.mark.parametrize("when", NEVER)
def test_a_rule_that_never_holds_is_an_error(when: str) -> None:
    found = found_in(with_grant(when))
    assert "never-holds" in codes(found)
    problem = next(p for p in found if p.code == "never-holds")
    assert problem.severity == "error"
    assert problem.place.startswith("scheme.yaml:25:")


@pytest.mark.parametrize("when", CAN_HOLD)
def test_a_rule_that_can_hold_is_not(when: str) -> None:
    assert codes(found_in(with_grant(when))) == []


def test_the_place_is_that_of_the_comparison() -> None:
    files = with_grant("decision.amount > 500 and decision.amount <= 500")
    line = files["scheme.yaml"].decode().splitlines()[24]
    (problem,) = found_in(files)
    assert problem.place == f"scheme.yaml:25:{line.index('decision.amount <=') + 1}"
    assert "`decision.amount > 500` and `decision.amount <= 500` exclude one another" in problem.message


def test_named_conditions_and_figures_are_seen_through() -> None:
    rules = f"values: {{limit: {{is: 500}}}}\nconditions: {{big: decision.amount > limit}}\ngrants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, when: big and decision.amount < limit}}]"
    assert codes(found_in(small(rules))) == ["never-holds"]


def test_a_part_that_never_holds_is_a_warning() -> None:
    (problem,) = found_in(with_grant("decision.amount < 0 or person.consent"))
    assert (problem.code, problem.severity) == ("never-holds", "warning")
    assert "`decision.amount < 0` never holds: decision.amount has min 0." in problem.message


def test_a_duty_that_is_never_owed_is_a_warning() -> None:
    duties = "[{id: note, do: Write it up, if: decision.amount > 500}]"
    (problem,) = found_in(with_grant("decision.amount <= 500", duties=duties))
    assert (problem.code, problem.severity) == ("never-holds", "warning")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("decision.amount >= 0", "`decision.amount >= 0` always holds"),
        ("decision.amount > -5 and person.consent", "`decision.amount > -5` always holds"),
        ("decision.amount > 500 and decision.amount > 100", "`decision.amount > 100` adds nothing"),
        ("decision.amount > 100 and decision.amount > 500", "`decision.amount > 100` adds nothing"),
        ('decision.tenure in ("tenant", "owner", "lodger")', "always holds"),
        (
            'decision.tenure = "tenant" and decision.tenure != "owner"',
            '`decision.tenure != "owner"` adds nothing',
        ),
        ("person.consent and person.consent", "adds nothing"),
    ],
)
def test_what_says_nothing_is_a_warning(when: str, said: str) -> None:
    (problem,) = found_in(with_grant(when))
    assert (problem.code, problem.severity) == ("always-holds", "warning")
    assert said in problem.message


def test_what_several_rules_share_may_say_less_than_one_of_them() -> None:
    grants = f"[{VISIT}, {{id: g, for: payment, role: worker, level: act, when: small and decision.amount <= 100}}]"
    assert codes(found_in(small(f"conditions: {{small: decision.amount <= 1000}}\ngrants: {grants}"))) == []


@pytest.mark.parametrize(
    "when",
    [
        'decision.tenure = "tennant"',
        '"tennant" = decision.tenure',
        'decision.tenure != "tennant"',
        'decision.tenure in ("tennant", "owner")',
        'person.consent or decision.tenure = "tennant"',
        'decision.tenure in ["owner", "tennant"]',
        'not(decision.tenure = "tennant")',
    ],
)
def test_a_value_that_is_not_listed(when: str) -> None:
    (problem,) = found_in(with_grant(when))
    assert (problem.code, problem.severity, problem.did_you_mean) == ("not-one-of", "error", "tenant")


def test_values_of_lists_duties_claims_and_cells_are_looked_at_as_well() -> None:
    files = with_grant("person.consent", duties='[{id: a, do: x, if: decision.tenure = "tenat"}]')
    assert codes(found_in(files)) == ["not-one-of"]
    assert codes(found_in(with_grant('list contains(decision.flags, "reed")'))) == ["not-one-of"]
    rules = f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act}}]\n"
    claim = """never: [{id: a, claim: 'not(may_act and decision.tenure = "ownr")'}]"""
    (problem,) = found_in(small(rules + claim))
    assert (problem.code, problem.did_you_mean) == ("not-one-of", "owner")
    assert problem.place.startswith("scheme.yaml:24:")


def test_only_the_own_rules_of_a_version_are_looked_at() -> None:
    upper = with_grant("decision.amount < 0")
    lower = small("scheme: lower\nlayer: team\nunder: [small]")
    assert codes(found_in(lower, upper)) == []
