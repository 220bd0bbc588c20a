"""Running feature files without pytest: every scenario by itself, each with a new world."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gherkin.errors import CompositeParserException
from gherkin.parser import Parser
from gherkin.pickles.compiler import Compiler

from govengine.errors import GovengineError, SchemeError, nearest
from govengine.scenarios.beside import library_beside
from govengine.scenarios.steps import STEPS
from govengine.scenarios.world import World
from govengine.scheme import Library


@dataclass(frozen=True, slots=True)
class Result:
    """How one scenario went. `said` is empty when it passed."""

    file: str
    scenario: str
    said: str = ""

    @property
    def passed(self) -> bool:
        """Whether every step held."""
        return not self.said

    def line(self) -> str:
        """The result in one line."""
        return f"{'passed' if self.passed else 'FAILED'} {self.file}: {self.scenario}" + (
            "" if self.passed else f"\n       {self.said}"
        )

    def to_json(self) -> dict[str, Any]:
        """The result as JSON."""
        return {"file": self.file, "scenario": self.scenario, "passed": self.passed, "said": self.said}


def run_paths(paths: Iterable[Path], library: Library) -> list[Result]:
    """Run every scenario of these files, and of the feature files below these folders."""
    found: list[Result] = []
    for path in paths:
        files = sorted(path.rglob("*.feature")) if path.is_dir() else [path]
        for file in files:
            try:
                beside = library_beside(library, file.parent)
            except SchemeError as error:
                found.append(Result(str(file), "the schemes beside it", str(error)))
                continue
            found += run_text(file.read_text(encoding="utf-8-sig"), str(file), beside)
    return found


def run_text(text: str, name: str, library: Library) -> Iterator[Result]:
    """Run the scenarios of one feature. A file that cannot be read is one result that did not pass.

    Scenarios tagged `@service` are about the service, and are left to its own tests.
    """
    try:
        document: Any = Parser().parse(text)
    except CompositeParserException as error:
        yield Result(name, "the file", f"It cannot be read: {error}")
        return
    document["uri"] = name
    for pickle in Compiler().compile(document):
        if not any(tag["name"] == "@service" for tag in pickle["tags"]):
            yield Result(
                name, pickle["name"], _run([step["text"] for step in pickle["steps"]], World(library))
            )


def _run(steps: list[str], world: World) -> str:
    """What kept the scenario from passing; empty when nothing did."""
    for text in steps:
        for step in STEPS:
            match = step.pattern.fullmatch(text)
            if match:
                break
        else:
            near = nearest(text, [step.example for step in STEPS])
            return f"There is no step {text!r}." + (f" The nearest is: {near}" if near else "")
        try:
            step.run(world, **match.groupdict())
        except (AssertionError, GovengineError) as error:
            return f"{text}: {error}"
    return ""
