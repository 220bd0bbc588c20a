"""The examples of outlines: tables that stand in files put where they are named, and what is wrong with any."""

import re
from collections.abc import Callable, Iterator

from govengine.errors import nearest
from govengine.scenarios.example_tables import NAMED, ExampleTable, UnreadableTable, read_examples
from govengine.scenarios.gherkin_tree import Json, scenarios_in

Beside = Callable[[str], bytes]
"""The content of a file beside the feature file, by its name. Raises OSError."""


def put_in_tables(feature: Json, beside: Beside | None) -> tuple[list[tuple[int, str]], dict[str, str]]:
    """Tables that stand in files put where they are named; what is wrong; and each row's place by its id."""
    problems: list[tuple[int, str]] = []
    places: dict[str, str] = {}
    for scenario in scenarios_in(feature):
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
