"""How a key of the format is read: a shape turns a node into a value, or says what is wrong and where.

The format (`format.py`) is dataclasses whose fields are made by `key()`. From the same fields come the
reader, the digest's canonical form and the documentation, so that none can drift from the others.
"""

import dataclasses
import re
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from govengine.errors import Problem, nearest
from govengine.feel.values import Months, date_from_text, date_time_from_text, duration_from_text
from govengine.scheme.look_alike import as_it_looks, strange_characters
from govengine.scheme.source import Mapping, Node, Place, Sequence, Text

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


def _scalar(node: Node, problems: list[Problem], words: str) -> Text | None:
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
        text = _scalar(node, problems, self.words)
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
        text = _scalar(node, problems, self.words)
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
        text = _scalar(node, problems, self.words)
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
        text = _scalar(node, problems, self.words)
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


@dataclass(frozen=True, slots=True)
class ListOf(Shape):
    """A list. One value alone counts as a list of one where `or_one`. Order carries no meaning unless `ordered`."""

    item: Shape
    ordered: bool = False
    or_one: bool = False

    @property
    def words(self) -> str:  # type: ignore[override]
        """What may be written."""
        return f"a list of: {self.item.words}" + (", or one alone" if self.or_one else "")

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """A tuple of the values that could be read."""
        if not isinstance(node, Sequence):
            if self.or_one:
                value = self.item.read(node, problems)
                return UNREADABLE if value is UNREADABLE else (value,)
            problems.append(wrong(node, "wrong-shape", "This is not a list.", f"Write {self.words} here."))
            return UNREADABLE
        values = (self.item.read(item, problems) for item in node.items)
        return tuple(value for value in values if value is not UNREADABLE)

    def canonical(self, value: Any) -> Json:
        """The items, sorted by their own canonical form unless order matters."""
        items = [self.item.canonical(item) for item in value]
        return items if self.ordered else sorted(items, key=repr)


@dataclass(frozen=True, slots=True)
class MapOf(Shape):
    """Names, each with a value."""

    value: Shape
    name: Shape = field(default_factory=Word)

    @property
    def words(self) -> str:  # type: ignore[override]
        """What may be written."""
        return f"names, each with: {self.value.words}"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """A dict from name to value; `Named` keeps the place of the name."""
        if not isinstance(node, Mapping):
            problems.append(wrong(node, "wrong-shape", "Names are expected here.", f"Write {self.words}."))
            return UNREADABLE
        found: dict[str, Any] = {}
        for key, entry in node.entries:
            name, value = self.name.read(key, problems), self.value.read(entry, problems)
            if name is not UNREADABLE and value is not UNREADABLE:
                found[name.value] = Named(name.value, value, name.place)
        return found

    def canonical(self, value: Any) -> Json:
        """By name."""
        return {name: self.value.canonical(named.value) for name, named in sorted(value.items())}


