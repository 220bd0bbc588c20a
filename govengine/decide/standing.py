"""Where one person stands: the level, the grants relied on, what is owed and to whom (MEANING rules 2 to 4 and 6).

A standing is worked out for the actor and, by the same code, for everybody else who might be asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from govengine.decide.program import Program, Truth, truth_of_clauses
from govengine.decide.question import Done, Question, local_day
from govengine.feel import OPEN, UNKNOWN, Value
from govengine.feel.tree import Not
from govengine.scheme import At, BoundGrant, BoundSafeguard, Clause, Company, Layer, Level, Stack, Step
from govengine.scheme.stack import BoundDuty, Rule

Readings = Mapping[str, bool]
"""Rules that are unknown, each to be read as true or as false, to see what would follow."""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer for one person."""

    level: Level
    held: tuple[HeldGrant, ...]
    relied_on: tuple[HeldGrant, ...]
    bearing: tuple[Bearing, ...]
    confirms: frozenset[str]
    must: tuple[str, ...]
    unknown_grants: tuple[BoundGrant, ...]

    @property
    def safeguard_level(self) -> Level:
        """The greatest level among the safeguards that count."""
        return max((b.level for b in self.bearing), key=lambda level: level.rank, default=Level.ACT)

    @property
    def holds(self) -> bool:
        """Whether the person may decide, alone or with others."""
        return bool(self.held) and self.level.rank <= Level.AGREE.rank

    @property
    def ready(self) -> bool:
        """Whether some grant that holds, with the safeguards that apply, leaves nothing to do first."""
        return (
            self.holds
            and not self.confirms
            and any(held.ready for held in self.held)
            and not any(d.open_before for b in self.bearing for d in b.duties)
            and all(a.done for b in self.bearing for a in b.asked)
        )


@dataclass(frozen=True)
class Case:
    """A question before a program: what is the same whoever is asked."""

    stack: Stack
    program: Program
    question: Question
    day: date = field(init=False)
    recorded_day: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "day", local_day(self.question.as_of, self.stack))
        recorded = self.question.recorded_at or self.question.as_of
        object.__setattr__(self, "recorded_day", local_day(recorded, self.stack))

    @property
    def emergency(self) -> bool:
        """Whether it was said that this is an emergency."""
        return self.question.facts.get("decision.emergency") is True

    def in_force(self, rule: Rule) -> bool:
        """Whether a rule's own window is open. Control holds at either moment; a pilot ends at the earlier."""
        now = self._open(rule.since, rule.until, self.question.as_of, self.day)
        recorded_at = self.question.recorded_at or self.question.as_of
        if isinstance(rule, BoundGrant):
            until = rule.scope_until
            return (
                now
                and self._open(None, until, self.question.as_of, self.day)
                and self._open(None, until, recorded_at, self.recorded_day)
            )
        return now or (
            rule.layer is Layer.CONTROL and self._open(rule.since, rule.until, recorded_at, self.recorded_day)
        )

    @staticmethod
    def _open(
        since: date | datetime | None, until: date | datetime | None, moment: datetime, day: date
    ) -> bool:
        """Dates are inclusive days; a date-time includes its start and not its end."""
        begun = since is None or (since <= moment if isinstance(since, datetime) else since <= day)
        ended = until is not None and (moment >= until if isinstance(until, datetime) else day > until)
        return begun and not ended

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


