"""Running feature files without pytest: every scenario by itself, each with a new world."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from govengine.errors import GovengineError, SchemeError, nearest
from govengine.scenarios.beside import library_beside
from govengine.scenarios.feature import SERVICE, Feature, Said, Scenario, read_feature
from govengine.scenarios.holding import DoesNotHoldError
from govengine.scenarios.outlines import Beside
from govengine.scenarios.result import Outcome, Result, StepResult
from govengine.scenarios.sentence import meaning_of
from govengine.scenarios.steps import STEPS
from govengine.scenarios.world import Observer, World
from govengine.scheme import Library


def feature_files(paths: Iterable[Path]) -> list[Path]:
    """These files, and the feature files below these folders."""
    return [file for path in paths for file in (sorted(path.rglob("*.feature")) if path.is_dir() else [path])]


@dataclass(frozen=True, slots=True)
class Page:
    """A feature file with the schemes that govern its scenarios: the library's, and those beside it."""

    feature: Feature
    library: Library
    beside_problem: str = ""
    """What is wrong with the schemes beside it."""

    def run(self, observe: Observer | None = None) -> Iterator[Result]:
        """Run its scenarios, once what is wrong with the file has been said."""
        yield from self.problems()
        for scenario in self.scenarios():
            yield run_scenario(scenario, self.feature, World(self.library, scenario.language, observe))

    def problems(self) -> Iterator[Result]:
        """What is wrong with the schemes beside the file, or with the file: results that did not pass."""
        file, name = self.feature.file, self.feature.name
        if self.beside_problem:
            yield Result(file, "the schemes beside it", self.beside_problem, file, feature=name)
        for line, said in self.feature.problems:
            yield Result(file, "the file", said, f"{file}:{line}", feature=name)

    def scenarios(self) -> list[Scenario]:
        """Those to be run: none where the schemes beside the file do not load."""
        if self.beside_problem:
            return []
        return [one for one in self.feature.scenarios if SERVICE not in one.tags]


def pages_at(paths: Iterable[Path], library: Library) -> list[Page]:
    """The feature files at these paths and below these folders, read and not run."""
    pages = []
    by_folder: dict[Path, tuple[Library, str]] = {}
    for file in feature_files(paths):
        if file.parent not in by_folder:
            try:
                by_folder[file.parent] = library_beside(library, file.parent), ""
            except SchemeError as error:
                by_folder[file.parent] = library, str(error)
        pages.append(Page(feature_at(file), *by_folder[file.parent]))
    return pages


def run_paths(paths: Iterable[Path], library: Library, observe: Observer | None = None) -> list[Result]:
    """Run every scenario of these files, and of the feature files below these folders."""
    return [result for page in pages_at(paths, library) for result in page.run(observe)]


def feature_at(file: Path) -> Feature:
    """The feature file at a path. One that cannot be read is a feature with a problem."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return Feature(str(file), "", (), ((1, "This file is not UTF-8. Save it as UTF-8."),))
    return read_feature(text, str(file), lambda name: (file.parent / name).read_bytes())


def run_text(
    text: str, name: str, library: Library, *, beside: Beside | None = None, observe: Observer | None = None
) -> Iterator[Result]:
    """Run the scenarios of one feature's text; `name` stands for its file, `beside` gives files that lie beside it.

    What is wrong with the file is a result that did not pass. Scenarios tagged `@service` are about the service, and
    are left to its own tests.
    """
    yield from Page(read_feature(text, name, beside), library).run(observe)


def run_scenario(scenario: Scenario, feature: Feature, world: World) -> Result:
    """Run one scenario in this world."""
    began = perf_counter()
    done = [
        StepResult(
            said.keyword, said.text, f"{feature.file}:{said.line}", Outcome.NOT_REACHED, "", said.table or ()
        )
        for said in scenario.steps
    ]
    for number, said in enumerate(scenario.steps):
        world.step = number
        at, outcome, why = _do(said, world, number)
        if outcome is Outcome.PASSED:
            done[number] = replace(done[number], outcome=outcome)
        else:
            done[at] = replace(done[at], outcome=outcome, said=why)
            break
    failed = next((step for step in done if step.said), None)
    place = failed.place if failed else f"{feature.file}:{scenario.line}"
    why_not = f"{failed.text}: {failed.said}" if failed else _checks_nothing(scenario)
    return Result(
        feature.file,
        scenario.name,
        why_not,
        place,
        scenario.example,
        feature.name,
        tuple(done),
        world.words,
        perf_counter() - began,
    )


def _checks_nothing(scenario: Scenario) -> str:
    """A scenario that checks nothing would pass whatever the scheme said."""
    if any(said.checks for said in scenario.steps):
        return ""
    return "It checks nothing. Add what should come out, such as Then the level is act."


def _do(said: Said, world: World, number: int) -> tuple[int, Outcome, str]:
    """Do one step: the number of the step that did not hold, how it went, and why."""
    if said.has_text_below:
        why = "Text in three quotation marks means nothing under a sentence. Write facts in a table under `these facts`."
        return number, Outcome.FAILED, why
    meaning = meaning_of(said.text, world.language, world.labels)
    if meaning is None:
        return number, Outcome.UNDEFINED, no_such_sentence(said.text, world)
    if said.checks and not meaning.step.checks:
        why = (
            "This says what is so, and stands under Then, where it would check nothing. Write it under Given."
        )
        return number, Outcome.FAILED, why
    try:
        meaning.do(world, said.table)
    except DoesNotHoldError as error:
        return number, Outcome.FAILED, str(error)
    except GovengineError as error:
        return world.step_to_blame(error), Outcome.FAILED, str(error)
    return number, Outcome.PASSED, ""


def no_such_sentence(text: str, world: World) -> str:
    """That no sentence says this, and the nearest that is one."""
    language = world.language
    examples = [step.example for step in STEPS if step.language is language]
    labelled = [f"{label} is 1" for label in world.labels]
    near = nearest(text, [*examples, *labelled], likeness=0.5)
    return "No sentence says this." + (
        f" The nearest is: {near}" if near else " docs/scenarios.md has them all."
    )
