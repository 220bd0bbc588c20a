"""A decision under the schemes of several bodies (`with_schemes`, MEANING §3).

The first scheme has answered for the actor. Each other is asked who of theirs may decide this, as rule 7 does;
whoever is found is a `with` that agrees. Where a scheme names nobody, the decision waits for its `ask`; where
one stops it, it is stopped.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from govengine.decide.basis import closing_basis, unheld_basis
from govengine.decide.binds import bind_of_lines
from govengine.decide.case import Asked, Case, case_of
from govengine.decide.completeness import Answer, no_reading_changes
from govengine.decide.determination import Basis, Determination
from govengine.decide.duties import (
    CONFIRM,
    company_json,
    company_of,
    duties_of,
    duty_json,
    routes_of,
)
from govengine.decide.explanation import because, truths_of_rules
from govengine.decide.needs import missing_facts, need_json
from govengine.decide.people import Decider, actor, deciders, provisional_deciders, whom_to_ask
from govengine.decide.question import Question
from govengine.decide.standing import Readings, Standing, Standings
from govengine.feel import UNKNOWN
from govengine.scheme import At, Company, How, Level, Stack

Json = dict[str, Any]


@dataclass(frozen=True)
class Agreement:
    """What the scheme of another body says. `standing` is anybody's, before a role is known."""

    case: Case
    standing: Standing
    decider: Decider | None
    hoped_for: tuple[Decider, ...]
    """Who could be named if what is missing were as it should be."""

    @property
    def stops(self) -> bool:
        """Whether the other scheme stops the decision, whoever agrees."""
        return self.standing.level is Level.STOP

    @property
    def basis(self) -> Basis:
        """Why the other scheme names nobody, or stops."""
        closed = closing_basis(self.standing)
        if closed is not None and (self.stops or not self.hoped_for):
            return closed
        return Basis.MISSING_FACTS if self.hoped_for else unheld_basis(self.case)


def agreement_of(stack: Stack, question: Question) -> Agreement:
    """Ask another body's scheme. What is the actor's own is not known there."""
    facts = {
        name: value
        for name, value in question.facts.items()
        if name in stack.facts and not name.startswith("actor.")
    }
    case = case_of(stack, replace(question, facts=facts, outcome=None))
    standings = Standings(case)
    standing = standings.of(actor(case))
    decider = _first(deciders(case, standings, standing)) if standing.level is Level.REFER else None
    hoped_for: list[Decider] = []
    missing = any(case.truth(rule) is UNKNOWN for rule in case.rules)
    if standing.level is Level.REFER and decider is None and missing:
        hoped_for = provisional_deciders(case)
    return Agreement(case, standing, decider, tuple(hoped_for))


def _first(named: Sequence[Decider]) -> Decider | None:
    """The first who needs to hold nothing further, or else the first."""
    return next((one for one in named if not one.must), next(iter(named), None))


def with_agreements(alone: Determination, stack: Stack, question: Question) -> Determination:
    """The answer of the first scheme, joined with what every scheme beside it says."""
    found = [agreement_of(other, question) for other in stack.beside]
    if any(one.stops for one in found) or alone.level is Level.STOP:
        return _stopped(alone, stack, found)
    if any(one.decider is None for one in found):
        return _waiting(alone, stack, question, found)
    return _agreed(alone, stack, question, found)


def _stopped(alone: Determination, stack: Stack, found: Sequence[Agreement]) -> Determination:
    stopping = next((one for one in found if one.stops), None)
    basis = alone.basis if alone.level is Level.STOP or stopping is None else stopping.basis
    routes = [route for one in found if one.stops for route in routes_of(one.case.stack, one.standing)]
    return _joined(
        _withheld(alone, stack, found, still_possible=False),
        stack,
        found,
        level=Level.STOP,
        complete=True,
        basis=basis,
        decided_by=(),
        ask=None,
        route=(*alone.route, *(route for route in routes if route not in alone.route)),
        company=(),
        needed=(),
        binds=_pulling_apart(alone, stack, found),
    )


def _pulling_apart(alone: Determination, stack: Stack, found: Sequence[Agreement]) -> tuple[Json, ...]:
    """What stops it in one body's scheme while another's has somebody to decide it."""
    stopping = [(one.case.stack, _stops(one.standing)) for one in found if one.stops]
    going = [one.case.stack for one in found if one.decider is not None]
    if alone.level is Level.STOP:
        stops = [rule.id for rule in stack.safeguards if rule.level is Level.STOP]
        stopping.insert(0, (stack, [rule for rule in stops if alone.truths.get(rule) == "true"]))
    elif any(not one["provisional"] for one in alone.decided_by):
        going.insert(0, stack)
    return bind_of_lines(stopping, going)


def _stops(standing: Standing) -> list[str]:
    return [b.safeguard.id for b in standing.bearing if b.certain and b.level is Level.STOP]


