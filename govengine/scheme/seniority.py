"""`senior(a, b)`: the comparison of roles, written out over the lines before anything else reads it.

A role is senior to another when it stands above it on some line; so no role is senior to itself, and a role on
no line is senior to nobody (MEANING §2). Either side may be a role's name, a fact that holds one, or a list of
them, such as `actor.role`: then one of them is enough. What comes out compares facts with names, so that every
reading of a rule knows it already, with what it makes of a missing fact.
"""

from collections.abc import Iterator
from dataclasses import replace

from govengine.feel import BOOLEAN, Expression, Value
from govengine.feel.tree import And, Call, Comparison, In, Literal, Name, Or, Test, rewrite
from govengine.scheme.expressions import SENIOR
from govengine.scheme.names import Names
from govengine.scheme.source import Text

ACTOR_ROLE = "actor.role"
"""Its values are roles: the question is refused where they are not."""


def written_out(tree: Expression, text: Text, names: Names) -> Expression:
    """The tree without `senior`. A name that is no role, or a fact that may hold anything, is a problem."""
    if SENIOR not in text.value:
        return tree

    def plain(node: Expression) -> Expression:
        if not isinstance(node, Call) or node.function != SENIOR:
            return node
        for side in node.arguments:
            for role in _roles_named(side, text, names):
                names.role(Text(role, text.at(side.start)))
        above, below = node.arguments
        pairs = [_both(_is(above, role), _is_one_of(below, names.juniors(role))) for role in names.roles]
        return replace(_any_of(pairs), start=node.start, end=node.end)

    return rewrite(tree, plain)


def _roles_named(side: Expression, text: Text, names: Names) -> Iterator[str]:
    """Every role that a side of the comparison can be."""
    match side:
        case Literal(value=str() as role):
            yield role
        case Name(name=name) if name == ACTOR_ROLE:
            pass
        case Name(name=name) if name in names.facts and names.facts[name].one_of:
            yield from names.facts[name].one_of
        case _:
            names.wrong(
                text.at(side.start),
                "open-role",
                "This could be something other than a role.",
                "Name a role in quotes, actor.role, or a fact whose one_of: lists the roles.",
            )


def _is(side: Expression, role: str) -> Expression:
    """That a side of the comparison is this role, or has it among several."""
    wanted = Literal(value=role)
    if isinstance(side, Literal):
        return _truth(side.value == role)
    if side.type.name == "list":
        return In(subject=wanted, tests=(Test(operator=None, operand=side),), type=BOOLEAN)
    return Comparison(operator="=", left=side, right=wanted, type=BOOLEAN)


def _is_one_of(side: Expression, roles: frozenset[str]) -> Expression:
    return _any_of([_is(side, role) for role in sorted(roles)])


def _both(one: Expression, other: Expression) -> Expression:
    truths = [_value(one), _value(other)]
    if False in truths:
        return _truth(False)
    if True in truths:
        return other if truths[0] is True else one
    return And(operands=(one, other), type=BOOLEAN)


def _any_of(parts: list[Expression]) -> Expression:
    if any(_value(part) is True for part in parts):
        return _truth(True)
    parts = [part for part in parts if _value(part) is not False]
    match parts:
        case []:
            return _truth(False)
        case [only]:
            return only
        case _:
            return Or(operands=tuple(parts), type=BOOLEAN)


def _truth(value: Value) -> Literal:
    return Literal(value=value, type=BOOLEAN)


def _value(part: Expression) -> Value:
    return part.value if isinstance(part, Literal) else None
