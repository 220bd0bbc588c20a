"""Many questions, few different answers: a determination is made once for all questions that are alike.

Two questions are alike when nothing the judge looks at tells them apart. It looks at the truth of each rule, by
what is the case's and with what is the actor's, at the clauses that are unknown, at which facts are there, and at
the value itself where another evaluation could turn on it: facts that can be confirmed or changed, whatever shares
a clause with one of these or with a fact about the actor, and what duties and `done_when` read. All of that is the
key. Why it is so, `because`, is worked out afresh. A test holds every answer equal to the one made from the start.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar, cast

from govengine.decide.case import case_of, program_for
from govengine.decide.determination import Determination
from govengine.decide.evaluator import determine
from govengine.decide.explanation import Outline, outline
from govengine.decide.program import Program
from govengine.decide.question import Question
from govengine.decide.truths import Truths
from govengine.feel import OPEN, UNKNOWN
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, FactType, Stack

MOST = 4_096
"""Determinations kept for one stack, some kilobytes each; beyond that all are let go."""

MOST_OUTLINES = 64
"""Explanations kept for one of them: rules can be false for one clause or for another."""

_ALWAYS = ("actor.role", "actor.body", "decision.kind", "decision.classes", "decision.emergency")
"""Facts that the judge reads whatever the rules say."""


T = TypeVar("T")


class _Seen(NamedTuple):
    """As much of a case as tells which questions are like it."""

    program: Program
    question: Question
    of_case: int
    truths: Truths


def _seen(stack: Stack, question: Question) -> _Seen:
    program = program_for(stack, question)
    of_case = program.evaluate_case(question.facts)
    return _Seen(program, question, of_case, program.with_actor(of_case, question.facts))


@dataclass(frozen=True, slots=True)
class Kept:
    """One determination for all questions that are alike, and the forms it was put into.

    `because` is that of the question it was first made for, and `as_of` is that question's moment.
    """

    determination: Determination
    relied: frozenset[str] = frozenset()
    """Grants that hold and are explained."""
    _forms: dict[Callable[[Determination], Any], Any] = field(default_factory=dict, compare=False)
    _outlines: dict[Truths, Outline] = field(default_factory=dict, compare=False)

    def form(self, make: Callable[[Determination], T]) -> T:
        """What `make` makes of it, made once. `make` reads neither `because` nor `as_of`."""
        if make not in self._forms:
            self._forms[make] = make(self.determination)
        return cast("T", self._forms[make])

    def outline(self, stack: Stack, seen: _Seen) -> Outline:
        """What is explained of a question that is like these."""
        drawn = self._outlines.get(seen.truths)
        if drawn is None:
            if len(self._outlines) >= MOST_OUTLINES:
                self._outlines.clear()
            drawn = self._outlines[seen.truths] = outline(case_of(stack, seen.question), self.relied)
        return drawn


@dataclass(frozen=True, slots=True)
class _Plan:
    """Of one program: which facts count by their value."""

    program: Program
    by_value: tuple[str, ...]
    by_clause: bool
    """Whether another evaluation could turn on which clause of a rule is false: some fact can be confirmed or changed."""

    def counted(self, of_case: int, truths: Truths) -> tuple[int, ...]:
        """The truths as far as they count."""
        if self.by_clause:
            return truths
        program = self.program
        return (
            program.false_rules(of_case),
            truths.false >> program.first_rule,
            truths.unknown,
            truths.left_open,
        )


class Alike:
    """Answers under one stack, to what-ifs or for the record. `made` counts those that had to be worked out."""

    def __init__(self, stack: Stack, most: int = MOST, *, what_if: bool = True) -> None:
        self._stack, self._most, self._what_if = stack, most, what_if
        self._plans: dict[int, _Plan] = {}
        self._kept: dict[tuple[Any, ...], Kept] = {}
        self.made = 0

    def determine(self, question: Question) -> Determination:
        """As `evaluator.determine`."""
        return self.answer(question)[1]

    def like(self, question: Question) -> Kept:
        """What this question has in common with those it is like: the same object for all of them."""
        if self._stack.beside:
            return Kept(self._make(question))
        return self._like(_seen(self._stack, question))

    def answer(self, question: Question) -> tuple[Kept, Determination]:
        """What it has in common with those it is like, and the whole determination."""
        if self._stack.beside:
            made = Kept(self._make(question))
            return made, made.determination
        seen = _seen(self._stack, question)
        kept = self._like(seen)
        why = kept.outline(self._stack, seen).seen_in(question.facts)
        return kept, kept.determination.quoting(why, question.as_of.isoformat())

    def _like(self, seen: _Seen) -> Kept:
        key = self._key(seen)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            made = self._make(seen.question)
            held = (entry for entry in made.because if entry["effect"] == "grant" and entry["held"] == "true")
            kept = self._kept[key] = Kept(made, frozenset(entry["rule"] for entry in held))
        return kept

    def _make(self, question: Question) -> Determination:
        self.made += 1
        return determine(self._stack, question, what_if=self._what_if)

    def _key(self, seen: _Seen) -> tuple[Any, ...]:
        program, question = seen.program, seen.question
        plan, facts = self._plan(program), question.facts
        moment = (question.as_of, question.recorded_at) if program.timed else None
        done: tuple[tuple[str, str | None, bool], ...] = ()
        if question.done:
            actor = facts.get("actor.ref")
            # Who did a duty counts only as another person than the actor.
            done = tuple(
                [(one.duty, one.role, one.by is not None and one.by != actor) for one in question.done]
            )
        get = facts.get
        missing = None
        if not program.facts <= facts.keys():
            of_case = program.evaluate_case(facts, OPEN)
            missing = plan.counted(of_case, program.with_actor(of_case, facts, OPEN))
        return (
            question.kind,
            question.outcome,
            question.late,
            frozenset(facts),
            tuple([get(name, UNKNOWN) for name in plan.by_value]),
            plan.counted(seen.of_case, seen.truths),
            missing,
            done,
            moment,
        )

    def _plan(self, program: Program) -> _Plan:
        plan = self._plans.get(id(program))
        if plan is None:
            plan = self._plans[id(program)] = _plan(program, self._stack)
        return plan


def _plan(program: Program, stack: Stack) -> _Plan:
    by_value = set(_ALWAYS)
    for rule in program.rules:
        for clause in rule.clauses:
            read = set(clause.facts)
            if any(_is_varied(stack.facts[name]) for name in read):
                by_value |= read
            elif clause.about_actor:
                # Asked about others, the actor's own facts are open, and what else the clause reads decides.
                by_value |= read - stack.facts_about_actor
        for clause in _beside(rule):
            by_value.update(clause.facts)
    by_clause = any(_is_varied(stack.facts[name]) for name in program.facts)
    return _Plan(program, tuple(sorted(by_value)), by_clause)


def _is_varied(fact: FactType) -> bool:
    """Whether the judge may evaluate a clause with another value of this fact than it has."""
    return fact.changeable or fact.confirm is not None


def _beside(rule: BoundGrant | BoundSafeguard) -> list[Clause]:
    """Conditions of a rule that are not its clauses."""
    found: list[Clause] = []
    for duty in rule.duties:
        found += [*(duty.when or ()), *(duty.done_when or ())]
    companies = [rule.company, rule.advised_by if isinstance(rule, BoundGrant) else None]
    for company in companies:
        if company is not None:
            found += company.done_when or ()
    return found


def alike_in_service(stack: Stack) -> Alike:
    """The answers kept for a stack by the one thread that records. They live as long as the stack."""
    kept: Alike | None = stack.programs.get(_IN_SERVICE)
    if kept is None:
        kept = stack.programs[_IN_SERVICE] = Alike(stack, what_if=False)
    return kept


_IN_SERVICE = "alike in service"
