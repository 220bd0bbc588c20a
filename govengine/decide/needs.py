"""What would settle it: missing facts and open duties (MEANING rules 4 and 6)."""

from dataclasses import dataclass, field
from typing import Any

from govengine.decide.case import Case, Owed
from govengine.decide.duties import CONFIRM, duties_of
from govengine.decide.people import actor
from govengine.decide.standing import HeldGrant, Standing, Standings
from govengine.feel import UNKNOWN
from govengine.scheme import Level, Stack
from govengine.scheme.stack import Rule

Json = dict[str, Any]
Order = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Needs:
    """`candidates` are the grants the actor relies on, or could come to rely on."""

    candidates: tuple[HeldGrant, ...] = ()
    facts: dict[str, list[Order]] = field(default_factory=dict)
    duties: tuple[Owed, ...] = ()

    def to_json(self, case: Case) -> tuple[Json, ...]:
        """By layer, then rule, then duty or fact."""
        items: list[tuple[Order, str, Json]] = []
        for name, orders in self.facts.items():
            ask = case.stack.facts[name].question
            rules = [rule for _, rule in sorted(orders) if rule]
            items.append((min(orders), name, {"fact": name, "ask": ask, "rules": rules}))
        for owed in self.duties:
            order = next((rule.order for rule in case.program.rules if rule.id == owed.rule), (0, ""))
            items.append((order, owed.id, need_json(case.stack, owed)))
        return tuple(item for _, _, item in sorted(items, key=lambda entry: entry[:2]))


def need_json(stack: Stack, owed: Owed) -> Json:
    """A duty as something still needed."""
    text = owed.text or owed.tell
    if owed.id.startswith(CONFIRM):
        text = stack.facts[owed.id.removeprefix(CONFIRM)].confirm
    return {"duty": owed.id, "ask": text, "rules": [owed.rule] if owed.rule else []}


def needs_of(case: Case, own: Standing) -> Needs:
    """What the actor would have to supply or do. At `refer` only what could still make it theirs."""
    if own.level is Level.STOP:
        return Needs()
    if not case.question.roles:
        return Needs(facts={"actor.role": [(0, "")]} if case.program.grants else {})
    candidates = own.relied_on
    if not own.holds:
        best = best_standing(case, own)
        if not best.holds:
            return Needs()
        candidates = best.relied_on
    facts: dict[str, list[Order]] = {}
    wanted: list[Rule] = [b.safeguard for b in own.bearing if not b.certain and b.level is not Level.ACT]
    wanted += [grant for grant in own.unknown_grants if not own.held or _would_help(case, own, grant)]
    for rule in wanted:
        for name in missing_facts(case, rule):
            facts.setdefault(name, []).append(rule.order)
    return Needs(candidates, facts, tuple(owed for owed in duties_of(own, candidates) if owed.open_before))


def _would_help(case: Case, own: Standing, grant: Rule) -> bool:
    """Whether the grant, if it held, would make the level lower or the actor ready."""
    then = Standings(case, {grant.id: True}).of(actor(case))
    return then.level.rank < own.level.rank or (then.ready and not own.ready)


def missing_facts(case: Case, rule: Rule) -> list[str]:
    """The facts that the unknown clauses of a rule read and that are not there."""
    names = {
        name
        for clause, number in zip(rule.clauses, case.program.clauses_of[rule.id], strict=True)
        if case.truths.of_clause(number) is UNKNOWN
        for name in clause.facts
    }
    absent = {name for name in names if name not in case.question.facts}
    return sorted({_to_ask_for(case, name) for name in absent})


def _to_ask_for(case: Case, name: str) -> str:
    """History is computed, never sent: what is missing is whose it is."""
    aggregate = case.stack.history.get(name)
    if aggregate is None or aggregate.same is None or aggregate.same in case.question.facts:
        return name
    return aggregate.same


def best_standing(case: Case, own: Standing) -> Standing:
    """Where the actor would stand if every unknown rule were read in their favour."""
    readings = in_favour(own)
    return Standings(case, readings).of(actor(case)) if readings else own


def in_favour(own: Standing) -> dict[str, bool]:
    """Unknown grants read as true and unknown safeguards as false, where that makes a difference."""
    safeguards = (
        b for b in own.bearing if not b.certain and (b.level is not Level.ACT or not b.costs_nothing)
    )
    return {
        **{grant.id: True for grant in own.unknown_grants},
        **{bearing.safeguard.id: False for bearing in safeguards},
    }
