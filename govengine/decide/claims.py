"""The claims of a scheme (`never:`) tried on cases: a claim that some case breaks is not true of the scheme.

Cases are looked for where a claim could break: for each grant one in which it holds and no safeguard applies,
with every value of the facts the claim names; then in even steps over everything the rules tell apart. Each is
asked twice, with nothing done and with every duty done. What is not found here may still exist: a claim is
tried, not proved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from govengine.decide.case import case_of
from govengine.decide.evaluator import determine
from govengine.decide.people import actor
from govengine.decide.question import Done, Question, duty_ids
from govengine.decide.standing import Standings
from govengine.decide.trial import Axis, Walk, bearing, clauses_of, facts_to_try, values_to_try
from govengine.errors import Problem
from govengine.feel import Expression, Value, compile_expression, names_in, text_of
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Level, Stack
from govengine.scheme.checks.example import example_of
from govengine.scheme.checks.region import ALL, Region, both, region_of, where

MOST = 4_000
"""Cases tried in one scheme, each asked twice: a second or two."""

MOST_BESIDE_A_GRANT = 60
"""Cases tried for each role that holds a grant."""

_SOMEBODY = "somebody"
"""Who asks, where no case says: a second person is somebody else than this."""

_ANSWER = ("may_act", "complete", "level", "basis")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim with the facts it names."""

    id: str
    tree: Expression
    facts: tuple[str, ...]

    @property
    def as_clause(self) -> Clause:
        """The claim where values to try are looked for."""
        return Clause(self.id, self.tree, self.facts, {}, about_actor=False)


def broken_claims(stack: Stack, moment: datetime, most: int = MOST) -> Iterator[Problem]:
    """An error for each claim of the stack that a case breaks, with the first such case."""
    waiting = [
        _Claim(id_, tree, tuple(sorted(names_in(tree) - set(_ANSWER)))) for id_, tree in sorted(stack.never)
    ]
    if not waiting:
        return
    tests = {claim.id: compile_expression(claim.tree) for claim in waiting}
    whole = any({"basis", "complete"} & names_in(claim.tree) for claim in waiting)
    for question in _questions(stack, waiting, moment, most):
        answer = _answer(stack, question, whole=whole)
        for claim in waiting:
            if tests[claim.id]({**question.facts, **answer}) is False:
                yield _problem(stack, claim, question, answer)
                waiting = [other for other in waiting if other is not claim]
        if not waiting:
            return


def _questions(stack: Stack, claims: list[_Claim], moment: datetime, most: int) -> Iterator[Question]:
    everything = _all_done(stack)
    for kind, role, facts in islice(_cases(stack, claims, most), most):
        known = {
            "actor.ref": _SOMEBODY,
            **facts,
            "decision.kind": kind,
            "actor.role": (role,),
            "actor.body": stack.roles[role].body,
        }
        question = Question(kind, moment, known)
        yield question
        yield replace(question, done=everything)


def _all_done(stack: Stack) -> tuple[Done, ...]:
    """Every duty done, by somebody else who may."""
    rules = (*stack.grants, *stack.safeguards)
    by = {company.id: min(company.roles) for rule in rules if (company := rule.company) is not None}
    by |= {company.id: min(company.roles) for g in stack.grants if (company := g.advised_by) is not None}
    return tuple(Done(duty, "somebody-else", by.get(duty)) for duty in sorted(duty_ids(stack)))


def _cases(stack: Stack, claims: list[_Claim], most: int) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    """Kind, role and facts: first beside the grants, then everywhere."""
    own = [claim.as_clause for claim in claims]
    named = {name for claim in claims for name in claim.facts if name in stack.facts}
    kinds = {kind: bearing(stack, kind) for kind in sorted(stack.kinds)}
    axes = {}
    for kind, rules in kinds.items():
        clauses = [*own, *(clause for rule in rules.values() for clause in clauses_of(rule))]
        facts = {fact.name: fact for fact in facts_to_try(stack, kind)}
        facts |= {name: stack.facts[name] for name in named}
        for settled in ("actor.role", "actor.body", "decision.kind"):
            facts.pop(settled, None)
        axes[kind] = [Axis(name, values_to_try(fact, clauses)) for name, fact in sorted(facts.items())]
    roles = sorted(name for name, role in stack.roles.items() if role.human)
    for kind in kinds:
        beside = Walk([axis for axis in axes[kind] if axis.name in named], [])
        for grant in stack.grants:
            if grant.bears_on & {kind, *stack.kinds[kind]}:
                case = _where_it_holds(stack, grant, kind)
                for role in sorted(grant.holders & set(roles)):
                    for facts_ in beside.cases(MOST_BESIDE_A_GRANT):
                        yield kind, role, {**case, **facts_}
    share = max(most // max(2 * len(kinds) * len(roles), 1), 1)
    for kind in kinds:
        for facts_ in Walk(axes[kind], []).cases(share):
            for role in roles:
                yield kind, role, facts_


def _where_it_holds(stack: Stack, grant: BoundGrant, kind: str) -> Mapping[str, Value]:
    """Facts with which a grant holds, and, as far as may be, nothing closes it."""
    region = region_of(grant.clauses, stack.facts)
    for safeguard in stack.safeguards:
        if safeguard.level is not Level.ACT and safeguard.bears_on & {kind, "all", *stack.kinds[kind]}:
            region = both(region, _outside(safeguard, stack)) or region
    return example_of(region, stack.facts) or {}


def _outside(safeguard: BoundSafeguard, stack: Stack) -> Region:
    """Where it does not apply; everywhere, for one that always does."""
    parts = [where(clause.tree, stack.facts, true=False) for clause in safeguard.clauses]
    return tuple(box for part in parts for box in part) or ALL


def _answer(stack: Stack, question: Question, *, whole: bool) -> dict[str, Value]:
    if whole:
        found = determine(stack, question)
        return {
            "may_act": found.may_act,
            "complete": found.complete,
            "level": str(found.level),
            "basis": str(found.basis),
        }
    case = case_of(stack, question)
    standing = Standings(case).of(actor(case))
    return {"may_act": standing.ready, "level": str(standing.level)}


def _problem(stack: Stack, claim: _Claim, question: Question, answer: Mapping[str, Value]) -> Problem:
    scheme, _, name = claim.id.partition("/")
    version = next(version for version in stack.versions if version.id == scheme)
    place = next(never.claim.place for never in version.text.never if never.id.value == name)
    (role,) = question.facts["actor.role"]
    known = ", ".join(
        f"{name} {text_of(value)}"
        for name, value in sorted(question.facts.items())
        if name not in ("actor.role", "actor.body", "decision.kind") and value != _SOMEBODY
    )
    done = ", everything done that is owed" if question.done else ""
    told = ", ".join(f"{what} {text_of(value)}" for what, value in answer.items())
    message = (
        f"{claim.id} is broken: {role}, {question.kind}{': ' if known else ''}{known}{done} gives {told}."
    )
    return Problem("claim-broken", message, "Correct the claim, or the rules that break it.", str(place))
