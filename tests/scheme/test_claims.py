"""The claims of a scheme are tried on cases, and a case that breaks one is shown."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.checking import check_folders
from govengine.decide.claims import broken_claims
from govengine.errors import Problem
from govengine.scheme import Library, Stack, read_version
from tests.scheme.small import VISIT, small

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def stack_of(*folders: dict[str, bytes]) -> Stack:
    versions = [version for version, _ in map(read_version, folders) if version is not None]
    return Library(versions).stack(versions[0].id, NOON)


def broken(claim: str, grant: str, more: str = "") -> list[Problem]:
    rules = f"kinds: {{payment: {{is: [spend]}}}}\ngrants:\n  - id: g\n    for: payment\n    role: worker\n    {grant}\n{more}\n"
    stack = stack_of(small(rules + f"never: [{{id: claim, claim: '{claim}'}}]"))
    return list(broken_claims(stack, NOON))


CONSENT = (
    "safeguards: [{id: s, for: payment, when: not(person.consent), level: stop, route: {do: ask first}}]"
)


@pytest.mark.parametrize(
    ("claim", "grant", "more"),
    [
        ("not(may_act and decision.amount > 500)", "level: act\n    when: decision.amount <= 500.01", ""),
        ("not(may_act and person.consent = false)", "level: act", ""),
        ('not(level = "act" and decision.tenure = "lodger")', "level: act", ""),
        ('not(may_act and decision.kind = "payment")', "level: consult\n    with: {role: manager}", ""),
        ("not(may_act and decision.amount > 100)", 'level: act\n    when: decision.reason = "flood" and decision.visits in [7..8] and decision.day > date("2026-05-01") and decision.tenure = "owner"', ""),
        ("not(may_act)", "level: agree\n    with: {role: manager, second_person: true}", ""),
        ("not(may_act and decision.emergency)", "level: act", CONSENT),
        ('basis != "not_met"', "level: act\n    when: decision.amount <= 500", ""),
        ("complete", "level: act\n    when: person.consent", ""),
        ('not(may_act and list contains(actor.role, "director"))', "level: act", ""),
        ('level != "stop"', "level: act", CONSENT),
    ],
)  # fmt: skip
def test_a_claim_that_is_not_so_is_shown_with_a_case(claim: str, grant: str, more: str) -> None:
    (problem,) = broken(claim, grant, more)
    assert (problem.code, problem.severity) == ("claim-broken", "error")
    assert problem.message.startswith("small/claim is broken: ")
    assert problem.place.startswith("scheme.yaml:")


@pytest.mark.parametrize(
    ("claim", "grant", "more"),
    [
        ("not(may_act and decision.amount > 500)", "level: act\n    when: decision.amount <= 500", ""),
        ("not(may_act and person.consent = false)", "level: act", CONSENT),
        ("not(may_act and person.consent = false)", "level: act\n    when: person.consent", ""),
        ('not(may_act and level = "refer")', "level: act", CONSENT),
        ("decision.amount >= 0 or not(may_act)", "level: act", ""),  # unknown where nobody has said
        (
            'not(may_act and list contains(actor.role, "worker"))',
            "level: act\n    when: decision.amount < 0",
            "",
        ),
    ],
)
def test_a_claim_that_is_so_is_not_broken(claim: str, grant: str, more: str) -> None:
    assert broken(claim, grant, more) == []


def test_what_a_lower_scheme_does_to_a_claim_above_it_is_shown() -> None:
    upper = small(
        "scheme: upper\nlayer: statute\nnever: [{id: small-sums, claim: not(may_act and decision.amount > 500)}]"
    )
    lower = small(f"under: [upper]\ngrants: [{VISIT}, {{id: g, for: payment, role: worker, level: act}}]")
    assert list(broken_claims(stack_of(upper), NOON)) == []
    (problem,) = broken_claims(stack_of(lower, upper), NOON)
    assert problem.message.startswith("upper/small-sums is broken: ")


def test_many_rules_are_tried_in_seconds() -> None:
    kinds = ", ".join(f"k{n}: {{is: [spend]}}" for n in range(60))
    grants = ", ".join(
        f"{{id: g{n}, for: k{n}, role: worker, level: act, when: decision.amount <= {n}}}" for n in range(60)
    )
    claim = "never: [{id: claim, claim: not(may_act and decision.amount > 1000)}]"
    stack = stack_of(small(f"kinds: {{{kinds}}}\ngrants: [{grants}]\n{claim}"))
    begun = time.perf_counter()
    assert list(broken_claims(stack, NOON)) == []
    assert time.perf_counter() - begun < 30  # a second or two; hanging is the failure


def test_the_check_reports_it_and_what_begins_later_counts(tmp_path: Path) -> None:
    folder = tmp_path / "small" / "1"
    folder.mkdir(parents=True)
    rules = f"grants: [{VISIT}, {{id: g, for: payment, role: worker, level: act, from: 2026-09-01}}]\n"
    claim = "never: [{id: claim, claim: not(may_act and decision.amount > 500)}]"
    (folder / "scheme.yaml").write_bytes(small(rules + claim)["scheme.yaml"])
    (report,) = check_folders([folder])
    assert report.errors == 1
    assert [p.code for p in report.problems if p.severity == "error"] == ["claim-broken"]
