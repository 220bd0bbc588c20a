"""What a new version changes: as published for Doncaster, Woking and Leeds, and held to trying it out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.checking import compare_folders
from api.difference_text import lines
from govengine.decide import Question, determine
from govengine.decide.comparison import Difference, compare
from govengine.decide.trial import _strictness, try_out
from govengine.scheme import Library, Stack, read_version
from govengine.scheme.change import Effect
from govengine.scheme.difference import changes

ROOT = Path(__file__).parents[2]
MOMENT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def between(scheme: str, old: str, new: str) -> Difference:
    return compare_folders(ROOT / "rules" / scheme / old, ROOT / "rules" / scheme / new)


def one(difference: Difference, name: str, part: str) -> Any:
    found = [c for c in difference.changes if c.name == name and (not part or part in c.part)]
    assert len(found) == 1, [c.words for c in difference.changes]
    return found[0]


# -- schemes as published ------------------------------------------------------------------------------------


def test_doncaster_raises_its_limit():
    difference = between("doncaster-asc", "2021", "2024-25")
    limit = one(difference, "sign_off_limit", "limit")
    assert "limit £35,000 → £49,000" in limit.words
    assert limit.effect is Effect.LOOSER
    assert limit.tried is not None
    assert difference.effect is Effect.LOOSER
    touched = {c.name for c in difference.changes if c.effect is not Effect.TEXT_ONLY}
    assert touched == {"sign_off_limit"}


def test_the_other_way_round_it_is_tighter():
    assert between("doncaster-asc", "2024-25", "2021").effect is Effect.TIGHTER


def test_woking_raises_limits_and_takes_a_power_away():
    difference = between("woking-writeoff", "2023-03", "2024-09")
    assert (
        one(difference, "manager", "limit").words
        == "grant manager: limit of the amount, up to £1,000 → up to £5,000"
    )
    assert one(difference, "manager", "limit").effect is Effect.LOOSER
    assert one(difference, "director", "").what == "removed"
    assert one(difference, "director", "").effect is Effect.TIGHTER
    assert one(difference, "executive", "level").words == "grant executive: level act → agree"
    assert one(difference, "executive", "level").effect is Effect.TIGHTER
    assert difference.effect is Effect.BOTH
    assert difference.tried is not None
    assert difference.tried.tighter
    assert difference.tried.looser


def test_leeds_moves_decisions_up():
    difference = between("leeds-cs", "2023-02", "2025-02")
    up = one(difference, "emergency-protection-order", "role")
    assert up.words.endswith("role service delivery manager → head of service")
    assert up.effect is Effect.TIGHTER
    assert up.tried is None
    assert one(difference, "holiday-uk", "role").effect is Effect.BOTH
    assert one(difference, "children", "roles").effect is Effect.BOTH
    assert one(difference, "travel-letter", "").effect is Effect.LOOSER


def test_a_version_is_the_same_as_itself():
    difference = between("leeds-cs", "2025-02", "2025-02")
    assert difference.same
    assert list(lines(difference)) == ["leeds-cs/2025-02 and leeds-cs/2025-02 mean the same."]


# -- single changes --------------------------------------------------------------------------------------------

BASE = """\
scheme: s
version: "1"
title: A scheme
owner: c
layer: organisation
jurisdiction: England
effective: {from: 2026-04-01}
source: {title: Minutes}
ask: {role: manager}
accountable: {role: director}
bodies: {c: {title: Council}}
roles: {worker: {body: c}, manager: {body: c}, director: {body: c}, panel: {body: c, is: panel}}
lines: {case: [worker, manager, director]}
kinds: {pay: {is: [spend]}, lend: {is: [spend]}}
facts:
  decision.amount: {type: number, unit: GBP, min: 0, personal: false}
  decision.tenure: {type: string, one_of: [tenant, owner, lodger]}
  person.consent: {type: boolean}
  decision.tried: {type: boolean}
values: {limit: {is: 500}}
conditions: {ready: person.consent}
grants:
  - {id: worker, for: [pay], role: worker, when: decision.amount <= limit and ready, level: act}
  - {id: manager, for: [pay, lend], role: manager, when: decision.amount <= 2000, level: act, duties: [{id: note, do: Write it up, at: after}]}
  - {id: director, for: [spend], role: director, level: act}
