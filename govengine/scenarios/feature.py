"""A feature file as scenarios: what is said in each, where, and in which language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from govengine.scenarios.gherkin_tree import Json, scenarios_in, steps_in
from govengine.scenarios.language import ENGLISH, LANGUAGES, Language, with_full_code
from govengine.scenarios.outlines import Beside, put_in_tables
from govengine.scenarios.syntax import steps_misspelt, syntax_problem

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
        return Feature(file, "", (), tuple(syntax_problem(one, text) for one in error.errors))
    except ParserError as error:
        return Feature(file, "", (), (syntax_problem(error, text),))
    feature = document.get("feature")
    if feature is None:
        said = "This file is empty. Begin it with a line such as Feature: Hardship payments."
        return Feature(file, "", (), ((1, said),))
    title, line = feature["name"], feature["location"]["line"]
    if feature["language"] not in LANGUAGES:
        known = " or ".join(f"# language: {code[:2]}" for code in LANGUAGES)
        return Feature(file, title, (), ((line, f"Our sentences are in English and Welsh: write {known}."),))
    document["uri"] = file
    problems, rows_of_files = put_in_tables(feature, beside)
    problems += steps_misspelt(feature, text)
    scenarios = tuple(_scenarios(document, feature, rows_of_files))
    if not scenarios and not problems:
        problems.append((line, "There is no scenario in this file. Add one: Scenario: What should happen."))
    return Feature(file, title, scenarios, tuple(problems))


def _scenarios(document: Any, feature: Json, rows_of_files: Mapping[str, str]) -> Iterator[Scenario]:
    steps = {step["id"]: step for step in steps_in(feature)}
    lines = {
        row["id"]: row["location"]["line"]
        for scenario in scenarios_in(feature)
        for examples in scenario["examples"]
        for row in examples.get("tableBody", ())
    }
    for pickle in Compiler().compile(document):
        node = pickle["astNodeIds"][-1]
        yield Scenario(
            name=pickle["name"],
            line=pickle["location"]["line"],
            steps=tuple(_said(step, steps[step["astNodeIds"][0]]) for step in pickle["steps"]),
            language=LANGUAGES[pickle["language"]],
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
