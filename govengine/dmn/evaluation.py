"""The second evaluation of FEEL's tree: null as DMN says. (The rules' one, `feel.compiler`, has `unknown`.)

A tree is walked, not compiled: a model is run a few times, and nothing here is on the way of a decision.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import assert_never

from govengine.dmn.conversion import Definitions, conform, is_instance
from govengine.dmn.members import member
from govengine.dmn.operations import and_, arithmetic, compare, matches, negate, not_, or_
from govengine.dmn.temporal import Date, temporal_of
from govengine.dmn.values import Bound, Function, Undefined, Value
from govengine.feel.tree import (
    And,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    If,
    In,
    ListOf,
    Literal,
    Name,
    Negate,
    Not,
    Or,
    Property,
    Quantified,
    RangeOf,
    Test,
    Wide,
    nodes_of,
)
from govengine.feel.values import Range
from govengine.feel.wide_tree import (
    ContextOf,
    Filter,
    For,
    FunctionOf,
    InstanceOf,
    Invoke,
    Path,
    Temporal,
    TypeName,
    UnaryRange,
)

MOST_STEPS = 1_000_000
"""Nodes evaluated for one result: a model of this size is a program, and might never end."""

LONGEST_LIST = 100_000
"""Items of a list that an expression makes: enough for any table, and it fits in memory."""

DEEPEST_CALL = 50
"""Functions inside functions: a level becomes some dozen of Python's thousand."""


class Stopped(Exception):  # noqa: N818 - named for what has happened
    """A limit was reached. The whole evaluation ends, for null would hide why."""


