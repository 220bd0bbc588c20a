"""What a draft changes: rule by rule, in effect, in saved scenarios, and on the map."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from api.commands.evaluate import WhatIf
from api.drafting.check import Checked
from api.drafting.folder import bytes_of
from api.lab.answer import Answer, answer_of
from api.lab.asking import Ready, ask, moved, ready
from api.lab.case import Case
from api.lab.choosing import Choice, Named, SchemeChoices, kinds_of, roles_of
from api.lab.map import Drawn, Undrawable, Wanted, draw
from api.rule_store import RuleStore
from api.store.drafts import Draft
from govengine.decide.change_effect import MOST_CASES, ChangeEffect, FoundEffect, effect_of
from govengine.decide.comparison import Difference, difference_of
from govengine.decide.trial import bearing
from govengine.decide.uprating import NamedIndex
from govengine.errors import GovengineError
from govengine.scheme import Stack, Version, read_version


@dataclass(frozen=True, slots=True)
class Changes:
    """A draft beside its base. `before` and `difference` are None where there is nothing to compare with."""

    version: Version
    after: Stack
    base: Version | None
    before: Stack | None
    difference: Difference | None
    effect: FoundEffect

    @property
    def kinds(self) -> Sequence[Named]:
        """The kinds of decision whose rules differ; all of them where everything is new."""
        found = kinds_of(self.after)
        if self.before is None:
            return found
        before = self.before
        return [one for one in found if bearing(before, one.name) != bearing(self.after, one.name)]


def changes_of(rules: RuleStore, draft: Draft, checked: Checked, index: NamedIndex | None) -> Changes:
    """What it changes. The draft loads."""
    version, after = checked.version, checked.stack
    assert version is not None
    assert after is not None
    base, _ = read_version(bytes_of(draft.base_files)) if draft.base_files else (None, [])
    before = None if base is None else _before(rules, base, version)
    if base is None or before is None:
        why = (
            "The whole scheme is new." if base is None else "What it was started from does not load any more."
        )
        effect = FoundEffect(ChangeEffect.NEW_KIND, (why,))
        return Changes(version, after, base, None, None, effect)
    difference = difference_of(before, after, MOST_CASES)
    return Changes(version, after, base, before, difference, effect_of(difference, before, after, index))


def _before(rules: RuleStore, base: Version, version: Version) -> Stack | None:
    try:
        return rules.library_with(base).stack_of(base, version.text.effective.since)
    except GovengineError:
        return None


# -- scenarios --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A saved scenario under both. An answer is None where it cannot be asked there."""

    id: str
    title: str
    before: Answer | None
    after: Answer | None

    @property
    def differs(self) -> bool:
        """Whether somebody would do something else, or for another reason."""
        return _without_versions(self.before) != _without_versions(self.after)


def _without_versions(answer: Answer | None) -> Answer | None:
    """Which versions applied always differs."""
    return None if answer is None else replace(answer, applied=())


def told_under_both(
    rules: RuleStore, changes: Changes, cases: Sequence[tuple[str, str, Case]], now: datetime
) -> list[Told]:
    """Every saved case, as (id, title, case), asked of both."""
    return [
        Told(
            case_id,
            title,
            None if changes.base is None else _asked(rules, changes.base, case, now),
            _asked(rules, changes.version, case, now),
        )
        for case_id, title, case in cases
    ]


def _asked(rules: RuleStore, version: Version, case: Case, now: datetime) -> Answer | None:
    answered = asked_of(rules, version, case, now)
    return None if answered is None else answer_of(*answered, frozenset())


def asked_of(rules: RuleStore, version: Version, case: Case, now: datetime) -> tuple[WhatIf, Case] | None:
    """What a version answers to a case that was made for another, and the case as it was asked."""
    choice = Choice(version, draft=True)
    there = moved(case, choice)
    try:
        found, _ = ask(rules, ready(rules, choice, there), now)
    except (GovengineError, KeyError):
        return None
    return None if found is None else (found, there)


# -- the map ----------------------------------------------------------------------------------------------------------


MOST_DRAWN = 100
"""Rules about one kind that a map has room for, and time."""


def drawn_beside(rules: RuleStore, changes: Changes, kind: str) -> Drawn | None:
    """The map of a kind, the base's first and the draft's beside it; the draft's alone where there is no base.

    None where it cannot be drawn, or more than a hundred rules are about the kind.
    """
    stacks = [one for one in (changes.before, changes.after) if one is not None]
    if max(len(bearing(stack, kind)) for stack in stacks if kind in stack.kinds) > MOST_DRAWN:
        return None
    versions = [one for one in (changes.base if changes.before else None, changes.version) if one is not None]
    choices = [Choice(one, draft=True) for one in versions]
    # A base may lack the kind or the roles: then the draft is drawn alone.
    for shown in (choices, choices[-1:]):
        try:
            first = _ready(rules, shown[0], kind)
            beside = shown[1].name if len(shown) > 1 else ""
            scheme = SchemeChoices(changes.version.id, tuple(shown))
            return draw(rules, scheme, first, Wanted(beside=beside))
        except (GovengineError, Undrawable, KeyError, IndexError):
            continue
    return None


def _ready(rules: RuleStore, choice: Choice, kind: str) -> Ready:
    """A case of the kind about which nothing is said."""
    day = choice.since
    stack = rules.library_with(choice.version).stack_of(choice.version, day)
    if kind not in stack.kinds:
        raise KeyError(kind)
    role = roles_of(stack)[0].name
    return ready(rules, choice, Case(choice.version.id, choice.name, kind, role, day))
