"""A second reading of MEANING's rules: slow, obvious, with nothing of `govengine.decide` but the question.

Conditions are walked by the reference evaluator of expressions. Numbers in comments are MEANING's rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from govengine.decide import Question
from govengine.feel import OPEN, UNKNOWN
from govengine.scheme import BoundGrant, BoundSafeguard, Clause, Company, Layer, Level, RoleKind, Stack, Step
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


def written(value: Any) -> str:
    """A value as an answer shows it."""
    if value is UNKNOWN or value is OPEN:
        return "unknown"
    if isinstance(value, bool):
        return str(value).lower()
    return "[" + ", ".join(map(written, value)) + "]" if isinstance(value, tuple) else str(value)


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


class Reading:
    """One question before one stack."""

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
        level, company = str(rule.level), {}
        if rule.company is not None:
            if self.exempt(person, rule.company.roles, second_person=rule.company.second_person):
                level = "act"
            else:
                company[rule.company.id] = self.heard(rule.company)
        if rule.step is Step.ADVISE and rule.advised_by is not None:
            level = ORDER[max(rank(level), rank("consult"))]
            company[rule.advised_by.id] = self.heard(rule.advised_by)
        return Part(rule, level, True, company, self.owed(rule, facts, certain=True), confirms, must)

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

    # 7 ------------------------------------------------------------------------------------------

    @property
    def actor(self) -> Person:
        return Person(tuple(self.question.facts.get("actor.role", ())), is_actor=True)

    def named(
        self, readings: Mapping[str, bool] | None = None, *, provisional: bool = False
    ) -> list[tuple[Any, ...]]:
        """(role, level, must) of everybody who holds a grant, as rule 7 lists them."""
        own = self.actor.roles
        found: dict[str, tuple[Any, ...]] = {}

        def ask(role: str) -> Stands | None:
            if self.stack.roles[role].kind is RoleKind.SOFTWARE:
                return None
            person = Person((role,), is_actor=False, open_too=provisional)
            stands = self.stands(person, readings)
            return stands if stands.holds else None

        def note(role: str, stands: Stands) -> None:
            found.setdefault(role, (role, stands.level, tuple(stands.everything_must())))

        actor_free = False
        if provisional and own:
            stands = self.stands(Person(own, is_actor=True, open_too=True), readings)
            if stands.holds:
                senior = sorted(own, key=lambda r: (-self.seniority(r), r))[0]
                found[senior] = (senior, stands.level, ())
                actor_free = True
        granted = {g.role for g in self.named_grants}
        only = {g.role for g in self.named_grants if g.only}
        mine = [line for line in self.stack.lines.values() if set(line) & set(own)]
        for line in mine:
            lowest = min(line.index(r) for r in own if r in line)
            self.most_junior(
                [r for i, r in enumerate(line) if i >= lowest or r in only], ask, note, free=actor_free
            )
        on_mine = {r for line in mine for r in line}
        for line in self.stack.lines.values():
            if line in mine or not (granted - on_mine) & set(line):
                continue
            start = min(line.index(r) for r in granted - on_mine if r in line)
            self.most_junior([r for r in line[start:] if r not in on_mine], ask, note)
        on_any = {r for line in self.stack.lines.values() for r in line}
        for role in sorted((granted | set(own)) - on_any):
            stands_there = ask(role)
            if stands_there is not None:
                note(role, stands_there)
        return sorted(found.values(), key=lambda entry: entry[0])

    @staticmethod
    def most_junior(roles: list[str], ask: Any, note: Any, *, free: bool = False) -> None:
        bound = False
        for role in roles:
            stands = ask(role)
            if stands is None:
                continue
            if stands.everything_must():
                if not bound:
                    note(role, stands)
                bound = True
            else:
                if not free:
                    note(role, stands)
                free = True
            if free and bound:
                return

    def seniority(self, role: str) -> int:
        return max((line.index(role) for line in self.stack.lines.values() if role in line), default=-1)

    def ask(self) -> tuple[str, bool]:
        own = set(self.actor.roles)
        up = sorted(
            line[i + 1]
            for line in self.stack.lines.values()
            for i in range(len(line) - 1)
            if line[i] in own and line[i + 1] not in own
        )
        for role in (self.stack.ask, *up, self.stack.accountable):
            if role not in own and self.stack.roles[role].kind is not RoleKind.SOFTWARE:
                return role, False
        return self.stack.accountable, True

    # levels and bases ---------------------------------------------------------------------------

    def unknown_rules(self) -> list[Any]:
        """Unknown for the actor, or for whoever is asked."""
        anybody = {n: v for n, v in self.question.facts.items() if not n.startswith("actor.")}
        anybody |= {n: OPEN for n in self.stack.facts if n.startswith("actor.")}
        return [
            rule
            for rule in (*self.grants, *self.safeguards)
            if UNKNOWN in [self.truth(rule.clauses, seen) for seen in (self.question.facts, anybody)]
        ]

    def favourable(self, own: Stands) -> Stands:
        readings = dict.fromkeys(own.unknown_grants, True)
        readings |= {s.rule.id: False for s in own.safeguards if not s.certain}
        return self.stands(self.actor, readings)

    def determination(self) -> dict[str, Any]:
        own = self.stands(self.actor)
        level = own.level
        people: list[tuple[Any, ...]] = []
        ask = None
        provisional = False
        if level == "refer":
            people = self.named()
            if not people:
                ask = self.ask()
                unknown = any(
                    self.truth(r.clauses, self.question.facts) is UNKNOWN
                    for r in (*self.grants, *self.safeguards)
                )
                if unknown or not self.actor.roles:
                    people, provisional = self.named(provisional=True), True
        candidates = self.candidates(own)
        opened, company = own.open_before(candidates) if candidates is not None else (set(), set())
        return {
            "level": level,
            "may_act": own.may_act and not self.question.late,
            "basis": self.basis(own, [] if provisional else people),
            "complete": level == "stop" or (not opened - company and self.settled()),
            "people": sorted(people),
            "provisional": provisional and bool(people),
            "ask": ask,
            "relies_on": sorted(g.rule.id for g in own.relied) if own.holds else [],
            "open": sorted(opened - company),
            "duties": self.duties(own, candidates or [], opened),
            "route": sorted(s.rule.id for s in own.safeguards if s.certain and s.level == "stop"),
            "would_have": sorted(self.would_have()),
            "because": self.because(own),
            "rules": {
                r.id: written(self.truth(r.clauses, self.question.facts))
                for r in (*self.grants, *self.safeguards)
            },
            "accountability": self.accountability(own),
            "missing": self.missing(own, candidates),
            "with": sorted(
                {d for p in (*own.safeguards, *(candidates or [])) for d in p.company}
                if candidates
                else set()
            ),
        }

    # 4, 6, 9, 11, 12 ----------------------------------------------------------------------------

    def duties(self, own: Stands, candidates: list[Part], opened: set[str]) -> list[tuple[Any, ...]]:
        """At refer a grant's duties with or after the act are not owed, and those before only if it can become theirs."""
        found = {d: owed for p in (*own.safeguards, *candidates) for d, owed in p.owed.items()}
        if own.level == "refer":
            of_grants = {d for p in candidates for d in p.owed}
            still = {d for d, (at, _, done) in found.items() if at == "before" and not done}
            found = {d: o for d, o in found.items() if d in opened or (d not in still and d not in of_grants)}
        if own.level != "stop":
            vouched = own.confirms.union(*(g.confirms for g in candidates))
            confirms = {f"confirm/{name}": ("before", True, False) for name in vouched}
            found |= {d: o for d, o in confirms.items() if own.level != "refer" or d in opened}
        if self.question.late:
            found["late-record/review"] = ("after", True, False)
        return sorted((duty, *owed) for duty, owed in found.items())

    def of_the_actor(self) -> list[BoundGrant]:
        human = {r for r in self.actor.roles if self.stack.roles[r].kind is not RoleKind.SOFTWARE}
        return [g for g in self.grants if human & g.holders]

    def would_have(self) -> list[tuple[str, str]]:
        facts = self.question.facts
        return [
            (g.id, str(g.level))
            for g in self.of_the_actor()
            if g.step is Step.SHADOW and self.truth(g.clauses, facts) is True
        ]

    def because(self, own: Stands) -> list[tuple[Any, ...]]:
        facts, relied = self.question.facts, {g.rule.id for g in own.relied}
        shown: list[tuple[str, Any]] = []
        for grant in self.of_the_actor():
            truth = self.truth(grant.clauses, facts)
            misses = sum(evaluate(c.tree, facts) is False for c in grant.clauses)
            near = truth is not True and misses <= 2
            if grant.step is not Step.SHADOW and (near or grant.id in relied):
                shown.append(("grant", grant))
        shown += [("safeguard", s) for s in self.safeguards if self.truth(s.clauses, facts) is not False]
        return sorted(
            (rule.id, effect, written(self.truth(rule.clauses, facts)), rule.authority, self.clauses(rule))
            for effect, rule in shown
        )

    def clauses(self, rule: Any) -> list[tuple[Any, ...]]:
        """Of a rule that is false only its false clauses, else all."""
        facts = self.question.facts
        found = []
        for clause in rule.clauses:
            truth = evaluate(clause.tree, facts)
            if truth is False or self.truth(rule.clauses, facts) is not False:
                seen = {name: written(facts.get(name, UNKNOWN)) for name in clause.facts}
                seen |= {name: written(value) for name, value in clause.figures.items()}
                found.append((clause.text, written(truth), seen))
        return found

    def accountability(self, own: Stands) -> tuple[Any, ...]:
        named = [g.rule.outcome for g in own.relied if own.holds and isinstance(g.rule.outcome, str)]
        outcome = (named or [self.question.outcome])[0]
        lines = [line for line in self.stack.lines.values() if set(line) & set(self.actor.roles)]
        shared = self.stack.outcomes[outcome].shared_by if outcome else ()
        return outcome, tuple(shared), tuple(lines[0]) if lines else ()

    def missing(self, own: Stands, candidates: list[Part] | None) -> list[str]:
        """Facts that would settle it: of safeguards that count unknown, and of unknown grants that would help."""
        if own.level == "stop":
            return []
        if not self.actor.roles:
            return ["actor.role"] if self.named_grants else []
        if candidates is None:
            return []
        rules = [s.rule for s in own.safeguards if not s.certain and s.level != "act"]
        for grant in self.grants:
            if grant.id in own.unknown_grants:
                then = self.stands(self.actor, {grant.id: True})
                better = rank(then.level) < rank(own.level) or (then.may_act and not own.may_act)
                if better or not own.grants:
                    rules.append(grant)
        facts = self.question.facts
        return sorted(
            {
                name
                for rule in rules
                for clause in rule.clauses
                if evaluate(clause.tree, facts) is UNKNOWN
                for name in clause.facts
                if name not in facts
            }
        )

    def candidates(self, own: Stands) -> list[Part] | None:
        """The grants the actor relies on or could come to rely on; None when it cannot become theirs."""
        if own.level == "stop" or not self.actor.roles:
            return None
        if own.holds:
            return own.relied
        best = self.favourable(own)
        return best.relied if best.holds else None

    def basis(self, own: Stands, people: list[tuple[Any, ...]]) -> str:
        decisive = [s for s in own.safeguards if s.certain and s.level == own.level and s.level != "act"]
        for layer in ("statute", "control"):
            if any(str(s.rule.layer) == layer for s in decisive):
                return layer
        if decisive:
            return "safeguard"
        if not self.actor.roles:
            missing = bool(self.named_grants)
        else:
            missing = rank(self.favourable(own).level) < rank(own.level)
        if missing:
            return "missing_facts"
        relied = list(own.relied) if own.holds else []
        for role, _, _ in people:
            relied += self.stands(Person((role,), is_actor=False)).relied
        if relied and all(g.rule.exception for g in relied):
            return "exception"
        if own.holds:
            return "own_authority"
        if people:
            return "delegated_elsewhere"
        return "not_met" if self.named_grants else "silence"

    def settled(self) -> bool:
        """`complete`, apart from open duties: no reading of the unknown rules gives another answer."""
        if not self.actor.roles and self.named_grants:
            return False
        now = self.answer({})
        return all(self.answer(readings) == now for readings in self.readings())

    def readings(self) -> Iterator[dict[str, bool]]:
        rules = self.unknown_rules()
        for value in (True, False):
            yield {r.id: value for r in rules}
            yield {r.id: value == isinstance(r, BoundGrant) for r in rules}
            for rule in rules:
                yield {rule.id: value}

    def answer(self, readings: Mapping[str, bool]) -> tuple[Any, ...]:
        own = self.stands(self.actor, readings)
        if own.level == "stop":
            return ("stop",)
        if own.level == "refer":
            return "refer", tuple(self.named(readings))
        return own.level, frozenset(own.open_before(own.relied)[0])


