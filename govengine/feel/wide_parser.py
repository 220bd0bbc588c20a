"""The rules' parser, widened to what DMN models may write (DMN 1.5 §10.3.1.2). The tree is the same.

Names may hold spaces and signs, so what is in scope decides where one ends; a word nobody has declared is a
name by itself. Names that an expression declares (`for each item in …`) are looked for before it is read.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, DecimalException
from typing import ClassVar

from govengine.feel.faults import Fault, SyntaxFault
from govengine.feel.parser import BINDING, COMPARISONS, Parser
from govengine.feel.tokens import KEYWORDS, WORD, Token, WordReader
from govengine.feel.tree import (
    And,
    Comparison,
    Expression,
    Name,
    Quantified,
    RangeOf,
    Test,
)
from govengine.feel.values import ARITHMETIC
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

_TYPES = ("date and time", "days and time duration", "years and months duration", "day and time duration")
_MEMBERS = ("time offset", "start included", "end included")
_DECLARED = (
    re.compile(r"(?:\bfor|\bsome|\bevery|,)\s+([^\W\d][^\[\](){},:\"]*?)\s+in\b"),
    re.compile(r"[{,]\s*\"?([^\W\d][^\[\](){},:\"]*?)\"?\s*:"),
    re.compile(r"\bfunction\s*\(\s*([^\W\d][^\[\](){},:\"]*?)\s*[,:)]"),
)
"""Where an expression declares a name: what may be several words is a name in scope from then on."""


class WideLexicon:
    """Names in scope, and names of members, which stand after a full stop and inside filters."""

    def __init__(self, names: Iterable[str], members: Iterable[str] = ()) -> None:
        self.names = frozenset(" ".join(name.split()) for name in names if name.strip()) - KEYWORDS
        self.members = frozenset(" ".join(name.split()) for name in members if name.strip())
        self._in_scope = _by_first_letter({*self.names, *(name for name in self.members if " " in name)})
        self._after_stop = _by_first_letter(
            {*self.members, *_MEMBERS, *(name for name in self.names if " " in name)}
        )

    def with_names(self, names: Iterable[str]) -> "WideLexicon":
        """This lexicon with more names in scope."""
        more = set(names) - self.names
        return WideLexicon(self.names | more, self.members) if more else self

    def word_at(self, text: str, position: int) -> Token:
        """The name or keyword there."""
        before = text[:position].rstrip()
        after_stop = before.endswith(".") and not before.endswith("..")
        for name, pattern in (self._after_stop if after_stop else self._in_scope).get(text[position], ()):
            match = pattern.match(text, position)
            if match:
                return Token("name", name, position, match.end())
        word = WORD.match(text, position)
        assert word is not None  # the caller has seen a letter here
        kind = word.group() if word.group() in KEYWORDS and not after_stop else "name"
        return Token(kind, word.group(), position, word.end())


def _by_first_letter(names: Iterable[str]) -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name in sorted(names, key=lambda one: (-len(one), one)):
        flexible = r"\s+".join(re.escape(word) for word in name.split())
        found.setdefault(name[0], []).append((name, re.compile(flexible + r"(?!\w)")))
    return found


def parse_wide(text: str, lexicon: WideLexicon) -> Expression:
    """The tree of one FEEL expression. Raises SyntaxFault."""
    return WideParser(text, _words(text, lexicon)).whole()


def parse_wide_tests(text: str, lexicon: WideLexicon) -> Expression | None:
    """A table cell as a condition on `?`; None for `-`. Raises SyntaxFault."""
    if text.strip() in ("", "-"):
        return None
    return WideParser(text, _words(text, lexicon)).unary_tests("?")


def _words(text: str, lexicon: WideLexicon) -> WordReader:
    declared = {" ".join(name.split()) for pattern in _DECLARED for name in pattern.findall(text)}
    # A single word is read as a name anyway, and `x - y` before a colon or `in` is no declaration.
    return lexicon.with_names(name for name in declared if _is_several_words(name)).word_at


def _is_several_words(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and all(WORD.fullmatch(word) and word not in KEYWORDS for word in words)


class WideParser(Parser):
    """The whole of FEEL's grammar, except external functions."""

    binding: ClassVar[Mapping[str, int]] = {**BINDING, "(": 8, "[": 8}
    stray_backslashes: ClassVar[bool] = True
    _in_range = 0
    _test_binding = 3

    def tests_until(self, closing: str) -> tuple[Test, ...]:
        """The tests of a cell: each may be a whole expression about `?`, where after `in` it ends at an `and`."""
        self._test_binding = 0
        return super().tests_until(closing)

    def _test(self) -> Test:
        token = self._tokens[self._next]
        operator = self.take().kind if self.at(*COMPARISONS) else None
        binding, self._test_binding = self._test_binding, 3
        operand = self.expression(binding if operator is None else 3)
        self._test_binding = binding
        return Test(operator=operator, operand=operand, start=token.start, end=operand.end)

    def _prefix(self) -> Expression:
        token = self._tokens[self._next]
        match token.kind:
            case "?":
                self.take()
                return Name(name="?", start=token.start, end=token.end)
            case "@":
                self.take()
                text = self.expect("string")
                return Temporal(text=text.text, start=token.start, end=text.end)
            case "{":
                return self._context(self.take())
            case "for":
                return self._for(self.take())
            case "(" if self.following().kind in COMPARISONS:
                self.take()
                operator = self.take().kind
                operand = self.expression(3)
                end = self.expect(")").end
                return UnaryRange(operator=operator, operand=operand, start=token.start, end=end)
            case "not":
                # A function as any other here; only at the beginning of unary tests is it a word of the grammar.
                self.take()
                return Name(name="not", start=token.start, end=token.end)
            case "name":
                self.take()
                if token.text == "function" and self.at("("):
                    return self._function(token)
                return Name(name=token.text, start=token.start, end=token.end)
            case _:
                return super()._prefix()

    def _infix(self, left: Expression, strength: int) -> Expression:
        token = self._tokens[self._next]
        match token.kind:
            case "(":
                return self._invocation(left)
            case "[":
                self.take()
                condition = self.expression()
                end = self.expect("]").end
                return Filter(operand=left, condition=condition, start=left.start, end=end)
            case ".":
                self.take()
                name = self.take()
                if name.kind != "name":
                    self._next -= 1
                    self._refuse("the name of a member")
                return Path(operand=left, name=name.text, start=left.start, end=name.end)
            case "instance":
                self.take()
                self.expect("of")
                wanted = self._type()
                end = self._tokens[self._next - 1].end
                return InstanceOf(operand=left, wanted=wanted, start=left.start, end=end)
            case "between":
                # Two comparisons: an end that is null makes the answer null, where a range would be open.
                self.take()
                low = self.expression(3)
                self.expect("and")
                high = self.expression(3)
                ends = (
                    Comparison(operator=">=", left=left, right=low, start=left.start, end=low.end),
                    Comparison(operator="<=", left=left, right=high, start=left.start, end=high.end),
                )
                return And(operands=ends, start=left.start, end=high.end)
            case _:
                return super()._infix(left, strength)

    def _goes_on(self, binding: int) -> int:
        strength = super()._goes_on(binding)
        # `]1..10[` ends in the bracket that a filter begins with: it is one only if a filter can be read.
        if strength and self.at("[") and self._in_range and not self._filter_follows():
            return 0
        return strength

    def _filter_follows(self) -> bool:
        here, depth = self._next, self._depth
        self._next += 1
        try:
            self.expression()
            return self.at("]")
        except SyntaxFault:
            return False
        finally:
            self._next, self._depth = here, depth

    def _range(self, opening: Token, low: Expression) -> Expression:
        self._in_range += 1
        try:
            return super()._range(opening, low)
        finally:
            self._in_range -= 1

    def _context(self, opening: Token) -> Expression:
        entries: list[tuple[str, Expression]] = []
        while not self.at("}"):
            if entries:
                self.expect(",")
            key = self.take()
            words = [key.text]
            while key.kind != "string" and not self.at(":", "end"):
                words.append(self.take().text)
            self.expect(":")
            entries.append((" ".join(words), self.expression()))
        end = self.take().end
        return ContextOf(entries=tuple(entries), start=opening.start, end=end)

    def _variables(self, closing: str) -> tuple[tuple[str, Expression], ...]:
        variables: list[tuple[str, Expression]] = []
        while True:
            name = self.expect("name").text
            self.expect("in")
            source = self.expression()
            if self.at(".."):
                self.take()
                high = self.expression()
                source = RangeOf(
                    low=source,
                    high=high,
                    includes_low=True,
                    includes_high=True,
                    start=source.start,
                    end=high.end,
                )
            variables.append((name, source))
            if not self.at(","):
                self.expect(closing)
                return tuple(variables)
            self.take()

    def _for(self, opening: Token) -> Expression:
        variables = self._variables("return")
        result = self.expression()
        return For(variables=variables, result=result, start=opening.start, end=result.end)

    def _quantified(self, opening: Token) -> Expression:
        variables = self._variables("satisfies")
        tree = self.expression()
        for variable, source in reversed(variables):
            tree = Quantified(
                every=opening.kind == "every",
                variable=variable,
                source=source,
                condition=tree,
                start=opening.start,
                end=tree.end,
            )
        return tree

    def _function(self, opening: Token) -> Expression:
        self.take()
        parameters: list[tuple[str, TypeName | None]] = []
        while not self.at(")"):
            if parameters:
                self.expect(",")
            name = self.expect("name").text
            typed = self.at(":")
            if typed:
                self.take()
            parameters.append((name, self._type() if typed else None))
        self.take()
        if self.at("name") and self._tokens[self._next].text == "external":
            place = self._tokens[self._next].start
            message = "This function is external: its code is outside the model."
            raise SyntaxFault(
                Fault("external-function", message, "Write the function's body in FEEL.", place)
            )
        body = self.expression()
        return FunctionOf(parameters=tuple(parameters), body=body, start=opening.start, end=body.end)

    def _invocation(self, function: Expression) -> Expression:
        self.take()
        arguments: list[Expression] = []
        names: list[str] = []
        while not self.at(")"):
            if arguments:
                self.expect(",")
            name = self._argument_name()
            if (name is None) == bool(names) and arguments:
                self._refuse("all arguments with their names, or none")
            if name is not None:
                names.append(name)
            arguments.append(self.expression())
        end = self.take().end
        return Invoke(
            function=function, arguments=tuple(arguments), names=tuple(names), start=function.start, end=end
        )

    def _argument_name(self) -> str | None:
        """`a name:` before an argument, whatever words the name has; nothing is taken when there is none."""
        ahead = self._next
        while self._tokens[ahead].kind == "name" or (
            self._tokens[ahead].kind in KEYWORDS and ahead > self._next
        ):
            ahead += 1
        if ahead == self._next or self._tokens[ahead].kind != ":":
            return None
        words = [token.text for token in self._tokens[self._next : ahead]]
        self._next = ahead + 1
        return " ".join(words)

    def _type(self) -> TypeName:
        token = self.take()
        words = [token.text]
        if token.kind not in ("name", "null"):
            self._next -= 1
            self._refuse("a type")
        while self.at("."):
            self.take()
            words.append(self.expect("name").text)
        name = ".".join(words)
        parts: list[tuple[str, TypeName]] = []
        if self.at("<") and name in ("list", "range", "context", "function"):
            self.take()
            while not self.at(">"):
                if parts:
                    self.expect(",")
                label = ""
                if name == "context":
                    label = self.expect("name").text
                    self.expect(":")
                parts.append((label, self._type()))
            self.take()
            if name == "function":
                self.expect("-")
                self.expect(">")
                parts.append(("return", self._type()))
        return TypeName(name, tuple(parts))

    def _bracketed(self, opening: Token) -> Expression:
        outer, self._in_range = self._in_range, 0
        try:
            return super()._bracketed(opening)
        finally:
            self._in_range = outer

    @staticmethod
    def _number(token: Token) -> object:
        try:
            return ARITHMETIC.plus(Decimal(token.text))
        except DecimalException:
            message = f"{token.text[:40]} is beyond what a number of 34 digits can hold."
            raise SyntaxFault(
                Fault("number", message, "Numbers go up to 10 to the power of 6144.", token.start)
            ) from None
