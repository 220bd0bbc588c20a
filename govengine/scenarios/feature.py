"""A feature file as scenarios: what is said in each, where, and in which language."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gherkin.errors import (
    CompositeParserException,
    NoSuchLanguageException,
    ParserError,
    UnexpectedEOFException,
)
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from govengine.errors import nearest
from govengine.scenarios.example_tables import NAMED, ExampleTable, UnreadableTable, read_examples
from govengine.scenarios.language import ENGLISH, LANGUAGES, Language, with_full_code

Json = dict[str, Any]
Beside = Callable[[str], bytes]
"""The content of a file beside the feature file, by its name. Raises OSError."""

SERVICE = "@service"
"""The tag of scenarios about the service, which are left to its own tests."""


@dataclass(frozen=True, slots=True)
class Said:
    """A step: its keyword, its text with examples put in, and its line."""

    keyword: str
    text: str
    line: int
    checks: bool
    """Whether it stands under Then."""
    table: tuple[tuple[str, ...], ...] | None = None
    has_text_below: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario, or one example of an outline. `example` is the place of the row that was put in, if one was."""

    name: str
    line: int
    steps: tuple[Said, ...]
    language: Language = ENGLISH
    tags: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature file. `problems` say what is wrong with the file, each with its line and what to do."""

    file: str
    name: str
    scenarios: tuple[Scenario, ...]
    problems: tuple[tuple[int, str], ...] = ()


def read_feature(text: str, file: str, beside: Beside | None = None) -> Feature:
    """The scenarios of a feature's text. What cannot be read is among its problems; nothing is raised."""
    text = with_full_code(text.removeprefix("\ufeff"))
    try:
        document: Any = Parser().parse(text)
    except CompositeParserException as error:
        return Feature(file, "", (), tuple(_in_words(one, text) for one in error.errors))
    except ParserError as error:
        return Feature(file, "", (), (_in_words(error, text),))
    feature = document.get("feature")
    if feature is None:
        return Feature(
            file,
            "",
            (),
            ((1, "This file is empty. Begin it with a line such as Feature: Hardship payments."),),
        )
    document["uri"] = file
    problems, rows_of_files = _put_in_tables(feature, beside)
    problems += _steps_misspelt(feature)
    scenarios = tuple(_scenarios(document, feature, rows_of_files))
    if not scenarios and not problems:
        line = feature["location"]["line"]
        problems.append((line, "There is no scenario in this file. Add one: Scenario: What should happen."))
    language = LANGUAGES.get(feature["language"])
    if language is None:
        known = " or ".join(f"# language: {code[:2]}" for code in LANGUAGES)
        line = feature["location"]["line"]
        return Feature(
            file, feature["name"], (), ((line, f"Our sentences are in English and Welsh: write {known}."),)
        )
    return Feature(file, feature["name"], scenarios, tuple(problems))


# -- reading ----------------------------------------------------------------------------------------------------


def _children(feature: Json) -> Iterator[Json]:
    """The scenarios of a feature, those under its rules as well."""
    for child in feature["children"]:
        if "rule" in child:
            yield from _children(child["rule"])
        elif "scenario" in child:
            yield child["scenario"]


def _steps(feature: Json) -> Iterator[Json]:
    for child in feature["children"]:
        inner = next(iter(child.values()))
        yield from _steps(inner) if "rule" in child else inner["steps"]


def _scenarios(document: Any, feature: Json, rows_of_files: Mapping[str, str]) -> Iterator[Scenario]:
    steps = {step["id"]: step for step in _steps(feature)}
    lines = {
        row["id"]: row["location"]["line"]
        for scenario in _children(feature)
        for examples in scenario["examples"]
        for row in examples.get("tableBody", ())
    }
    for pickle in Compiler().compile(document):
        node = pickle["astNodeIds"][-1]
        yield Scenario(
            name=pickle["name"],
            line=pickle["location"]["line"],
            steps=tuple(_said(step, steps[step["astNodeIds"][0]]) for step in pickle["steps"]),
            language=LANGUAGES.get(pickle["language"], ENGLISH),
            tags=tuple(tag["name"] for tag in pickle["tags"]),
            example=rows_of_files.get(node) or (f"line {lines[node]}" if node in lines else ""),
        )


def _said(step: Any, written: Json) -> Said:
    argument = step.get("argument") or {}
    table = argument.get("dataTable")
    return Said(
        keyword=written["keyword"].strip(),
        text=plain_step(step["text"]),
        line=written["location"]["line"],
        checks=step["type"] == "Outcome",
        table=table and tuple(tuple(cell["value"] for cell in row["cells"]) for row in table["rows"]),
        has_text_below="docString" in argument,
    )


_QUOTED = re.compile(r'("(?:[^"\\]|\\.)*")')
_CURLY = re.compile("[\u201c\u201d\u201e\u201f]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")
_APOSTROPHES = re.compile("[\u2018\u2019]")


def plain_step(text: str) -> str:
    """A step as it was meant: blanks of other kinds, and what word processors make of quotation marks, outside quotes."""
    if text.isascii() and "\t" not in text and "  " not in text:
        return text
    text = _CURLY.sub('"', text)
    parts = _QUOTED.split(text)
    return "".join(part if i % 2 else _plain(part) for i, part in enumerate(parts)).strip()


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", _APOSTROPHES.sub("'", _UNSEEN.sub("", text)))


# -- tables of examples -----------------------------------------------------------------------------------------