safeguards:
  - {id: tenure, for: [pay], when: 'decision.tenure in ("owner", "lodger")', level: consult, with: {role: manager}}
  - {id: large, for: [spend], when: decision.amount > 1000, level: agree, with: {role: director}}
  - {id: stop, for: [lend], when: not(person.consent), level: stop, route: {do: Ask first}}
  - {id: reserve, for: [lend], when: decision.amount > 5000, level: refer, to: {role: panel}}
  - {id: file, for: [all], level: act, duties: [{id: file, do: Put it on file, at: before, if: decision.amount > 100}]}
"""

EDITS: list[tuple[str, str, Effect]] = [
    ("limit: {is: 500}", "limit: {is: 750}", Effect.LOOSER),
    ("limit: {is: 500}", "limit: {is: 250.50}", Effect.TIGHTER),
    ("amount <= 2000", "amount <= 3000", Effect.LOOSER),
    ("amount <= 2000", "amount < 2000", Effect.TIGHTER),
    ("amount <= 2000", "amount <= 2000 and decision.tried", Effect.TIGHTER),
    ("amount <= 2000", "amount <= 2000 or decision.tried", Effect.LOOSER),
    ("when: decision.amount <= 2000", "when: 'decision.amount in (100..2000]'", Effect.TIGHTER),
    ("when: decision.amount <= 2000, ", "", Effect.LOOSER),
    ("ready: person.consent}", "ready: person.consent and decision.tried}", Effect.TIGHTER),
    ("ready: person.consent}", "ready: person.consent or decision.tried}", Effect.LOOSER),
    ("role: manager, when", "role: director, when", Effect.TIGHTER),
    ("role: manager, when", "role: worker, when", Effect.LOOSER),
    ("role: worker, when", "role: worker, only: true, when", Effect.TIGHTER),
    ("level: act, duties: [{id: note", "level: consult, with: {role: panel}, duties: [{id: note", Effect.TIGHTER),
    ("at: after}]", "at: before}]", Effect.TIGHTER),
    (", duties: [{id: note, do: Write it up, at: after}]", "", Effect.LOOSER),
    ("[{id: note, do: Write it up, at: after}]", "[{id: note, do: Write it down, at: after}]", Effect.TEXT_ONLY),
    ("  - {id: director, for: [spend], role: director, level: act}\n", "", Effect.TIGHTER),
    ("for: [spend], role: director", "for: [pay], role: director", Effect.UNCLEAR),
    ("for: [pay, lend]", "for: [pay]", Effect.TIGHTER),
    ("for: [pay], role: worker", "for: [pay, lend], role: worker", Effect.LOOSER),
    ('("owner", "lodger")', '("owner")', Effect.LOOSER),
    ('("owner", "lodger")', '("owner", "lodger", "tenant")', Effect.TIGHTER),
    ("amount > 1000", "amount > 1500", Effect.LOOSER),
    ("amount > 1000", "amount >= 1000", Effect.TIGHTER),
    ("amount > 1000", "amount > 1000 and person.consent", Effect.LOOSER),
    ("level: consult, with: {role: manager}", "level: agree, with: {role: manager}", Effect.TIGHTER),
    ("level: consult, with: {role: manager}", "level: consult, with: {role: director}", Effect.TIGHTER),
    ("with: {role: director}}", "with: {role: director, second_person: true}}", Effect.TIGHTER),
    ("to: {role: panel}", "to: {role: panel, only: true}", Effect.TEXT_ONLY),
    ("level: refer, to: {role: panel}", "level: agree, with: {role: panel}", Effect.LOOSER),
    ("level: stop, route: {do: Ask first}", "level: stop, route: {do: Ask the person}", Effect.TEXT_ONLY),
    ("level: stop, route: {do: Ask first}", "level: refer", Effect.LOOSER),
    ("if: decision.amount > 100", "if: decision.amount > 200", Effect.LOOSER),
    ("at: before, if: decision.amount > 100", "at: before", Effect.TIGHTER),
    ("title: A scheme", "title: Another title", Effect.TEXT_ONLY),
    ("source: {title: Minutes}", "source: {title: Minutes of May}", Effect.TEXT_ONLY),
    ("decision.tried: {type: boolean}", "decision.tried: {type: boolean, ask: Tried?}", Effect.TEXT_ONLY),
    ("person.consent: {type: boolean}", "person.consent: {type: boolean, confirm: {ask: Do they agree?, met: true}}", Effect.LOOSER),
    ("[worker, manager, director]", "[manager, worker, director]", Effect.UNCLEAR),
    ("lend: {is: [spend]}", "lend: {}", Effect.UNCLEAR),
]  # fmt: skip


def stack_of(text: str) -> Stack:
    version, problems = read_version({"scheme.yaml": text.encode()})
    assert version is not None, problems
    assert [str(p) for p in problems if p.severity == "error"] == []
    return Library([version]).stack_of(version, MOMENT.date())


def test_structure_says_what_each_edit_does():
    for old, new, wanted in EDITS:
        assert old in BASE, old
        found = changes(stack_of(BASE), stack_of(BASE.replace(old, new, 1)))
        effects = {change.effect for change in found} - {Effect.TEXT_ONLY}
        assert effects == ({wanted} - {Effect.TEXT_ONLY}), (new, [(c.words, c.effect) for c in found])


SAFE = {
    Effect.TIGHTER: lambda tried: not tried.looser,
    Effect.LOOSER: lambda tried: not tried.tighter,
    Effect.TEXT_ONLY: lambda tried: not tried.looser and not tried.tighter,
}


@pytest.mark.parametrize(("old", "new"), [(o, n) for o, n, _ in EDITS], ids=range(len(EDITS)))
def test_trying_it_out_never_contradicts_structure(old: str, new: str):
    one, other = stack_of(BASE), stack_of(BASE.replace(old, new, 1))
    for before, after in ((one, other), (other, one)):
        effects = {change.effect for change in changes(before, after)} - {Effect.TEXT_ONLY}
        tried = try_out(before, after, MOMENT, 4_000)
        if len(effects) <= 1:
            wanted = next(iter(effects), Effect.TEXT_ONLY)
            assert SAFE.get(wanted, lambda _: True)(tried), (wanted, tried)


@given(st.lists(st.sampled_from(EDITS), min_size=1, max_size=4, unique_by=lambda edit: edit[0]))
def test_several_changes_that_pull_one_way_pull_that_way(edits: list[tuple[str, str, Effect]]):
    text = BASE
    for old, new, _ in edits:
        text = text.replace(old, new, 1)
    before = stack_of(BASE)
    try:
        after = stack_of(text)
    except Exception:  # noqa: BLE001 - edits that do not go together
        return
    effects = {change.effect for change in changes(before, after)} - {Effect.TEXT_ONLY}
    if len(effects) == 1:
        tried = try_out(before, after, MOMENT, 2_000)
        assert SAFE.get(effects.pop(), lambda _: True)(tried), [c.words for c in changes(before, after)]


def test_a_case_tried_is_a_question_answered():
    stack = stack_of(BASE)
    facts = {"person.consent": True}
    question = Question(
        "pay", MOMENT, {**facts, "actor.role": ("worker",), "actor.body": "c", "decision.kind": "pay"}
    )
    answer, tried = determine(stack, question), _strictness(stack, "pay", "worker", facts, MOMENT)
    assert (tried.level, tried.ready) == (answer.level, answer.may_act)


def test_where_nothing_tells_it_says_so():
    text = BASE + "history:\n  so_far: {sum: decision.amount, of: [pay], within: P30D}\n"
    versions = [read_version({"scheme.yaml": t.encode()})[0] for t in (text, text.replace("P30D", "P90D"))]
    assert None not in versions
    difference = compare(versions[0], versions[1], [])
    assert difference.effect is Effect.UNCLEAR
    assert any("cannot be told" in line for line in lines(difference))


def test_the_same_rules_elsewhere_are_the_same():
    moved = BASE.replace("grants:", "\n\n# a comment\ngrants:")
    assert changes(stack_of(BASE), stack_of(moved)) == []


def test_trying_it_out_sees_what_structure_sees():
    """The grid is fine enough to notice every edit whose effect reaches a level or a safeguard's duty."""
    unseen = []
    for old, new, wanted in EDITS:
        tried = try_out(stack_of(BASE), stack_of(BASE.replace(old, new, 1)), MOMENT, 4_000)
        if wanted in (Effect.TIGHTER, Effect.LOOSER) and tried.effect is not wanted:
            unseen.append(new)
    # The manager's grant covers the worker's seniors here, and a duty after the act stops nobody.
    assert unseen == ["role: worker, only: true, when", ""]
