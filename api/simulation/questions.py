"""What is asked: for each kind of decision the facts its rules read, with values that meet the limits and miss them.

Everything is read from the schemes, so a scheme that ships tomorrow is simulated as well.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from govengine.decide import facts_that_can_matter
from govengine.decide.program import Program
from govengine.feel import Value
from govengine.feel.tree import Literal, nodes_of
from govengine.feel.types import BOOLEAN, NUMBER, STRING
from govengine.scheme import BoundGrant, FactType, Stack

POOL = 2_048
"""Amounts are drawn once and chosen from: equal chances, a tenth of the cost."""

HUGGING = 0.12
"""The share of amounts that lie just under, just over or exactly on a limit."""

SPREAD = 0.9
"""Of the logarithm of amounts."""

INCOMPLETE = 0.06
"""The share of forms with a gap in them."""

SAID = 0.2
"""The share of clients that also send the facts only law reads."""

EMERGENCY = 0.01
DONE = 0.3
"""The chance that everybody who is to be heard or to agree has been, before it is asked."""

GIVEN = ("actor.ref", "actor.role", "actor.body", "actor.team", "person.ref", "decision.kind", "decision.classes",
         "decision.emergency")  # fmt: skip
"""Facts that the simulation gives itself."""

Draw = Callable[[float], Value]
"""From a chance to a value."""


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of decision of a scheme, as it is asked about."""

    kind: str
    about_person: bool
    teams: bool
    own: tuple[tuple[str, Draw], ...]
    """Facts that rules of the scheme read."""
    law: tuple[tuple[str, Draw], ...]
    """Facts that only rules above it read."""
    companies: tuple[tuple[str, tuple[str, ...]], ...]
    """Who is to be heard or to agree: the duty, and the roles that can do it."""
    aggregates: tuple[str, ...]

    def facts(self, random: Random) -> dict[str, Value]:
        """The facts of one decision, beside who asks and for whom."""
        found: dict[str, Value] = {"decision.kind": self.kind}
        chance = random.random
        for name, draw in self.own:
            found[name] = draw(chance())
        if self.own and chance() < INCOMPLETE:
            del found[self.own[int(chance() * len(self.own))][0]]
        if chance() < SAID:
            for name, draw in self.law:
                found[name] = draw(chance())
        if random.random() < EMERGENCY:
            found["decision.emergency"] = True
        return found


def case_of(stack: Stack, kind: str, random: Random) -> Case:
    """The kind of decision, read from the rules that bear on it."""
    program = Program(stack, kind, frozenset())
    own = stack.versions[0].id
    matter = facts_that_can_matter(stack, kind)
    names = {fact.name for fact in matter}
    read_by_own = {
        name
        for rule in program.rules
        if rule.id.startswith(f"{own}/")
        for clause in rule.clauses
        for name in clause.facts
    }
    companies = {
        company.id: tuple(sorted(company.roles))
        for rule in program.rules
        for company in (rule.company, rule.advised_by if isinstance(rule, BoundGrant) else None)
        if company is not None
    }
    drawn = [
        (fact.name, draw)
        for fact in matter
        if fact.name not in GIVEN
        and not fact.computed
        and (draw := _draw(fact, program, random, local=fact.name in read_by_own)) is not None
    ]
    return Case(
        kind=kind,
        about_person="individual" in stack.kinds[kind] or "person.ref" in names,
        teams="actor.team" in names,
        own=tuple(one for one in drawn if one[0] in read_by_own),
        law=tuple(one for one in drawn if one[0] not in read_by_own),
        companies=tuple(sorted(companies.items())),
        aggregates=tuple(sorted(program.facts & set(stack.history))),
    )


def _draw(fact: FactType, program: Program, random: Random, *, local: bool) -> Draw | None:
    if fact.type == BOOLEAN:
        wanted = fact.met if fact.met is not None else local
        true = 0.93 if wanted else 0.03
        return lambda chance: chance < true
    literals = _literals(fact.name, program)
    if fact.type == NUMBER:
        limits = [value for value in literals if isinstance(value, Decimal) and value > 0]
        return _one_of(_amounts(fact, limits or [Decimal(100)], random))
    if fact.type == STRING:
        texts = [value for value in literals if isinstance(value, str)]
        return _one_of([*fact.one_of, *texts] or ["another"])
    return None


def _one_of(pool: list[Value]) -> Draw:
    size = len(pool)
    return lambda chance: pool[int(chance * size)]


def _amounts(fact: FactType, limits: list[Decimal], random: Random) -> list[Value]:
    found: list[Value] = []
    pence = fact.unit is not None
    for _ in range(POOL):
        limit = limits[int(random.random() * len(limits))]
        if random.random() < HUGGING:
            step = Decimal("0.01") if pence else Decimal(1)
            amount = limit + step * (int(random.random() * 3) - 1)
        else:
            amount = Decimal(int(float(limit) * random.lognormvariate(-0.6, SPREAD) * 100)) / 100
            if not pence or random.random() < 0.6:  # noqa: PLR2004 most people ask for round sums
                amount = amount.quantize(Decimal(1))
        amount = max(amount, fact.least or Decimal(0))
        if fact.most is not None:
            amount = min(amount, fact.most)
        found.append(amount.quantize(Decimal("0.01")) if pence else amount)
    return found


def _literals(name: str, program: Program) -> list[Value]:
    """The constants that stand in clauses with this fact, in order of their text."""
    found = {
        node.value
        for rule in program.rules
        for clause in rule.clauses
        if name in clause.facts
        for node in nodes_of(clause.tree)
        if isinstance(node, Literal) and isinstance(node.value, (Decimal, str))
    }
    return sorted(found, key=str)
