"""What changed in one rule, part by part, and which way each part pulls.

Rules are compared as they are bound, so that a figure, a named condition or a line that changed is seen in the
rules it changes. A part that reads as before and means something else carries no words of its own: `Part.own`
is false, and the declaration that changed answers for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from govengine.feel.values import Months
from govengine.scheme.change import OPPOSITE, Effect
from govengine.scheme.rule_text import (
    cells_of,
    condition_in_words,
    day_in_words,
    form_of,
    length_in_words,
    lifted_in_words,
    names_in_words,
    plain,
    region_in_words,
    way_of,
    yes_or_no,
)
from govengine.scheme.rules import Grant, Safeguard
from govengine.scheme.stack import BoundDuty, BoundGrant, BoundSafeguard, Clause, Company, Rule, Stack
from govengine.scheme.strength import Strength, region_of, strength
from govengine.scheme.words import At, How, Level, Step

_AT = {At.AFTER: 0, At.WITH: 1, At.BEFORE: 2}
_STEP = {Step.DECIDE: 0, Step.ADVISE: 1, Step.SHADOW: 2}


@dataclass(frozen=True, slots=True)
class Part:
    """`own` says whether the rule itself is written differently."""

    name: str
    before: str | None
    after: str | None
    effect: Effect
    own: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as it is written and as it is bound, in its stack."""

    text: Grant | Safeguard
    rule: BoundGrant | BoundSafeguard
    stack: Stack


def parts_changed(before: Written, after: Written) -> Iterator[Part]:
    """Every part that differs. For grants a stronger condition is tighter, for safeguards looser."""
    comparison = _Comparison(before, after)
    yield from comparison.shared()
    match before.rule, after.rule:
        case BoundGrant() as old, BoundGrant() as new:
            yield from comparison.grants(old, new)
        case BoundSafeguard() as old, BoundSafeguard() as new:
            yield from comparison.safeguards(old, new)
        case _:
            yield Part("sort", "grant", "safeguard", Effect.UNCLEAR)
    yield from comparison.texts()


