"""Where a person stands under MEANING's rules, read a second time: slow, obvious, nothing of `govengine.decide`
but the question.

Conditions are walked by the reference evaluator of expressions. Numbers in comments are MEANING's rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide import Question
from govengine.feel import OPEN, UNKNOWN
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Company, Layer, RoleKind, Stack, Step
from tests.feel.reference import conjunction, evaluate

ORDER = ["act", "consult", "agree", "refer", "stop"]


def turned(text: str) -> str:
    """A clause turned round, without saying `not` twice."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == ")" and depth == 0:
            whole = place == len(text) - 1
            return text[4:-1] if whole and text.startswith("not(") else f"not({text})"
    return f"not({text})"


def rank(level: str) -> int:
    return ORDER.index(str(level))


@dataclass
class Person:
    """Who is asked. `open_too`: every missing fact is open, not only another person's own."""

    roles: tuple[str, ...]
    is_actor: bool
    open_too: bool = False


@dataclass
class Part:
    """A grant that holds, or a safeguard that counts."""

    rule: Any
    level: str
    certain: bool
    company: dict[str, bool]
    """By the id of the duty: whether it is done."""
    owed: dict[str, tuple[str, bool, bool]]
    """By the id of the duty: when, whether it is certain, whether it is done."""
    confirms: set[str] = field(default_factory=set)
    must: list[str] = field(default_factory=list)
    advice: str | None = None
    """Which of the company is the adviser of a grant at advise, and not its `with`."""

    @property
    def before(self) -> dict[str, bool]:
        return {duty: done for duty, (at, _, done) in self.owed.items() if at == "before"}

    @property
    def free_of_duties(self) -> bool:
        return all(self.company.values()) and all(self.before.values())


@dataclass
class Stands:
    """Where a person stands."""

    grants: list[Part]
    safeguards: list[Part]
    confirms: set[str]
    must: list[str]
    unknown_grants: list[str]

    @property
    def counted(self) -> list[Part]:
        """Grants that leave nothing for the person to hold, if any do."""
        return [g for g in self.grants if not g.must] or self.grants

    @property
    def level(self) -> str:
        """3."""
        least = min((rank(g.level) for g in self.counted), default=rank("refer"))
        return ORDER[max([least, *(rank(s.level) for s in self.safeguards)])]

    @property
    def holds(self) -> bool:
        return bool(self.grants) and rank(self.level) <= rank("agree")

    def ready(self, grant: Part) -> bool:
        return grant.free_of_duties and not grant.confirms

    @property
    def relied(self) -> list[Part]:
        """6."""
        ready = [g for g in self.counted if self.ready(g)] or self.counted
        least = min((rank(g.level) for g in ready), default=0)
        return [g for g in ready if rank(g.level) == least]

    @property
    def may_act(self) -> bool:
        return (
            self.holds
            and not self.confirms
            and any(self.ready(g) for g in self.grants)
            and all(s.free_of_duties for s in self.safeguards)
        )

    def everything_must(self) -> list[str]:
        return list(dict.fromkeys([*(m for g in self.relied for m in g.must), *self.must]))

    def open_before(self, grants: list[Part]) -> tuple[set[str], set[str]]:
        """Open duties before, and of these those that are a `with`."""
        parts = [*self.safeguards, *grants]
        company = {d for p in parts for d, done in p.company.items() if not done}
        duties = {d for p in parts for d, done in p.before.items() if not done}
        confirms = {f"confirm/{n}" for n in self.confirms.union(*(g.confirms for g in grants))}
        return duties | confirms | company, company