def _put_in_tables(feature: Json, beside: Beside | None) -> tuple[list[tuple[int, str]], dict[str, str]]:
    """Tables that stand in files put where they are named; what is wrong; and each row's place by its id."""
    problems: list[tuple[int, str]] = []
    places: dict[str, str] = {}
    for scenario in _children(feature):
        outlined = any("<" in step["text"] and ">" in step["text"] for step in scenario["steps"])
        for number, examples in enumerate(scenario["examples"]):
            line = examples["location"]["line"]
            named = NAMED.fullmatch(examples["name"].strip())
            if named and "tableHeader" not in examples:
                try:
                    table = _table(named["file"], beside)
                except UnreadableTable as error:
                    problems.append((line, str(error)))
                    continue
                _fill(examples, table, f"{scenario['id']}-{number}")
                rows = zip(examples["tableBody"], table.rows, strict=True)
                places |= {row["id"]: f"{named['file']}:{at}" for row, (at, _) in rows}
            elif not examples.get("tableBody"):
                problems.append(
                    (line, "These examples are empty. Write a row of names, and a row for each example.")
                )
            problems += _missing_heads(scenario, examples, line)
        if (
            outlined
            and not scenario["examples"]
            and scenario["keyword"].split()[-1] in ("Outline", "Amlinellol")
        ):
            message = "This outline has no examples. Add Examples: with a table under it."
            problems.append((scenario["location"]["line"], message))
    return problems, places


def _table(name: str, beside: Beside | None) -> ExampleTable:
    if beside is None:
        raise UnreadableTable(f"{name} cannot be read here: write the examples in a table under Examples.")
    try:
        return read_examples(beside(name), name)
    except OSError as error:
        reason = "There is no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise UnreadableTable(f"{name} cannot be read: {reason}. Put it beside the feature file.") from None


def _fill(examples: Json, table: ExampleTable, id_: str) -> None:
    def row(number: int, cells: tuple[str, ...]) -> Json:
        here = examples["location"]
        return {
            "id": f"{id_}-{number}",
            "location": here,
            "cells": [{"location": here, "value": cell} for cell in cells],
        }

    examples["tableHeader"] = row(0, table.heads)
    examples["tableBody"] = [row(number, cells) for number, (_, cells) in enumerate(table.rows, 1)]


def _missing_heads(scenario: Json, examples: Json, line: int) -> Iterator[tuple[int, str]]:
    """Names in angle brackets that no column has."""
    heads = [cell["value"] for cell in examples.get("tableHeader", {}).get("cells", ())]
    named = {name for step in scenario["steps"] for name in re.findall(r"<([^<>\"]+)>", step["text"])}
    for name in sorted(named - set(heads)) if heads else ():
        near = nearest(name, heads)
        yield line, f"No column is called {name!r}." + (f" Did you mean {near!r}?" if near else "")


_NO_STEPS = {"the", "they", "there", "them", "an", "any", "who", "wen", "give"}
"""Words that begin descriptions, and look like the beginning of a step."""


def _steps_misspelt(feature: Json) -> Iterator[tuple[int, str]]:
    """Lines that Gherkin takes for a description, and that somebody meant as the first step."""
    keywords = [
        word for word in _KEYWORDS.get(feature["language"], ()) if word[0].isupper() and ":" not in word
    ]
    for scenario in _children(feature):
        for line in (scenario.get("description") or "").splitlines():
            word = line.split()[0] if line.split() else ""
            near = nearest(word, keywords, likeness=0.75)
            if near and near != word and word.casefold() not in _NO_STEPS:
                message = f"{line.strip()[:60]!r} is no step as it stands. Did you mean {near!r}?"
                yield scenario["location"]["line"] + 1, message


# -- what is wrong, in words ------------------------------------------------------------------------------------

_KEYWORDS = {
    "en": ("Feature:", "Background:", "Rule:", "Scenario:", "Scenario Outline:", "Examples:", "Given", "When", "Then", "And", "But"),
    "cy-GB": ("Arwedd:", "Cefndir:", "Rule:", "Enghraifft:", "Scenario:", "Scenario Amlinellol:", "Enghreifftiau:", "Anrhegedig a", "Pryd", "Yna", "A", "Ond"),
}  # fmt: skip


def _in_words(error: Any, text: str) -> tuple[int, str]:
    """A parser's error as its line, and what to do."""
    line = max(error.location["line"], 1)
    message = str(error.args[0]).partition(": ")[2]
    if isinstance(error, NoSuchLanguageException):
        return line, "Our sentences are in English and Welsh: write # language: en or # language: cy."
    if isinstance(error, UnexpectedEOFException):
        return (
            line,
            "The file ends too early: something that was begun has no end. Look for a tag or three quotation marks.",
        )
    if "inconsistent cell count" in message:
        return line, "This row has another number of cells than the first. Each cell stands between two |."
    lines = text.splitlines()
    found = lines[line - 1].strip() if line <= len(lines) else ""
    language = "cy-GB" if re.search(r"^\s*#\s*language\s*:\s*cy", text, re.MULTILINE) else "en"
    first = re.match(r"[^\s:]*:?", found)
    keywords = _KEYWORDS[language]
    near = nearest(first[0], keywords) if first and first[0] else None
    if near == (first and first[0]):
        what_to_do = f"{near} cannot stand here: a file has one {keywords[0].rstrip(':')}, with scenarios in it and steps in those."
    elif near:
        what_to_do = f"Did you mean {near!r}?"
    else:
        what_to_do = f"A line begins with {', '.join(keywords[:-1])} or {keywords[-1]}."
    return line, f"This line cannot be read: {found[:60]!r}. {what_to_do}"