class _Comparison:
    def __init__(self, before: Written, after: Written) -> None:
        self._before, self._after = before, after
        self._grant = isinstance(before.rule, BoundGrant)

    # -- which way a change pulls ----------------------------------------------------------------------

    def _opens(self, effect: Effect) -> Effect:
        """For a safeguard what narrows it is looser."""
        return effect if self._grant else OPPOSITE.get(effect, effect)

    def _people(self, old: frozenset[str], new: frozenset[str]) -> Effect:
        """Fewer is narrower, among the roles that both versions have; where a role is new it is unclear."""
        known = [self._before.stack.roles, self._after.stack.roles]
        if any(role not in roles for role in self._named() for roles in known):
            return self._sets(old, new)
        both = self._before.stack.roles.keys() & self._after.stack.roles.keys()
        return self._sets(old & both, new & both)

    def _named(self) -> set[str]:
        """The roles that the rule names, before and after."""
        rules = (self._before.rule, self._after.rule)
        named = {rule.company.role for rule in rules if rule.company}
        named |= {rule.role for rule in rules if isinstance(rule, BoundGrant)}
        return named | {rule.to for rule in rules if isinstance(rule, BoundSafeguard) and rule.to}

    def _sets(self, old: frozenset[str], new: frozenset[str]) -> Effect:
        """Fewer is narrower."""
        if new < old:
            return Effect.TIGHTER
        return Effect.LOOSER if old < new else Effect.UNCLEAR

    def _written(self, *keys: str) -> bool:
        """Whether one of these keys is written differently."""
        return any(form_of(self._before.text, key) != form_of(self._after.text, key) for key in keys)

    # -- what both sorts have -----------------------------------------------------------------------------

    def shared(self) -> Iterator[Part]:
        old, new = self._before.rule, self._after.rule
        if old.bears_on != new.bears_on:
            effect = self._opens(self._sets(old.bears_on, new.bears_on))
            if "all" in old.bears_on | new.bears_on and effect is Effect.UNCLEAR:
                effect = self._opens(Effect.LOOSER if "all" in new.bears_on else Effect.TIGHTER)
            yield Part("for", names_in_words(old.bears_on), names_in_words(new.bears_on), effect)
        yield from self._clauses()
        yield from self._windows(old, new)
        yield from self._company(old, new)
        yield from self._duties(old.duties, new.duties)

    def _clauses(self) -> Iterator[Part]:
        old, new = self._before.rule.clauses, self._after.rule.clauses
        found = strength(old, new)
        if [c.tree for c in old] == [c.tree for c in new]:
            if self._written("when"):
                yield Part("when", condition_in_words(old), condition_in_words(new), Effect.TEXT_ONLY)
            return
        effect = {
            Strength.SAME: Effect.TEXT_ONLY,
            Strength.STRONGER: self._opens(Effect.TIGHTER),
            Strength.WEAKER: self._opens(Effect.LOOSER),
            Strength.UNCLEAR: Effect.UNCLEAR,
        }[found]
        own = self._written("when", "scope") or self._before_cells() != self._after_cells()
        limit = self._limit(old, new)
        name, before, after = limit or ("when", condition_in_words(old), condition_in_words(new))
        yield Part(name, before, after, effect, own)

    def _before_cells(self) -> list[tuple[str, str]]:
        return cells_of(self._before.text)

    def _after_cells(self) -> list[tuple[str, str]]:
        return cells_of(self._after.text)

    def _limit(self, old: tuple[Clause, ...], new: tuple[Clause, ...]) -> tuple[str, str, str] | None:
        """The one limit that changed, where that is all that changed."""
        gone = [c for c in old if all(c.tree != n.tree for n in new)]
        come = [c for c in new if all(c.tree != o.tree for o in old)]
        if len(gone) != 1 or len(come) != 1:
            return None
        first, second = region_of(gone[0].tree), region_of(come[0].tree)
        if first is None or second is None or first.subject != second.subject:
            return None
        facts = self._after.stack.facts
        known = [facts[name] for name in come[0].facts if name in facts]
        unit = next((fact.unit for fact in known if fact.unit), None)
        title = known[0].title if len(known) == 1 else None
        subject = title or (known[0].name if len(known) == 1 else "")
        name = f"limit of {subject}," if subject else "limit"
        return name, region_in_words(first, unit), region_in_words(second, unit)

    def _windows(self, old: Rule, new: Rule) -> Iterator[Part]:
        for name, one, other, later in (
            ("from", old.since, new.since, Effect.TIGHTER),
            ("to", old.until, new.until, Effect.LOOSER),
        ):
            if one != other:
                yield Part(
                    name, day_in_words(one), day_in_words(other), self._opens(_moved(one, other, later))
                )
        if isinstance(old, BoundGrant) and isinstance(new, BoundGrant) and old.scope_until != new.scope_until:
            effect = _moved(old.scope_until, new.scope_until, Effect.LOOSER)
            yield Part("scope until", day_in_words(old.scope_until), day_in_words(new.scope_until), effect)

    def _company(self, old: Rule, new: Rule) -> Iterator[Part]:
        one, other = old.company, new.company
        if one is None or other is None:
            if one is not other:
                # It comes and goes with the level, and the level says which way.
                yield Part("with", self._who(one), self._who(other), Effect.TEXT_ONLY)
            return
        own = self._written("with")
        if one.roles != other.roles:
            effect = self._people(one.roles, other.roles)
            yield Part("with", self._who(one), self._who(other), effect, own)
        elif one.role != other.role:
            yield Part("with", self._who(one), self._who(other), Effect.UNCLEAR, own)
        if one.second_person != other.second_person:
            effect = Effect.TIGHTER if other.second_person else Effect.LOOSER
            yield Part("second person", yes_or_no(one.second_person), yes_or_no(other.second_person), effect)
        if one.how != other.how and one.how and other.how:
            effect = Effect.TIGHTER if other.how is How.AGREES else Effect.LOOSER
            yield Part("how", one.how, other.how, effect)
        if one.within != other.within:
            yield Part(
                "time to reply", length_in_words(one.within), length_in_words(other.within), Effect.TEXT_ONLY
            )
        if one.done_when != other.done_when:
            effect = _done(one.done_when, other.done_when)
            yield Part(
                "done when",
                condition_in_words(one.done_when),
                condition_in_words(other.done_when),
                effect,
                own,
            )

    def _duties(self, old: tuple[BoundDuty, ...], new: tuple[BoundDuty, ...]) -> Iterator[Part]:
        before, after = ({d.id.rsplit("/", 1)[-1]: d for d in duties} for duties in (old, new))
        for name in sorted({*before, *after}):
            one, other = before.get(name), after.get(name)
            if other is None:
                assert one is not None  # one of the two has the name
                yield Part(f"duty {name}", self._duty(one), None, Effect.LOOSER)
            elif one is None:
                yield Part(f"duty {name}", None, self._duty(other), Effect.TIGHTER)
            else:
                yield from self._one_duty(name, one, other)

    def _one_duty(self, name: str, one: BoundDuty, other: BoundDuty) -> Iterator[Part]:
        if one.at is not other.at:
            effect = Effect.TIGHTER if _AT[other.at] > _AT[one.at] else Effect.LOOSER
            yield Part(f"duty {name},", one.at, other.at, effect)
        if (one.do, one.tell) != (other.do, other.tell):
            yield Part(f"duty {name}", self._duty(one), self._duty(other), Effect.TEXT_ONLY)
        if one.within != other.within:
            effect = _shorter(one.within, other.within)
            yield Part(f"time for {name}", length_in_words(one.within), length_in_words(other.within), effect)
        if one.excludes != other.excludes:
            effect = Effect.LOOSER if set(other.excludes) - set(one.excludes) else Effect.TIGHTER
            yield Part(f"{name} excludes", ", ".join(one.excludes), ", ".join(other.excludes), effect)
        if one.when != other.when:
            found = strength(one.when or (), other.when or ())
            owed = {
                Strength.STRONGER: Effect.LOOSER,
                Strength.WEAKER: Effect.TIGHTER,
                Strength.SAME: Effect.TEXT_ONLY,
            }
            own = self._written("duties", "involve")
            yield Part(
                f"duty {name} if",
                condition_in_words(one.when),
                condition_in_words(other.when),
                owed.get(found, Effect.UNCLEAR),
                own,
            )
        if one.done_when != other.done_when:
            effect = _done(one.done_when, other.done_when)
            own = self._written("duties", "involve")
            yield Part(
                f"duty {name} done when",
                condition_in_words(one.done_when),
                condition_in_words(other.done_when),
                effect,
                own,
            )

    # -- grants -------------------------------------------------------------------------------------------

    def grants(self, old: BoundGrant, new: BoundGrant) -> Iterator[Part]:
        if old.holders != new.holders:
            own = self._written("role", "only")
            effect = self._people(old.holders, new.holders)
            yield Part("role", self._holder(old, self._before), self._holder(new, self._after), effect, own)
        elif old.role != new.role:
            yield Part(
                "role", self._holder(old, self._before), self._holder(new, self._after), Effect.UNCLEAR
            )
        if old.level is not new.level:
            effect = Effect.TIGHTER if new.level.rank > old.level.rank else Effect.LOOSER
            yield Part("level", old.level, new.level, effect)
        if old.step is not new.step:
            effect = Effect.TIGHTER if _STEP[new.step] > _STEP[old.step] else Effect.LOOSER
            yield Part("step", old.step, new.step, effect)
        elif old.advised_by and new.advised_by and old.advised_by.roles != new.advised_by.roles:
            effect = self._people(old.advised_by.roles, new.advised_by.roles)
            yield Part("advised by", self._who(old.advised_by), self._who(new.advised_by), effect)

    def _holder(self, grant: BoundGrant, where: Written) -> str:
        only = " alone" if grant.only else ""
        return f"{where.stack.title_of(grant.role)}{only}"

    # -- safeguards -----------------------------------------------------------------------------------------

    def safeguards(self, old: BoundSafeguard, new: BoundSafeguard) -> Iterator[Part]:
        if old.level is not new.level:
            effect = Effect.TIGHTER if new.level.rank > old.level.rank else Effect.LOOSER
            yield Part("level", old.level, new.level, effect)
        limits = Level.ACT not in (old.level, new.level)
        if limits and old.exempts != new.exempts and not (old.company and new.company):
            own = self._written("to", "with")
            yield Part("to", self._to(old), self._to(new), self._people(old.exempts, new.exempts), own)
        if old.route != new.route:
            yield Part("route", way_of(old), way_of(new), Effect.TEXT_ONLY)
        if (old.emergency is None) != (new.emergency is None):
            effect = Effect.LOOSER if new.emergency else Effect.TIGHTER
            yield Part("in an emergency", lifted_in_words(old), lifted_in_words(new), effect)
        elif old.emergency != new.emergency and old.emergency and new.emergency:
            yield Part(
                "ratified by",
                self._title(old.emergency.role),
                self._title(new.emergency.role),
                Effect.TEXT_ONLY,
            )

    def _to(self, rule: BoundSafeguard) -> str | None:
        return self._title(rule.to) if rule.to else None

    # -- words ------------------------------------------------------------------------------------------------

    def texts(self) -> Iterator[Part]:
        """Keys that touch nobody's authority."""
        for key in (
            "title",
            "authority",
            "because",
            "outcome",
            "delegated_by",
            "assure",
            "pilot",
            "graduates",
        ):
            one, other = form_of(self._before.text, key), form_of(self._after.text, key)
            if one != other:
                yield Part(key.replace("_", " "), plain(one), plain(other), Effect.TEXT_ONLY)

    def _title(self, role: str) -> str:
        stack = self._after.stack if role in self._after.stack.roles else self._before.stack
        return stack.title_of(role)

    def _who(self, company: Company | None) -> str | None:
        return None if company is None else self._title(company.role)

    def _duty(self, duty: BoundDuty) -> str:
        tell = duty.tell and (self._after.stack.bodies.get(duty.tell) or self._title(duty.tell))
        text = duty.do or f"tell {tell}"
        to = f" ({tell})" if duty.do and tell else ""
        return f"{text}{to}, {duty.at} the act"