_RESTS_ON_PEOPLE = (Basis.OWN_AUTHORITY, Basis.EXCEPTION, Basis.DELEGATED_ELSEWHERE)
"""Bases that say somebody holds it, which is not so while another scheme names nobody."""


def _waiting(
    alone: Determination, stack: Stack, question: Question, found: Sequence[Agreement]
) -> Determination:
    """Some other scheme names nobody yet: what is left could still make it the actor's."""
    silent = next(one for one in found if one.decider is None)
    ask = alone.ask  # of a referral that named nobody either
    if ask is None:
        whom = whom_to_ask(silent.case)
        other = whom.other_person or whom.role in question.roles
        ask = {"role": whom.role, "body": whom.body, "other_person": other}
    return _joined(
        _withheld(alone, stack, found, still_possible=True),
        stack,
        found,
        level=Level.REFER,
        complete=alone.complete and all(map(_complete, found)),
        basis=silent.basis if alone.basis in _RESTS_ON_PEOPLE else alone.basis,
        decided_by=(),
        ask=ask,
        needed=_in_order(stack, [*alone.needed, *_needed(found)], _rule_of_need),
    )


def _agreed(
    alone: Determination, stack: Stack, question: Question, found: Sequence[Agreement]
) -> Determination:
    """Somebody of every other body may agree: they are asked beside whoever decides by the first scheme."""
    asked = [company for one in found for company in _company(stack, question, one)]
    duties = [duty for one in found for duty in _duties(one)]
    mine = alone.level is not Level.REFER
    reachable = mine or bool(alone.company or alone.needed)
    open_first = any(map(_stands_in_the_way, duties))
    settled = all(entry["done"] for entry in asked) and not open_first
    return _joined(
        alone,
        stack,
        found,
        level=max(alone.level, Level.AGREE, key=lambda level: level.rank),
        may_act=None if alone.may_act is None else alone.may_act and settled,
        would_allow=None if alone.would_allow is None else alone.would_allow and settled,
        complete=alone.complete and not open_first and all(map(_complete, found)),
        decided_by=tuple(_with_company(stack, entry, asked, duties) for entry in alone.decided_by),
        company=_company_in_order(alone.company, asked if reachable else ()),
        duties=_in_order(stack, [*alone.duties, *duties], _rule_of_duty) if mine else alone.duties,
        needed=_in_order(stack, [*alone.needed, *(_needed(found) if reachable else ())], _rule_of_need),
        relies_on=_rules_in_order(stack, [*alone.relies_on, *_relied(found)]) if mine else alone.relies_on,
    )


def _withheld(
    alone: Determination, stack: Stack, found: Sequence[Agreement], *, still_possible: bool
) -> Determination:
    """The first scheme's answer where the decision is not, or not yet, the actor's: no grant is relied on.

    What safeguards ask stays. What the grants ask first stays while it is `still_possible` that they serve.
    """
    of_grants = (*(f"{rule}/" for rule in alone.relies_on), CONFIRM)

    def stays(duty: Json) -> bool:
        return not duty["id"].startswith(of_grants) or (still_possible and duty["at"] == At.BEFORE)

    theirs = [
        duty_json(one.case.stack, owed)
        for one in found
        for owed in duties_of(one.standing, ())
        if not owed.id.startswith(CONFIRM)
    ]
    relying = ("delegated_by", "involve", "assure")
    return replace(
        alone,
        may_act=None if alone.may_act is None else False,
        would_allow=None if alone.would_allow is None else False,
        duties=_in_order(stack, [*filter(stays, alone.duties), *theirs], _rule_of_duty),
        relies_on=(),
        accountability={name: part for name, part in alone.accountability.items() if name not in relying},
    )


def _joined(alone: Determination, stack: Stack, found: Sequence[Agreement], **changes: Any) -> Determination:
    """With the reasons, truths and shared outcomes of every scheme."""
    reasons = [*alone.because, *(entry for one in found for entry in _reasons(one))]
    truths = {rule: truth for one in found for rule, truth in truths_of_rules(_explained(one)).items()}
    return replace(
        alone,
        because=_in_order(stack, reasons, lambda entry: entry["rule"]),
        truths={**truths, **alone.truths},
        **changes,
    )


# -- what another scheme contributes ---------------------------------------------------------------------------


def _company(stack: Stack, question: Question, one: Agreement) -> list[Json]:
    """Who is found, and whom they in turn are to hear or to have agree."""
    assert one.decider is not None
    role = one.decider.role
    company = Company(
        id=f"{one.case.stack.scheme}/{role}",
        role=role,
        roles=frozenset({role}) | one.case.stack.seniors(role),
        second_person=role in question.roles,
        how=How.AGREES,
        done_when=None,
        within=None,
    )
    done = case_of(stack, question).is_done(company.id, None, company)
    found = Asked(company, one.case.stack.scheme, Level.AGREE, done)
    standing = one.decider.standing
    theirs = company_of(standing, standing.relied_on)
    return [company_json(one.case.stack, asked) for asked in (found, *theirs)]