@dataclass(frozen=True, slots=True)
class Named:
    """A declared thing with its name and the place of the declaration."""

    name: str
    value: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Record(Shape):
    """Keys, as the fields of a dataclass made by `key()` say. The class gets `place` as its last field."""

    model: type

    @property
    def words(self) -> str:  # type: ignore[override]
        """What may be written."""
        return "keys: " + ", ".join(str(k["key"]) for k in keys_of(self.model))

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """An instance of the dataclass."""
        if not isinstance(node, Mapping):
            problems.append(wrong(node, "wrong-shape", "Keys are expected here.", f"Write {self.words}."))
            return UNREADABLE
        given = {key.value: (key, value) for key, value in self._entries(node, problems)}
        values: dict[str, Any] = {}
        complete = True
        for spec in keys_of(self.model):
            name = spec["key"]
            if name in given:
                value = spec["shape"].read(given.pop(name)[1], problems)
                if value is not UNREADABLE:
                    values[spec["field"]] = value
                elif spec["required"]:
                    complete = False
            elif spec["required"]:
                complete = False
                problems.append(
                    wrong(
                        node, "missing-key", f"`{name}:` is missing.", f"Add {name}: {spec['shape'].words}."
                    )
                )
        known = [spec["key"] for spec in keys_of(self.model)]
        for key, _ in given.values():
            near = nearest(key.value, known)
            what_to_do = f"Write {near}." if near else f"The keys here are: {', '.join(known)}."
            problems.append(
                wrong(key, "unknown-key", f"There is no key {key.value[:60]!r} here.", what_to_do, near)
            )
        return self.model(**values, place=node.place) if complete else UNREADABLE

    def _entries(self, node: Mapping, problems: list[Problem]) -> list[tuple[Text, Node]]:
        """The entries; in braces, text that a comma has cut is put together again.

        YAML reads `{title: Part 3, item 4}` as a title and a key `item 4` without a value. For prose what is
        meant is plain, so it is mended with a warning; a condition cut in two is an error.
        """
        shapes = {spec["key"]: spec["shape"] for spec in keys_of(self.model)}
        entries: list[tuple[Text, Node]] = []
        for key, value in node.entries:
            cut = (
                node.flow
                and key.value not in shapes
                and isinstance(value, Text)
                and not value.value
                and entries
            )
            if not cut:
                entries.append((key, value))
                continue
            before, text = entries[-1]
            if isinstance(shapes.get(before.value), Prose) and isinstance(text, Text):
                entries[-1] = (before, Text(f"{text.value}, {key.value}", text.place, text.inset))
                problems.append(_comma(text, key, "warning"))
            else:
                problems.append(_comma(text, key, "error"))
        return entries

    def canonical(self, value: Any) -> Json:
        """By key; keys at their default are left out, so that a new optional key changes no digest."""
        form: dict[str, Json] = {}
        for spec in keys_of(self.model):
            held = getattr(value, spec["field"])
            if held != spec["default"]:
                form[spec["key"]] = spec["shape"].canonical(held)
        return form


def _comma(text: Node, key: Text, severity: str) -> Problem:
    return Problem(
        "comma-in-braces",
        f"In braces YAML ends a text at a comma, and reads {key.value[:40]!r} as a key.",
        "Put the whole text in single quotes.",
        str(text.place),
        severity=severity,
    )


@dataclass(frozen=True, slots=True)
class Absent:
    """`none: <why>`: openly not there."""

    why: str


@dataclass(frozen=True, slots=True)
class AbsentOr(Shape):
    """`none: <why>`, or else what the shape reads."""

    shape: Shape

    @property
    def words(self) -> str:  # type: ignore[override]
        """What may be written."""
        return f"{self.shape.words}; or none: <why>"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """An `Absent`, or the shape's value."""
        if isinstance(node, Mapping) and [k.value for k, _ in node.entries] == ["none"]:
            why = Prose("why").read(node.entries[0][1], problems)
            return why if why is UNREADABLE else Absent(why.value)
        return self.shape.read(node, problems)

    def canonical(self, value: Any) -> Json:
        """Whichever it is."""
        return {"none": value.why} if isinstance(value, Absent) else self.shape.canonical(value)


@dataclass(frozen=True, slots=True)
class KeysOr(Shape):
    """A record where keys are written, or else what the other shape reads."""

    record: Record
    shape: Shape

    @property
    def words(self) -> str:  # type: ignore[override]
        """What may be written."""
        return f"{self.record.words}; or {self.shape.words}"

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """Either's value."""
        return (self.record if isinstance(node, Mapping) else self.shape).read(node, problems)

    def canonical(self, value: Any) -> Json:
        """Whichever it is."""
        return (self.record if isinstance(value, self.record.model) else self.shape).canonical(value)


REQUIRED: Any = object()


def key(name: str, shape: Shape, doc: str, example: str, default: Any = REQUIRED) -> Any:
    """A field of the format: its key in YAML, how it is read, what it means, and an example as written."""
    metadata = {"key": name, "shape": shape, "doc": doc, "example": example}
    if default is REQUIRED:
        return field(metadata=metadata)
    if isinstance(default, dict):
        return field(metadata=metadata, default_factory=dict)
    return field(metadata=metadata, default=default)


_KEYS: dict[type, list[MappingType[str, Any]]] = {}


def keys_of(model: type) -> list[MappingType[str, Any]]:
    """The keys of a record: field, key, shape, doc, example, required, default."""
    if model not in _KEYS:
        _KEYS[model] = [
            {
                "field": f.name,
                "required": f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING,
                "default": f.default_factory() if f.default_factory is not dataclasses.MISSING else f.default,
                **f.metadata,
            }
            for f in dataclasses.fields(model)
            if "key" in f.metadata
        ]
    return _KEYS[model]
