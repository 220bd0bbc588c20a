"""Text to tree: a Pratt parser for the part of FEEL (DMN 1.5 §10.3.1.2) that conditions use.

Loosest first: `or` · `and` · comparison, `between`, `in` · `+ -` · `* /` · `**` · `-x` · `.` and calls.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import ClassVar, NoReturn

from govengine.feel.builtins import BUILTINS
from govengine.feel.faults import Fault, SyntaxFault
from govengine.feel.tokens import Lexicon, Token, WordReader, tokens, words_of
from govengine.feel.tree import (
    DEEPEST,
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
    depth_of,
)
from govengine.feel.values import (
    date_from_text,
    date_time_from_text,
    duration_from_text,
    number_from_text,
)

LONGEST = 10_000
"""Characters in one expression."""

_BOUND = re.compile(r"\b(?:some|every)\s+([^\W\d]\w*)\s+in\b")
"""Where a variable is bound: it is a name in scope for the tokens after it."""

COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
BINDING = {"or": 1, "and": 2, **dict.fromkeys((*COMPARISONS, "between", "in", "instance"), 3)}
BINDING |= {"+": 4, "-": 4, "*": 5, "/": 5, "**": 6, ".": 8}


_FUNCTIONS_OF_SEVERAL_WORDS = tuple(name for name in BUILTINS if " " in name)


def lexicon_of(names: Iterable[str]) -> Lexicon:
    """The names in scope of several expressions, for `parse`."""
    return Lexicon([*names, *_FUNCTIONS_OF_SEVERAL_WORDS])


def parse(text: str, names: Iterable[str] | Lexicon = ()) -> Expression:
    """The tree of one expression. `names` are those in scope. Raises SyntaxFault."""
    return Parser(text, _words(text, names)).whole()


def parse_unary_tests(text: str, subject: str, names: Iterable[str] | Lexicon = ()) -> Expression | None:
    """A table cell as a condition on `subject`; None for `-` or nothing, which hold for any value.

    `<= 500`, `[1..5]`, `"a", "b"`, `not("a")` (DMN 1.5 §7.3.2). Raises SyntaxFault.
    """
    if text.strip() in ("", "-"):
        return None
    return Parser(text, _words(text, names)).unary_tests(subject)


def _words(text: str, names: Iterable[str] | Lexicon) -> WordReader:
    lexicon = names if isinstance(names, Lexicon) else lexicon_of(names)
    return words_of(lexicon.with_names(_BOUND.findall(text)))


def _shallow(tree: Expression) -> Expression:
    """The tree, if it can be walked. A row of operators makes a deep tree without nested brackets."""
    if depth_of(tree) > DEEPEST:
        raise SyntaxFault(_too_deep(tree.start))
    return tree


def _too_deep(start: int) -> Fault:
    message = f"This nests more than {DEEPEST} deep."
    return Fault("too-deep", message, "Give the parts names under conditions.", start)


class Parser:
    """Reads one text. `feel.wide_parser` adds what DMN models may write besides."""

    binding: ClassVar[Mapping[str, int]] = BINDING
    stray_backslashes: ClassVar[bool] = False

    def __init__(self, text: str, word_at: WordReader) -> None:
        if len(text) > LONGEST:
            raise SyntaxFault(
                Fault(
                    "too-long",
                    f"This is longer than {LONGEST} characters.",
                    "Split it into named conditions.",
                )
            )
        self._tokens = list(tokens(text, word_at, stray_backslashes=self.stray_backslashes))
        self._last = len(self._tokens) - 1
        self._next = 0
        self._depth = 0

    def whole(self) -> Expression:
        """The text as one expression."""
        tree = self.expression()
        self.expect("end")
        return _shallow(tree)

    def unary_tests(self, subject: str) -> Expression:
        """The text as a table cell: a condition on `subject`."""
        end = self._tokens[-1].end
        about = Name(name=subject, start=0, end=end)
        negated = self.at("not") and self.following().kind == "("
        if negated:
            self.take()
            self.take()
        tests = self.tests_until(")" if negated else "end")
        self.take()
        self.expect("end")
        tree = _shallow(In(subject=about, tests=tests, start=0, end=end))
        return Not(operand=tree, start=0, end=end) if negated else tree

    def at(self, *kinds: str) -> bool:
        """Whether the next token is of one of these kinds."""
        return self._tokens[self._next].kind in kinds

    def following(self) -> Token:
        """The token after the next one."""
        return self._tokens[min(self._next + 1, self._last)]

    def take(self) -> Token:
        """The next token, which is then behind."""
        token = self._tokens[self._next]
        if self._next < self._last:
            self._next += 1
        return token

    def expect(self, kind: str) -> Token:
        """The next token, which must be of this kind."""
        if not self.at(kind):
            self._refuse(f"{kind!r}" if kind != "end" else "the end of the condition")
        return self.take()

    def _refuse(self, wanted: str) -> NoReturn:
        token = self._tokens[self._next]
        found = "the end" if token.kind == "end" else repr(token.text)
        hint = "Write = for equality." if token.kind == "=" else f"Expected {wanted} here."
        raise SyntaxFault(Fault("syntax", f"This cannot be read from {found} on.", hint, token.start))

    def expression(self, binding: int = 0) -> Expression:
        """An expression, up to an operator that binds no more strongly than `binding`."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise SyntaxFault(_too_deep(self._tokens[self._next].start))
        left = self._prefix()
        while strength := self._goes_on(binding):
            left = self._infix(left, strength)
        self._depth -= 1
        return left

    def _goes_on(self, binding: int) -> int:
        """How strongly the next token binds, if more strongly than what is being read; else 0."""
        strength = self.binding.get(self._tokens[self._next].kind, 0)
        return strength if strength > binding else 0

    def _prefix(self) -> Expression:
        token = self.take()
        start, end = token.start, token.end
        match token.kind:
            case "number":
                return Literal(value=self._number(token), start=start, end=end)
            case "string":
                return Literal(value=token.text, start=start, end=end)
            case "true" | "false":
                return Literal(value=token.kind == "true", start=start, end=end)
            case "null":
                return Literal(value=None, start=start, end=end)
            case "@":
                return self._temporal(token)
            case "-":
                operand = self.expression(7)
                return Negate(operand=operand, start=token.start, end=operand.end)
            case "not":
                self.expect("(")
                operand = self.expression()
                return Not(operand=operand, start=token.start, end=self.expect(")").end)
            case "if":
                return self._if(token)
            case "some" | "every":
                return self._quantified(token)
            case "(":
                return self._bracketed(token)
            case "[":
                return self._list_or_range(token)
            case "]":
                return self._range(token, self.expression())
            case "name":
                return self._call(token) if self.at("(") else Name(name=token.text, start=start, end=end)
            case _:
                self._next -= token.kind != "end"
                return self._refuse("a value, a name or a bracket")

    def _infix(self, left: Expression, strength: int) -> Expression:
        operator = self.take().kind
        match operator:
            case "and" | "or":
                right = self.expression(strength)
                node = And if operator == "and" else Or
                operands = [
                    part
                    for side in (left, right)
                    for part in (side.operands if isinstance(side, node) else (side,))
                ]
                return node(operands=tuple(operands), start=left.start, end=right.end)
            case "between":
                low = self.expression(3)
                self.expect("and")
                high = self.expression(3)
                ends = RangeOf(
                    low=low, high=high, includes_low=True, includes_high=True, start=low.start, end=high.end
                )
                test = Test(operator=None, operand=ends, start=low.start, end=high.end)
                return In(subject=left, tests=(test,), start=left.start, end=high.end)
            case "in":
                tests, end = self._in_tests()
                return In(subject=left, tests=tests, start=left.start, end=end)
            case ".":
                name = self.expect("name")
                return Property(operand=left, name=name.text, start=left.start, end=name.end)
            case "instance":
                self._next -= 1
                token = self._tokens[self._next]
                raise SyntaxFault(
                    Fault(
                        "instance-of",
                        "A fact's type is declared, so `instance of` has nothing to ask.",
                        "Remove the test; a fact that was not supplied is unknown by itself.",
                        token.start,
                    )
                )
            case _ if operator in COMPARISONS:
                right = self.expression(strength)
                if self.at(*COMPARISONS):
                    self._refuse("one comparison at a time, joined by `and`,")
                return Comparison(operator=operator, left=left, right=right, start=left.start, end=right.end)
            case _:
                right = self.expression(strength)
                return Arithmetic(operator=operator, left=left, right=right, start=left.start, end=right.end)

    def tests_until(self, closing: str) -> tuple[Test, ...]:
        """Tests separated by commas, up to and without the closing token."""
        tests = [self._test()]
        while self.at(","):
            self.take()
            tests.append(self._test())
        if not self.at(closing):
            self._refuse("a comma or the end of the tests")
        return tuple(tests)

    def _test(self) -> Test:
        token = self._tokens[self._next]
        operator = self.take().kind if self.at(*COMPARISONS) else None
        operand = self.expression(3)
        return Test(operator=operator, operand=operand, start=token.start, end=operand.end)

    def _in_tests(self) -> tuple[tuple[Test, ...], int]:
        if not self.at("("):
            test = self._test()
            return (test,), test.end
        # `(1, 2)` is a list of tests, `(1..2)` a range with open ends: what follows the first operand tells.
        opening = self.take()
        first = self._test()
        if first.operator is None and self.at(".."):
            ends = self._range(opening, first.operand)
            return (Test(operator=None, operand=ends, start=ends.start, end=ends.end),), ends.end
        tests = [first]
        while self.at(","):
            self.take()
            tests.append(self._test())
        return tuple(tests), self.expect(")").end

    def _bracketed(self, opening: Token) -> Expression:
        inner = self.expression()
        if self.at(".."):
            return self._range(opening, inner)
        # With its brackets, so that the text of whatever holds it can be read by itself.
        return replace(inner, start=opening.start, end=self.expect(")").end)

    def _list_or_range(self, opening: Token) -> Expression:
        if self.at("]"):
            return ListOf(items=(), start=opening.start, end=self.take().end)
        first = self.expression()
        if self.at(".."):
            return self._range(opening, first)
        items = [first]
        while self.at(","):
            self.take()
            items.append(self.expression())
        return ListOf(items=tuple(items), start=opening.start, end=self.expect("]").end)

    def _range(self, opening: Token, low: Expression) -> Expression:
        self.expect("..")
        high = self.expression()
        if not self.at(")", "]", "["):
            self._refuse("] or ) at the end of the range")
        closing = self.take()
        return RangeOf(
            low=low,
            high=high,
            includes_low=opening.kind == "[",
            includes_high=closing.kind == "]",
            start=opening.start,
            end=closing.end,
        )

    def _if(self, opening: Token) -> Expression:
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        otherwise = self.expression()
        return If(condition=condition, then=then, otherwise=otherwise, start=opening.start, end=otherwise.end)

    def _quantified(self, opening: Token) -> Expression:
        variable = self.expect("name").text
        self.expect("in")
        source = self.expression()
        self.expect("satisfies")
        condition = self.expression()
        return Quantified(
            every=opening.kind == "every",
            variable=variable,
            source=source,
            condition=condition,
            start=opening.start,
            end=condition.end,
        )

    def _call(self, name: Token) -> Expression:
        self.take()
        arguments: list[Expression] = []
        while not self.at(")"):
            arguments.append(self.expression())
            if not self.at(")"):
                self.expect(",")
        return Call(function=name.text, arguments=tuple(arguments), start=name.start, end=self.take().end)

    @staticmethod
    def _number(token: Token) -> object:
        try:
            return number_from_text(token.text)
        except ValueError as error:
            raise SyntaxFault(
                Fault("number", f"{token.text[:40]}: {error}.", "Shorten it.", token.start)
            ) from None

    def _temporal(self, opening: Token) -> Expression:
        text = self.expect("string")
        for read in (date_from_text, date_time_from_text, duration_from_text):
            try:
                return Literal(value=read(text.text), start=opening.start, end=text.end)
            except ValueError:
                continue
        raise SyntaxFault(
            Fault(
                "temporal",
                f"{text.text!r} is not a date, a date and time or a duration.",
                'Write @"2026-02-28", @"2026-02-28T10:15:00+00:00" or @"P90D".',
                opening.start,
            )
        )
