"""Values that a fact's `one_of` does not list: a slip of the pen that would never match."""

from collections.abc import Iterator

from govengine.errors import Problem, nearest
from govengine.feel import Expression
from govengine.feel.tree import Call, Comparison, In, ListOf, Literal, Name, nodes_of
from govengine.scheme.checks.written import Written
from govengine.scheme.stack import Clause, Rule
from govengine.scheme.vocabulary import FactType


def unlisted_values(written: Written) -> Iterator[Problem]:
    """Each value a rule or claim of the version compares such a fact with, that it can never have."""
    listing = {name for name, fact in written.stack.facts.items() if fact.one_of}
    if not listing:
        return
    for rule in written.own():
        for clause in _clauses(rule):
            if listing.intersection(clause.facts):
                for value, fact in _unlisted(clause.tree, written):
                    yield _problem(value, fact, written.place(rule, clause))
    places = {never.id.value: never.claim.place for never in written.version.text.never}
    for name, tree in written.stack.never:
        scheme, _, claim = name.partition("/")
        if scheme == written.version.id:
            for value, fact in _unlisted(tree, written):
                yield _problem(value, fact, str(places[claim]))


def _clauses(rule: Rule) -> Iterator[Clause]:
    yield from rule.clauses
    for part in (*rule.duties, *((rule.company,) if rule.company else ())):
        yield from getattr(part, "when", None) or ()
        yield from part.done_when or ()


def _unlisted(tree: Expression, written: Written) -> Iterator[tuple[str, FactType]]:
    for node in nodes_of(tree):
        for name, value in values_beside_facts(node):
            fact = written.stack.facts.get(name)
            if fact is not None and fact.one_of and value not in fact.one_of:
                yield value, fact


def values_beside_facts(node: Expression) -> Iterator[tuple[str, str]]:
    """The names and texts that one comparison sets side by side."""
    match node:
        case Comparison(left=Name(name=name), right=other) | Comparison(left=other, right=Name(name=name)):
            yield from ((name, text) for text in _texts(other))
        case In(subject=Name(name=name)):
            yield from ((name, text) for test in node.tests for text in _texts(test.operand))
        case In(subject=Literal(value=str() as text)):
            yield from ((t.operand.name, text) for t in node.tests if isinstance(t.operand, Name))
        case Call(function="list contains", arguments=(Name(name=name), Literal(value=str() as text))):
            yield name, text
        case _:
            return


def _texts(node: Expression) -> Iterator[str]:
    match node:
        case Literal(value=str() as text):
            yield text
        case ListOf():
            for item in node.items:
                yield from _texts(item)
        case _:
            return


def is_listed(node: Expression, fact: FactType) -> bool:
    """Whether a comparison names only values the fact lists; of others it is said that they are not listed."""
    beside = (text for name, text in values_beside_facts(node) if name == fact.name)
    return not fact.one_of or all(text in fact.one_of for text in beside)


def _problem(value: str, fact: FactType, place: str) -> Problem:
    near = nearest(value, fact.one_of, likeness=0.5)
    what_to_do = f"Write {near}." if near else "Correct it, or add it to one_of."
    message = f"{value[:60]!r} is not a value of {fact.name}, which is one of: {', '.join(fact.one_of[:20])}."
    return Problem("not-one-of", message, what_to_do, place, near)
