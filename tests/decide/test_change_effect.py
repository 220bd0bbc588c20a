"""What a change does, by which it is decided who has to agree to it: nothing that is hard to read gets by."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govengine.decide.change_effect import ChangeEffect, change_effect, effect_of
from govengine.decide.comparison import difference_of
from govengine.decide.trial import try_out
from govengine.decide.uprating import NamedIndex, index_from_json
from govengine.errors import SchemeError
from govengine.scheme.change import Effect, Tried
from tests.decide.test_difference import BASE, EDITS, MOMENT, stack_of

CPI = NamedIndex("CPI", Decimal("3.8"), "published in October", Decimal(1))


def effect_between(old: str, new: str, index: NamedIndex | None = None) -> ChangeEffect:
    return change_effect(stack_of(old), stack_of(new), index).effect


def test_each_edit_has_the_effect_it_should():
    seen = set()
    for old, new, wanted in EDITS:
        found = effect_between(BASE, BASE.replace(old, new, 1))
        seen.add(found)
        match wanted:
            case Effect.TEXT_ONLY:
                assert found is ChangeEffect.TEXT_ONLY, new
            case Effect.TIGHTER:
                assert found is ChangeEffect.TIGHTENS, new
            case Effect.LOOSER:
                assert found in (ChangeEffect.LOOSENS, ChangeEffect.NEW_KIND), new
            case _:  # structure does not tell; trying every case may
                assert found is not ChangeEffect.TEXT_ONLY, new
    assert seen >= {ChangeEffect.TEXT_ONLY, ChangeEffect.TIGHTENS, ChangeEffect.LOOSENS}


@settings(max_examples=15)
@given(st.lists(st.sampled_from(EDITS), min_size=2, max_size=4, unique_by=lambda edit: edit[0]))
def test_where_anybody_may_do_more_it_loosens(edits):
    """Held to asking both versions the same questions: no looser answer hides behind tighter ones."""
    text = BASE
    for old, new, _ in edits:
        text = text.replace(old, new, 1)
    before = stack_of(BASE)
    try:
        after = stack_of(text)
    except (AssertionError, SchemeError):
        return  # edits that do not go together
    if try_out(before, after, MOMENT, 1_000).looser:
        assert change_effect(before, after).effect in (ChangeEffect.LOOSENS, ChangeEffect.NEW_KIND)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kinds: {pay", "kinds: {gift: {is: [spend]}, pay"),
        ("kinds: {pay", "kinds: {gift: {}, pay"),
    ],
)
def test_a_kind_that_comes_is_new(old, new):
    assert effect_between(BASE, BASE.replace(old, new)) is ChangeEffect.NEW_KIND


def test_a_kind_nobody_could_decide_is_new_when_somebody_may():
    idle = BASE.replace("lend: {is: [spend]}}", "lend: {is: [spend]}, bury: {}}")
    granted = idle.replace("for: [pay, lend]", "for: [pay, lend, bury]")
    found = change_effect(stack_of(idle), stack_of(granted))
    assert found.effect is ChangeEffect.NEW_KIND
    assert found.because == ("Nobody held a grant for bury, and somebody does now.",)


def test_a_scheme_without_one_before_is_new():
    assert change_effect(None, stack_of(BASE)).effect is ChangeEffect.NEW_KIND


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("limit: {is: 500}", "limit: {is: 519}", ChangeEffect.UPRATES),
        ("limit: {is: 500}", "limit: {is: 500 * 1.038}", ChangeEffect.UPRATES),
        ("limit: {is: 500}", "limit: {is: 520}", ChangeEffect.LOOSENS),
        ("limit: {is: 500}", "limit: {is: 518}", ChangeEffect.LOOSENS),
        ("limit: {is: 500}", "limit: {is: 519, bounds: '[1..600]'}", ChangeEffect.LOOSENS),
        ("amount <= 2000", "amount <= 2076", ChangeEffect.UPRATES),
        ("amount <= 2000", "amount < 2076", ChangeEffect.LOOSENS),
        ("amount > 1000", "amount > 1038", ChangeEffect.UPRATES),
        ("limit: {is: 500}", "limit: {is: 481}", ChangeEffect.TIGHTENS),
    ],
)
def test_an_index_explains_every_figure_or_none(old, new, wanted):
    assert effect_between(BASE, BASE.replace(old, new, 1), CPI) is wanted


def test_an_index_beside_another_change_is_that_change():
    risen = BASE.replace("limit: {is: 500}", "limit: {is: 519}")
    both = risen.replace("role: manager, when", "role: worker, when")
    assert effect_between(BASE, risen, CPI) is ChangeEffect.UPRATES
    assert effect_between(BASE, both, CPI) is ChangeEffect.LOOSENS
    assert effect_between(BASE, risen) is ChangeEffect.LOOSENS, "nobody named an index"


def test_only_money_is_uprated():
    days = BASE.replace("unit: GBP", "unit: days").replace("limit: {is: 500}", "limit: {is: 50}")
    assert (
        effect_between(days, days.replace("limit: {is: 50}", "limit: {is: 52}"), CPI) is ChangeEffect.LOOSENS
    )


def test_an_index_nobody_has_published_explains_nothing():
    steep = NamedIndex("mine", Decimal(100), "", Decimal(1))
    assert (
        effect_between(BASE, BASE.replace("limit: {is: 500}", "limit: {is: 1000}"), steep)
        is ChangeEffect.LOOSENS
    )


@pytest.mark.parametrize(
    ("gone", "wanted"),
    [
        ("watches: [{id: w, for: [pay], same: person.ref, count: 3, within: P30D, asks: {role: manager}, because: Is it regular?}]\n", ChangeEffect.LOOSENS),
        ("never: [{id: n, claim: 'not(may_act and person.consent = false)'}]\n", ChangeEffect.LOOSENS),
        ("principles: ['What matters to this person?']\n", ChangeEffect.TEXT_ONLY),
    ],
)  # fmt: skip
def test_how_a_scheme_is_held_to_account_is_more_than_wording(gone, wanted):
    assert effect_between(BASE + gone, BASE) is wanted
    less = ChangeEffect.TIGHTENS if wanted is ChangeEffect.LOOSENS else wanted
    assert effect_between(BASE, BASE + gone) is less


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("accountable: {role: director}", "accountable: {role: manager}"),
        ("ask: {role: manager}", "ask: {role: worker}"),
        ("role: director, level: act}", "role: director, level: act, assure: {none: nobody looks}}"),
        ("decision.tenure: {type: string", "decision.tenure: {personal: false, type: string"),
    ],
)
def test_who_answers_and_what_is_protected_is_more_than_wording(old, new):
    assert old in BASE
    found = effect_between(BASE.replace(old, new, 1), BASE)
    back = effect_between(BASE, BASE.replace(old, new, 1))
    assert {found, back} <= {ChangeEffect.TIGHTENS, ChangeEffect.LOOSENS}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"index": "CPI"},
        {"index": "", "percent": "3"},
        {"index": "CPI", "percent": 3},
        {"index": "CPI", "percent": "0"},
        {"index": "CPI", "percent": "-2"},
        {"index": "CPI", "percent": "26"},
        {"index": "CPI", "percent": "NaN"},
        {"index": "CPI", "percent": "three"},
        {"index": "CPI", "percent": "3", "rounded_to": "0"},
    ],
)
def test_an_index_is_a_name_and_a_per_cent(sent):
    with pytest.raises(ValueError, match="an index has"):
        index_from_json(sent)


def test_an_index_reads_back():
    assert index_from_json(CPI.to_json()) == CPI


@pytest.mark.parametrize(("whole", "wanted"), [(True, ChangeEffect.TIGHTENS), (False, ChangeEffect.LOOSENS)])
def test_what_was_tried_in_part_is_not_shown_to_tighten(whole, wanted):
    before, after = stack_of(BASE), stack_of(BASE.replace("limit: {is: 500}", "limit: {is: 400}"))
    difference = difference_of(before, after)
    tried = Tried(100, tighter=3, looser=0, whole=whole)
    seen = tuple(replace(change, tried=tried) for change in difference.changes)
    assert seen
    assert effect_of(replace(difference, changes=seen), before, after).effect is wanted


def test_a_trial_knows_whether_it_asked_everything():
    before, after = stack_of(BASE), stack_of(BASE.replace("limit: {is: 500}", "limit: {is: 400}"))
    assert try_out(before, after, MOMENT, 100_000).whole
    assert not try_out(before, after, MOMENT, 10).whole


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("2026-04-01, to: 2027-03-31", "2026-04-01, to: 2028-03-31", ChangeEffect.LOOSENS),
        ("2026-04-01, to: 2027-03-31", "2026-04-01", ChangeEffect.LOOSENS),
        ("2026-04-01, to: 2027-03-31", "2026-04-01, to: 2027-03-31", ChangeEffect.TEXT_ONLY),
        ("2026-04-01, to: 2027-03-31", "2026-04-01, to: 2026-12-31", ChangeEffect.TEXT_ONLY),
        ("2026-04-01", "2026-04-01, to: 2027-03-31", ChangeEffect.TEXT_ONLY),
    ],
)
def test_powers_that_go_on_after_their_last_day_are_more(old, new, wanted):
    before, after = (
        BASE.replace("2026-04-01", window, 1).replace("A scheme", title, 1)
        for window, title in ((old, "A scheme"), (new, "Our scheme"))
    )
    assert effect_between(before, after) is wanted
