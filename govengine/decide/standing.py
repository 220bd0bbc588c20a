"""Where one person stands: the level, the grants relied on, what is owed and to whom (MEANING rules 2 to 4 and 6).

A standing is worked out for the actor and, by the same code, for everybody else who might be asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govengine.decide.case import Asked, Bearing, Case, Owed, Person
from govengine.decide.program import truth_of_clauses
from govengine.decide.truths import Truth, Truths
from govengine.feel import OPEN, UNKNOWN
from govengine.feel.tree import Not
from govengine.scheme import At, BoundGrant, BoundSafeguard, Clause, Company, Level, Step
from govengine.scheme.stack import BoundDuty, Rule

Readings = Mapping[str, bool]
"""Rules that are unknown, each to be read as true or as false, to see what would follow."""


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


_LEVELS = tuple(Level)


class Standings:
    """Works out standings in a case. `readings` decide rules that are unknown one way or the other."""

    def __init__(self, case: Case, readings: Readings | None = None) -> None:
        self.case = case
        self.readings = readings or {}

    def of(self, person: Person) -> Standing:
        """Where a person stands."""
        truths, confirmed = self._evaluate(person)
        bearing, confirms, must = self._safeguards(person, truths, confirmed)
        held, unknown = self._grants(person, truths, confirmed)
        relied = _relied_on(held)
        least = min((h.level.rank for h in _free(held)), default=Level.REFER.rank)
        greatest = max((b.level.rank for b in bearing), default=0)
        return Standing(
            level=_LEVELS[max(least, greatest)],
            held=held,
            relied_on=relied,
            bearing=bearing,
            confirms=confirms,
            must=must,
            unknown_grants=unknown,
        )

    def _evaluate(self, person: Person) -> tuple[Truths, Truths | None]:
        program, facts = self.case.program, person.facts
        truths = self.case.truths_for(facts, person.absent)
        met = {name: value for name, value in program.confirmable.items() if name not in facts}
        if not person.is_actor:
            met = {name: value for name, value in met.items() if not name.startswith("actor.")}
        return truths, program.evaluate({**facts, **met}, person.absent) if met else None

    def _truth(self, rule: Rule, truths: Truths) -> Truth:
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

    def _open_clauses(self, rule: Rule, truths: Truths, person: Person) -> tuple[Clause, ...]:
        """What somebody other than the actor would have to hold or be."""
        if person.is_actor:
            return ()
        numbers = self.case.program.clauses_of[rule.id]
        return tuple(
            clause
            for clause, number in zip(rule.clauses, numbers, strict=True)
            if truths.of_clause(number) is OPEN and clause.about_actor
        )

    # -- safeguards -------------------------------------------------------------------------------------------

    def _safeguards(
        self, person: Person, truths: Truths, confirmed: Truths | None
    ) -> tuple[tuple[Bearing, ...], frozenset[str], tuple[str, ...]]:
        bearing: list[Bearing] = []
        confirms: set[str] = set()
        must: list[str] = []
        for safeguard in self.case.safeguards:
            truth = self._truth(safeguard, truths)
            if truth is False:
                continue
            counted = self._bearing(safeguard, person, certain=truth is True)
            if truth is not True and not counted.costs_nothing:
                seen = truths if truth is OPEN or confirmed is None else confirmed
                met = self.case.program.truth_of(safeguard.id, seen)
                if met is False or met is OPEN:
                    if truth is not OPEN and person.absent is UNKNOWN:
                        confirms |= self._missing_confirms(safeguard, person)
                    must += [_negated(clause) for clause in self._open_clauses(safeguard, seen, person)]
                    continue
            bearing.append(counted)
        return tuple(bearing), frozenset(confirms), tuple(must)

    def _bearing(self, safeguard: BoundSafeguard, person: Person, *, certain: bool) -> Bearing:
        """How a safeguard bears on a person: the same for all it binds, and for all it exempts."""
        exempt = _exempt(person, safeguard.exempts, second_person=safeguard.second_person)
        if safeguard.id in self.case.program.asks_of_each:
            return self._make_bearing(safeguard, person, certain=certain, exempt=exempt)
        key = (safeguard.id, certain, exempt)
        made = self.case.bearings.get(key)
        if made is None:
            made = self.case.bearings[key] = self._make_bearing(
                safeguard, person, certain=certain, exempt=exempt
            )
        return made

    def _make_bearing(
        self, safeguard: BoundSafeguard, person: Person, *, certain: bool, exempt: bool
    ) -> Bearing:
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
        self, person: Person, truths: Truths, confirmed: Truths | None
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
            # Whoever is asked by `with` already advises: one duty, and not a second of the same name.
            if not any(one.company.id == grant.advised_by.id for one in asked):
                asked.append(self._asked(grant.advised_by, grant, Level.CONSULT))
        return HeldGrant(grant, level, tuple(asked), self._owed(grant.duties, person), confirms, must)

    # -- duties ------------------------------------------------------------------------------------------------

    def _asked(self, company: Company, rule: Rule, level: Level) -> Asked:
        return Asked(company, rule.id, level, self.case.is_done(company.id, company.done_when, company))

    def _owed(self, duties: Iterable[BoundDuty], person: Person, *, certain: bool = True) -> tuple[Owed, ...]:
        owed = []
        for duty in duties:
            due: Truth = True if duty.when is None else truth_of_clauses(duty.when, person.facts)
            if due is not False:
                # Before the act an uncertain duty binds; else it is sent to nobody (MEANING rules 4 and 6).
                owed.append(self.case.owed(duty, certain=duty.at is At.BEFORE or (certain and due is True)))
        return tuple(owed)


def grants_for(case: Case, person: Person) -> list[BoundGrant]:
    """The grants in force that delegate to a role of this person. For software there are none."""
    roles = frozenset(role for role in person.roles if case.stack.roles[role].human)
    return [grant for grant in case.grants if roles & grant.holders]


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
