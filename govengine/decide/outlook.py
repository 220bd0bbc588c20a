"""How a case looks to one person, before it is asked how unknown rules might turn out.

Safeguards as they bear on them, grants as they hold them, and what each owes (MEANING rules 3, 4, 6, 10, 12).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from govengine.decide.case import Case, Person
from govengine.decide.program import Truth
from govengine.feel import OPEN, UNKNOWN, Value
from govengine.feel.tree import Not
from govengine.scheme import At, BoundGrant, BoundSafeguard, Clause, Company, Level, Step
from govengine.scheme.stack import BoundDuty, Rule


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
class HeldGrant:
    """A grant that holds. `confirms` are facts taken as met, `must` clauses left open about the person."""

    grant: BoundGrant
    level: Level
    asked: tuple[Asked, ...]
    duties: tuple[Owed, ...]
    confirms: frozenset[str]
    must: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """Whether nothing of its own stands in the way."""
        return (
            not self.confirms
            and all(a.done for a in self.asked)
            and not any(d.open_before for d in self.duties)
        )


@dataclass(frozen=True, slots=True)
class Bearing:
    """A safeguard that counts. `level` is the one that counts for this person, `act` for the exempt."""

    safeguard: BoundSafeguard
    certain: bool
    level: Level
    asked: tuple[Asked, ...]
    duties: tuple[Owed, ...]

    @property
    def costs_nothing(self) -> bool:
        """At most `agree`, and nothing left to do first: then it simply counts (MEANING rule 4)."""
        return (
            self.level.rank <= Level.AGREE.rank
            and all(asked.done for asked in self.asked)
            and not any(duty.open_before for duty in self.duties)
        )


class Outlook:
    """One person's truths of every rule, and what follows from each; worked out once, when first looked at."""

    def __init__(
        self, case: Case, person: Person, truths: list[Truth], confirmed: list[Truth] | None
    ) -> None:
        self.case, self.person = case, person
        self.truths = truths
        self._confirmed = confirmed
        """The truths with every missing fact that can be confirmed at the answer looked for."""
        self._of_rules: dict[str, Truth] = {}
        self._bearings: dict[tuple[str, bool], Bearing] = {}
        self._met: dict[str, tuple[frozenset[str], list[str]] | None] = {}
        self._held: dict[tuple[str, bool], HeldGrant | None] = {}

    @cached_property
    def bearing_rules(self) -> list[tuple[BoundSafeguard, Truth]]:
        """The safeguards in force that are not false, with their truth."""
        found = ((safeguard, self.truth(safeguard)) for safeguard in self.case.safeguards)
        return [(safeguard, truth) for safeguard, truth in found if truth is not False]

    def truth(self, rule: Rule) -> Truth:
        """A rule's truth as the facts stand."""
        truth = self._of_rules.get(rule.id)
        if truth is None:
            truth = self._of_rules[rule.id] = self.case.program.truth_of(rule.id, self.truths)
        return truth

    def _missing_confirms(self, rule: Rule) -> frozenset[str]:
        names, facts = self.case.program.confirmable, self.person.facts
        return frozenset(
            name for clause in rule.clauses for name in clause.facts if name in names and name not in facts
        )

    def _open_clauses(self, rule: Rule, truths: list[Truth]) -> tuple[Clause, ...]:
        """What somebody other than the actor would have to hold or be."""
        if self.person.is_actor:
            return ()
        numbers = self.case.program.clauses_of[rule.id]
        return tuple(
            clause
            for clause, number in zip(rule.clauses, numbers, strict=True)
            if truths[number] is OPEN and clause.about_actor
        )

    # -- safeguards ------------------------------------------------------------------------------

    def taken_as_met(self, safeguard: BoundSafeguard) -> tuple[frozenset[str], list[str]] | None:
        """What is to be confirmed, and what the person must be, for a safeguard that is unknown not to apply.

        None where it counts all the same.
        """
        if safeguard.id not in self._met:
            self._met[safeguard.id] = self._take_as_met(safeguard)
        return self._met[safeguard.id]

    def _take_as_met(self, safeguard: BoundSafeguard) -> tuple[frozenset[str], list[str]] | None:
        truth = self.truth(safeguard)
        seen = self.truths if truth is OPEN or self._confirmed is None else self._confirmed
        met = truth if seen is self.truths else self.case.program.truth_of(safeguard.id, seen)
        if met is not False and met is not OPEN:
            return None
        confirms: frozenset[str] = frozenset()
        if truth is not OPEN and self.person.absent is UNKNOWN:
            confirms = self._missing_confirms(safeguard)
        return confirms, [_negated(clause) for clause in self._open_clauses(safeguard, seen)]

    def bearing(self, safeguard: BoundSafeguard, *, certain: bool) -> Bearing:
        """A safeguard as it bears on this person."""
        key = safeguard.id, certain
        made = self._bearings.get(key)
        if made is None:
            made = self._bearings[key] = self._make_bearing(safeguard, certain=certain)
        return made

    def _make_bearing(self, safeguard: BoundSafeguard, *, certain: bool) -> Bearing:
        exempt = self._exempt(safeguard.exempts, second_person=safeguard.second_person)
        lifted = self.case.emergency and safeguard.emergency is not None
        level = safeguard.level
        if not certain and level is Level.STOP:
            level = Level.REFER
        asked: tuple[Asked, ...] = ()
        if exempt or lifted:
            level = Level.ACT
        elif safeguard.company is not None:
            asked = (self._asked(safeguard.company, safeguard, level),)
        duties = self._owed(safeguard.duties, certain=certain)
        if lifted and safeguard.emergency is not None:
            after = safeguard.emergency
            text = f"Ask the {self.case.stack.title_of(after.role)} to ratify this"
            id_ = f"{safeguard.id}/ratify"
            done = self.case.is_done(id_)
            ratify = Owed(id_, safeguard.id, At.AFTER, text, after.role, after.within, certain, done)
            duties = (*duties, ratify)
        return Bearing(safeguard, certain, level, asked, duties)

    # -- grants ----------------------------------------------------------------------------------

    @cached_property
    def delegated(self) -> list[BoundGrant]:
        """The grants in force that delegate to a role of this person. For software there are none."""
        roles = self.case.stack.roles
        human = frozenset(role for role in self.person.roles if roles[role].human)
        return [grant for grant in self.case.grants if human & grant.holders]

    def held(self, grant: BoundGrant, *, as_true: bool) -> HeldGrant | None:
        """A grant as this person holds it; None where it is false or cannot be told.

        `as_true` reads one that is unknown as true.
        """
        key = grant.id, as_true
        if key not in self._held:
            self._held[key] = self._hold(grant, as_true=as_true)
        return self._held[key]

    def may_hold(self, grant: BoundGrant) -> bool:
        """Whether it cannot be told if the person holds a grant, also with everything confirmed."""
        seen = self.truths if self._confirmed is None else self._confirmed
        return self.truth(grant) is UNKNOWN and self.case.program.truth_of(grant.id, seen) is UNKNOWN

    def _hold(self, grant: BoundGrant, *, as_true: bool) -> HeldGrant | None:
        truth: Truth = True if as_true else self.truth(grant)
        confirms: frozenset[str] = frozenset()
        seen = self.truths
        if truth is UNKNOWN and self._confirmed is not None:
            seen, truth = self._confirmed, self.case.program.truth_of(grant.id, self._confirmed)
            confirms = self._missing_confirms(grant)
        if truth is UNKNOWN or truth is False:
            return None
        must = tuple(c.text for c in self._open_clauses(grant, seen)) if truth is OPEN else ()
        level = grant.level
        asked: list[Asked] = []
        if grant.company is not None:
            if self._exempt(grant.company.roles, second_person=grant.company.second_person):
                level = Level.ACT  # nobody has to ask themselves
            else:
                asked.append(self._asked(grant.company, grant, level))
        if grant.advised_by is not None:
            level = max(level, Level.CONSULT, key=lambda one: one.rank)
            asked.append(self._asked(grant.advised_by, grant, Level.CONSULT))
        return HeldGrant(grant, level, tuple(asked), self._owed(grant.duties), confirms, must)

    def shadowed(self) -> list[BoundGrant]:
        """Grants in shadow that hold: what they would have opened."""
        return [g for g in self.delegated if g.step is Step.SHADOW and self.truth(g) is True]

    # -- what both owe ---------------------------------------------------------------------------

    def _exempt(self, roles: frozenset[str], *, second_person: bool) -> bool:
        """Whether this is who would have to be asked. The actor is never their own second person."""
        return bool(self.person.roles & roles) and not (second_person and self.person.is_actor)

    def _asked(self, company: Company, rule: Rule, level: Level) -> Asked:
        return Asked(company, rule.id, level, self.case.is_done(company.id, company))

    def _owed(self, duties: Iterable[BoundDuty], *, certain: bool = True) -> tuple[Owed, ...]:
        owed = []
        for duty in duties:
            due = self.case.program.is_due(duty.id, self.person.facts)
            if due is False:
                continue
            # Before the act an uncertain duty binds; otherwise it is sent to nobody (MEANING rules 4 and 6).
            sure = duty.at is At.BEFORE or (certain and due is True)
            done = self.case.is_done(duty.id)
            owed.append(Owed(duty.id, duty.rule, duty.at, duty.do, duty.tell, duty.within, sure, done))
        return tuple(owed)