def _duties(one: Agreement) -> list[Json]:
    if one.decider is None:
        return []
    standing = one.decider.standing
    return [duty_json(one.case.stack, owed) for owed in duties_of(standing, standing.relied_on)]


def _relied(found: Iterable[Agreement]) -> list[str]:
    return [held.grant.id for one in found if one.decider for held in one.decider.standing.relied_on]


def _needed(found: Sequence[Agreement]) -> list[Json]:
    """Facts that could bring another scheme to name somebody, and what stands before their agreement."""
    needed: list[Json] = []
    for one in found:
        if one.decider is not None:
            standing = one.decider.standing
            owed = duties_of(standing, standing.relied_on)
            needed += [need_json(one.case.stack, duty) for duty in owed if duty.open_before]
            continue
        relied = {held.grant.id for hoped in one.hoped_for for held in hoped.standing.relied_on}
        rules: dict[str, list[str]] = {}
        for rule in one.case.rules if one.hoped_for else ():
            closes = rule in one.case.safeguards and rule.level is not Level.ACT
            if one.case.truth(rule) is UNKNOWN and (closes or rule.id in relied):
                for name in missing_facts(one.case, rule):
                    rules.setdefault(name, []).append(rule.id)
        needed += [
            {"fact": name, "ask": one.case.stack.facts[name].question, "rules": sorted(ids)}
            for name, ids in rules.items()
            if not name.startswith("actor.")
        ]
    return needed


def _explained(one: Agreement) -> Case:
    """The case as somebody of theirs sees it: whoever is found, or else everybody a grant names."""
    stack = one.case.stack
    if one.decider is not None:
        roles = {one.decider.role}
    else:
        roles = {grant.role for grant in one.case.grants if stack.roles[grant.role].human}
    facts = {**one.case.question.facts, "actor.role": tuple(sorted(roles))}
    if one.decider is not None:
        facts["actor.body"] = one.decider.body
    return case_of(stack, replace(one.case.question, facts=facts))


def _reasons(one: Agreement) -> tuple[Json, ...]:
    return because(_explained(one), one.decider.standing if one.decider else one.standing)


def _complete(one: Agreement) -> bool:
    """Whether no reading of what is unknown there changes who agrees and what they would have to do."""
    return one.stops or no_reading_changes(one.case, _answer)


def _answer(case: Case, readings: Readings) -> Answer:
    standings = Standings(case, readings)
    standing = standings.of(actor(case))
    decider = _first(deciders(case, standings, standing)) if standing.level is Level.REFER else None
    if decider is None:
        return (standing.level,)
    own = decider.standing
    open_duties = {owed.id for owed in duties_of(own, own.relied_on) if owed.open_before}
    return standing.level, decider.role, own.level, decider.must, frozenset(open_duties)


# -- putting together --------------------------------------------------------------------------------------------


def _stands_in_the_way(duty: Json) -> bool:
    return duty["at"] == At.BEFORE and not duty["done"]


def _with_company(stack: Stack, entry: Json, asked: Sequence[Json], duties: Sequence[Json]) -> Json:
    level = max(Level(entry["level"]), Level.AGREE, key=lambda one: one.rank)
    return {
        **entry,
        "level": str(level),
        "with": list(_company_in_order(entry["with"], asked)),
        "duties": list(_in_order(stack, [*entry["duties"], *duties], _rule_of_duty)),
    }


def _company_in_order(own: Iterable[Json], asked: Iterable[Json]) -> tuple[Json, ...]:
    return tuple({one["id"]: one for one in (*own, *asked)}.values())


def _rule_of_duty(duty: Json) -> str:
    return "" if duty["id"].startswith(CONFIRM) else str(duty["id"]).rpartition("/")[0]


def _rule_of_need(need: Json) -> str:
    return next(iter(need["rules"]), "")


def _in_order(stack: Stack, items: Sequence[Json], rule_of: Callable[[Json], str]) -> tuple[Json, ...]:
    """By layer, then rule, then duty or fact, each once (MEANING rule 8). Of two the first scheme's stays."""
    orders = _orders(stack)

    def name(item: Json) -> str:
        return str(item.get("id") or item.get("fact") or item.get("duty") or item["rule"])

    each = {name(item): item for item in reversed(items)}.values()
    return tuple(sorted(each, key=lambda item: (orders.get(rule_of(item), (0, "")), name(item))))


def _rules_in_order(stack: Stack, rules: Iterable[str]) -> tuple[str, ...]:
    orders = _orders(stack)
    return tuple(sorted(dict.fromkeys(rules), key=lambda rule: orders[rule]))


def _orders(stack: Stack) -> Mapping[str, tuple[int, str]]:
    return {rule.id: rule.order for one in (stack, *stack.beside) for rule in (*one.grants, *one.safeguards)}