class Standing:
    """The rules of one stack that one question meets, and where anybody stands under them."""

    def __init__(self, stack: Stack, question: Question) -> None:
        self.stack, self.question = stack, question
        # 2: a kind nobody has heard of has no grants, also where it is called what a class is called.
        own = {question.kind, *stack.kinds[question.kind]} if question.kind in stack.kinds else set()
        sent = set(question.facts.get("decision.classes", ()))
        self.grants = [g for g in stack.grants if g.bears_on & own and self.in_force(g)]
        self.named_grants = [g for g in stack.grants if g.bears_on & own]
        self.safeguards = [
            s
            for s in stack.safeguards
            if s.bears_on & (own | sent | {question.kind, "all"}) and self.in_force(s)
        ]

    # 1 ------------------------------------------------------------------------------------------

    def in_force(self, rule: BoundGrant | BoundSafeguard) -> bool:
        now, then = self.question.as_of, self.question.recorded_at or self.question.as_of
        if isinstance(rule, BoundGrant):
            pilot = [self.within(None, rule.scope_until, moment) for moment in (now, then)]
            return self.holds(rule, now, then) and all(pilot)
        return self.holds(rule, now, then)

    def holds(self, rule: BoundGrant | BoundSafeguard, now: datetime, then: datetime) -> bool:
        held = self.within(rule.since, rule.until, now)
        return held or (rule.layer is Layer.CONTROL and self.within(rule.since, rule.until, then))

    def within(self, since: Any, until: Any, moment: datetime) -> bool:
        """Dates: inclusive days. Date-times: with the start, without the end."""
        day = moment.astimezone(ZoneInfo(self.stack.zone)).date()
        if since is not None and (moment < since if isinstance(since, datetime) else day < since):
            return False
        return until is None or (moment < until if isinstance(until, datetime) else day <= until)

    @property
    def actor(self) -> Person:
        return Person(tuple(self.question.facts.get("actor.role", ())), is_actor=True)

    # 4 ------------------------------------------------------------------------------------------

    def facts_of(self, person: Person, *, confirmed: bool = False) -> dict[str, Any]:
        facts = dict(self.question.facts)
        if not person.is_actor:
            facts = {n: v for n, v in facts.items() if not n.startswith("actor.")}
            facts |= dict.fromkeys(self.stack.facts_about_actor, OPEN)
            facts |= {"actor.role": person.roles, "actor.body": self.stack.roles[person.roles[0]].body}
        if confirmed:
            for name in self.missing_confirms(person):
                facts[name] = self.stack.facts[name].met
        if person.open_too:
            facts = {**dict.fromkeys(self.stack.facts, OPEN), **facts}
        return facts

    def missing_confirms(self, person: Person) -> set[str]:
        return {
            n
            for n, fact in self.stack.facts.items()
            if fact.confirm
            and n not in self.question.facts
            and (person.is_actor or not n.startswith("actor."))
        }

    @staticmethod
    def truth(clauses: tuple[Clause, ...], facts: Mapping[str, Any]) -> Any:
        return conjunction([evaluate(c.tree, facts) for c in clauses])

    def would_have_to(self, person: Person, rule: Any, facts: Mapping[str, Any]) -> list[str]:
        if person.is_actor:
            return []
        return [c.text for c in rule.clauses if evaluate(c.tree, facts) is OPEN and c.about_actor]

    def reads(self, rule: Any) -> set[str]:
        return {n for c in rule.clauses for n in c.facts}

    # 3, 6, 10, 12 -------------------------------------------------------------------------------

    def stands(self, person: Person, readings: Mapping[str, bool] | None = None) -> Stands:
        readings = readings or {}
        facts, ticked = self.facts_of(person), self.facts_of(person, confirmed=True)
        result = Stands([], [], set(), [], [])
        for rule in self.safeguards:
            truth = self.truth(rule.clauses, facts)
            if truth is UNKNOWN:
                truth = readings.get(rule.id, UNKNOWN)
            if truth is False:
                continue
            part = self.safeguard(rule, person, facts, certain=truth is True)
            costs = rank(part.level) > rank("agree") or not part.free_of_duties
            if truth is not True and costs:
                again = truth if truth is OPEN else self.truth(rule.clauses, ticked)
                if again is False or again is OPEN:
                    if truth is UNKNOWN and not person.open_too:
                        result.confirms |= self.reads(rule) & self.missing_confirms(person)
                    seen = facts if truth is OPEN else ticked
                    result.must += [turned(text) for text in self.would_have_to(person, rule, seen)]
                    continue
            result.safeguards.append(part)
        human = {r for r in person.roles if self.stack.roles[r].kind is not RoleKind.SOFTWARE}
        for grant in self.grants:
            if grant.step is Step.SHADOW or not human & grant.holders:
                continue
            truth = self.truth(grant.clauses, facts)
            if truth is UNKNOWN:
                truth = readings.get(grant.id, UNKNOWN)
            confirms: set[str] = set()
            seen = facts
            if truth is UNKNOWN:
                seen, truth = ticked, self.truth(grant.clauses, ticked)
                confirms = self.reads(grant) & self.missing_confirms(person)
            if truth is UNKNOWN:
                result.unknown_grants.append(grant.id)
            elif truth is not False:
                must = self.would_have_to(person, grant, seen) if truth is OPEN else []
                result.grants.append(self.grant(grant, person, facts, confirms, must))
        return result

    def safeguard(
        self, rule: BoundSafeguard, person: Person, facts: Mapping[str, Any], *, certain: bool
    ) -> Part:
        level = str(rule.level)
        if not certain and level == "stop":
            level = "refer"
        lifted = rule.emergency is not None and self.question.facts.get("decision.emergency") is True
        company: dict[str, bool] = {}
        if lifted or self.exempt(person, rule.exempts, second_person=rule.second_person):
            level = "act"
        elif rule.company is not None:
            company[rule.company.id] = self.heard(rule.company)
        owed = self.owed(rule, facts, certain=certain)
        if lifted:
            ratify = f"{rule.id}/ratify"
            owed[ratify] = ("after", certain, any(done.duty == ratify for done in self.question.done))
        return Part(rule, level, certain, company, owed)

    def grant(
        self, rule: BoundGrant, person: Person, facts: Mapping[str, Any], confirms: set[str], must: list[str]
    ) -> Part:
        level, company, advice = str(rule.level), {}, None
        if rule.company is not None:
            if self.exempt(person, rule.company.roles, second_person=rule.company.second_person):
                level = "act"
            else:
                company[rule.company.id] = self.heard(rule.company)
        if rule.step is Step.ADVISE and rule.advised_by is not None:
            level = ORDER[max(rank(level), rank("consult"))]
            if rule.advised_by.id not in company:
                advice = rule.advised_by.id
                company[advice] = self.heard(rule.advised_by)
        owed = self.owed(rule, facts, certain=True)
        return Part(rule, level, True, company, owed, confirms, must, advice)

    @staticmethod
    def exempt(person: Person, roles: frozenset[str], *, second_person: bool) -> bool:
        if second_person and person.is_actor:
            return False
        return bool(set(person.roles) & roles)

    def owed(
        self, rule: Any, facts: Mapping[str, Any], *, certain: bool
    ) -> dict[str, tuple[str, bool, bool]]:
        """Duties, with whether they are done. An `if` that is unknown binds before, and leaves uncertain else."""
        found = {}
        for duty in rule.duties:
            due = True if duty.when is None else self.truth(duty.when, facts)
            if due is False:
                continue
            named = any(done.duty == duty.id for done in self.question.done)
            sure = str(duty.at) == "before" or (certain and due is True)
            found[duty.id] = (str(duty.at), sure, named or self.shown(duty.done_when))
        return found

    def shown(self, done_when: tuple[Clause, ...] | None) -> bool:
        return done_when is not None and self.truth(done_when, self.question.facts) is True

    def heard(self, company: Company) -> bool:
        if self.shown(company.done_when):
            return True
        actor = self.question.facts.get("actor.ref")
        for done in self.question.done:
            if done.duty == company.id and done.role in company.roles:
                if not company.second_person:
                    return True
                if done.by is not None and actor is not None and done.by != actor:
                    return True
        return False
