"""A question before the rules that bear on it: what is the same whoever is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from govengine.decide.matching import Matcher
from govengine.decide.program import Program, truth_of_clauses
from govengine.decide.question import Done, Question, local_day
from govengine.decide.truths import Truth, Truths
from govengine.feel import UNKNOWN, Value
from govengine.scheme import At, BoundGrant, BoundSafeguard, Clause, Company, Layer, Level, Stack
from govengine.scheme.stack import BoundDuty, Rule


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is asked. Only the actor has more than one role here, and facts of their own."""

    roles: frozenset[str]
    facts: Mapping[str, Value]
    is_actor: bool
    absent: Value = UNKNOWN
    """How a fact that is not there is read: OPEN where what is missing is to be taken as met."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty as it stands in this case."""

    id: str
    rule: str
    at: At
    text: str | None
    tell: str | None
    within: object
    certain: bool = True
    done: bool = False

    @property
    def open_before(self) -> bool:
        """Whether it stands in the way."""
        return self.at is At.BEFORE and not self.done


@dataclass(frozen=True, slots=True)
class Asked:
    """A `with` as it stands in this case: somebody to hear, or to agree."""

    company: Company
    rule: str
    level: Level
    done: bool


@dataclass(frozen=True, slots=True)
class Bearing:
    """A safeguard that counts. `level` is the one that counts for this person, `act` for the exempt."""

    safeguard: BoundSafeguard
    certain: bool
    level: Level
    asked: tuple[Asked, ...]
    duties: tuple[Owed, ...]

    costs_nothing: bool = field(init=False)
    """At most `agree`, and nothing left to do first: then it simply counts (MEANING rule 4)."""

    def __post_init__(self) -> None:
        nothing = (
            self.level.rank <= Level.AGREE.rank
            and all(asked.done for asked in self.asked)
            and not any(duty.open_before for duty in self.duties)
        )
        object.__setattr__(self, "costs_nothing", nothing)


class Case:
    """A question before a program: what is the same whoever is asked. `truths` are the clauses' for the actor."""

    def __init__(self, stack: Stack, program: Program, question: Question) -> None:
        self.stack, self.program, self.question = stack, program, question
        self.rules: tuple[BoundGrant | BoundSafeguard, ...] = program.rules
        """The rules in force, by layer, then id."""
        self.grants, self.safeguards = program.grants, program.safeguards
        if program.timed:
            self.rules = tuple(rule for rule in program.rules if self.in_force(rule))
            self.grants = tuple(rule for rule in self.rules if isinstance(rule, BoundGrant))
            self.safeguards = tuple(rule for rule in self.rules if isinstance(rule, BoundSafeguard))
        self.of_case = program.evaluate_case(question.facts)
        """What is the case's of the truths."""
        self.truths: Truths = program.with_actor(self.of_case, question.facts)
        self._of_case: dict[Value, int] = {UNKNOWN: self.of_case}
        self.bearings: dict[tuple[str, bool, bool], Bearing] = {}
        """How safeguards bear on those they bind and those they exempt, as it has been worked out."""
        self._owed: dict[tuple[str, bool], Owed] = {}

    @cached_property
    def day(self) -> date:
        """The day it is decided, where the scheme applies."""
        return local_day(self.question.as_of, self.stack)

    @cached_property
    def recorded_day(self) -> date:
        """The day it is recorded."""
        recorded = self.question.recorded_at
        return local_day(recorded, self.stack) if recorded else self.day

    @cached_property
    def anybody(self) -> Mapping[str, Value]:
        """The facts as far as they are the case's: whatever is the actor's own is open."""
        shared = {name: value for name, value in self.question.facts.items() if not name.startswith("actor.")}
        return shared | self.program.open_actor

    def truth(self, rule: Rule) -> Truth:
        """A rule's truth for the actor."""
        return self.program.truth_of(rule.id, self.truths)

    def truths_for(self, facts: Mapping[str, Value], absent: Value = UNKNOWN) -> Truths:
        """Every clause's truth for somebody; what the case alone decides is worked out once."""
        if facts is self.question.facts and absent is UNKNOWN:
            return self.truths
        of_case = self._of_case.get(absent)
        if of_case is None:
            of_case = self._of_case[absent] = self.program.evaluate_case(self.question.facts, absent)
        return self.program.with_actor(of_case, facts, absent)

    @property
    def emergency(self) -> bool:
        """Whether it was said that this is an emergency."""
        return self.question.facts.get("decision.emergency") is True

    def in_force(self, rule: Rule) -> bool:
        """Whether a rule's own window is open. Control holds at either moment; a pilot ends at the earlier."""
        moments = (
            (self.question.as_of, self.day),
            (self.question.recorded_at or self.question.as_of, self.recorded_day),
        )
        held = [self._open(rule.since, rule.until, *moment) for moment in moments]
        if not (any(held) if rule.layer is Layer.CONTROL else held[0]):
            return False
        return not isinstance(rule, BoundGrant) or all(
            self._open(None, rule.scope_until, *moment) for moment in moments
        )

    @staticmethod
    def _open(
        since: date | datetime | None, until: date | datetime | None, moment: datetime, day: date
    ) -> bool:
        """Dates are inclusive days; a date-time includes its start and not its end."""
        begun = since is None or (since <= moment if isinstance(since, datetime) else since <= day)
        ended = until is not None and (moment >= until if isinstance(until, datetime) else day > until)
        return begun and not ended

    def owed(self, duty: BoundDuty, *, certain: bool) -> Owed:
        """A duty of a rule as it stands in this case; the same whoever is asked, so made once."""
        made = self._owed.get((duty.id, certain))
        if made is None:
            done = self.is_done(duty.id, duty.done_when)
            made = Owed(duty.id, duty.rule, duty.at, duty.do, duty.tell, duty.within, certain, done)
            self._owed[duty.id, certain] = made
        return made

    def is_done(
        self, duty: str, done_when: tuple[Clause, ...] | None, company: Company | None = None
    ) -> bool:
        """Whether somebody has said it is done, or a fact shows it."""
        if done_when is not None and truth_of_clauses(done_when, self.question.facts) is True:
            return True
        return any(self._counts(done, company) for done in self.question.done if done.duty == duty)

    def _counts(self, done: Done, company: Company | None) -> bool:
        if company is None:
            return True
        if done.role not in company.roles:
            return False
        if not company.second_person:
            return True
        actor = self.question.facts.get("actor.ref")
        return done.by is not None and actor is not None and done.by != actor


