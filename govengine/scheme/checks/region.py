"""The cases in which conditions hold, as far as single facts compared with constants say.

A region is a union of boxes. A box gives each fact a domain; what cannot be said so (`a < b`) stands in it as
an atom, true or false. A region is never smaller than what holds: where it is empty, nothing does.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from govengine.feel import BOOLEAN, UNKNOWN, Expression, Value, compile_expression, names_in, type_of
from govengine.feel.tree import MIRRORED, And, Comparison, In, Literal, Name, Not, Or, RangeOf, Test
from govengine.feel.values import Range
from govengine.scheme.checks.domain import Choice, Domain, Span, Spans, complement, join, meet, universe
from govengine.scheme.stack import Clause
from govengine.scheme.vocabulary import FactType

Facts: TypeAlias = Mapping[str, FactType]

MOST_BOXES = 64
"""Beyond so many a condition stays an atom."""


@dataclass(frozen=True, slots=True)
class Box:
    """A domain for each fact that is asked about, and atoms with their truth."""

    domains: Mapping[str, Domain] = field(default_factory=dict)
    atoms: frozenset[tuple[Expression, bool]] = frozenset()


Region: TypeAlias = tuple[Box, ...]

ALL: Region = (Box(),)
NOTHING: Region = ()


def region_of(clauses: Iterable[Clause], facts: Facts) -> Region:
    """Where all of these hold."""
    found = ALL
    for clause in clauses:
        found = both(found, where(clause.tree, facts))
    return found


def where(tree: Expression, facts: Facts, *, true: bool = True) -> Region:
    """Where a condition is true, or is false."""
    match tree:
        case Not():
            return where(tree.operand, facts, true=not true)
        case And() | Or():
            parts = [where(operand, facts, true=true) for operand in tree.operands]
            if isinstance(tree, And) is true:
                found: Region | None = ALL
                for part in parts:
                    found = None if found is None else _product(found, part)
            else:
                found = tuple(box for part in parts for box in part)
            return _atom(tree, true=true) if found is None or len(found) > MOST_BOXES else found
        case Literal(value=bool()):
            return ALL if tree.value is true else NOTHING
        case _:
            one = compared(tree, facts)
            if one is None:
                return _atom(tree, true=true)
            name, domain = one
            return _boxed(name, domain if true else complement(domain), facts)


def both(one: Region, other: Region) -> Region:
    """Where both hold; the first alone where that would be too many boxes."""
    found = _product(one, other)
    return one if found is None else found


def _product(one: Region, other: Region) -> Region | None:
    found: list[Box] = []
    for left in one:
        for right in other:
            box = meeting(left, right)
            if box is not None:
                found.append(box)
        if len(found) > MOST_BOXES:
            return None
    return tuple(found)


def meeting(one: Box, other: Box) -> Box | None:
    """What is in both boxes; None when nothing is."""
    if not other.domains and not other.atoms:
        return one
    domains = dict(one.domains)
    for name, domain in other.domains.items():
        held = domains.get(name)
        domains[name] = domain if held is None else meet(held, domain)
        if domains[name].is_empty:
            return None
    atoms = one.atoms | other.atoms
    if any((tree, not true) in atoms for tree, true in other.atoms):
        return None
    return Box(domains, atoms)


def _boxed(name: str, domain: Domain, facts: Facts) -> Region:
    whole = universe(facts[name])
    within = domain if whole is None else meet(domain, whole)
    return NOTHING if within.is_empty else (Box({name: within}),)


def _atom(tree: Expression, *, true: bool) -> Region:
    """`>=`, `>`, `<=` and `!=` are told by `<` and `=`, so that opposites are seen."""
    if isinstance(tree, Comparison):
        left, right = tree.left, tree.right
        if tree.operator in ("<=", ">") or (tree.operator in ("=", "!=") and _order(left) > _order(right)):
            left, right = right, left
        true = true is (tree.operator not in (">=", "<=", "!="))
        operator = "=" if tree.operator in ("=", "!=") else "<"
        tree = Comparison(operator=operator, left=left, right=right, type=BOOLEAN)
    return (Box({}, frozenset({(tree, true)})),)


def _order(tree: Expression) -> list[str]:
    return sorted(names_in(tree))


# -- one fact and constants ---------------------------------------------------------------------------------


def compared(tree: Expression, facts: Facts) -> tuple[str, Domain] | None:
    """The fact and the values for which a single comparison is true; None for anything else."""
    match tree:
        case Name(name=name) if name in facts and facts[name].type == BOOLEAN:
            return name, Choice(frozenset({True}))
        case Comparison(operator=operator, left=Name(name=name), right=other) if name in facts:
            domain = _compared_with(operator, constant(other), facts[name])
        case Comparison(operator=operator, left=other, right=Name(name=name)) if name in facts:
            domain = _compared_with(MIRRORED[operator], constant(other), facts[name])
        case In(subject=Name(name=name)) if name in facts:
            domain = _among(tree.tests, facts[name])
        case _:
            return None
    return None if domain is None else (name, domain)


def constant(tree: Expression) -> Value | None:
    """The value of a tree that reads no fact; None when it does or has no value."""
    match tree:
        case Literal():
            return tree.value
        case Name():
            return None
    if names_in(tree):
        return None
    value = compile_expression(tree)({})
    return None if value is UNKNOWN else value


def _compared_with(operator: str, value: Value | None, fact: FactType) -> Domain | None:
    if value is None or isinstance(value, tuple | Range) or type_of(value) != fact.type:
        return None
    if not fact.type.ordered:
        if operator not in ("=", "!="):
            return None
        return Choice(frozenset({value}), operator == "=")
    match operator:
        case "=":
            return Spans((Span(value, value, includes_low=True, includes_high=True),))
        case "!=":
            return complement(Spans((Span(value, value, includes_low=True, includes_high=True),)))
        case "<" | "<=":
            return Spans((Span(None, value, includes_low=False, includes_high=operator == "<="),))
        case _:
            return Spans((Span(value, None, includes_low=operator == ">=", includes_high=False),))


def _among(tests: tuple[Test, ...], fact: FactType) -> Domain | None:
    found: Domain | None = None
    for test in tests:
        domain = _tested(test, fact)
        if domain is None:
            return None
        found = domain if found is None else join(found, domain)
    return found


def _tested(test: Test, fact: FactType) -> Domain | None:
    operand = test.operand
    if test.operator is not None:
        return _compared_with(test.operator, constant(operand), fact)
    if isinstance(operand, RangeOf):
        low, high = constant(operand.low), constant(operand.high)
        if low is None or high is None or not fact.type.ordered:
            return None
        span = Span(low, high, operand.includes_low, operand.includes_high)
        return Spans(() if span.is_empty else (span,))
    value = constant(operand)
    if isinstance(value, tuple):
        domains = [_compared_with("=", item, fact) for item in value]
        found = domains[0] if domains else None
        for domain in domains[1:]:
            found = None if found is None or domain is None else join(found, domain)
        return found
    return _compared_with("=", value, fact)


def decimals_in(region: Region, name: str) -> int:
    """How many decimals the ends of a number's spans have at most."""
    ends = (
        end
        for box in region
        if isinstance(domain := box.domains.get(name), Spans)
        for span in domain.spans
        for end in (span.low, span.high)
        if isinstance(end, Decimal)
    )
    return max((_decimals(end) for end in ends), default=0)


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
