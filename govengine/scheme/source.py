"""YAML as nodes that know their place. YAML's own types are not used: `on` and `no` are words here.

Anchors, aliases, tags, duplicate keys and more than one document are refused: each makes a file mean
something other than what a reader sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import yaml

from govengine.errors import Problem

LARGEST = 5_000_000
"""Bytes in one file of a scheme."""

DEEPEST = 30
"""Levels of nesting in one file; the format itself needs seven."""


MOST_RULES = 20_000
"""Rules in one version, rows of tables among them: more than anybody reads, and some seconds to check."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written. Line and column count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar. `inset` is how far its text starts behind its place (1 for a quoted one); None when the text
    was folded over lines, so that offsets in it say nothing about columns."""

    value: str
    place: Place
    inset: int | None = 0

    def at(self, offset: int) -> Place:
        """The place of a character of the text."""
        if self.inset is None:
            return self.place
        return Place(self.place.file, self.place.line, self.place.column + self.inset + offset)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in the order of the file, each with its own place."""

    entries: tuple[tuple[Text, "Node"], ...]
    place: Place
    flow: bool = False
    """Whether it is written in braces, where a comma ends a text."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple["Node", ...]
    place: Place


Node: TypeAlias = Text | Mapping | Sequence


class Mark(Protocol):
    """Where YAML stands. Lines and columns count from 0."""

    line: int
    column: int


_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: bytes, file: str, problems: list[Problem]) -> Node | None:
    """The nodes of one file. What is wrong is added to `problems`; None when nothing can be read at all."""
    if len(content) > LARGEST:
        problems.append(
            _problem("file-too-large", Place(file), f"This file is larger than {LARGEST:,} bytes.")
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(
            _problem("encoding", Place(file, line), "This is not UTF-8.", "Save the file as UTF-8.")
        )
        return None
    try:
        return _Reader(file, yaml.parse(text, Loader=_LOADER), problems).document()
    except _Refused as refused:
        problems.append(refused.problem)
    except (yaml.YAMLError, ValueError) as error:
        problems.append(_yaml_problem(error, file))
    return None


class _Refused(Exception):  # noqa: N818 - it carries a Problem out of the recursion
    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class _Reader:
    """Nodes from YAML's events, one at a time, so that depth and aliases are refused before they cost."""

    def __init__(self, file: str, events: Iterator[yaml.Event], problems: list[Problem]) -> None:
        self._file, self._events, self._problems = file, events, problems

    def document(self) -> Node | None:
        next(self._events)  # the stream starts
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise _Refused(_problem("empty-file", Place(self._file), "There is nothing in this file."))
        node = self._node(next(self._events))
        next(self._events)  # the document ends
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            place = self._place(event)
            raise _Refused(
                _problem("second-document", place, "A second YAML document starts here.", "Remove it.")
            )
        return node

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None  # read from text, every event has its place
        return _place(self._file, mark)

    def _node(self, event: yaml.Event, depth: int = 0) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.AliasEvent) or (
            isinstance(event, yaml.NodeEvent)
            and (event.anchor is not None or getattr(event, "tag", None) is not None)
        ):
            message = "Anchors, aliases and tags (&, *, !) are not used in schemes."
            what_to_do = "Write the text out, or in single quotes if & * or ! is part of it."
            raise _Refused(_problem("yaml-anchor", place, message, what_to_do))
        if depth > DEEPEST:
            raise _Refused(_too_deep(place))
        match event:
            case yaml.MappingStartEvent():
                return Mapping(tuple(self._entries(depth)), place, bool(event.flow_style))
            case yaml.SequenceStartEvent():
                items = []
                while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
                    items.append(self._node(event, depth + 1))
                return Sequence(tuple(items), place)
            case yaml.ScalarEvent():
                return Text(event.value, place, _inset(event))
            case _:
                raise AssertionError(event)  # a document holds no other events

    def _entries(self, depth: int) -> Iterator[tuple[Text, Node]]:
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Text):
                self._problems.append(
                    _problem("key-not-text", key.place, "A key must be a word.", "Quote it.")
                )
            elif key.value in seen:
                message = f"{key.value!r} is written twice; the first is in line {seen[key.value].line}."
                self._problems.append(_problem("duplicate-key", key.place, message, "Keep one of them."))
            else:
                seen[key.value] = key.place
                yield key, value


def _inset(event: yaml.ScalarEvent) -> int | None:
    start, end = event.start_mark, event.end_mark
    one_line = start is not None and end is not None and start.line == end.line
    return int(event.style in ("'", '"')) if one_line and event.style not in ("|", ">") else None


def _place(file: str, mark: "Mark") -> Place:
    return Place(file, mark.line + 1, mark.column + 1)


def _problem(code: str, place: Place, message: str, what_to_do: str = "Split or shorten it.") -> Problem:
    return Problem(code, message, what_to_do, str(place))


def _too_deep(place: Place) -> Problem:
    return _problem("too-deep", place, f"This nests more than {DEEPEST} levels deep.")


def _yaml_problem(error: Exception, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    place = Place(file) if mark is None else _place(file, mark)
    reason = getattr(error, "problem", None) or "it is not YAML"
    if "nesting depth" in reason:  # libyaml looks ahead, and may stop before we would
        return _too_deep(place)
    return Problem(
        "yaml",
        f"This cannot be read as YAML: {reason}.",
        "Indent with spaces, and put text that holds ': ' or starts with a special character in single quotes.",
        str(place),
    )