def reference(stack: Stack, question: Question) -> dict[str, Any]:
    """What MEANING says of a question, in the members that `seen_in` takes from an answer."""
    return Reading(stack, question).determination()


def seen_in(answer: Mapping[str, Any], rules: Mapping[str, str]) -> dict[str, Any]:
    """The same members of an answer as it is sent."""
    level = answer["level"]
    people = answer["decided_by"] if level == "refer" else []
    return {
        "level": level,
        "may_act": answer["may_act"],
        "basis": answer["basis"],
        "complete": answer["complete"],
        "people": sorted((e["role"], e["level"], tuple(e["must"])) for e in people),
        "provisional": any(e["provisional"] for e in people),
        "ask": None if answer["ask"] is None else (answer["ask"]["role"], answer["ask"]["other_person"]),
        "relies_on": sorted(answer["relies_on"]),
        "open": sorted(n["duty"] for n in answer["needed"] if "duty" in n),
        "duties": sorted((d["id"], d["at"], d["certain"], d["done"]) for d in answer["duties"]),
        "route": sorted(r["rule"] for r in answer["route"]),
        "would_have": sorted((w["rule"], w["level"]) for w in answer["would_have"]),
        "because": sorted(
            (
                e["rule"],
                e["effect"],
                e["held"],
                e["authority"],
                [(c["text"], c["value"], c["seen"]) for c in e["clauses"]],
            )
            for e in answer["because"]
        ),
        "rules": dict(rules),
        "accountability": (
            answer["accountability"]["outcome"],
            tuple(answer["accountability"]["shared_by"]),
            tuple(answer["accountability"]["line"]),
        ),
        "missing": sorted(n["fact"] for n in answer["needed"] if "fact" in n),
        "with": sorted(w["id"] for w in answer["with"]),
    }


__all__ = ["Level", "Reading", "reference", "seen_in"]
