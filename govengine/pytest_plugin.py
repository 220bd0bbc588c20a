"""Feature files as tests, where a project's pytest configuration asks for it.

    [tool.pytest.ini_options]
    govengine_features = ["policy"]     # folders or files, from the configuration file
    govengine_rules = "rules"           # the schemes they are about

Nothing is collected, and nothing of the engine is imported, in a project that has no `govengine_features`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from govengine.scenarios import Page, Result
    from govengine.scenarios.feature import Scenario
    from govengine.scheme import Library

FEATURES, RULES = "govengine_features", "govengine_rules"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The two settings."""
    parser.addini(
        FEATURES, "feature files, and folders of them, that govengine runs", type="paths", default=[]
    )
    parser.addini(RULES, "the folder of the schemes that scenarios are about", type="string", default="rules")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A feature file below one of the paths that are configured."""
    paths: list[Path] = parent.config.getini(FEATURES)
    if file_path.suffix != ".feature" or not any(file_path.is_relative_to(path) for path in paths):
        return None
    collector: pytest.Collector = FeatureFile.from_parent(parent, path=file_path)
    return collector


class FeatureFile(pytest.File):
    """The scenarios of a file; what is wrong with the file itself is a test that does not pass."""

    def collect(self) -> Iterable[pytest.Item]:
        """Each scenario as a test of its name."""
        page = self._page()
        if page.beside_problem or page.feature.problems:
            yield FileItem.from_parent(self, name="the file", page=page)
        names: dict[str, int] = {}
        for scenario in page.scenarios():
            name = scenario.name + (f" ({scenario.example})" if scenario.example else "")
            names[name] = names.get(name, 0) + 1
            if names[name] > 1:
                name += f" [{names[name]}]"
            item: pytest.Item = ScenarioItem.from_parent(self, name=name, page=page, scenario=scenario)
            yield item

    def _page(self) -> "Page":
        from govengine.scenarios import pages_at

        (page,) = pages_at([self.path], _library(self.config))
        return page


_LIBRARY = pytest.StashKey["Library"]()


def _library(config: pytest.Config) -> "Library":
    """The schemes, read once in a session."""
    if _LIBRARY not in config.stash:
        from govengine.errors import SchemeError
        from govengine.scenarios import library_in

        root = config.inipath.parent if config.inipath else config.rootpath
        rules = root / config.getini(RULES)
        if not rules.is_dir():
            raise pytest.UsageError(f"{RULES} names {rules}, and there is no such folder.")
        try:
            config.stash[_LIBRARY] = library_in(rules)
        except SchemeError as error:
            raise pytest.UsageError(str(error)) from None
    return config.stash[_LIBRARY]


class DidNotPassError(Exception):
    """Carries a result to the report."""

    def __init__(self, results: "list[Result]") -> None:
        super().__init__("\n".join(result.said for result in results))
        self.results = results


class _Item(pytest.Item):
    """What runs and how it is told is the same for scenarios and for files."""

    page: "Page"

    def results(self) -> "Iterator[Result]":
        """What there is to run."""
        raise NotImplementedError

    def runtest(self) -> None:
        """Raises DidNotPassError."""
        bad = [result for result in self.results() if not result.passed]
        if bad:
            raise DidNotPassError(bad)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The steps down to the one that did not hold, and why; no traceback of ours."""
        if isinstance(excinfo.value, DidNotPassError):
            from govengine.scenarios.terminal_report import lines_of_result

            return "\n".join(line for result in excinfo.value.results for line in lines_of_result(result))
        return super().repr_failure(excinfo, style)


class FileItem(_Item):
    """What is wrong with a file."""

    def __init__(self, *, page: "Page", **more: Any) -> None:
        super().__init__(**more)
        self.page = page

    def results(self) -> "Iterator[Result]":
        """One for each problem."""
        yield from self.page.problems()

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file."""
        return self.path, 0, self.name


class ScenarioItem(_Item):
    """One scenario."""

    def __init__(self, *, page: "Page", scenario: "Scenario", **more: Any) -> None:
        super().__init__(**more)
        self.page, self.scenario = page, scenario
        for tag in scenario.tags:
            self.keywords[tag.removeprefix("@")] = True

    def results(self) -> "Iterator[Result]":
        """Just this one."""
        from govengine.scenarios import World
        from govengine.scenarios.runner import run_scenario

        world = World(self.page.library, self.scenario.language)
        yield run_scenario(self.scenario, self.page.feature, world)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Its place in the file."""
        return self.path, self.scenario.line - 1, f"{self.page.feature.name}: {self.name}"
