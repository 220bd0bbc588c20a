"""A case in which a region holds, as facts with values: what a person can look at."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

from govengine.feel import Expression, Value, compile_expression, names_in, text_of, type_of
from govengine.feel.tree import Literal, nodes_of
from govengine.scheme.checks.domain import Domain, holds, moved, samples, step_of, universe
from govengine.scheme.checks.region import Box, Facts, Region

MOST_TRIED = 300
"""Cases tried for atoms of one box."""


def example_of(region: Region, facts: Facts) -> dict[str, Value] | None:
    """A case in the region; None where none was found."""
    return next((case for box in region for case in islice(_cases(box, facts), 1)), None)


def _cases(box: Box, facts: Facts) -> Iterator[dict[str, Value]]:
    read = sorted({name for tree, _ in box.atoms for name in names_in(tree)})
    plain = {name: next(samples(domain, facts[name]), None) for name, domain in box.domains.items()}
    if None in plain.values():
        return
    if not read:
        yield dict(plain)
        return
    trees = [tree for tree, _ in box.atoms]
    axes = [tuple(_values(name, box.domains.get(name), facts, trees)) for name in read]
    tests = [(compile_expression(tree), true) for tree, true in box.atoms]
    for values in islice(product(*axes), MOST_TRIED):
        case = plain | dict(zip(read, values, strict=True))
        if all(test(case) is true for test, true in tests):
            yield case


def _values(name: str, domain: Domain | None, facts: Facts, trees: Iterable[Expression]) -> Iterator[Value]:
    """Values of a fact that an atom reads: those of its domain, and those beside the constants it stands by."""
    fact = facts[name]
    constants = [node.value for tree in trees for node in nodes_of(tree) if isinstance(node, Literal)]
    if fact.type.name == "list":
        yield from ((value,) for value in (*fact.one_of, *constants) if not isinstance(value, bool | tuple))
        yield ()
        return
    within = domain or universe(fact)
    assert within is not None  # only lists have no domain
    yield from samples(within, fact)
    for value in constants:
        if value is None or type_of(value) != fact.type:
            continue
        beside = [value]
        if fact.type.ordered:
            step = step_of(fact)
            beside += [near for times in (-1, 1) if (near := moved(value, step, times)) is not None]
        yield from (near for near in beside if holds(within, near))


def in_words(case: Mapping[str, Value]) -> str:
    """`decision.amount 500, person.consent true`."""
    return ", ".join(f"{name} {text_of(value)}" for name, value in sorted(case.items()))
