"""Many questions, few different answers: a determination is made once for all questions that are alike.

Two questions are alike when nothing the judge looks at tells them apart. It looks at the truth of each clause,
at which facts are there, and at the value itself where another evaluation could turn on it: facts about the
actor, facts that can be confirmed or changed, whatever shares a clause with one of these, and what duties and
`done_when` read. All of that is the key. What an answer quotes from the case is put in afresh. A test holds
every answer equal to the one made from the start.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from govengine.decide.case import program_for
from govengine.decide.determination import Determination
from govengine.decide.evaluator import determine
from govengine.decide.program import Program
from govengine.decide.question import Question
from govengine.feel import OPEN, UNKNOWN, Value, text_of
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Stack

MOST = 4_096
"""Determinations kept for one stack, some kilobytes each; beyond that all are let go."""

_ALWAYS = ("actor.role", "actor.body", "decision.kind", "decision.classes", "decision.emergency")
"""Facts that the judge reads whatever the rules say."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kept:
    """One determination for all questions that are alike, and the forms it was put into.

    `because` quotes the values of the question it was first made for, and `as_of` is that question's moment.
    """

    determination: Determination
    _forms: dict[Callable[[Determination], Any], Any] = field(default_factory=dict, compare=False)

    def form(self, make: Callable[[Determination], T]) -> T:
        """What `make` makes of it, made once. `make` reads neither what `because` quotes nor `as_of`."""
        if make not in self._forms:
            self._forms[make] = make(self.determination)
        return cast("T", self._forms[make])


@dataclass(frozen=True, slots=True)
class _Plan:
    """Of one program: which facts count by their value."""

    program: Program
    by_value: tuple[str, ...]
    timed: bool
    """Whether some rule has a window of its own, so that the moment counts."""


class Alike:
    """Answers under one stack, to what-ifs or for the record. `made` counts those that had to be worked out."""

    def __init__(self, stack: Stack, most: int = MOST, *, what_if: bool = True) -> None:
        self._stack, self._most, self._what_if = stack, most, what_if
        self._plans: dict[int, _Plan] = {}
        self._kept: dict[tuple[Any, ...], Kept] = {}
        self._quoted = {
            (rule.id, clause.text): clause.facts
            for rule in (*stack.grants, *stack.safeguards)
            for clause in rule.clauses
        }
        self.made = 0

    def determine(self, question: Question) -> Determination:
        """As `evaluator.determine`."""
        return self.quoting(self.like(question), question)

    def quoting(self, like: Kept, question: Question) -> Determination:
        """The determination of this question, which has that of those it is like."""
        kept = like.determination
        if self._stack.beside:
            return kept
        because = tuple(self._quoting(entry, question.facts) for entry in kept.because)
        return replace(kept, because=because, as_of=question.as_of.isoformat())

    def like(self, question: Question) -> Kept:
        """What this question has in common with those it is like: the same object for all of them."""
        if self._stack.beside:
            return Kept(self._make(question))
        key = self._key(question)
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= self._most:
                self._kept.clear()
            kept = self._kept[key] = Kept(self._make(question))
        return kept

    def _make(self, question: Question) -> Determination:
        self.made += 1
        return determine(self._stack, question, what_if=self._what_if)

    def _key(self, question: Question) -> tuple[Any, ...]:
        plan = self._plan(question)
        facts = question.facts
        truths = [plan.program.evaluate(facts)]
        if not plan.program.facts <= facts.keys():
            truths.append(plan.program.evaluate(facts, OPEN))
        actor = facts.get("actor.ref")
        return (
            question.kind,
            question.outcome,
            question.late,
            frozenset(facts),
            tuple([facts.get(name, UNKNOWN) for name in plan.by_value]),
            *truths,
            # Who did a duty counts only as another person than the actor.
            tuple([(one.duty, one.role, one.by is not None and one.by != actor) for one in question.done]),
            (question.as_of, question.recorded_at) if plan.timed else None,
        )

    def _plan(self, question: Question) -> _Plan:
        program = program_for(self._stack, question)
        plan = self._plans.get(id(program))
        if plan is None:
            plan = self._plans[id(program)] = _plan(program, self._stack)
        return plan

    def _quoting(self, entry: Mapping[str, Any], facts: Mapping[str, Value]) -> dict[str, Any]:
        """An entry of `because` with this case's values."""
        clauses = [
            {
                **clause,
                "seen": {
                    **clause["seen"],
                    **{
                        name: text_of(facts.get(name, UNKNOWN))
                        for name in self._quoted[entry["rule"], clause["text"]]
                    },
                },
            }
            for clause in entry["clauses"]
        ]
        return {**entry, "clauses": clauses}


def _plan(program: Program, stack: Stack) -> _Plan:
    by_value = set(_ALWAYS)
    for rule in program.rules:
        for clause in rule.clauses:
            if any(_counts(name, stack) for name in clause.facts):
                by_value.update(clause.facts)
        for clause in _beside(rule):
            by_value.update(clause.facts)
    timed = any(
        rule.since or rule.until or (isinstance(rule, BoundGrant) and rule.scope_until)
        for rule in program.rules
    )
    return _Plan(program, tuple(sorted(by_value)), timed)


def _counts(name: str, stack: Stack) -> bool:
    """Whether the judge may evaluate a clause with another value of this fact."""
    fact = stack.facts[name]
    return name in stack.facts_about_actor or fact.changeable or fact.confirm is not None


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