class Standings:
    """Works out standings in a case. `readings` decide rules that are unknown one way or the other."""

    def __init__(self, case: Case, readings: Readings | None = None) -> None:
        self.case = case
        self.readings = readings or {}
        self._truths: dict[Value, list[Truth]] = {}

    def of(self, person: Person) -> Standing:
        """Where a person stands."""
        truths, confirmed = self._evaluate(person)
        bearing, confirms, must = self._safeguards(person, truths, confirmed)
        held, unknown = self._grants(person, truths, confirmed)
        relied = _relied_on(held)
        least = min((h.level.rank for h in _free(held)), default=Level.REFER.rank)
        greatest = max((b.level.rank for b in bearing), default=0)
        return Standing(
            level=list(Level)[max(least, greatest)],
            held=held,
            relied_on=relied,
            bearing=bearing,
            confirms=confirms,
            must=must,
            unknown_grants=unknown,
        )

    def _evaluate(self, person: Person) -> tuple[list[Truth], list[Truth] | None]:
        program, facts = self.case.program, person.facts
        base = self._truths.get(person.absent)
        if base is None:
            base = self._truths[person.absent] = program.evaluate(facts, person.absent)
            truths = base
        else:
            truths = program.evaluate_actor(base, facts, person.absent)
        met = {name: value for name, value in program.confirmable.items() if name not in facts}
        if not person.is_actor:
            met = {name: value for name, value in met.items() if not name.startswith("actor.")}
        return truths, program.evaluate({**facts, **met}, person.absent) if met else None

    def _truth(self, rule: Rule, truths: list[Truth]) -> Truth:
        truth = self.case.program.truth_of(rule.id, truths)
        return self.readings.get(rule.id, truth) if truth is UNKNOWN else truth

    def _missing_confirms(self, rule: Rule, person: Person) -> frozenset[str]:
        names = self.case.program.confirmable
        return frozenset(
            name
            for clause in rule.clauses
            for name in clause.facts
            if name in names and name not in person.facts
        )

    def _open_clauses(self, rule: Rule, truths: list[Truth], person: Person) -> tuple[Clause, ...]:
        """What somebody other than the actor would have to hold or be."""
        if person.is_actor:
            return ()
        numbers = self.case.program.clauses_of[rule.id]
        return tuple(
            clause
            for clause, number in zip(rule.clauses, numbers, strict=True)
            if truths[number] is OPEN and clause.about_actor
        )

    # -- safeguards -------------------------------------------------------------------------------------------

    def _safeguards(
        self, person: Person, truths: list[Truth], confirmed: list[Truth] | None
    ) -> tuple[tuple[Bearing, ...], frozenset[str], tuple[str, ...]]:
        bearing: list[Bearing] = []
        confirms: set[str] = set()
        must: list[str] = []
        for safeguard in self.case.program.safeguards:
            if not self.case.in_force(safeguard):
                continue
            truth = self._truth(safeguard, truths)
            if truth is False:
                continue
            counted = self._bearing(safeguard, person, certain=truth is True)
            if truth is not True and not self._costs_nothing(counted):
                seen = truths if truth is OPEN or confirmed is None else confirmed
                met = self.case.program.truth_of(safeguard.id, seen)
                if met is False or met is OPEN:
                    if truth is not OPEN and person.absent is UNKNOWN:
                        confirms |= self._missing_confirms(safeguard, person)
                    must += [_negated(clause) for clause in self._open_clauses(safeguard, seen, person)]
                    continue
            bearing.append(counted)
        return tuple(bearing), frozenset(confirms), tuple(must)

    @staticmethod
    def _costs_nothing(counted: Bearing) -> bool:
        """At most `agree`, and nothing left to do first: then it simply counts (MEANING rule 4)."""
        return (
            counted.level.rank <= Level.AGREE.rank
            and all(asked.done for asked in counted.asked)
            and not any(duty.open_before for duty in counted.duties)
        )

    def _bearing(self, safeguard: BoundSafeguard, person: Person, *, certain: bool) -> Bearing:
        exempt = _exempt(person, safeguard.exempts, second_person=safeguard.second_person)
        lifted = self.case.emergency and safeguard.emergency is not None
        level = safeguard.level
        if not certain and level is Level.STOP:
            level = Level.REFER
        asked: tuple[Asked, ...] = ()
        if exempt or lifted:
            level = Level.ACT
        elif safeguard.company is not None:
            asked = (self._asked(safeguard.company, safeguard, level),)
        duties = self._owed(safeguard.duties, person, certain=certain)
        if lifted and safeguard.emergency is not None:
            after = safeguard.emergency
            text = f"Ask the {self.case.stack.title_of(after.role)} to ratify this"
            id_ = f"{safeguard.id}/ratify"
            done = self.case.is_done(id_, None)
            duties = (
                *duties,
                Owed(id_, safeguard.id, At.AFTER, text, after.role, after.within, certain, done),
            )
        return Bearing(safeguard, certain, level, asked, duties)

    # -- grants ------------------------------------------------------------------------------------------------

    def _grants(
        self, person: Person, truths: list[Truth], confirmed: list[Truth] | None
    ) -> tuple[tuple[HeldGrant, ...], tuple[BoundGrant, ...]]:
        held: list[HeldGrant] = []
        unknown: list[BoundGrant] = []
        for grant in grants_for(self.case, person):
            if grant.step is Step.SHADOW:
                continue
            truth = self._truth(grant, truths)
            confirms: frozenset[str] = frozenset()
            seen = truths
            if truth is UNKNOWN and confirmed is not None:
                seen, truth = confirmed, self.case.program.truth_of(grant.id, confirmed)
                confirms = self._missing_confirms(grant, person)
            if truth is UNKNOWN:
                unknown.append(grant)
            elif truth is not False:
                open_clauses = self._open_clauses(grant, seen, person) if truth is OPEN else ()
                must = tuple(clause.text for clause in open_clauses)
                held.append(self._held(grant, person, confirms, must))
        return tuple(held), tuple(unknown)

    def _held(
        self, grant: BoundGrant, person: Person, confirms: frozenset[str], must: tuple[str, ...]
    ) -> HeldGrant:
        level = grant.level
        asked: list[Asked] = []
        if grant.company is not None:
            if _exempt(person, grant.company.roles, second_person=grant.company.second_person):
                level = Level.ACT  # nobody has to ask themselves
            else:
                asked.append(self._asked(grant.company, grant, level))
        if grant.advised_by is not None:
            level = max(level, Level.CONSULT, key=lambda one: one.rank)
            asked.append(self._asked(grant.advised_by, grant, Level.CONSULT))
        return HeldGrant(grant, level, tuple(asked), self._owed(grant.duties, person), confirms, must)

    # -- duties ------------------------------------------------------------------------------------------------

    def _asked(self, company: Company, rule: Rule, level: Level) -> Asked:
        return Asked(company, rule.id, level, self.case.is_done(company.id, company.done_when, company))

    def _owed(self, duties: Iterable[BoundDuty], person: Person, *, certain: bool = True) -> tuple[Owed, ...]:
        owed = []
        for duty in duties:
            due: Truth = True if duty.when is None else truth_of_clauses(duty.when, person.facts)
            if due is False:
                continue
            # Before the act an uncertain duty binds; otherwise it is sent to nobody (MEANING rules 4 and 6).
            sure = duty.at is At.BEFORE or (certain and due is True)
            done = self.case.is_done(duty.id, duty.done_when)
            owed.append(Owed(duty.id, duty.rule, duty.at, duty.do, duty.tell, duty.within, sure, done))
        return tuple(owed)