MOST_PROGRAMS = 1_000
"""Kept for one stack at most: which classes are sent with a kind is up to whoever asks."""


_NONE: frozenset[str] = frozenset()


def program_for(stack: Stack, question: Question) -> Program:
    """The compiled rules for a question's kind and classes, made once for each stack."""
    # Under its own name there is a program only for a kind that is declared, which most are.
    sent: Value = question.facts.get("decision.classes")
    program: Program | None = stack.programs.get((question.kind, frozenset(sent) if sent else _NONE))
    if program is None:
        key = _program_key(stack, question)
        program = stack.programs.get(key)
    if program is None:
        if len(stack.programs) >= MOST_PROGRAMS:
            # Only programs: what else is kept there, such as which grants are suspended, is not made again.
            for old in [old for old in stack.programs if isinstance(old, tuple)]:
                stack.programs.pop(old, None)
        program = stack.programs[key] = Program(stack, *key)
    return program


_MATCHERS = "matchers"


def matched(stack: Stack, question: Question) -> frozenset[str]:
    """The ids of the rules whose every clause is true, whether their time has come or not."""
    kept: dict[str, Matcher] | None = stack.programs.get(_MATCHERS)
    if kept is None:
        kept = stack.programs[_MATCHERS] = {}
    facts = question.facts
    found = None if facts.get("decision.classes") else kept.get(question.kind)
    if found is None:
        found = program_for(stack, question).matcher
        if question.kind in stack.kinds and not question.classes:
            kept[question.kind] = found
    return found(facts)


def with_program(stack: Stack, question: Question, program: Program) -> Stack:
    """The stack as it would be if this were what it says about the question."""
    return replace(stack, programs={_program_key(stack, question): program})


def _program_key(stack: Stack, question: Question) -> tuple[str, frozenset[str]]:
    named = question.kind in stack.kinds or question.kind in stack.classes
    return (question.kind if named else "", question.classes)


def case_of(stack: Stack, question: Question) -> Case:
    """The question before the rules that bear on it."""
    return Case(stack, program_for(stack, question), question)
