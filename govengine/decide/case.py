"""A question before a program: which rules are in force, who is asked, and what has been done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from govengine.decide.program import Program
from govengine.decide.question import Done, Question, local_day
from govengine.feel import OPEN, UNKNOWN, Value
from govengine.scheme import BoundGrant, BoundSafeguard, Company, Layer, Stack
from govengine.scheme.stack import Rule


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is asked. Only the actor has more than one role here, and facts of their own."""

    roles: frozenset[str]
    facts: Mapping[str, Value]
    is_actor: bool
    absent: Value = UNKNOWN
    """How a fact that is not there is read: OPEN where what is missing is to be taken as met."""


@dataclass(frozen=True)
class Case:
    """What is the same whoever is asked. Made for one question and gone with its answer."""

    stack: Stack
    program: Program
    question: Question

    @cached_property
    def _day(self) -> date:
        return local_day(self.question.as_of, self.stack)

    @cached_property
    def _recorded_day(self) -> date:
        recorded = self.question.recorded_at
        return self._day if recorded is None else local_day(recorded, self.stack)

    @cached_property
    def grants(self) -> tuple[BoundGrant, ...]:
        """The grants in force for this kind."""
        return tuple(grant for grant in self.program.grants if self.in_force(grant))

    @cached_property
    def safeguards(self) -> tuple[BoundSafeguard, ...]:
        """The safeguards in force for this kind and its classes."""
        return tuple(safeguard for safeguard in self.program.safeguards if self.in_force(safeguard))

    @property
    def emergency(self) -> bool:
        """Whether it was said that this is an emergency."""
        return self.question.facts.get("decision.emergency") is True

    def in_force(self, rule: Rule) -> bool:
        """Whether a rule's own window is open. Control holds at either moment; a pilot ends at the earlier."""
        until = rule.scope_until if isinstance(rule, BoundGrant) else None
        if rule.since is None and rule.until is None and until is None:
            return True
        as_of, recorded_at = self.question.as_of, self.question.recorded_at or self.question.as_of
        now = _open(rule.since, rule.until, as_of, self._day)
        if isinstance(rule, BoundGrant):
            return (
                now
                and _open(None, until, as_of, self._day)
                and _open(None, until, recorded_at, self._recorded_day)
            )
        return now or (
            rule.layer is Layer.CONTROL and _open(rule.since, rule.until, recorded_at, self._recorded_day)
        )

    # -- people ----------------------------------------------------------------------------------

    def actor(self, absent: Value = UNKNOWN) -> Person:
        """The person who asks."""
        return Person(self.question.roles, self.question.facts, is_actor=True, absent=absent)

    def another(self, role: str, absent: Value = UNKNOWN) -> Person:
        """Another person in a role: nothing of their own is known but the role and its body."""
        facts = {**self.facts_of_anybody, "actor.role": (role,), "actor.body": self.stack.roles[role].body}
        return Person(frozenset({role}), facts, is_actor=False, absent=absent)

    @cached_property
    def facts_of_anybody(self) -> Mapping[str, Value]:
        """What is known whoever is asked; everything about the person is open."""
        facts = {n: value for n, value in self.question.facts.items() if not n.startswith("actor.")}
        return facts | dict.fromkeys(self.stack.facts_about_actor, OPEN)

    # -- what has been done ----------------------------------------------------------------------

    @cached_property
    def _done(self) -> Mapping[str, list[Done]]:
        done: dict[str, list[Done]] = {}
        for one in self.question.done:
            done.setdefault(one.duty, []).append(one)
        return done

    def is_done(self, duty: str, company: Company | None = None) -> bool:
        """Whether somebody has said it is done, or a fact shows it."""
        said = self._done.get(duty)
        if said is not None and any(self._counts(done, company) for done in said):
            return True
        return self.program.is_shown(duty, self.question.facts)

    def _counts(self, done: Done, company: Company | None) -> bool:
        if company is None:
            return True
        if done.role not in company.roles:
            return False
        if not company.second_person:
            return True
        actor = self.question.facts.get("actor.ref")
        return done.by is not None and actor is not None and done.by != actor


def _open(since: date | datetime | None, until: date | datetime | None, moment: datetime, day: date) -> bool:
    """Dates are inclusive days; a date-time includes its start and not its end."""
    begun = since is None or (since <= moment if isinstance(since, datetime) else since <= day)
    ended = until is not None and (moment >= until if isinstance(until, datetime) else day > until)
    return begun and not ended