def grants_for(case: Case, person: Person) -> list[BoundGrant]:
    """The grants in force that delegate to a role of this person. For software there are none."""
    roles = frozenset(role for role in person.roles if case.stack.roles[role].human)
    return [grant for grant in case.program.grants if roles & grant.holders and case.in_force(grant)]


def _negated(clause: Clause) -> str:
    """A safeguard's clause turned round: what somebody must be for it not to apply."""
    match clause.tree:
        case Not(operand=operand) if clause.text.startswith("not"):
            return clause.text[operand.start - clause.tree.start : operand.end - clause.tree.start]
        case _:
            return f"not({clause.text})"


def _exempt(person: Person, roles: frozenset[str], *, second_person: bool) -> bool:
    """Whether a person is who would have to be asked. The actor is never their own second person."""
    return bool(person.roles & roles) and not (second_person and person.is_actor)


def _relied_on(held: tuple[HeldGrant, ...]) -> tuple[HeldGrant, ...]:
    """The ready ones if any, of these the least level; ties are joined."""
    free = _free(held)
    ready = [h for h in free if h.ready] or free
    least = min((h.level.rank for h in ready), default=0)
    return tuple(h for h in ready if h.level.rank == least)


def _free(held: tuple[HeldGrant, ...]) -> tuple[HeldGrant, ...]:
    """The grants that ask the person to hold nothing further, if there are any."""
    return tuple(h for h in held if not h.must) or held