class Outlooks:
    """The outlooks of everybody asked so far. What does not depend on the person is evaluated once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._made: dict[tuple[str | None, bool], Outlook] = {}
        self._cases: dict[tuple[bool, bool], list[Truth]] = {}
        met = {n: v for n, v in case.program.confirmable.items() if n not in case.question.facts}
        self._met_of_case = {n: v for n, v in met.items() if not n.startswith("actor.")}
        self._met_of_actor = {n: v for n, v in met.items() if n.startswith("actor.")}

    def of_actor(self, absent: Value = UNKNOWN) -> Outlook:
        """The actor's."""
        key = None, absent is OPEN
        if key not in self._made:
            self._made[key] = self._make(self.case.actor(absent))
        return self._made[key]

    def of_another(self, role: str, absent: Value = UNKNOWN) -> Outlook:
        """Another person's in a role."""
        key = role, absent is OPEN
        if key not in self._made:
            self._made[key] = self._make(self.case.another(role, absent))
        return self._made[key]

    def truths_of_anybody(self) -> list[Truth]:
        """The truths with everything about the person open, their role as well."""
        return self.case.program.evaluate_person(self._truths_of_case(UNKNOWN), self.case.facts_of_anybody)

    def _make(self, person: Person) -> Outlook:
        program, absent = self.case.program, person.absent
        truths = program.evaluate_person(self._truths_of_case(absent), person.facts, absent)
        met = self._met_of_case | (self._met_of_actor if person.is_actor else {})
        confirmed = None
        if met:
            case = self._truths_of_case(absent, confirmed=True)
            confirmed = program.evaluate_person(case, {**person.facts, **met}, absent)
        return Outlook(self.case, person, truths, confirmed)

    def _truths_of_case(self, absent: Value, *, confirmed: bool = False) -> list[Truth]:
        key = absent is OPEN, confirmed
        truths = self._cases.get(key)
        if truths is None:
            facts = self.case.question.facts
            known = {**facts, **self._met_of_case} if confirmed else facts
            truths = self._cases[key] = self.case.program.evaluate_case(known, absent)
        return truths


def _negated(clause: Clause) -> str:
    """A safeguard's clause turned round: what somebody must be for it not to apply."""
    match clause.tree:
        case Not(operand=operand) if clause.text.startswith("not"):
            return clause.text[operand.start - clause.tree.start : operand.end - clause.tree.start]
        case _:
            return f"not({clause.text})"
