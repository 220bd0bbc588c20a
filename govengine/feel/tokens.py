"""Text to tokens.

FEEL names may hold spaces and hyphens (`list contains`, `other-help`), so where a name ends depends on the
names in scope: at every name the longest known one is taken (DMN 1.5 §10.3.1.2).
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Self

from govengine.feel.faults import Fault, SyntaxFault

KEYWORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "in",
        "between",
        "if",
        "then",
        "else",
        "some",
        "every",
        "satisfies",
        "for",
        "return",
        "true",
        "false",
        "null",
        "instance",
        "of",
    ]
)

_SPACE = re.compile(r"(\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NO_WORD = re.compile(
    r"""(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<punctuation>\.\.|\*\*|!=|<=|>=|[-+*/=<>()\[\]{},.:@?])""",
    re.DOTALL | re.VERBOSE,
)
WORD = re.compile(r"[^\W\d]\w*")
_UNKNOWN_NAME = re.compile(r"[^\W\d]\w*(?:[.-][^\W\d]\w*)*")
_ESCAPE = re.compile(r'\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|["\\/nrt])')
_CURLY_OR_SINGLE = "\u201c\u201d\u201e\u2018\u2019'"
_SURROGATES = range(0xD800, 0xE000)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


class Token(NamedTuple):
    """`kind` is `number`, `string`, `name`, `end`, or the keyword or punctuation itself."""

    kind: str
    text: str
    start: int
    end: int


class Lexicon:
    """Names in scope, ready to be looked up while reading: made once for the many expressions of a scheme."""

    __slots__ = ("_by_first_letter",)

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first_letter: dict[str, tuple[str, ...]] = {}
        for name in sorted(set(names), key=len, reverse=True):
            first = name[:1]
            self._by_first_letter[first] = (*self._by_first_letter.get(first, ()), name)

    def with_names(self, names: Iterable[str]) -> Self:
        """This lexicon with a few more names."""
        return self if not names else type(self)([*self.names(), *names])

    def names(self) -> Iterator[str]:
        """Every name."""
        for group in self._by_first_letter.values():
            yield from group

    def longest_at(self, text: str, position: int) -> str | None:
        """The longest name that stands at a position and ends where a word does."""
        for name in self._by_first_letter.get(text[position], ()):
            after = text[position + len(name) : position + len(name) + 1]
            if text.startswith(name, position) and not (after.isalnum() or after == "_"):
                return name
        return None


WordReader = Callable[[str, int], Token]
"""Reads the name or keyword whose first letter stands at a position."""


def tokens(text: str, word_at: WordReader, *, stray_backslashes: bool = False) -> Iterator[Token]:
    """The tokens of `text`, ending in one of kind `end`. Raises SyntaxFault.

    With `stray_backslashes`, one that starts no escape stands for itself, as in a model's `"\\d+"`.
    """
    position = 0
    while position < len(text):
        character = text[position]
        if character.isspace() or character == "/":
            space = _SPACE.match(text, position)
            if space is not None and space.end() > position:
                position = space.end()
                continue
        token = (
            word_at(text, position)
            if character.isalpha() or WORD.match(character)
            else _token(text, position, stray_backslashes)
        )
        yield token
        position = token.end
    yield Token("end", "", len(text), len(text))


def _token(text: str, position: int, stray: bool) -> Token:  # noqa: FBT001
    match = _NO_WORD.match(text, position)
    if match is None:
        raise SyntaxFault(_strange(text[position], position))
    kind, found = match.lastgroup, match.group()
    if kind == "string":
        return Token(kind, _unescape(found, position, stray), position, match.end())
    return Token(found if kind == "punctuation" else "number", found, position, match.end())


def words_of(names: Lexicon) -> WordReader:
    """How the rules read a word: the longest name in scope, else a keyword, else one mistyped dotted name."""

    def word_at(text: str, position: int) -> Token:
        name = names.longest_at(text, position)
        if name is not None:
            return Token("name", name, position, position + len(name))
        word = WORD.match(text, position)
        match = _UNKNOWN_NAME.match(text, position)
        assert word is not None  # the caller has seen a letter here
        assert match is not None
        if word.group() in KEYWORDS:
            return Token(word.group(), word.group(), position, word.end())
        return Token("name", match.group(), position, match.end())

    return word_at


def _unescape(quoted: str, position: int, stray: bool) -> str:  # noqa: FBT001
    body = quoted[1:-1]
    if "\\" not in body:
        return body
    if not stray and "\\" in re.sub(_ESCAPE, "", body):
        raise SyntaxFault(
            Fault("syntax", "A backslash in a text must start an escape.", 'Write \\\\ or \\".', position)
        )
    return _ESCAPE.sub(lambda match: _escaped(match[1], position), body)


def _escaped(escape: str, position: int) -> str:
    if escape[0] not in "uU":
        return _PLAIN_ESCAPES.get(escape, escape)
    code = int(escape[1:], 16)
    if code > sys.maxunicode or code in _SURROGATES:
        raise SyntaxFault(Fault("syntax", f"\\{escape} is no character.", "Write the character.", position))
    return chr(code)


def _strange(character: str, position: int) -> Fault:
    if character in _CURLY_OR_SINGLE:
        return Fault(
            "syntax",
            f"{character} is not a quotation mark here.",
            'Use straight double quotes: "…".',
            position,
        )
    if character == '"':
        return Fault("syntax", "This text has no closing quotation mark.", 'Close it with ".', position)
    if character in "≤≥≠":
        return Fault("syntax", f"{character} is not an operator here.", "Write <=, >= or !=.", position)
    return Fault(
        "syntax", f"{character!r} means nothing in a condition.", "Remove it or put it in quotes.", position
    )
