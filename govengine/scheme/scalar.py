"""How one value of the format is read: a name, a text, a date, a choice between words.

A shape turns a node into a value, or says what is wrong and where. `shape.py` makes larger ones of these.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from govengine.errors import Problem, nearest
from govengine.feel.values import Months, date_from_text, date_time_from_text, duration_from_text
from govengine.scheme.look_alike import as_it_looks, strange_characters
from govengine.scheme.source import Node, Place, Sequence, Text

Json = Any


class Shape:
    """Reads one kind of value. `words` says in the documentation what may be written."""

    words = "text"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """The value; `UNREADABLE` when there is none, with the reason in `problems`."""
        raise NotImplementedError

    def canonical(self, value: Any) -> Json:
        """The value as the digest sees it."""
        return value.value if isinstance(value, Text) else str(value)


class _Unreadable:
    def __bool__(self) -> bool:
        return False


UNREADABLE = _Unreadable()
"""What a shape returns once it has said what is wrong."""


def wrong(node: Node | Place, code: str, message: str, what_to_do: str, near: str | None = None) -> Problem:
    """A problem at a node's place."""
    place = node if isinstance(node, Place) else node.place
    return Problem(code, message, what_to_do, str(place), near)


def one_text(node: Node, problems: list[Problem], words: str) -> Text | None:
    """The text of a node that is one; None, with a problem, of a list or a set of keys."""
    if isinstance(node, Text):
        return node
    found = "a list" if isinstance(node, Sequence) else "a set of keys"
    problems.append(wrong(node, "wrong-shape", f"This is {found}.", f"Write {words} here."))
    return None


@dataclass(frozen=True, slots=True)
class Prose(Shape):
    """Free text. Gives the node, so that later checks know its place."""

    words: str = "text"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """A `Text`."""
        text = one_text(node, problems, self.words)
        if text is not None and not text.value.strip():
            problems.append(
                wrong(text, "empty", "There is nothing here.", f"Write {self.words}, or remove the key.")
            )
            return UNREADABLE
        return text or UNREADABLE


LONGEST_NAME = 100
"""Characters in a name."""

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Word(Shape):
    """A name: small letters, digits, `_`, `-` and `.`, so that no two names look alike."""

    words: str = "a name"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """A `Text` that holds a name."""
        text = one_text(node, problems, self.words)
        if text is None:
            return UNREADABLE
        if not _NAME.fullmatch(text.value) or len(text.value) > LONGEST_NAME:
            problems.append(_bad_name(text))
            return UNREADABLE
        return text


def _bad_name(text: Text) -> Problem:
    name = text.value if len(text.value) <= LONGEST_NAME else ""
    plain = as_it_looks(name)
    if plain != name and _NAME.fullmatch(plain):
        shown = ", ".join(strange_characters(name))
        message = f"{name[:60]!r} looks like {plain[:60]!r} and holds {shown}."
        return wrong(text, "look-alike", message, "Type the name again in plain letters.", plain)
    return wrong(
        text,
        "bad-name",
        f"{text.value[:60]!r} is not a name.",
        f"Use small letters a to z, digits, and _ - or . between them, {LONGEST_NAME} at most.",
    )


@dataclass(frozen=True, slots=True)
class Condition(Shape):
    """A FEEL expression, read once its names are known."""

    words: str = "a condition"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """A `Text`."""
        return Prose(self.words).read(node, problems)

    def canonical(self, value: Any) -> Json:
        """The text with its white space folded: spacing is not meaning."""
        return _folded(value.value)


def _folded(text: str) -> str:
    """White space folded outside quotation marks."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return "".join(part if i % 2 else re.sub(r"\s+", " ", part) for i, part in enumerate(parts)).strip()


@dataclass(frozen=True, slots=True)
class Read(Shape):
    """A scalar read by a function that raises ValueError with the reason in plain words."""

    from_text: Callable[[str], Any]
    words: str = "text"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """What the function makes of the text."""
        text = one_text(node, problems, self.words)
        if text is None:
            return UNREADABLE
        try:
            return self.from_text(text.value)
        except ValueError as error:
            problems.append(
                wrong(text, "bad-value", f"{text.value[:60]!r}: {error}.", f"Write {self.words}.")
            )
            return UNREADABLE

    def canonical(self, value: Any) -> Json:
        """Text that is the same for the same value."""
        return value if isinstance(value, bool) else str(value)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("it is neither true nor false")
    return text == "true"


def _window_end(text: str) -> date | datetime:
    return date_time_from_text(text) if "T" in text else date_from_text(text)


def _whole(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise ValueError("it is not a whole number")
    return int(text)


def _duration(text: str) -> timedelta | Months:
    return duration_from_text(text)


FLAG = Read(_flag, "true or false")
DAY = Read(date_from_text, "a date such as 2026-04-01")
MOMENT = Read(_window_end, "a date such as 2026-04-01, or a date and time with its offset")
WHOLE = Read(_whole, "a whole number")
DURATION = Read(_duration, "a duration such as P2D or PT24H")


class Choice(Shape):
    """One of a few words."""

    def __init__(self, enum: type[StrEnum]) -> None:
        self.enum = enum
        self.words = "one of: " + ", ".join(enum)

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """A member of the enum."""
        text = one_text(node, problems, self.words)
        if text is None:
            return UNREADABLE
        if text.value not in set(self.enum):
            near = nearest(text.value, [str(member) for member in self.enum])
            problems.append(
                wrong(
                    text,
                    "unknown-word",
                    f"{text.value[:60]!r} is not used here.",
                    f"Write {self.words}.",
                    near,
                )
            )
            return UNREADABLE
        return self.enum(text.value)
