"""How a key of the format is read: lists, names with values, and records, of the shapes in `scalar.py`.

The format (`format.py`) is dataclasses whose fields are made by `key()`. From the same fields come the
reader, the digest's canonical form and the documentation, so that none can drift from the others.
"""

import dataclasses
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field
from typing import Any

from govengine.errors import Problem, nearest
from govengine.scheme.scalar import UNREADABLE, Json, Prose, Shape, Word, wrong
from govengine.scheme.source import Mapping, Node, Place, Sequence, Text


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
