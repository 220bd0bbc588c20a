"""Text to tokens.

FEEL names may hold spaces and hyphens (`list contains`, `other-help`), so where a name ends depends on the
names in scope: at every name the longest known one is taken (DMN 1.5 §10.3.1.2).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from govengine.feel.faults import Fault, SyntaxFault

KEYWORDS = frozenset(
    "and or not in between if then else some every satisfies for return true false null instance of".split()
)

_SPACE = re.compile(r"(\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NUMBER = re.compile(r"(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_PUNCTUATION = re.compile(r"\.\.|\*\*|!=|<=|>=|[-+*/=<>()\[\]{},.:@?]")
_WORD = re.compile(r"[^\W\d]\w*")
_UNKNOWN_NAME = re.compile(r"[^\W\d]\w*(?:[.-][^\W\d]\w*)*")
_ESCAPE = re.compile(r'\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|["\\/nrt])')
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is `number`, `string`, `name`, `end`, or the keyword or punctuation itself."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str, names: Iterable[str]) -> Iterator[Token]:
    """The tokens of `text`, ending in one of kind `end`. Raises SyntaxFault."""
    known = _by_first_letter(names)
    position = _skip(text, 0)
    while position < len(text):
        token = _token(text, position, known)
        yield token
        position = _skip(text, token.end)
    yield Token("end", "", len(text), len(text))


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _by_first_letter(names: Iterable[str]) -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        known.setdefault(name[:1], []).append(name)
    return known


def _token(text: str, position: int, known: dict[str, list[str]]) -> Token:
    word = _WORD.match(text, position)
    if word:
        return _word(text, position, word.group(), known)
    for kind, pattern in (("number", _NUMBER), ("string", _STRING), ("", _PUNCTUATION)):
        match = pattern.match(text, position)
        if match:
            if kind == "string":
                return Token(kind, _unescape(match.group(), position), position, match.end())
            return Token(kind or match.group(), match.group(), position, match.end())
    raise SyntaxFault(_strange(text[position], position))


def _word(text: str, position: int, word: str, known: dict[str, list[str]]) -> Token:
    for name in known.get(text[position], ()):
        end = position + len(name)
        if text.startswith(name, position) and not (
            text[end : end + 1].isalnum() or text[end : end + 1] == "_"
        ):
            return Token("name", name, position, end)
    if word in KEYWORDS:
        return Token(word, word, position, position + len(word))
    match = _UNKNOWN_NAME.match(text, position)
    assert match is not None  # a word is the beginning of one
    return Token("name", match.group(), position, match.end())


def _unescape(quoted: str, position: int) -> str:
    body = quoted[1:-1]
    if "\\" in re.sub(_ESCAPE, "", body):
        raise SyntaxFault(
            Fault("syntax", "A backslash in a text must start an escape.", 'Write \\\\ or \\".', position)
        )
    return _ESCAPE.sub(
        lambda m: chr(int(m[1][1:], 16)) if m[1][0] in "uU" else _PLAIN_ESCAPES.get(m[1], m[1]), body
    )


def _strange(character: str, position: int) -> Fault:
    if character in "“”„‘’'":
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
