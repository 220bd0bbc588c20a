"""Types, before anything runs: every mistake in an expression at once, and the tree with its types.

A rule may not ask whether a fact is known (MEANING rule 4): `= null`, `instance of` and the clock are
refused here, so that a condition cannot turn a missing fact into a permission.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from govengine.errors import nearest
from govengine.feel.builtins import BUILTINS, CLOCK, READERS, Builtin
from govengine.feel.faults import Fault
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
    with_parts,
)
from govengine.feel.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DAYS_DURATION,
    MONTHS_DURATION,
    NULL,
    NUMBER,
    STRING,
    Type,
    join,
    list_of,
    range_of,
    type_of,
)
from govengine.feel.values import UNKNOWN, duration_from_text

_TIMES = (DATE, DATE_TIME)
_DURATIONS = (DAYS_DURATION, MONTHS_DURATION)


def check(
    tree: Expression, scope: Mapping[str, Type], functions: Mapping[str, Builtin] = BUILTINS
) -> tuple[Expression, list[Fault]]:
    """The tree with its types, and everything wrong with it. `scope` gives each name's type."""
    checker = _Checker(scope, functions)
    return checker.visit(tree), checker.faults


class _Checker:
    def __init__(self, scope: Mapping[str, Type], functions: Mapping[str, Builtin]) -> None:
        self._scope = scope
        self._functions = functions
        self.faults: list[Fault] = []

    def _fault(
        self, node: Expression | Test, code: str, message: str, what_to_do: str, near: str | None = None
    ) -> None:
        self.faults.append(Fault(code, message, what_to_do, node.start, near))

    def _want(self, node: Expression, wanted: Type, where: str) -> None:
        if node.type not in (wanted, ANY, NULL):
            self._fault(
                node,
                "type-mismatch",
                f"{where} takes a {wanted}, and this is a {node.type}.",
                f"Put a {wanted} here.",
            )

    def visit(self, node: Expression) -> Expression:
        match node:
            case Literal():
                return Literal(value=node.value, start=node.start, end=node.end, type=type_of(node.value))
            case Name():
                return Name(name=node.name, start=node.start, end=node.end, type=self._name(node))
            case Negate():
                operand = self.visit(node.operand)
                if operand.type not in (NUMBER, *_DURATIONS, ANY, NULL):
                    self._want(operand, NUMBER, "A minus sign")
                return replace(node, operand=operand, type=operand.type)
            case Not():
                operand = self.visit(node.operand)
                self._want(operand, BOOLEAN, "`not`")
                return with_parts(node, operand=operand, type=BOOLEAN)
            case And() | Or():
                word = "`and`" if isinstance(node, And) else "`or`"
                operands = tuple(map(self.visit, node.operands))
                for operand in operands:
                    self._want(operand, BOOLEAN, word)
                return replace(node, operands=operands, type=BOOLEAN)
            case Arithmetic():
                left, right = self.visit(node.left), self.visit(node.right)
                return replace(
                    node, left=left, right=right, type=self._arithmetic(node, left.type, right.type)
                )
            case Comparison():
                left, right = self.visit(node.left), self.visit(node.right)
                return self._comparison(replace(node, left=left, right=right, type=BOOLEAN))
            case In():
                subject = self.visit(node.subject)
                tests = tuple(self._test(test, subject.type) for test in node.tests)
                return replace(node, subject=subject, tests=tests, type=BOOLEAN)
            case RangeOf():
                low, high = self.visit(node.low), self.visit(node.high)
                ends = self._join(node, (low, high), "The ends of a range")
                if not ends.ordered and ends not in (ANY, NULL):
                    self._fault(
                        node, "type-mismatch", f"A {ends} has no order.", "Use numbers, dates or durations."
                    )
                return replace(node, low=low, high=high, type=range_of(ends))
            case ListOf():
                items = tuple(map(self.visit, node.items))
                return replace(
                    node, items=items, type=list_of(self._join(node, items, "The items of a list"))
                )
            case If():
                condition = self.visit(node.condition)
                self._want(condition, BOOLEAN, "`if`")
                then, otherwise = self.visit(node.then), self.visit(node.otherwise)
                joined = self._join(node, (then, otherwise), "`then` and `else`")
                return replace(node, condition=condition, then=then, otherwise=otherwise, type=joined)
            case Quantified():
                return self._quantified(node)
            case Call():
                return self._call(node)
            case Property():
                operand = self.visit(node.operand)
                if operand.type not in (*_TIMES, ANY) or node.name not in ("year", "month", "day"):
                    self._fault(
                        node,
                        "unknown-property",
                        f"A {operand.type} has no {node.name!r}.",
                        "Dates have year, month and day.",
                    )
                return replace(node, operand=operand, type=NUMBER)
            case Wide():
                raise TypeError("a rule has no such construct; its parser makes none")
            case _:
                assert_never(node)

    def _name(self, node: Name) -> Type:
        found = self._scope.get(node.name)
        if found is not None:
            return found
        near = nearest(node.name, self._scope)
        what = "Declare it under facts, values, history or conditions." if near is None else f"Write {near}."
        self._fault(node, "unknown-name", f"Nothing here is called {node.name!r}.", what, near)
        return ANY

    def _join(self, node: Expression, parts: tuple[Expression, ...], what: str) -> Type:
        joined: Type | None = ANY
        for part in parts:
            joined = join(joined or ANY, part.type)
            if joined is None:
                types = " and ".join(sorted({str(p.type) for p in parts}))
                self._fault(
                    node, "type-mismatch", f"{what} are of different types: {types}.", "Use one type."
                )
                return ANY
        return joined or ANY

    def _comparison(self, node: Comparison) -> Expression:
        left, right = node.left.type, node.right.type
        if NULL in (left, right):
            self._fault(
                node,
                "null-comparison",
                "A rule cannot ask whether a fact is known.",
                "Leave the test out: a fact that was not supplied is unknown by itself and never permits.",
            )
            return node
        if node.operator in ("=", "!="):
            member = _membership(node.left, node.right)
            if member is not None:
                tree: Expression = replace(member, start=node.start, end=node.end, type=BOOLEAN)
                if node.operator == "!=":
                    tree = Not(operand=tree, start=node.start, end=node.end, type=BOOLEAN)
                return tree
        elif not left.ordered and left is not ANY:
            self._fault(
                node,
                "type-mismatch",
                f"{node.operator} has no meaning for a {left}.",
                "Compare numbers, dates or durations, or test with = or in.",
            )
            return node
        if join(left, right) is None:
            self._fault(
                node,
                "type-mismatch",
                f"{node.operator} compares a {left} with a {right}.",
                _how_to_write(left, right),
            )
        return node

    def _test(self, test: Test, subject: Type) -> Test:
        operand = self.visit(test.operand)
        test = with_parts(test, operand=operand)
        if operand.type == NULL:
            self._fault(
                test,
                "null-comparison",
                "A rule cannot ask whether a fact is known.",
                "Leave the test out: a fact that was not supplied is unknown by itself and never permits.",
            )
            return test
        item = subject.item if subject.name == "list" and subject.item else subject
        if test.operator in (None, "=", "!="):
            fits = join(operand.type, item) or join(operand.type, subject)
            if test.operator is None:
                fits = fits or join(operand.type, list_of(item)) or join(operand.type, range_of(item))
            if fits is None:
                self._fault(
                    test,
                    "type-mismatch",
                    f"This tests a {subject} against a {operand.type}.",
                    _how_to_write(item, operand.type),
                )
        elif not subject.ordered and subject is not ANY:
            self._fault(
                test,
                "type-mismatch",
                f"{test.operator} has no meaning for a {subject}.",
                "Name the wanted values.",
            )
        elif join(operand.type, subject) is None:
            self._fault(
                test,
                "type-mismatch",
                f"{test.operator} compares a {subject} with a {operand.type}.",
                _how_to_write(subject, operand.type),
            )
        return test

    def _arithmetic(self, node: Arithmetic, left: Type, right: Type) -> Type:
        if ANY in (left, right) or NULL in (left, right):
            return ANY
        match node.operator, left, right:
            case _, a, b if a == b == NUMBER:
                return NUMBER
            case "+", a, b if a == b == STRING:
                return STRING
            case "+" | "-", a, b if (a in _TIMES and b in _DURATIONS) or (a == b and a in _DURATIONS):
                return a
            case "+", a, b if a in _DURATIONS and b in _TIMES:
                return b
            case "-", a, b if a == b and a in _TIMES:
                return DAYS_DURATION
            case "*", a, b if a in _DURATIONS and b == NUMBER:
                return a
        self._fault(
            node,
            "type-mismatch",
            f"{node.operator} has no meaning between a {left} and a {right}.",
            "Use numbers, or a date and a duration.",
        )
        return ANY

    def _quantified(self, node: Quantified) -> Expression:
        source = self.visit(node.source)
        if source.type.name != "list" and source.type != ANY:
            self._fault(source, "type-mismatch", f"A {source.type} is not a list.", "Name a list after `in`.")
        outer = self._scope
        if node.variable in outer:
            message = f"{node.variable!r} means something else already."
            self._fault(node, "redeclared", message, "Choose another name for the variable.")
        self._scope = {**outer, node.variable: source.type.item or ANY}
        condition = self.visit(node.condition)
        self._scope = outer
        self._want(condition, BOOLEAN, "`satisfies`")
        return replace(node, source=source, condition=condition, type=BOOLEAN)

    def _call(self, node: Call) -> Expression:
        arguments = tuple(map(self.visit, node.arguments))
        node = replace(node, arguments=arguments)
        if node.function in CLOCK:
            self._fault(
                node,
                "clock",
                f"{node.function}() would make the answer depend on when it is asked.",
                "Declare a fact for the date, or use from: and to: on the rule.",
            )
            return node
        builtin = self._functions.get(node.function)
        if builtin is None:
            near = nearest(node.function, self._functions)
            self._fault(
                node,
                "unknown-function",
                f"There is no function {node.function!r}.",
                "docs/scheme-format.md lists them." if near is None else f"Write {near}.",
                near,
            )
            return node
        if builtin.ordered and not _have_order([argument.type for argument in arguments]):
            self._fault(
                node,
                "type-mismatch",
                f"{node.function} compares what has an order.",
                "Use numbers, dates or durations.",
            )
            return node
        if builtin.variadic and not (len(arguments) == 1 and arguments[0].type.name == "list"):
            items = self._join(node, arguments, f"The arguments of {node.function}") if arguments else ANY
            wanted = next(p for p in builtin.parameters if isinstance(p, Type)).item or ANY
            if wanted is not ANY:
                for argument in arguments:
                    self._want(argument, wanted, node.function)
            return replace(node, type=items if builtin.result is ANY else builtin.result)
        if len(arguments) != len(builtin.parameters):
            expected = len(builtin.parameters)
            self._fault(
                node,
                "arguments",
                f"{node.function} takes {expected} argument{'s' * (expected != 1)}, and this has {len(arguments)}.",
                f"Give it {expected}.",
            )
            return node
        for argument, parameter in zip(arguments, builtin.parameters, strict=True):
            allowed = parameter if isinstance(parameter, tuple) else (parameter,)
            if all(join(argument.type, one) is None for one in allowed):
                self._want(argument, allowed[0], node.function)
        if not self._reads(node, builtin):
            return node
        return replace(node, type=self._result(node, builtin.result))

    def _reads(self, node: Call, builtin: Builtin) -> bool:
        """Whether a text that is written out can be read: a date that does not exist is a slip of the pen."""
        [*arguments] = node.arguments
        if node.function not in READERS or not all(isinstance(one, Literal) for one in arguments):
            return True
        if builtin(*(one.value for one in arguments if isinstance(one, Literal))) is UNKNOWN:
            message = f"{node.function} cannot read this."
            self._fault(node, "temporal", message, 'Write date("2026-02-28"), duration("P90D") or a number.')
            return False
        return True

    def _result(self, node: Call, result: Type) -> Type:
        if result is not ANY:
            return result
        if node.function == "duration":
            text = node.arguments[0]
            if isinstance(text, Literal) and isinstance(text.value, str):
                return type_of(duration_from_text(text.value))
            message = "What kind of duration this is depends on its text."
            self._fault(node, "temporal", message, 'Write it out: duration("P90D") or duration("P1Y").')
            return ANY
        return node.arguments[0].type.item or ANY


def _have_order(arguments: list[Type]) -> bool:
    """Whether one list's items, or else all the arguments, can be put in order."""
    if len(arguments) == 1 and arguments[0].name == "list":
        arguments = [arguments[0].item or ANY]
    return all(one.ordered or one in (ANY, NULL) for one in arguments)


def _membership(left: Expression, right: Expression) -> In | None:
    """`actor.role = "x"` of a list asks whether the list has the item: a person may hold several roles."""
    for items, item in ((left, right), (right, left)):
        if items.type.name == "list" and item.type.name != "list" and join(items.type, list_of(item.type)):
            return In(subject=item, tests=(Test(operator=None, operand=items),))
    return None


def _how_to_write(wanted: Type, found: Type) -> str:
    if found == STRING and wanted == NUMBER:
        return "Write the number without quotation marks."
    if found == STRING and wanted in _TIMES:
        return 'Write a date as date("2026-04-01").'
    if wanted == STRING:
        return 'Write text in straight double quotes: "…".'
    return f"Use a {wanted}."
