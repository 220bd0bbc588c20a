"""Conditions in the scope of one scheme: figures and named conditions are put in place of their names."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from govengine.feel import BOOLEAN, Expression, Lexicon, Type, Value, conjuncts, lexicon_of, names_in, type_of
from govengine.feel.tree import DEEPEST, And, Literal, Name, levels_of, rewrite
from govengine.scheme.expressions import CONDITION_FUNCTIONS, constant, expression, unary_tests
from govengine.scheme.names import Names
from govengine.scheme.seniority import written_out
from govengine.scheme.source import Text
from govengine.scheme.stack import Clause, is_about_actor
from govengine.scheme.version import Version

ANSWER: Mapping[str, Type] = {
    "may_act": BOOLEAN,
    "complete": BOOLEAN,
    "level": type_of(""),
    "basis": type_of(""),
}
"""What a claim under `never:` may say of the answer, beside the facts."""


LARGEST = 2_000
"""Parts of one condition, with the named conditions in it written out."""


class Conditions:
    """What the conditions of one version may name: facts, and the figures and conditions it can see.

    `above` are the conditions of the versions above it, from the highest. A named condition means what it
    means in the scheme that wrote it, wherever it is used.
    """

    def __init__(
        self, names: Names, version: Version, figures: Mapping[str, Value], above: Sequence["Conditions"]
    ) -> None:
        self._names = names
        self._figures = figures
        self.texts: Mapping[str, Text] = {
            name: named.value for name, named in version.text.conditions.items()
        }
        self._from: dict[str, Conditions] = {}
        for higher in above:
            self._from |= dict.fromkeys(higher.texts, higher)
        self._from |= dict.fromkeys(self.texts, self)
        self._clauses: dict[str, tuple[Clause, ...]] = {}
        self._measures: dict[str, tuple[int, int]] = {}
        self._reading: list[str] = []
        self._scope: dict[str, Type] = {
            **{name: fact.type for name, fact in names.facts.items()},
            **{name: type_of(value) for name, value in figures.items()},
            **dict.fromkeys(self._from, BOOLEAN),
        }
        self._lexicon = lexicon_of(self._scope)
        for name, named in version.text.conditions.items():
            if name in figures or name in names.facts:
                message = f"{name} is also a value or a fact."
                names.wrong(named.place, "redeclared", message, "Choose another name.")
            self.condition(name)

    def condition(self, name: str) -> tuple[Clause, ...]:
        """The clauses of a named condition; a condition that leads back to itself is a problem."""
        home = self._from[name]
        if home is not self:
            return home.condition(name)
        if name in self._clauses:
            return self._clauses[name]
        text = self.texts[name]
        if name in self._reading:
            message = f"{name} is defined by itself."
            self._names.wrong(text, "condition-cycle", message, "Write one of them out.")
            return ()
        self._reading.append(name)
        clauses = self.clauses(text)
        self._reading.pop()
        self._clauses[name] = clauses
        return clauses

    def _measure(self, name: str) -> tuple[int, int]:
        """How many parts a named condition becomes, and how deep they nest."""
        home = self._from[name]
        if home is not self:
            return home._measure(name)  # noqa: SLF001 - another of the same class
        if name not in self._measures:
            levels = [level for clause in self.condition(name) for _, level in levels_of(clause.tree)]
            self._measures[name] = len(levels), max(levels, default=0)
        return self._measures[name]

    def _is_small(self, tree: Expression, text: Text) -> bool:
        """Conditions named within conditions can double at every step: counted before they are put in."""
        size, deepest = 0, 0
        for node, depth in levels_of(tree):
            parts, below = 1, 0
            if isinstance(node, Name) and node.name in self._from:
                parts, below = self._measure(node.name)
            size, deepest = size + parts, max(deepest, depth + below)
        if size > LARGEST or deepest > DEEPEST:
            message = f"Written out this has more than {LARGEST} parts, or nests more than {DEEPEST} deep."
            self._names.wrong(text, "too-long", message, "Split the rule in two.")
            return False
        return True

    def clauses(self, text: Text | None) -> tuple[Clause, ...]:
        """A condition's conjuncts; those of named conditions stand in their place."""
        if text is None:
            return ()
        tree = expression(text, self._scope, self._lexicon, self._names.problems, CONDITION_FUNCTIONS)
        if tree is None or not self._is_condition(tree, text):
            return ()
        parts = [written_out(part, text, self._names) for part in conjuncts(tree)]
        if not self._is_small(_joined(parts), text):
            return ()
        found: list[Clause] = []
        for part in parts:
            if isinstance(part, Name) and part.name in self._from:
                found += self.condition(part.name)
            else:
                found.append(self._clause(part, text.value[part.start : part.end]))
        return tuple(found)

    def cell(self, fact: Text, test: Text) -> tuple[Clause, ...]:
        """A table's cell, as a condition on the fact that heads its column."""
        name = self._names.fact(fact)
        if name not in self._names.facts:
            return ()
        tree = unary_tests(test, name, self._scope, self._lexicon, self._names.problems)
        if tree is None or not self._is_small(tree, test):
            return ()
        shown = test.value.strip()
        text = f"{name} {shown}" if shown.startswith(("<", ">", "=", "!")) else f"{name} in {shown}"
        return (self._clause(tree, text),)

    def figure(self, text: Text) -> Decimal | None:
        """A number, or a named value that is one; None with a problem for anything else."""
        named = self._figures.get(text.value.strip())
        value = constant(text, self._names.problems) if named is None else named
        if value is None or isinstance(value, Decimal):
            return value
        self._names.wrong(text, "type-mismatch", "This is not a number.", "Write a number.")
        return None

    def claim(self, text: Text) -> Expression | None:
        """A claim about an answer: a condition that may name `may_act`, `complete`, `level` and `basis`."""
        scope = {**self._scope, **ANSWER}
        lexicon = Lexicon([*self._lexicon.names(), *ANSWER])
        tree = expression(text, scope, lexicon, self._names.problems, CONDITION_FUNCTIONS)
        tree = None if tree is None else written_out(tree, text, self._names)
        if tree is None or not self._is_condition(tree, text) or not self._is_small(tree, text):
            return None
        return self._clause(tree, text.value).tree

    def _is_condition(self, tree: Expression, text: Text) -> bool:
        if tree.type != BOOLEAN:
            message = f"This is a {tree.type}, not a condition."
            self._names.wrong(text, "not-a-condition", message, "Compare it with something.")
        return tree.type == BOOLEAN

    def _clause(self, tree: Expression, text: str) -> Clause:
        """A clause whose tree reads facts alone."""
        figures: dict[str, Value] = {}

        def plain(node: Expression) -> Expression:
            if not isinstance(node, Name):
                return node
            if node.name in self._from:
                parts = self.condition(node.name)
                for part in parts:
                    figures.update(part.figures)
                return _joined([part.tree for part in parts])
            if node.name in self._figures:
                figures[node.name] = self._figures[node.name]
                return Literal(value=self._figures[node.name], type=node.type)
            return node

        read = names_in(tree)
        if not (read.isdisjoint(self._from) and read.isdisjoint(self._figures)):
            tree = rewrite(tree, plain)
            read = names_in(tree)
        names = tuple(sorted(read))
        of_actor = any(is_about_actor(name, self._names.history) for name in names)
        return Clause(text, tree, names, figures, of_actor)


def _joined(parts: Sequence[Expression]) -> Expression:
    """One condition that holds when all of these do."""
    match parts:
        case []:
            return Literal(value=True, type=BOOLEAN)
        case [only]:
            return only
        case _:
            return And(operands=tuple(parts), type=BOOLEAN)