def _moved(old: Any, new: Any, later: Effect) -> Effect:
    """A window whose end moves. Left out, it is open: the same as the earliest start or the latest end."""
    if old is None or new is None:
        return Effect.LOOSER if new is None else Effect.TIGHTER
    one, other = (_as_day(value) for value in (old, new))
    if one == other:
        return Effect.UNCLEAR
    return later if other > one else OPPOSITE[later]


def _as_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _done(old: tuple[Clause, ...] | None, new: tuple[Clause, ...] | None) -> Effect:
    """What shows that it is done: more easily shown is looser."""
    if old is None or new is None:
        return Effect.LOOSER if old is None else Effect.TIGHTER
    match strength(old, new):
        case Strength.STRONGER:
            return Effect.TIGHTER
        case Strength.WEAKER:
            return Effect.LOOSER
        case Strength.SAME:
            return Effect.TEXT_ONLY
        case Strength.UNCLEAR:
            return Effect.UNCLEAR


def _shorter(old: timedelta | Months | None, new: timedelta | Months | None) -> Effect:
    """Less time for a duty asks more; it changes nobody's level."""
    if old is None or new is None:
        return Effect.TIGHTER if old is None else Effect.LOOSER
    if isinstance(old, timedelta) and isinstance(new, timedelta):
        return Effect.TIGHTER if new < old else Effect.LOOSER
    if isinstance(old, Months) and isinstance(new, Months):
        return Effect.TIGHTER if new < old else Effect.LOOSER
    return Effect.UNCLEAR
