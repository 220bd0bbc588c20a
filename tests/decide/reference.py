"""A second reading of MEANING's rules: slow, obvious, with nothing of `govengine.decide` but the question.

`reference_standing` has where a person stands, `reference_people` who else may decide; here is the whole answer.
Numbers in comments are MEANING's rules.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from govengine.decide import Question
from govengine.feel import OPEN, UNKNOWN
from govengine.scheme import BoundGrant, RoleKind, Stack, Step
from tests.decide.reference_people import People
from tests.decide.reference_standing import Part, Person, Stands, rank
from tests.feel.reference import evaluate


def written(value: Any) -> str:
    """A value as an answer shows it."""
    if value is UNKNOWN or value is OPEN:
        return "unknown"
    if isinstance(value, bool):
        return str(value).lower()
    return "[" + ", ".join(map(written, value)) + "]" if isinstance(value, tuple) else str(value)


class Reading(People):
    """One question before one stack."""

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
            "rules": self.rules(),
            "accountability": self.accountability(own),
            "missing": self.missing(own, candidates),
            "with": sorted(
                {d for p in (*own.safeguards, *(candidates or [])) for d in p.company}
                if candidates
                else set()
            ),
        }

    def rules(self) -> dict[str, str]:
        """Every rule in force with its truth for the actor."""
        facts = self.question.facts
        return {r.id: written(self.truth(r.clauses, facts)) for r in (*self.grants, *self.safeguards)}

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
        facts = self.question.facts
        return sorted(
            {name for rule in self.wanted(own) for name in self.unknown_of(rule) if name not in facts}
        )

    def wanted(self, own: Stands) -> list[Any]:
        """The rules that what is missing would settle."""
        rules = [s.rule for s in own.safeguards if not s.certain and s.level != "act"]
        for grant in self.grants:
            if grant.id in own.unknown_grants:
                then = self.stands(self.actor, {grant.id: True})
                better = rank(then.level) < rank(own.level) or (then.may_act and not own.may_act)
                if better or not own.grants:
                    rules.append(grant)
        return rules

    def wanting(self, own: Stands, name: str) -> list[Any]:
        """Those of them that this fact would settle."""
        return [rule for rule in self.wanted(own) if name in self.unknown_of(rule)]

    def unknown_of(self, rule: Any) -> set[str]:
        unknown = (c for c in rule.clauses if evaluate(c.tree, self.question.facts) is UNKNOWN)
        return {name for clause in unknown for name in clause.facts}

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
