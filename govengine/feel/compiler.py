"""Tree to Python: the source text of one Python expression for one FEEL expression, and what it needs.

The text holds only names made here; every constant travels beside it. So nothing an author writes is ever
executed as Python, and a program can place many expressions into one function.
"""

from collections.abc import Callable, Mapping
from typing import assert_never

from govengine.feel import operations
from govengine.feel.builtins import BUILTINS
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
)
from govengine.feel.values import UNKNOWN, Value

_COMPARE = {
    "=": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_or_equal",
    ">": "greater",
    ">=": "greater_or_equal",
}


_OPERATIONS = {
    operation.__name__: operation
    for operation in (
        *(getattr(operations, name) for name in _COMPARE.values()),
        operations.all_of,
        operations.any_of,
        operations.among,
        operations.arithmetic,
        operations.contains,
        operations.if_,
        operations.in_range,
        operations.in_range_value,
        operations.list_,
        operations.negate,
        operations.not_,
        operations.part,
        operations.quantify,
        operations.range_,
        operations.with_subject,
    )
}


class Compiler:
    """Collects what several expressions share. `namespace` is what their source needs at run time.

    `source_of_name` gives the Python source for a fact.
    """

    def __init__(self, source_of_name: Callable[[str], str]) -> None:
        self._source_of_name = source_of_name
        self.namespace: dict[str, Value] = dict(_OPERATIONS)

    def constant(self, value: Value) -> str:
        """A name for a value that is known when the rule is compiled."""
        if value is True or value is False:
            return str(value)
        name = f"k{len(self.namespace)}"
        self.namespace[name] = value
        return name

    def source(self, node: Expression, bound: Mapping[str, str] | None = None) -> str:
        """Python source that evaluates `node`. `bound` maps variables in scope to Python names."""
        bound = bound or {}

        def of(child: Expression) -> str:
            return self.source(child, bound)

        match node:
            case Literal():
                return self.constant(UNKNOWN if node.value is None else node.value)
            case Name():
                if node.name in bound:
                    return bound[node.name]
                return self._source_of_name(node.name)
            case Negate():
                return f"negate({of(node.operand)})"
            case Arithmetic():
                return f"arithmetic({node.operator!r}, {of(node.left)}, {of(node.right)})"
            case Comparison():
                return f"{_COMPARE[node.operator]}({of(node.left)}, {of(node.right)})"
            case And():
                return f"all_of({', '.join(map(of, node.operands))})"
            case Or():
                return f"any_of({', '.join(map(of, node.operands))})"
            case Not():
                return f"not_({of(node.operand)})"
            case In():
                return self._in(node, bound)
            case RangeOf():
                return f"range_({of(node.low)}, {of(node.high)}, {node.includes_low}, {node.includes_high})"
            case ListOf():
                return f"list_({', '.join(map(of, node.items))})"
            case If():
                return f"if_({of(node.condition)}, {of(node.then)}, {of(node.otherwise)})"
            case Quantified():
                variable = f"v{len(bound)}"
                condition = self.source(node.condition, {**bound, node.variable: variable})
                return f"quantify({node.every}, {of(node.source)}, lambda {variable}: {condition})"
            case Call():
                function = "b_" + node.function.replace(" ", "_")
                self.namespace[function] = BUILTINS[node.function]
                return f"{function}({', '.join(map(of, node.arguments))})"
            case Property():
                return f"part({of(node.operand)}, {node.name!r})"
            case Wide():
                raise TypeError("a rule has no such construct; its parser makes none")
            case _:
                assert_never(node)

    def _in(self, node: In, bound: Mapping[str, str]) -> str:
        subject = self.source(node.subject, bound)
        constants = _constants(node)
        if constants is not None:
            return f"among({subject}, {self.constant(constants)})"
        if len(node.tests) == 1:
            return self._test(node.tests[0], subject, node.subject, bound)
        # The subject is worked out once, and written once: else nested tests would double the text each time.
        once = f"s{len(self.namespace)}"
        self.namespace[once] = None
        tests = ", ".join(self._test(test, once, node.subject, bound) for test in node.tests)
        return f"with_subject(lambda {once}: any_of({tests}), {subject})"

    def _test(self, test: Test, subject: str, tested: Expression, bound: Mapping[str, str]) -> str:
        operand = self.source(test.operand, bound)
        if test.operator is not None:
            if tested.type.name == "list" and test.operand.type.name != "list":
                member = f"contains({subject}, {operand})"
                return f"not_({member})" if test.operator == "!=" else member
            return f"{_COMPARE[test.operator]}({subject}, {operand})"
        match test.operand:
            case RangeOf(low=low, high=high, includes_low=includes_low, includes_high=includes_high):
                ends = (
                    f"{self.source(low, bound)}, {self.source(high, bound)}, {includes_low}, {includes_high}"
                )
                if tested.type.name == "list":
                    return f"quantify(False, {subject}, lambda item: in_range(item, {ends}))"
                return f"in_range({subject}, {ends})"
            case _ if test.operand.type.name == "range" and tested.type.name == "list":
                return f"quantify(False, {subject}, lambda item: in_range_value(item, {operand}))"
            case _ if test.operand.type.name == "range":
                return f"in_range_value({subject}, {operand})"
            case _ if test.operand.type.name == "list" and tested.type.name == "list":
                # A list tested against a list: any of its items is among them.
                return f"quantify(False, {subject}, lambda item: contains({operand}, item))"
            case _ if test.operand.type.name == "list":
                return f"contains({operand}, {subject})"
            case _ if tested.type.name == "list":
                return f"contains({subject}, {operand})"
        return f"equal({subject}, {operand})"


def _constants(node: In) -> frozenset[Value] | None:
    """What a value that is no list is tested against, where all of that is written out."""
    values = [
        test.operand.value
        for test in node.tests
        if test.operator is None and isinstance(test.operand, Literal)
    ]
    if node.subject.type.name == "list" or len(values) != len(node.tests) or None in values:
        return None
    return frozenset(values)


def compile_expression(tree: Expression) -> Callable[[Mapping[str, Value]], Value]:
    """A function from values by name to the value of a checked tree. A name that is absent is UNKNOWN."""
    compiler = Compiler(lambda name: f"values.get({name!r}, UNKNOWN)")
    compiler.namespace["UNKNOWN"] = UNKNOWN
    return build(f"lambda values: {compiler.source(tree)}", compiler.namespace)


def build(source: str, namespace: dict[str, Value]) -> Callable[..., Value]:
    """The function that a source text made by `Compiler` describes."""
    code = compile(source, "<rule>", "eval", dont_inherit=True, optimize=2)
    function: Callable[..., Value] = eval(code, {"__builtins__": {}, **namespace})  # noqa: S307 - see module docstring
    return function