class Evaluator:
    """Evaluates the expressions of one model, for one set of inputs. `definitions` are the model's types."""

    def __init__(self, builtins: Mapping[str, Function], definitions: Definitions) -> None:
        self._builtins = builtins
        self._definitions = definitions
        self._steps = 0
        self._calls = 0

    def spend(self, steps: int) -> None:
        """Count work. Raises Stopped."""
        self._steps += steps
        if self._steps > MOST_STEPS:
            raise Stopped(f"more than {MOST_STEPS} steps")

    def value(self, node: Expression, scope: Mapping[str, Value]) -> Value:
        """The value of a tree; null where it has none. Raises Stopped."""
        self.spend(1)
        try:
            return self._value(node, scope)
        except (Undefined, ValueError, ArithmeticError):
            return None

    def _value(self, node: Expression, scope: Mapping[str, Value]) -> Value:
        def of(child: Expression) -> Value:
            return self.value(child, scope)

        match node:
            case Literal():
                return node.value
            case Name():
                return scope[node.name] if node.name in scope else self._builtins.get(node.name)
            case Negate():
                return negate(of(node.operand))
            case Arithmetic():
                return arithmetic(node.operator, of(node.left), of(node.right))
            case Comparison():
                return compare(node.operator, of(node.left), of(node.right))
            case And():
                return and_(map(of, node.operands))
            case Or():
                return or_(map(of, node.operands))
            case Not():
                return not_(of(node.operand))
            case In():
                subject = of(node.subject)
                inner = {**scope, "?": subject}
                return or_(self._test(test, subject, inner) for test in node.tests)
            case RangeOf():
                return Range(of(node.low), of(node.high), node.includes_low, node.includes_high)
            case ListOf():
                return tuple(map(of, node.items))
            case If():
                return of(node.then if of(node.condition) is True else node.otherwise)
            case Quantified():
                return self._quantified(node, scope)
            case Wide():
                return self._wide(node, scope)
            case Call() | Property():
                raise TypeError("the rules' parser makes these, and not the wide one")
            case _:
                assert_never(node)

    def _wide(self, node: Wide, scope: Mapping[str, Value]) -> Value:
        match node:
            case Temporal():
                return temporal_of(node.text)
            case UnaryRange():
                return Bound(node.operator, self.value(node.operand, scope))
            case ContextOf():
                return self._context(node, scope)
            case Filter():
                return self._filter(node, scope)
            case Path():
                return member(self.value(node.operand, scope), node.name)
            case For():
                return self._for(node, scope)
            case InstanceOf():
                value = self.value(node.operand, scope)
                return is_instance(value, node.wanted, self._definitions)
            case FunctionOf():
                names = tuple(name for name, _ in node.parameters)
                types = tuple(wanted for _, wanted in node.parameters)
                return self.function("", names, types, lambda inner: self.value(node.body, inner), scope)
            case Invoke():
                return self._invoke(node, scope)
        raise TypeError(f"{type(node).__name__} has no evaluation")

    def _test(self, test: Test, subject: Value, scope: Mapping[str, Value]) -> Value:
        found = self.value(test.operand, scope)
        if test.operator is not None:
            return compare(test.operator, subject, found)
        if any(isinstance(one, Name) and one.name == "?" for one in nodes_of(test.operand)):
            return found is True or (None if found is None else False)
        return matches(subject, found)

    def _quantified(self, node: Quantified, scope: Mapping[str, Value]) -> Value:
        join = and_ if node.every else or_
        items = self.items(self.value(node.source, scope))
        return join(self.value(node.condition, {**scope, node.variable: item}) for item in items)

    def _context(self, node: ContextOf, scope: Mapping[str, Value]) -> Value:
        made: dict[str, Value] = {}
        for key, value in node.entries:
            if key in made:
                raise Undefined(f"{key} is there twice")
            inner = {**scope, **made}
            made[key] = self.value(value, inner)
            if isinstance(made[key], Function):
                inner[key] = made[key]  # it may call itself: it looks names up where it was made
        return made

    def _filter(self, node: Filter, scope: Mapping[str, Value]) -> Value:
        whole = self.value(node.operand, scope)
        if whole is None:
            return None
        items = whole if isinstance(whole, tuple) else (whole,)
        kept = []
        for place, item in enumerate(items or (None,)):
            inner = {**scope, **(item if isinstance(item, dict) else {})}
            inner["item"] = item["item"] if isinstance(item, dict) and "item" in item else item
            found = self.value(node.condition, inner)
            if place == 0 and isinstance(found, Decimal):
                return _at(items, found)
            if not isinstance(found, bool | None):
                raise Undefined("a filter is a number or true or false")
            if found is True and items:
                kept.append(item)
        return tuple(kept)

    def _for(self, node: For, scope: Mapping[str, Value]) -> Value:
        made: list[Value] = []
        looks_back = any(isinstance(one, Name) and one.name == "partial" for one in nodes_of(node.result))

        def loop(inner: Mapping[str, Value], variables: tuple[tuple[str, Expression], ...]) -> None:
            if not variables:
                if len(made) >= LONGEST_LIST:
                    raise Stopped(f"a list of more than {LONGEST_LIST} items")
                made.append(self.value(node.result, self.with_partial(inner, made) if looks_back else inner))
                return
            (name, source), *rest = variables
            for item in self.items(self.value(source, inner)):
                loop({**inner, name: item}, tuple(rest))

        loop(scope, node.variables)
        return tuple(made)

    def with_partial(self, scope: Mapping[str, Value], made: list[Value]) -> Mapping[str, Value]:
        """A scope in which `partial` is what a `for` has made so far. Each item of that is a step."""
        self.spend(len(made))
        return {**scope, "partial": tuple(made)}

    @staticmethod
    def items(source: Value) -> Iterator[Value]:
        """What `for`, `some` and `every` go through: a list, the steps of a range, or one value."""
        match source:
            case None:
                raise Undefined("there is no list")
            case tuple():
                return iter(source)
            case Range(low=Decimal() as low, high=Decimal() as high):
                if low != low.to_integral_value() or high != high.to_integral_value():
                    raise Undefined("only whole numbers can be counted")
                step = 1 if low <= high else -1
                return map(Decimal, range(int(low), int(high) + step, step))
            case Range(low=Date() as first, high=Date() as last):
                step = 1 if first.number <= last.number else -1
                return map(Date.numbered, range(first.number, last.number + step, step))
            case Range() | Bound():
                raise Undefined("this range cannot be counted")
            case _:
                return iter((source,))

    def function(
        self,
        name: str,
        parameters: tuple[str, ...],
        types: tuple[TypeName | None, ...],
        body: Callable[[Mapping[str, Value]], Value],
        scope: Mapping[str, Value],
        *,
        returns: TypeName | None = None,
    ) -> Function:
        """A function of the model: `body` gets the scope it was made in and its arguments by name."""

        def run(*arguments: Value) -> Value:
            if self._calls >= DEEPEST_CALL:
                raise Stopped(f"more than {DEEPEST_CALL} functions inside each other")
            given = [
                conform(value, wanted, self._definitions)
                for value, wanted in zip(arguments, types, strict=True)
            ]
            if any(
                ours is None and theirs is not None for ours, theirs in zip(given, arguments, strict=True)
            ):
                raise Undefined("an argument is of the wrong type")
            self._calls += 1
            try:
                result = body({**scope, **dict(zip(parameters, given, strict=True))})
            finally:
                self._calls -= 1
            return conform(result, returns, self._definitions)

        return Function(name, (parameters,), run, required=len(parameters), types=types)

    def _invoke(self, node: Invoke, scope: Mapping[str, Value]) -> Value:
        function = self.value(node.function, scope)
        if not isinstance(function, Function):
            raise Undefined("this is no function")
        arguments = tuple(self.value(argument, scope) for argument in node.arguments)
        if node.names:
            arguments = function.in_order(dict(zip(node.names, arguments, strict=True)))
        result = function(*arguments)
        if isinstance(result, tuple) and len(result) > LONGEST_LIST:
            raise Stopped(f"a list of more than {LONGEST_LIST} items")
        return result


def _at(items: tuple[Value, ...], index: Decimal) -> Value:
    if index != index.to_integral_value() or not 1 <= abs(index) <= len(items):
        return None
    return items[int(index) - 1 if index > 0 else int(index)]
