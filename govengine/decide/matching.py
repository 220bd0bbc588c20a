"""Which rules hold, and nothing else: the rules of one kind of decision written out as one Python function.

A determination has to know each clause's truth, since it explains them. Who only asks which rules hold may stop at
a rule's first clause that is not true, and at once where it is one that every rule has. Each fact is loaded once.

Constants are placed into the function itself. A policy of a thousand rules has hundreds of these functions, of
which hardly one is still in the processor's cache when its turn comes: the less there is to fetch, the better.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import CodeType, FunctionType
from typing import Any, TypeAlias

from govengine.feel import UNKNOWN, Compiler, Expression, Value, build
from govengine.feel.tree import Call, Comparison, In, Literal, Name, Not, RangeOf
from govengine.feel.types import BOOLEAN, NUMBER, STRING
from govengine.scheme.stack import Rule

Facts: TypeAlias = Mapping[str, Value]
Matcher: TypeAlias = Callable[[Facts], frozenset[str]]
"""The ids of the rules that hold by some facts."""

MOST_SETS = 256
"""Sets of rules remembered for one program."""


def matcher(rules: Sequence[Rule]) -> Matcher:
    """The function for these rules."""
    return _Writer().written(rules)


class _NoNumber:
    """Stands where a number is not known: neither below nor above any other."""

    def _never(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never


_NO_NUMBER = _NoNumber()


def _number(value: Value) -> Value:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else _NO_NUMBER


def _holds(clause: Callable[..., Value], facts: Facts) -> bool:
    return clause(facts.get, UNKNOWN) is True


_SHARED: dict[str, Any] = {
    "Decimal": Decimal,
    "KeyError": KeyError,
    "UNKNOWN": UNKNOWN,
    "holds": _holds,
    "number": _number,
    "str": str,
    "tuple": tuple,
}
"""All that the functions find by name."""


class _Writer:
    """Puts one function together."""

    def __init__(self) -> None:
        self._constants: dict[str, Any] = {}
        self._local: dict[str, str] = {}
        self._checks: dict[str, str] = {}
        """What makes sure that a fact is of its type, so that it need not be looked at again."""

    def written(self, rules: Sequence[Rule]) -> Matcher:
        """The source, compiled, with its constants in their places."""
        clauses = [dict.fromkeys(clause.tree for clause in rule.clauses) for rule in rules]
        shared = [tree for tree in clauses[0] if all(tree in one for one in clauses)] if clauses else []
        leave = " and ".join(map(self._true, shared))
        first = list(self._local)
        tests = [" and ".join(self._true(tree) for tree in one if tree not in shared) for one in clauses]
        lines = [
            "def matched(facts):",
            *self._loaded(first),
            *([f" if not ({leave}): return {self._constant(frozenset())}"] if leave else []),
            *self._loaded([name for name in self._local if name not in first]),
            " found = 0",
            *(f" if {test or True}: found |= {1 << place}" for place, test in enumerate(tests)),
            f" return {self._constant(_Sets(rules))}[found]",
        ]
        return self._compiled("\n".join(lines))

    def _loaded(self, names: Sequence[str]) -> list[str]:
        """Source that loads facts, and what is not there as unknown: mostly everything is."""
        local = self._local
        return [
            " try:",
            *(f"  {local[name]} = facts[{name!r}]" for name in names),
            "  pass",
            " except KeyError:",
            *(f"  {local[name]} = facts.get({name!r}, UNKNOWN)" for name in names),
            "  pass",
            *(f" {self._checks[name]}" for name in names if name in self._checks),
        ]

    def _compiled(self, source: str) -> Matcher:
        module = compile(source, "<rules>", "exec", dont_inherit=True, optimize=2)
        code = next(part for part in module.co_consts if isinstance(part, CodeType))
        placed = tuple(
            self._constants.get(part, part) if isinstance(part, str) else part for part in code.co_consts
        )
        return FunctionType(code.replace(co_consts=placed), _SHARED)

    def _constant(self, value: Any) -> str:
        """Source that the value takes the place of, once it is compiled. No fact's name has such a character."""
        mark = f"\0{len(self._constants)}"
        self._constants[mark] = value
        return repr(mark)

    def _fact(self, name: Name) -> str:
        local = self._local.setdefault(name.name, f"f{len(self._local)}")
        if name.type == NUMBER:
            self._checks[name.name] = f"if {local}.__class__ is not Decimal: {local} = number({local})"
        elif name.type.name == "list":
            self._checks[name.name] = f"if {local}.__class__ is not tuple: {local} = ()"
        return local

    def _true(self, tree: Expression) -> str:
        """Source for whether a clause is true: what conditions are mostly made of, written out; else as compiled."""
        match tree:
            case Name(type=type_) if type_ == BOOLEAN:
                return f"{self._fact(tree)} is True"
            case Not(operand=Name(type=type_) as fact) if type_ == BOOLEAN:
                return f"{self._fact(fact)} is False"
            case Not(
                operand=Comparison(operator="=", left=Name() as fact, right=Literal(value=str() as said))
            ):
                return self._other_than(fact, said)
            case Comparison(operator="!=", left=Name() as fact, right=Literal(value=str() as said)):
                return self._other_than(fact, said)
            case Comparison(
                operator="=", left=Name(type=type_) as fact, right=Literal(value=str() as said)
            ) if type_ == STRING:
                return f"{self._fact(fact)} == {self._constant(said)}"
            case Comparison(
                operator="<" | "<=" | ">" | ">=" as how,
                left=Name() as fact,
                right=Literal(value=Decimal() as limit),
            ):
                return f"{self._fact(fact)} {how} {self._constant(limit)}"
            case In(subject=Name() as fact):
                return self._in(tree, fact)
            case Call(function="list contains", arguments=(Name() as fact, Literal(value=str() as said))):
                return f"{self._constant(said)} in {self._fact(fact)}"
        return self._as_compiled(tree)

    def _other_than(self, fact: Name, said: str) -> str:
        local = self._fact(fact)
        return f"{local}.__class__ is str and {local} != {self._constant(said)}"

    def _in(self, tree: In, fact: Name) -> str:
        operands = [test.operand for test in tree.tests if test.operator is None]
        if len(operands) == len(tree.tests):
            said = [one.value for one in operands if isinstance(one, Literal) and isinstance(one.value, str)]
            if len(said) == len(operands):
                among = self._constant(frozenset(said))
                local = self._fact(fact)
                return (
                    f"not {among}.isdisjoint({local})" if fact.type.name == "list" else f"{local} in {among}"
                )
            match operands:
                case [
                    RangeOf(
                        low=Literal(value=Decimal() as low), high=Literal(value=Decimal() as high)
                    ) as span
                ]:
                    above, below = "<=" if span.includes_low else "<", "<=" if span.includes_high else "<"
                    return f"{self._constant(low)} {above} {self._fact(fact)} {below} {self._constant(high)}"
        return self._as_compiled(tree)

    def _as_compiled(self, tree: Expression) -> str:
        compiler = Compiler(lambda name: f"get({name!r}, absent)")
        source = compiler.source(tree)
        return f"holds({self._constant(build(f'lambda get, absent: {source}', compiler.namespace))}, facts)"


class _Sets(dict[int, frozenset[str]]):
    """The rules that hold, by their bits."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, found: int) -> frozenset[str]:
        if len(self) >= MOST_SETS:
            self.clear()
        held = frozenset(rule.id for place, rule in enumerate(self._rules) if found >> place & 1)
        self[found] = held
        return held
