"""What an answer turns on: each clause, and each rule, read the other way alone.

A clause is **decisive** in a case when reading it the other way, in its rule alone and with everything else as it is,
gives another answer. A rule is decisive when reading its whole condition the other way does. What is not known has
no other way, and is never decisive. Two answers are the same when somebody would do the same on them, for the same reason
in the rules: level, basis, whether they may act, who decides, whom to ask, the route, company, duties, what is
needed, what it rests on, what a shadow grant would have opened, and who answers for it. What explains an answer, what
would change it and whether it is complete do not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from govengine.decide import Determination, Question, determine
from govengine.decide.case import Case, case_of, with_program
from govengine.decide.program import Program, truth_of_clauses
from govengine.decide.truths import Truth
from govengine.feel.tree import Literal
from govengine.feel.types import BOOLEAN
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Stack

Rule = BoundGrant | BoundSafeguard


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a clause stands: in the rule's condition, or in what a duty or a company says of itself."""

    part: str
    """`when`; `if` or `done_when` of a duty; `with` for the `done_when` of a company."""
    number: int
    duty: int = -1
    """Which of the rule's duties, from 0; -1 for the rule itself."""


def clauses_in(rule: Rule) -> Iterator[tuple[Spot, Clause]]:
    """Every clause of a rule, each with where it stands."""
    yield from ((Spot("when", number), clause) for number, clause in enumerate(rule.clauses))
    for place, duty in enumerate(rule.duties):
        yield from ((Spot("if", n, place), clause) for n, clause in enumerate(duty.when or ()))
        yield from ((Spot("done_when", n, place), clause) for n, clause in enumerate(duty.done_when or ()))
    company = rule.company
    if company is not None:
        yield from ((Spot("with", n), clause) for n, clause in enumerate(company.done_when or ()))


def truth_at(case: Case, rule: Rule, spot: Spot, clause: Clause) -> Truth:
    """The truth of a clause for whoever asks."""
    if spot.part == "when":
        return case.truths.of_clause(case.program.clauses_of[rule.id][spot.number])
    return truth_of_clauses((clause,), case.question.facts)


def _fixed(*, truth: bool) -> Clause:
    return Clause(str(truth).lower(), Literal(value=truth, type=BOOLEAN), (), {}, about_actor=False)


def with_condition_read(rule: Rule, truth: bool) -> Rule:  # noqa: FBT001 - the truth is the value
    """The rule with a condition that is simply true, or false."""
    return replace(rule, clauses=(_fixed(truth=truth),))


def with_clause_read(rule: Rule, spot: Spot, truth: bool) -> Rule:  # noqa: FBT001 - the truth is the value
    """The rule with one clause that is simply true, or false."""

    def read(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        return (*clauses[: spot.number], _fixed(truth=truth), *clauses[spot.number + 1 :])

    match spot.part:
        case "when":
            return replace(rule, clauses=read(rule.clauses))
        case "with":
            assert rule.company is not None
            company = replace(rule.company, done_when=read(rule.company.done_when or ()))
            return replace(rule, company=company)
        case part:
            duty = rule.duties[spot.duty]
            if part == "if":
                duty = replace(duty, when=read(duty.when or ()))
            else:
                duty = replace(duty, done_when=read(duty.done_when or ()))
            return replace(rule, duties=(*rule.duties[: spot.duty], duty, *rule.duties[spot.duty + 1 :]))


def what_counts(answer: Determination) -> tuple[Any, ...]:
    """An answer as far as two of them can differ."""
    return (
        answer.level,
        answer.basis,
        answer.may_act,
        answer.decided_by,
        answer.ask,
        answer.route,
        answer.company,
        answer.duties,
        answer.needed,
        answer.relies_on,
        answer.would_have,
        answer.accountability,
    )


class Turning:
    """One question, and what its answer turns on. The answer is worked out again for each clause that is tried."""

    def __init__(self, stack: Stack, question: Question) -> None:
        self.stack, self.question = stack, question
        self.case = case_of(stack, question)
        self._answer = what_counts(determine(stack, question, suggest=False))

    def on_rule(self, rule: Rule, truth: Truth) -> bool:
        """Whether the rule, which has this truth, is decisive."""
        if truth is not True and truth is not False:
            return False
        return self._changes(self.case.program.with_rule(with_condition_read(rule, truth is False)))

    def on_clause(self, rule: Rule, spot: Spot, truth: Truth) -> bool:
        """Whether the clause, which has this truth, is decisive."""
        if truth is not True and truth is not False:
            return False
        if self._closed(rule, spot):
            return False
        return self._changes(self.case.program.with_rule(with_clause_read(rule, spot, truth is False)))

    def _closed(self, rule: Rule, spot: Spot) -> bool:
        """Whether another clause keeps the rule from holding, whoever is asked: then nothing turns on this one."""
        numbers = self.case.program.clauses_of[rule.id]
        return any(
            self.case.truths.of_clause(number) is False
            and not clause.about_actor
            and Spot("when", place) != spot
            for place, (clause, number) in enumerate(zip(rule.clauses, numbers, strict=True))
        )

    def _changes(self, program: Program) -> bool:
        changed = with_program(self.stack, self.question, program)
        return what_counts(determine(changed, self.question, suggest=False)) != self._answer
